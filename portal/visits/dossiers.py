"""A visit as its papers see it: everything read from the tables and content at once, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.adoption import Plan, visible
from portal.cases import CASES
from portal.evidence import of_subject
from portal.evidence.rules import EvidenceKind
from portal.government import opd_names, our_government
from portal.records.planning import FUNDS, label
from portal.regions import REGIONS
from portal.visits import comparison, page, queries, rates, words
from portal.visits.bank import theme_name
from portal.visits.models import Visit
from portal.visits.papers.dossier import (
    AgendaItem,
    Budget,
    Comparison,
    CostLine,
    Delegate,
    Dossier,
    EarlierVisit,
    Fit,
    FollowUp,
    Host,
    Need,
    Question,
    Reply,
    Report,
    VisitedCase,
)
from portal.visits.papers.parts import span
from portal.visits.preparation import REVIEW_DAYS
from portal.visits.rules import DUTIES, REPLIES, STAGE_NAMES, Stage
from portal.visits.rules import Reply as Answer
from portal.visits.zones import zone_name

DUTY_ORDER = {duty: place for place, duty in enumerate(DUTIES)}


def dossier_of(session: Session, visit: Visit, actor: Actor) -> Dossier:
    """Everything a paper may say of a visit to this reader."""
    names = opd_names()
    plans = _plans(session, visit, actor)
    return Dossier(
        id=visit.id,
        title=visit.title,
        mode=visit.mode.value,
        need=_need(visit, plans),
        host=_host(visit),
        opd_code=visit.opd,
        opd=names.get(visit.opd, visit.opd),
        stage=visit.stage.value,
        stage_name=STAGE_NAMES[visit.stage],
        purpose=visit.purpose,
        expected=visit.expected,
        reason=visit.travel_reason,
        assumptions=visit.assumptions,
        alternatives=visit.alternatives,
        basis=_each_line(visit.basis),
        starts=visit.start,
        ends=visit.end,
        other_day=visit.other_day,
        reply_by=visit.reply_by,
        departs_from=visit.departs_from,
        transport=visit.transport,
        leader_post=visit.orderer_post,
        contact=visit.own_contact,
        objects=visit.objects,
        directions=visit.directions,
        budget=_budget(session, visit),
        delegates=_delegates(visit, names),
        questions=_questions(visit),
        agenda=_agenda(visit),
        costs=tuple(CostLine(row.kind, row.people, row.days, row.amount, row.basis) for row in visit.costs),
        cases=tuple(_cases(visit)),
        earlier=tuple(_earlier(session, visit, actor, names)),
        reply=_reply(visit),
        report=_report(session, visit),
        follow_ups=tuple(_follow_ups(visit, plans)),
        zone=zone_name(visit),
        version=visit.version,
    )


def _each_line(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _plans(session: Session, visit: Visit, actor: Actor) -> dict[int, str]:
    """Titles of the plans that the visit names and the reader may read."""
    wanted = {visit.plan_id, *(row.plan_id for row in visit.follow_ups)} - {None}
    if not wanted:
        return {}
    found = session.execute(select(Plan.id, Plan.title).where(Plan.id.in_(wanted), visible(actor)))
    return {row.id: row.title for row in found}


def _need(visit: Visit, plans: dict[int, str]) -> Need:
    government = our_government()
    need = government.need(visit.need_id)
    indicator = next((one.name for one in government.plan.indicators if one.id == visit.indicator), "")
    plan = plans.get(visit.plan_id, "") if visit.plan_id else ""
    return Need(
        title=need.title if need else plan or visit.title,
        text=need.text if need else "",
        plan=plan,
        indicator=indicator,
    )


def _host(visit: Visit) -> Host:
    region = REGIONS.get().get(visit.region)
    return Host(
        slug=visit.region,
        region=page.host_name(visit),
        unit=visit.host_unit,
        province=region.province if region else "",
        addressee=visit.addressee,
        place=visit.meeting_place,
        contact=visit.host_contact,
    )


def _budget(session: Session, visit: Visit) -> Budget:
    ceiling = rates.ceiling(session, visit.opd, visit.year) if visit.year else None
    return Budget(
        year=visit.year,
        programme=visit.programme,
        activity=visit.activity,
        subactivity=visit.subactivity,
        account=visit.budget_account,
        fund=label(FUNDS, visit.fund) if visit.fund else "",
        ceiling=ceiling.amount if ceiling else None,
    )


def _delegates(visit: Visit, names: dict[str, str]) -> tuple[Delegate, ...]:
    """The delegation, its leader first; nobody's NIP, which the letter system knows."""
    numbers: dict[int, list[int]] = {}
    for number, question in enumerate(visit.questions, 1):
        if question.member_id is not None:
            numbers.setdefault(question.member_id, []).append(number)
    ordered = sorted(visit.members, key=lambda row: (DUTY_ORDER.get(row.duty, 9) if row.duty else 9, row.id))
    return tuple(
        Delegate(
            name=row.name,
            order=place,
            role=row.duty.value if row.duty else "anggota",
            post=row.post,
            opd=names.get(row.opd, row.opd),
            rank=row.rank,
            questions=tuple(numbers.get(row.id, ())),
        )
        for place, row in enumerate(ordered, 1)
    )


