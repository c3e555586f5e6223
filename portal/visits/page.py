"""What the page of a visit shows, worked out beforehand: templates do no arithmetic and ask no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, edition
from portal.access import Actor, may
from portal.adoption import Plan, visible
from portal.cases import CASES, get_article
from portal.db import reading
from portal.evidence import Evidence, of_subject
from portal.evidence.rules import EvidenceKind
from portal.government import Need, Opd, our_government
from portal.government.model import PlanIndicator
from portal.records.ladder import Requirement, missing
from portal.records.moving import MoveOffer, Moves
from portal.regions import REGIONS, Region
from portal.visits import follow_ups, queries, rates, rules, stages
from portal.visits.changes import VISIT, is_leader, is_member, may_answer
from portal.visits.forms import SUBJECTS
from portal.visits.models import Visit
from portal.visits.part_forms import PARTS
from portal.visits.part_models import CaseRead, VisitCase
from portal.visits.preparation import (
    DueReview,
    Share,
    Trip,
    VisitMoney,
    readiness,
    reading_minutes,
    report_is_late,
    warnings,
)
from portal.visits.rules import ANSWERABLE, STAGE_NAMES, TRAVELLED, Mode, Stage

LETTERS = (EvidenceKind.SURAT_TUGAS, EvidenceKind.UNDANGAN)


@dataclass(frozen=True)
class ToRead:
    """A case of the reading list."""

    row: VisitCase
    is_published: bool
    minutes: int
    by_opd: tuple[tuple[str, int], ...]  # how many have read it, per OPD
    names: tuple[str, ...]  # for the visit's leader only
    have_read: int
    is_mine_read: bool


@dataclass(frozen=True)
class VisitView:
    """Everything about a visit that its page shows beside its own fields."""

    today: date
    opd: Opd | None
    runner: Opd | None
    need: Need | None
    plan: Plan | None
    indicator: PlanIndicator | None
    region: Region | None
    host: str
    next_stage: Stage | None
    gate: tuple[Requirement, ...]
    missing: int
    links: dict[str, str]
    offers: tuple[MoveOffer, ...]
    waits_for: str  # who decides, for a writer who cannot
    to_read: tuple[ToRead, ...]
    shares: tuple[Share, ...]
    readiness: int | None  # None once the visit is reported
    warnings: tuple[str, ...]
    money: VisitMoney
    reviews: tuple[DueReview, ...]
    plans: dict[int, Plan]
    twins: dict[str, Plan]  # case slug -> the living plan that forbids a second one
    askers: dict[int, str]
    evidence: tuple[Evidence, ...]
    is_late: bool
    can_edit: bool
    can_answer: bool
    is_leader: bool
    is_member: bool
    asks_for_known: bool


def host_name(visit: Visit) -> str:
    """Who is visited, in words."""
    region = REGIONS.get().get(visit.region)
    return region.name if region else visit.host_name


def view_of(visit: Visit, actor: Actor) -> VisitView:
    """Work out what the page of a visit shows to this reader."""
    government, today, session = our_government(), clock.today(), reading()
    wanted = rules.next_stage(visit.facts)
    gate = rules.gate(visit.facts, wanted) if wanted else ()
    writes = may(actor, "visits.edit", opd=visit.opd)
    can_edit = writes and visit.stage not in rules.ENDED
    evidence = tuple(row for row in of_subject(session, f"visit:{visit.id}") if row.withdrawn_at is None)
    to_read = to_read_of(session, visit, actor)
    shares = shares_of(visit, to_read, evidence)
    plans = _plans(session, visit, actor)
    return VisitView(
        today=today,
        opd=government.opd(visit.opd),
        runner=government.opd(visit.runner_opd),
        need=government.need(visit.need_id),
        plan=plans.get(visit.plan_id) if visit.plan_id else None,
        indicator=next((one for one in government.plan.indicators if one.id == visit.indicator), None),
        region=REGIONS.get().get(visit.region),
        host=host_name(visit),
        next_stage=wanted,
        gate=gate,
        missing=len(missing(gate)),
        links=links_of(visit),
        offers=MOVES.offers(visit, actor),
        waits_for=_decider(visit) if writes and not stages.decides(visit, actor) else "",
        to_read=to_read,
        shares=shares,
        readiness=None if visit.stage in rules.DONE else readiness(shares),
        warnings=(
            *(warnings_of(session, visit, actor) if can_edit else ()),
            *(proof_missing(visit, evidence) if writes else ()),
        ),
        money=money_of(session, visit),
        reviews=stages.reviews_open(visit),
        plans=plans,
        twins=follow_ups.twins(session, visit),
        askers={member.id: member.name for member in visit.members},
        evidence=evidence,
        is_late=is_waiting_for_report(visit, today),
        can_edit=can_edit,
        can_answer=visit.stage in ANSWERABLE and may_answer(actor, visit),
        is_leader=is_leader(actor, visit),
        is_member=is_member(actor, visit),
        asks_for_known=visit.mode is Mode.TRIP and visit.known_read_at is None,
    )


def to_read_of(session: Session, visit: Visit, actor: Actor) -> tuple[ToRead, ...]:
    """The reading list with who has read it: counts per OPD, names only for the visit's leader."""
    statement = select(CaseRead).where(CaseRead.visit_id == visit.id).order_by(CaseRead.id)
    read = list(session.scalars(statement)) if visit.cases else []
    cases, found = CASES.get(), []
    for row in visit.cases:
        mine = [one for one in read if one.slug == row.slug]
        counts: dict[str, int] = {}
        for one in mine:
            counts[one.opd] = counts.get(one.opd, 0) + 1
        case = cases.get(row.slug)
        words = sum(len(section.text.split()) for section in get_article(case).sections) if case else 0
        found.append(
            ToRead(
                row=row,
                is_published=case is not None,
                minutes=reading_minutes(words) if case else 0,
                by_opd=tuple(sorted(counts.items())),
                names=tuple(one.name for one in mine) if is_leader(actor, visit) else (),
                have_read=len(mine),
                is_mine_read=any(one.account_id == actor.account_id for one in mine),
            )
        )
    return tuple(found)


