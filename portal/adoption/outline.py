"""The page of a plan at a glance: what its reader should do next, and what each folded part holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from portal import clock
from portal.access import Actor, may
from portal.adoption.measures import KpiFacts
from portal.adoption.models import Plan
from portal.adoption.page import PlanView, view_of
from portal.adoption.rules import HALTS, LADDER, STEPS, Stage
from portal.adoption.words import REVIEW_WORDS
from portal.db import reading
from portal.evidence import of_subject
from portal.records.ladder import missing
from portal.records.outline import Fold, FoldLink, NextAct, Outline, steps_of
from portal.records.planning import DOCUMENTS, label
from portal.web.figures import long_date, rupiah

NOT_WRITTEN = "Belum ditulis"
FILL_IN = {
    "kebutuhan": "Tulis kebutuhan dan sasaran",
    "tiru": "Tulis yang ditiru",
    "rpjmd": "Pilih misi RPJMD",
    "tim": "Tulis penanggung jawab",
    "anggaran": "Tulis biaya",
    "kpi": "Lengkapi KPI",
    "tahapan": "Isi tahapan kerja",
    "uji-coba": "Tulis tempat dan waktu uji coba",
    "evaluasi": "Tulis evaluasi",
}
EMPTY_PARTS = {"kpi": "kpis", "anggaran": "budget"}  # written several rows at once while there are none
OPEN_AT = {
    Stage.PROPOSED: "kebutuhan",
    Stage.APPROVED: "tahapan",
    Stage.INITIATIVE: "tahapan",
    Stage.TRIAL: "tahapan",
    Stage.APPLIED: "kpi",
}


def shown(plan: Plan, actor: Actor) -> dict[str, Any]:
    """What the template of a plan's page is given."""
    view = view_of(plan, actor)
    return {"plan": plan, "view": view, "outline": outline_of(plan, view, actor)}


def outline_of(plan: Plan, view: PlanView, actor: Actor) -> Outline:
    """The plan at a glance, for this reader."""
    steps = steps_of(STEPS, plan.stage, plan.halted_from)
    act = next_act(plan, view)
    others = tuple(one for one in view.offers if act is None or one.url != act.url)
    return Outline(steps, act, tuple(_folds(plan, view)), tuple(_daily(plan, view, actor)), others)


def next_act(plan: Plan, view: PlanView) -> NextAct | None:
    """What this reader should do next: decide, go on, or fill in what the gate lacks first; None for none."""
    if view.can_decide:
        url = url_for("adoption.decide", plan_id=plan.id)
        return NextAct("Putuskan hasil uji coba", url, "Evaluasi menunggu keputusan Anda.")
    if view.can_approve:
        url = url_for("adoption.approve", plan_id=plan.id)
        return NextAct("Setujui usulan", url, "Usulan ini menunggu Anda.")
    if not view.can_edit or view.waiting:
        return None
    if plan.stage is Stage.PROPOSED and plan.submitted_at is None and not view.before_submission:
        hidden = {"read_to": view.read_to}
        url = url_for("adoption.submit", plan_id=plan.id)
        return NextAct("Ajukan ke kepala OPD", url, "Usulan sudah lengkap.", hidden, is_pressed=True)
    if main := next((one for one in view.offers if one.is_main), None):
        return NextAct(main.label, main.url, "Semua syarat terpenuhi.")
    if plan.stage in HALTS:
        offer = next((one for one in view.offers if one.stage in LADDER), None)
        return NextAct(offer.label, offer.url) if offer else None
    if plan.stage is Stage.APPLIED:
        return _look_back(plan, view)
    return _fill_in(plan, view)


def _look_back(plan: Plan, view: PlanView) -> NextAct | None:
    due = next((one for one in view.reviews if one.is_due(view.today)), None)
    if due is None:
        return None
    url = url_for("adoption.review", plan_id=plan.id, months=due.months)
    return NextAct(f"Jawab tinjauan {due.months} bulan", url, "Masih berjalan?")


