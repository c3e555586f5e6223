"""What the parts of a visit are called on pages."""

from __future__ import annotations

from datetime import time

from flask import Flask, url_for
from sqlalchemy import ColumnElement, select

from portal import audit
from portal.access import Actor
from portal.audit.words import titles
from portal.db import reading
from portal.records.labels import trail_fields, trail_writers
from portal.visits.bank import theme_name
from portal.visits.models import Visit, VisitReview
from portal.visits.part_models import (
    AgendaItem,
    CostLine,
    FactOffer,
    FollowUp,
    Lesson,
    Member,
    Question,
    VisitCase,
)
from portal.visits.parts import PartOf
from portal.visits.rules import ADVICE_NAMES, DUTIES, MODE_NAMES, STAGE_NAMES, Stage
from portal.visits.stages import REVIEW_ANSWERS
from portal.visits.zones import zone_name
from portal.web.figures import long_date, number, rupiah, unit_after


def hour(value: time | None) -> str:
    """09.30."""
    return value.strftime("%H.%M") if value else ""


def hours(starts: time | None, ends: time | None) -> str:
    """09.30–11.00, or as much of it as is known."""
    return "–".join(filter(None, (hour(starts), hour(ends))))


def figure(question: Question) -> str:
    """The number of an answer with unit and year."""
    if question.figure is None:
        return ""
    unit = unit_after(question.unit, 1)
    return f"{number(question.figure)}{unit} ({question.figure_year})"


def part_title(row: PartOf) -> str:
    """What a row of a part is called in its list."""
    if isinstance(row, Member):
        return row.name
    if isinstance(row, AgendaItem):
        return row.activity
    if isinstance(row, CostLine):
        return row.kind
    if isinstance(row, FollowUp):
        return row.action
    return row.text


def part_detail(row: PartOf) -> str:
    """The rest of a row, in one line."""
    if isinstance(row, Member):
        return ", ".join(filter(None, (DUTIES[row.duty] if row.duty else "Anggota", row.post, row.opd)))
    if isinstance(row, AgendaItem):
        when = f"{long_date(row.day)} {hours(row.starts, row.ends)}".strip()
        real = hours(row.actual_starts, row.actual_ends)
        return ", ".join(filter(None, (when, row.place, f"realisasi {real}" if real else "")))
    if isinstance(row, CostLine):
        return f"{rupiah(row.amount)} × {row.people} orang × {row.days} = {rupiah(row.total)}"
    if isinstance(row, FollowUp):
        until = f"selesai {long_date(row.due)}" if row.due else ""
        return ", ".join(filter(None, (row.post, until, row.output)))
    if isinstance(row, Lesson):
        return f"{'Cocok' if row.fits else 'Tidak cocok'}: {row.reason}"
    state = "dijawab" if row.answer else "belum terjawab" if row.stays_open else ""
    return ", ".join(filter(None, (theme_name(row.theme), row.to_whom, state)))


ACTIONS = {
    "begin": "Memulai kunjungan",
    "edit": "Mengubah kunjungan",
    "add": "Menambah bagian kunjungan",
    "remove": "Menghapus bagian kunjungan",
    "restore": "Memulihkan bagian kunjungan",
    "move": "Memindah tahap kunjungan",
    "read-known": "Menyatakan yang sudah diketahui portal sudah dibaca",
    "read-case": "Menandai bacaan sudah dibaca",
    "answer": "Menyimpan jawaban kunjungan",
    "recommend": "Menulis rekomendasi",
    "follow-up": "Menjadikan tindak lanjut rencana",
    "review": "Menjawab tinjauan kunjungan",
    "offer-fact": "Menawarkan jawaban untuk naskah",
    "settle-fact": "Memeriksa fakta dari kunjungan",
    "import-rates": "Mengimpor tarif perjalanan",
    "undo-rates": "Membatalkan impor tarif perjalanan",
    "remove-rate": "Menghapus tarif perjalanan",
    "set-ceiling": "Menulis pagu kunjungan",
}
OTHER_FIELDS = {  # what a change names besides columns
    "stage": "Tahap",
    "plan": "Rencana",
    "milestone": "Langkah",
    "removed": "Dihapus",
    "known_read": "Yang diketahui sudah dibaca",
    "read": "Dibaca",
}
KINDS = (Visit, Member, Question, AgendaItem, CostLine, Lesson, FollowUp, VisitCase, VisitReview, FactOffer)


def _visible(actor: Actor) -> ColumnElement[bool]:
    from portal.visits.queries import visible

    return visible(actor)


def _closed(numbers: set[int], actor: Actor) -> set[int]:
    readable = select(Visit.id).where(_visible(actor))
    found = select(Visit.id).where(Visit.id.in_(numbers), Visit.id.not_in(readable))
    return set(reading().scalars(found))


def describe(app: Flask) -> None:
    """Tell the audit pages how to name what this room records."""
    audit.describe(
        app,
        "visits",
        "Kunjungan",
        actions=ACTIONS,
        fields=OTHER_FIELDS | trail_fields("visits", *KINDS),
        subjects={
            "visit": ("Kunjungan", lambda number: url_for("visits.show", visit_id=int(number))),
            "rates": ("Tarif", None),
            "ceiling": ("Pagu", None),
        },
        closed={"visit": _closed},
        weighty=("move", "undo-rates", "set-ceiling"),
        writers={"stage": lambda value: STAGE_NAMES[Stage(value)]} | trail_writers("visits", *KINDS),
        names={"visit": titles(Visit, _visible)},
    )


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(
        visit_stage=lambda stage: STAGE_NAMES[stage],
        visit_mode=lambda mode: MODE_NAMES[mode],
        advice_name=lambda advice: ADVICE_NAMES[advice],
        duty_name=lambda duty: DUTIES[duty] if duty else "Anggota",
        visit_review=lambda answer: REVIEW_ANSWERS[answer],
        visit_part_detail=part_detail,
        theme_name=theme_name,
        hours=lambda item: hours(item.starts, item.ends),
        zone_name=zone_name,
        actual_hours=lambda item: hours(item.actual_starts, item.actual_ends),
        answer_figure=figure,
    )