def shares_of(visit: Visit, to_read: tuple[ToRead, ...], evidence: tuple[Evidence, ...]) -> tuple[Share, ...]:
    """How ready a visit is: read, questions assigned, letters in, agenda written."""
    people = sum(member.account_id is not None for member in visit.members) or 1
    questions = visit.questions
    letters = sum(any(row.kind == kind for row in evidence) for kind in LETTERS)
    has_agenda = sum(bool(item.responsible or item.speaker) for item in visit.agenda)
    return (
        Share("Bacaan dibaca", sum(min(one.have_read, people) for one in to_read), people * len(to_read)),
        Share(
            "Pertanyaan punya penanya",
            sum(question.member_id is not None or bool(question.known_url) for question in questions),
            len(questions),
        ),
        Share("Surat tugas dan balasan", letters, len(LETTERS)),
        Share("Acara punya penanggung jawab", has_agenda, len(visit.agenda)),
    )


def warnings_of(session: Session, visit: Visit, actor: Actor) -> tuple[str, ...]:
    """What to look at again in the delegation."""
    trips = [
        Trip(other.id, other.title, member.name, other.start, other.end)
        for other, member in queries.same_days(session, visit, actor)
        if other.start is not None and other.end is not None
    ]
    return warnings(
        runner_opd=visit.runner_opd or visit.opd,
        member_opds=[member.opd for member in visit.members],
        most=edition.settings().visit_members,
        start=visit.start,
        end=visit.end,
        trips=trips,
    )