def _fill_in(plan: Plan, view: PlanView) -> NextAct | None:
    """The first thing that the gate lacks, where it is filled in."""
    lacking = view.before_submission or missing(view.gate)
    first = next((one for one in lacking if one.subject in view.links), None)
    if first is None:
        return None
    why = f"{len(lacking)} syarat lagi." if len(lacking) > 1 else "Satu syarat lagi."
    if plan.stage is Stage.APPROVED and not plan.owner_post and not plan.trial_place:
        return NextAct("Siapkan pelaksanaan", view.links["persiapan"], why)
    if first.subject in EMPTY_PARTS and not getattr(plan, EMPTY_PARTS[first.subject]):
        url = url_for("adoption.several", plan_id=plan.id, key=first.subject)
        return NextAct(FILL_IN[first.subject], url, why)
    if plan.stage is Stage.TRIAL and first.subject == "kpi":
        unread = next((kpi for kpi in plan.kpis if not _is_read(plan, kpi.facts)), None)
        if unread is not None:
            url = url_for("adoption.add_reading", plan_id=plan.id, kpi_id=unread.id)
            return NextAct("Catat hasil ukur", url, why)
    return NextAct(FILL_IN.get(first.subject, "Lengkapi"), view.links[first.subject], why)


def _is_read(plan: Plan, kpi: KpiFacts) -> bool:
    return plan.trial_start is not None and any(day >= plan.trial_start for day, _ in kpi.readings)


def _daily(plan: Plan, view: PlanView, actor: Actor) -> Iterator[FoldLink]:
    """What is written down day by day, once work has begun."""
    if not view.is_running:
        return
    if view.can_edit and plan.kpis:
        one = plan.kpis[0].id
        url = url_for("adoption.add_reading", plan_id=plan.id, kpi_id=one)
        url = url if len(plan.kpis) == 1 else url_for("adoption.measure", rencana=plan.id)
        yield FoldLink("Catat hasil ukur", url)
    if view.can_edit:
        yield FoldLink("Catat masalah", url_for("adoption.open_problem", plan_id=plan.id))
    if may(actor, "evidence.write", opd=plan.opd):
        yield FoldLink("Tambah bukti", url_for("evidence.new", subjek=f"plan:{plan.id}"))


def _folds(plan: Plan, view: PlanView) -> Iterator[Fold]:
    """The parts of the page in their order; what belongs to a later stage comes with it."""
    if plan.stage is Stage.PROPOSED:
        yield from _proposal(plan, view)
    yield from _work(plan, view)
    yield from _after(plan, view)
    if plan.stage is not Stage.PROPOSED:
        yield from _proposal(plan, view)
    yield from _talk(plan, view)


def _work(plan: Plan, view: PlanView) -> Iterator[Fold]:
    made = view.progress
    late = sum(row.facts.is_late(view.today) for row in plan.milestones) if view.is_running else 0
    fact = f"{late} terlambat" if late else f"{made.done} dari {made.milestones} selesai"
    done = fact if made.milestones else "Belum ada"
    yield _fold(
        plan, view, "tahapan", "Tahapan kerja", done, late > 0, FoldLink("Ubah", view.links["tahapan"])
    )
    met = f"{made.met} dari {made.kpis} tercapai" if made.kpis else "Belum ada"
    yield _fold(plan, view, "kpi", "KPI", met, False, FoldLink("Ubah KPI", view.links["kpi"]))
    is_over = plan.stage is Stage.TRIAL and plan.trial_end is not None and plan.trial_end < view.today
    when = (
        f"{'Lewat' if is_over else 'Sampai'} {long_date(plan.trial_end)}" if plan.trial_end else NOT_WRITTEN
    )
    yield _fold(plan, view, "uji-coba", "Uji coba", when, is_over, FoldLink("Ubah", view.links["uji-coba"]))
    if not plan.is_draft or view.problems:
        still = sum(one.is_open for one in view.problems)
        fact = (
            f"{still} terbuka" if still else f"{len(view.problems)} selesai" if view.problems else "Tidak ada"
        )
        is_due = any(one.is_open and one.is_overdue(view.today) for one in view.problems)
        link = FoldLink("Catat masalah", url_for("adoption.open_problem", plan_id=plan.id))
        yield _fold(plan, view, "masalah", "Masalah", fact, is_due, link)
    papers = [row for row in of_subject(reading(), f"plan:{plan.id}") if row.withdrawn_at is None]
    yield _fold(plan, view, "bukti", "Bukti", f"{len(papers)} bukti" if papers else "Belum ada")
    yield _fold(
        plan, view, "risiko", "Risiko", f"{len(plan.risks)} risiko" if plan.risks else "Belum ada", False,
        FoldLink("Ubah", url_for("adoption.part", plan_id=plan.id, key="risiko")),
    )  # fmt: skip