def _questions(visit: Visit) -> tuple[Question, ...]:
    people = {row.id: row.name for row in visit.members}
    return tuple(
        Question(
            number=number,
            text=row.text,
            theme=theme_name(row.theme) if row.theme else "",
            to_whom=row.to_whom,
            asked_by=people.get(row.member_id, "") if row.member_id else "",
            known=row.known,
            answer=row.answer,
            answered_by=row.answered_by,
            document=row.document,
            figure=words.figure(row),
        )
        for number, row in enumerate(visit.questions, 1)
    )


def _agenda(visit: Visit) -> tuple[AgendaItem, ...]:
    return tuple(
        AgendaItem(
            id=row.id,
            day=row.day,
            activity=row.activity,
            starts=row.starts,
            ends=row.ends,
            actual_starts=row.actual_starts,
            actual_ends=row.actual_ends,
            place=row.place,
            speaker=row.speaker,
            responsible=row.responsible,
            note=row.note,
            is_cancelled=visit.stage is Stage.CANCELLED,
        )
        for row in visit.agenda
    )


def _cases(visit: Visit) -> Iterator[VisitedCase]:
    cases, regions = CASES.get(), REGIONS.get()
    for row in visit.cases:
        case = cases.get(row.slug)
        region = regions.get(case.region) if case else None
        yield VisitedCase(
            slug=row.slug,
            title=case.title if case else row.title,
            region=region.name if region else page.host_name(visit),
            owner=case.owner if case else "",
            summary=case.summary if case else "",
            recommendation=row.advice.value if row.advice else "",
            reason=row.advice_reason,
        )


def _earlier(session: Session, visit: Visit, actor: Actor, names: dict[str, str]) -> Iterator[EarlierVisit]:
    for other in queries.earlier(session, visit, actor):
        outcome = next(iter(_each_line(other.summary)), "")
        when = span(other.start, other.end) or "tanggal belum dicatat"
        yield EarlierVisit(other.title, names.get(other.opd, other.opd), when, outcome)


def _reply(visit: Visit) -> Reply | None:
    if visit.reply is Answer.NONE:
        return None
    return Reply(REPLIES[visit.reply], visit.reply_number, visit.reply_day, visit.reply_officer)


def _report(session: Session, visit: Visit) -> Report:
    photos = sum(
        row.kind is EvidenceKind.FOTO and row.withdrawn_at is None
        for row in of_subject(session, f"visit:{visit.id}")
    )
    return Report(
        summary=visit.summary,
        results=visit.results,
        comparisons=tuple(
            Comparison(one.name, one.theirs, one.ours, one.note) for one in comparison.conditions(visit)
        )
        if visit.summary
        else (),
        fits=tuple(Fit(row.text, row.fits, row.reason) for row in visit.lessons),
        conclusion=visit.conclusion,
        suggestion=visit.suggestion,
        photos=photos,
        decided=_each_line(visit.agreements),
    )


def _follow_ups(visit: Visit, plans: dict[int, str]) -> Iterator[FollowUp]:
    reported = visit.reported_on
    reviews = tuple(reported + timedelta(days) for days in REVIEW_DAYS) if reported else ()
    for number, row in enumerate(visit.follow_ups, 1):
        dropped = f"tidak dilanjutkan: {row.dropped_reason}" if row.dropped_reason else ""
        yield FollowUp(
            number=number,
            action=row.action,
            output=row.output,
            indicator=row.indicator,
            baseline=row.baseline,
            target=row.target,
            post=row.post,
            starts=row.start,
            ends=row.due,
            document=row.document,
            fund=label(FUNDS, row.fund) if row.fund else "",
            cost=row.cost,
            risk=row.risk,
            status=dropped or ("menjadi rencana" if row.plan_id else "belum"),
            plan=plans.get(row.plan_id, "") if row.plan_id else "",
            reviews=reviews,
        )
