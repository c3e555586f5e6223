"""What the audit trail calls the things and deeds of this room."""

from __future__ import annotations

from flask import Flask, url_for
from sqlalchemy import select

from portal import audit
from portal.access import Actor
from portal.adoption.escalation import Level
from portal.adoption.models import (
    BudgetLine,
    Evaluation,
    Kpi,
    Milestone,
    Partner,
    Plan,
    Reading,
    Review,
    Risk,
    TeamPost,
)
from portal.adoption.problem_models import Comment, Escalation, PlanProblem
from portal.adoption.queries import visible
from portal.audit import words
from portal.db import reading
from portal.records.labels import trail_fields, trail_writers

ACTIONS = {
    "propose": "Menulis konsep rencana",
    "edit": "Mengubah rencana",
    "submit": "Mengajukan rencana",
    "approve": "Menyetujui rencana",
    "discard": "Membuang konsep",
    "hand-back": "Mengembalikan usulan",
    "move": "Memindahkan tahap",
    "add": "Menambah bagian rencana",
    "remove": "Menghapus bagian rencana",
    "restore": "Memulihkan bagian rencana",
    "finish": "Menandai langkah selesai",
    "unfinish": "Membuka lagi langkah",
    "read-kpi": "Mencatat hasil ukur KPI",
    "evaluate": "Menulis evaluasi",
    "decide": "Memutuskan hasil uji coba",
    "review": "Menjawab tinjauan",
    "open-problem": "Membuka masalah",
    "escalate": "Menaikkan masalah",
    "answer": "Menjawab masalah",
    "close-problem": "Menutup masalah",
    "ask": "Bertanya",
    "remark": "Menulis tanggapan",
    "answer-question": "Menjawab pertanyaan",
    "withdraw": "Menarik tulisan",
}
OTHER_FIELDS = {  # what a change names besides columns
    "removed": "Dihapus",
    "submitted": "Diajukan",
    "withdrawn": "Ditarik",
}
KINDS = (Plan, Milestone, Kpi, Reading, BudgetLine, Risk, TeamPost, Partner, Evaluation, Review)
BESIDE = (PlanProblem, Escalation, Comment)


def _closed(numbers: set[int], actor: Actor) -> set[int]:
    readable = select(Plan.id).where(visible(actor))
    found = select(Plan.id).where(Plan.id.in_(numbers), Plan.id.not_in(readable))
    return set(reading().scalars(found))


LEVELS = {
    Level.OPD.value: "OPD",
    Level.ASSISTANT.value: "asisten",
    Level.SECRETARY.value: "Sekda",
    Level.HEAD.value: "kepala daerah",
}
WRITERS: dict[str, words.Writer] = {  # of codes that no form offers
    "waiting_at": lambda value: LEVELS[value],
    "solved_at": lambda value: LEVELS[value],
}


def describe(app: Flask) -> None:
    """Tell the audit pages how to name what this room records."""
    audit.describe(
        app,
        "adoption",
        "Rencana adopsi",
        actions=ACTIONS,
        fields=OTHER_FIELDS | trail_fields("adoption", *KINDS, *BESIDE),
        subjects={
            "plan": ("Rencana", lambda number: url_for("adoption.show", plan_id=int(number))),
            "milestone": ("Langkah", None),
            "kpi": ("KPI", None),
            "reading": ("Hasil ukur", None),
            "budget_line": ("Baris anggaran", None),
            "risk": ("Risiko", None),
            "team_post": ("Anggota tim", None),
            "partner": ("Mitra", None),
            "problem": ("Masalah", None),
            "evaluation": ("Evaluasi", None),
            "review": ("Tinjauan bulan", None),
            "comment": ("Tulisan", None),
        },
        closed={"plan": _closed},
        weighty=("approve", "decide", "answer", "discard", "escalate", "hand-back"),
        writers=trail_writers("adoption", *KINDS, *BESIDE) | WRITERS,
        names={"plan": words.titles(Plan, visible)},
    )
