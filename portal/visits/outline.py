"""The page of a visit at a glance: what its reader should do next, and what each folded part holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from portal import clock
from portal.access import Actor, may
from portal.records.ladder import missing
from portal.records.outline import Fold, FoldLink, NextAct, Outline, steps_of
from portal.visits.models import Visit
from portal.visits.page import VisitView, view_of
from portal.visits.rules import DONE, MODE_NAMES, STEPS, TRAVELLED, Stage
from portal.web.figures import long_date, rupiah

NONE_YET = "Belum ada"
FILL_IN = {
    "tujuan": "Tulis tujuan",
    "pertanyaan": "Tulis pertanyaan",
    "tuan-rumah": "Pilih tuan rumah",
    "waktu": "Tulis tanggal",
    "delegasi": "Isi delegasi",
    "cara": "Tulis alasan perjalanan",
    "yang-diketahui": "Baca yang sudah diketahui",
    "biaya": "Tulis biaya",
    "jadwal": "Isi jadwal",
    "balasan": "Catat balasan",
    "jawaban": "Isi jawaban",
    "laporan": "Tulis laporan",
    "pelajaran": "Tulis cocok dan tidak cocok",
    "rekomendasi": "Tulis rekomendasi",
    "tindak-lanjut": "Tulis tindak lanjut",
}
EMPTY_PARTS = {"pertanyaan": "questions", "delegasi": "members", "jadwal": "agenda", "biaya": "costs"}
OPEN_AT = {
    Stage.DRAFT: "tujuan",
    Stage.PROPOSED: "tujuan",
    Stage.APPROVED: "jadwal",
    Stage.SCHEDULED: "jadwal",
    Stage.UNDER_WAY: "pertanyaan",
    Stage.REPORTED: "tindak-lanjut",
    Stage.FOLLOWED: "tindak-lanjut",
    Stage.CLOSED: "laporan",
}


def shown(visit: Visit, actor: Actor) -> dict[str, Any]:
    """What the template of a visit's page is given."""
    view = view_of(visit, actor)
    act = next_act(visit, view)
    others = tuple(one for one in view.offers if act is None or one.url != act.url)
    last = next((one.from_stage for one in reversed(visit.moves) if one.from_stage in STEPS.steps), None)
    steps = steps_of(STEPS, visit.stage, last)
    folds = tuple(_folds(visit, view))
    made = Outline(steps, act, folds, tuple(_daily(visit, view, actor)), others)
    return {"visit": visit, "view": view, "outline": made}


def next_act(visit: Visit, view: VisitView) -> NextAct | None:
    """What this reader should do next: decide, answer, go on, or fill in what the gate lacks first."""
    if main := next((one for one in view.offers if one.is_main), None):
        why = "Usulan ini menunggu Anda." if visit.stage is Stage.PROPOSED else "Semua syarat terpenuhi."
        return NextAct(main.label, main.url, why)
    answers = url_for("visits.answers", visit_id=visit.id)
    if view.can_answer and visit.stage is Stage.UNDER_WAY and visit.facts.unsettled_questions:
        return NextAct(
            "Isi jawaban", answers, f"{visit.facts.unsettled_questions} pertanyaan belum terjawab."
        )
    due = next((one for one in view.reviews if one.is_due(view.today)), None)
    if due is not None and view.can_edit and visit.stage is not Stage.REPORTED:
        url = url_for("visits.review", visit_id=visit.id, days=due.days)
        return NextAct(f"Isi tinjauan {due.days} hari", url)
    lacking = missing(view.gate)
    first = next((one for one in lacking if one.subject in view.links), None)
    if first is None or not view.can_edit or view.waits_for:
        return None
    why = f"{len(lacking)} syarat lagi." if len(lacking) > 1 else "Satu syarat lagi."
    if {"tuan-rumah", "waktu", "cara"} & {one.subject for one in lacking} and visit.is_draft:
        return NextAct("Tulis cara, tempat, dan waktu", view.links["persiapan"], why)
    if first.subject in EMPTY_PARTS and not getattr(visit, EMPTY_PARTS[first.subject]):
        url = url_for("visits.several", visit_id=visit.id, key=first.subject)
        return NextAct(FILL_IN[first.subject], url, why)
    return NextAct(FILL_IN.get(first.subject, "Lengkapi"), view.links[first.subject], why)