def _after(plan: Plan, view: PlanView) -> Iterator[Fold]:
    """What a trial and its application bring."""
    at = plan.halted_from if plan.stage in HALTS else plan.stage
    row = plan.evaluation
    if at in (Stage.TRIAL, Stage.APPLIED) or plan.evaluations:
        fact = NOT_WRITTEN
        if row is not None and row.text:
            fact = row.decision.value.capitalize() if row.decision else "Menunggu keputusan"
        links: tuple[FoldLink, ...] = ()
        if plan.stage is Stage.TRIAL and (row is None or row.decision in (None, "ulangi")):
            links = (FoldLink("Ubah" if row else "Tulis", view.links["evaluasi"]),)
        yield _fold(plan, view, "evaluasi", "Evaluasi dan keputusan", fact, view.can_decide, *links)
    if plan.reviews or view.reviews:
        due = any(one.is_due(view.today) for one in view.reviews)
        last = plan.reviews[-1].answer if plan.reviews else ""
        fact = "Belum dijawab" if due else REVIEW_WORDS.get(last, last).capitalize()
        if not fact and view.reviews:
            fact = f"Ditanyakan {long_date(view.reviews[0].due)}"
        yield _fold(plan, view, "tinjauan", "Tinjauan: masih berjalan?", fact, due)


def _proposal(plan: Plan, view: PlanView) -> Iterator[Fold]:
    """What was proposed, and what it needs."""
    links = view.links

    def fold(key: str, heading: str, fact: str, *more: FoldLink) -> Fold:
        return _fold(plan, view, key, heading, fact, False, *(more or (FoldLink("Ubah", links[key]),)))

    yield fold("kebutuhan", "Kebutuhan dan sasaran", _told(plan.local_need))
    yield fold("tiru", "Amati, tiru, modifikasi", _told(plan.keep))
    mission = f"Misi {view.mission.no}" if view.mission else "Misi belum dipilih"
    yield fold("rpjmd", "Sasaran RPJMD", mission)
    planned = " ".join(filter(None, (label(DOCUMENTS, plan.document), str(plan.planning_year or ""))))
    yield fold("perencanaan", "Rujukan perencanaan", planned if plan.document else "Belum ada")
    money = f"Pagu {rupiah(view.money.ceiling)}" if plan.budget else NOT_WRITTEN
    budget = FoldLink("Ubah", url_for("adoption.part", plan_id=plan.id, key="anggaran"))
    yield fold("biaya", "Anggaran", "Tanpa biaya tambahan" if plan.no_cost else money, budget)
    yield fold(
        "penanggung-jawab", "Penanggung jawab, tim, mitra", plan.owner_post or NOT_WRITTEN,
        FoldLink("Ubah penanggung jawab", links["penanggung-jawab"]),
        FoldLink("Ubah tim", url_for("adoption.part", plan_id=plan.id, key="tim")),
        FoldLink("Ubah mitra", url_for("adoption.part", plan_id=plan.id, key="mitra")),
    )  # fmt: skip


def _talk(plan: Plan, view: PlanView) -> Iterator[Fold]:
    yield _fold(plan, view, "kaitan", "Dokumen dan kaitan", "")
    rows = view.thread.rows
    asked = sum(one.is_question and not one.is_answered for one in rows)
    said = f"{asked} belum terjawab" if asked else f"{len(rows)} tulisan" if rows else "Belum ada"
    answers = any(one.id in view.thread.answerable for one in rows if not one.is_answered)
    yield _fold(plan, view, "tanya-jawab", "Tanya jawab", said, bool(asked and answers))
    yield _fold(plan, view, "riwayat", "Riwayat", long_date(clock.local(plan.last_news_at).date()))


def _fold(
    plan: Plan, view: PlanView, key: str, heading: str, fact: str, is_asking: bool = False, *links: FoldLink
) -> Fold:
    is_open = OPEN_AT.get(plan.stage) == key
    return Fold(key, heading, fact, is_asking, is_open, links if view.can_edit else ())


def _told(text: str) -> str:
    return "Tertulis" if text else NOT_WRITTEN