def proof_missing(visit: Visit, evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    """Papers that an auditor will ask for and that are not among the evidence yet."""
    kinds = {row.kind for row in evidence}
    wanted: list[tuple[bool, set[str], str]] = [
        (
            visit.mode is Mode.TRIP and visit.stage in (Stage.SCHEDULED, *TRAVELLED),
            {EvidenceKind.SURAT_TUGAS},
            "Surat tugas yang sudah ditandatangani belum ada di bukti.",
        ),
        (
            visit.mode is not Mode.DESK and visit.stage in TRAVELLED,
            {EvidenceKind.NOTULA, EvidenceKind.LAPORAN},
            "Notula belum ada di bukti.",
        ),
        (
            visit.mode is Mode.TRIP and visit.stage in TRAVELLED,
            {EvidenceKind.FOTO},
            "Foto kunjungan belum ada di bukti.",
        ),
    ]
    return tuple(text for is_due, any_of, text in wanted if is_due and not any_of & kinds)


def money_of(session: Session, visit: Visit) -> VisitMoney:
    """What the visit costs against the year's ceiling."""
    year = visit.year or (visit.start.year if visit.start else None)
    if year is None:
        return VisitMoney(visit.total)
    ceiling = rates.ceiling(session, visit.opd, year)
    if ceiling is None:
        return VisitMoney(visit.total)
    return VisitMoney(visit.total, queries.spent_otherwise(session, visit, year), ceiling.amount)


def links_of(visit: Visit) -> dict[str, str]:
    """Where each requirement of a gate is filled in."""
    links = {key: url_for("visits.edit", visit_id=visit.id, key=key) for key in SUBJECTS}
    links |= {key: url_for("visits.part", visit_id=visit.id, key=key) for key in PARTS}
    links["yang-diketahui"] = url_for("visits.known", visit_id=visit.id)
    links["jawaban"] = url_for("visits.answers", visit_id=visit.id)
    links["rekomendasi"] = url_for("visits.show", visit_id=visit.id, _anchor="laporan")
    return links


def is_waiting_for_report(visit: Visit, today: date) -> bool:
    """Has a visit ended without a report in time?"""
    return visit.stage is Stage.UNDER_WAY and report_is_late(visit.end, today)


def _plans(session: Session, visit: Visit, actor: Actor) -> dict[int, Plan]:
    """The plans that the visit is about or has led to, as far as the reader may read them."""
    ids = {item.plan_id for item in visit.follow_ups if item.plan_id} | {visit.plan_id} - {None}
    if not ids:
        return {}
    found = select(Plan).where(Plan.id.in_(ids), visible(actor))
    return {plan.id: plan for plan in session.scalars(found)}


def _decider(visit: Visit) -> str:
    """Whose decision a proposal waits for, in words; '' where none is asked for."""
    if visit.stage is not Stage.PROPOSED:
        return ""
    opd = our_government().opd(visit.opd)
    return "pimpinan daerah" if visit.head_proposed else f"kepala {opd.name if opd else visit.opd}"


def offer_label(visit: Visit, stage: Stage, actor: Actor) -> str:
    """What the button of a move says."""
    if stage is Stage.DRAFT and visit.stage is Stage.PROPOSED:
        return "Tarik usulan" if actor.account_id == visit.submitted_by else "Kembalikan"
    if stage is Stage.DRAFT:
        return "Perbaiki lagi"
    if rules.is_backward(visit.stage, stage):
        return f"Kembali ke {STAGE_NAMES[stage].lower()}"
    return _LABELS[stage]


_LABELS = {
    Stage.PROPOSED: "Usulkan",
    Stage.APPROVED: "Setujui",
    Stage.REJECTED: "Tolak",
    Stage.SCHEDULED: "Tandai dijadwalkan",
    Stage.UNDER_WAY: "Mulai kunjungan",
    Stage.REPORTED: "Serahkan laporan",
    Stage.FOLLOWED: "Tandai ditindaklanjuti",
    Stage.CLOSED: "Tutup kunjungan",
    Stage.CANCELLED: "Batalkan",
}


def _is_others(visit: Visit, stage: Stage, actor: Actor) -> bool:
    is_decision = stages.permission_for(visit, stage) == "visits.approve"
    return is_decision and not stages.may_decide(visit, actor)


MOVES = Moves(VISIT, rules.STEPS, rules, stages.permission_for, offer_label, links_of, _is_others)