def _daily(visit: Visit, view: VisitView, actor: Actor) -> Iterator[FoldLink]:
    """What is written down again and again while a visit is prepared and takes place."""
    if view.can_answer:
        yield FoldLink("Isi jawaban", url_for("visits.answers", visit_id=visit.id))
    if view.can_edit and visit.stage in (Stage.APPROVED, Stage.SCHEDULED, Stage.UNDER_WAY):
        yield FoldLink("Ubah jadwal", view.links["jadwal"])
    if visit.stage not in (Stage.DRAFT, Stage.PROPOSED) and may(actor, "evidence.write", opd=visit.opd):
        yield FoldLink("Tambah bukti", url_for("evidence.new", subjek=f"visit:{visit.id}"))


def _folds(visit: Visit, view: VisitView) -> Iterator[Fold]:
    """The parts of the page in their order; what belongs to a later stage comes with it."""
    if visit.stage in TRAVELLED:
        yield from _after(visit, view)
    yield from _before(visit, view)
    if visit.stage not in TRAVELLED:
        yield from _after(visit, view)
    papers = len(view.evidence)
    yield _fold(visit, "bukti", "Bukti", f"{papers} bukti" if papers else NONE_YET)
    yield _fold(visit, "kaitan", "Kaitan")
    news = visit.moves[-1].at if visit.moves else visit.created_at
    yield _fold(visit, "riwayat", "Riwayat", long_date(clock.local(news).date()))


def _before(visit: Visit, view: VisitView) -> Iterator[Fold]:
    """What is prepared."""
    mode = MODE_NAMES[visit.mode]
    yield _fold(visit, "tujuan", "Tujuan dan cara", mode)
    unread = sum(not one.is_mine_read for one in view.to_read)
    cases = f"{len(view.to_read)} inovasi" if view.to_read else NONE_YET
    wants_me = view.is_member and visit.stage not in DONE and unread > 0
    yield _fold(
        visit, "bacaan", "Daftar bacaan", f"{unread} belum Anda baca" if wants_me else cases, wants_me
    )
    questions, still = len(visit.questions), visit.facts.unsettled_questions
    fact = f"{questions} pertanyaan" if questions else NONE_YET
    if questions and visit.stage in TRAVELLED:
        fact = f"{questions - still} dari {questions} terjawab"
    is_open = visit.stage is Stage.UNDER_WAY and still > 0
    yield _fold(visit, "pertanyaan", "Pertanyaan dan jawaban", fact, is_open)
    yield _fold(visit, "delegasi", "Delegasi", f"{len(visit.members)} orang" if visit.members else NONE_YET)
    yield _fold(visit, "tuan-rumah", "Tuan rumah", view.host or "Belum dipilih")
    agenda = f"{len(visit.agenda)} acara"
    day = long_date(visit.start) if visit.start else "Tanggal belum ditulis"
    yield _fold(visit, "jadwal", "Waktu dan jadwal", agenda if visit.agenda else day)
    yield _fold(visit, "biaya", "Biaya", "Tanpa biaya" if visit.is_free else rupiah(visit.total))


def _after(visit: Visit, view: VisitView) -> Iterator[Fold]:
    """What comes of it."""
    if visit.stage in TRAVELLED or visit.summary or visit.lessons:
        told = f"Dilaporkan {long_date(visit.reported_on)}" if visit.reported_on else "Belum diserahkan"
        yield _fold(visit, "laporan", "Laporan", told, view.is_late)
    if visit.stage in TRAVELLED or visit.follow_ups:
        count, made = len(visit.follow_ups), sum(bool(one.plan_id) for one in visit.follow_ups)
        fact = f"{made} dari {count} menjadi rencana" if count else NONE_YET
        yield _fold(visit, "tindak-lanjut", "Tindak lanjut", fact)
    if visit.reviews or view.reviews:
        is_due = any(one.is_due(view.today) for one in view.reviews)
        next_day = f"Ditanyakan {long_date(view.reviews[0].due)}" if view.reviews else "Sudah diisi"
        yield _fold(visit, "tinjauan", "Tinjauan", "Belum diisi" if is_due else next_day, is_due)


def _fold(visit: Visit, key: str, heading: str, fact: str = "", is_asking: bool = False) -> Fold:
    return Fold(key, heading, fact, is_asking, OPEN_AT.get(visit.stage) == key)
