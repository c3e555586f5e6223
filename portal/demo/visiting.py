"""Play the demo's study visits through the services that people use, on the clock of the story."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.adoption import Plan
from portal.adoption.rules import Stage as PlanStage
from portal.cases import CASES
from portal.demo import people
from portal.demo.story_clock import StoryClock
from portal.demo.visit_scripts import VISIT_SCRIPTS, VisitScript
from portal.government import our_government
from portal.visits import Mode, Stage, Visit, answers, follow_ups, parts, records, stages
from portal.visits.part_models import AgendaItem, CostLine, FollowUp, Lesson, Member, Question
from portal.visits.rules import Advice, Duty, Reply

LEAD = 35  # days between the first draft and the first day


def play(session: Session, story: StoryClock) -> None:
    """Take each visit as far as its script says."""
    for script in VISIT_SCRIPTS:
        _play(session, story, script)


def _play(session: Session, story: StoryClock, script: VisitScript) -> None:
    operator, head = people.operator_of(session, script.opd), people.head_of(session, script.opd)
    begun = max(LEAD - script.starts, 3) if script.starts <= 0 else 6
    starts = story.today + timedelta(days=script.starts)
    with story.days_ago(begun):
        visit = _prepare(session, script, starts, operator)
    order = (
        (Stage.PROPOSED, operator, begun - 2),
        (Stage.APPROVED, head, begun - 4),
        (Stage.SCHEDULED, operator, begun - 8),
        (Stage.UNDER_WAY, operator, -script.starts),
        (Stage.REPORTED, operator, -script.starts - 4),
        (Stage.FOLLOWED, operator, -script.starts - 9),
    )
    for wanted, actor, days in order:
        if visit.stage is script.ending:
            return
        with story.days_ago(max(days, 0)):
            if wanted is Stage.SCHEDULED:
                _schedule(session, visit, starts, operator)
            if wanted is Stage.REPORTED:
                _report(session, visit, script, operator)
            if wanted is Stage.FOLLOWED:
                _follow(session, visit, script, operator)
            session.flush()
            session.expire(visit)
            stages.move(session, visit, wanted, actor=actor)
            if wanted is Stage.UNDER_WAY:
                _answer(session, visit, script, operator)
            session.flush()
            session.expire(visit)
    _review(session, story, visit, script, operator)


def _prepare(session: Session, script: VisitScript, starts: date, operator: Actor) -> Visit:
    """The draft: purpose, host, days, reading list, delegation, questions, cost."""
    case, need = CASES.get()[script.cases[0]], our_government().need(script.need)
    values = {
        "title": script.title,
        "mode": script.mode,
        "purpose": script.purpose,
        "expected": script.expected,
        "region": script.region,
    }
    visit = records.begin(session, opd=script.opd, values=values, case=case, need=need, actor=operator)
    more = {
        "host_unit": script.unit,
        "travel_reason": script.travel_reason,
        "start": starts,
        "end": starts + timedelta(days=script.days - 1),
        "departs_from": "Batang" if script.mode is Mode.TRIP else "",
        "transport": "Kendaraan dinas" if script.mode is Mode.TRIP else "",
        "addressee": f"Kepala {script.unit}",
        "is_free": script.mode is not Mode.TRIP,
    }
    records.edit(session, visit, more, version=visit.version, actor=operator)
    for slug in script.cases[1:]:
        records.add_case(session, visit, CASES.get()[slug], actor=operator)
    if script.ending is Stage.DRAFT:
        return visit
    _delegation(session, visit, script, operator)
    for asked in script.questions:
        question = {"text": asked.text, "theme": asked.theme, "member_id": _member_id(session, visit)}
        parts.add(session, visit, Question, question, actor=operator)
    if script.mode is Mode.TRIP:
        records.confirm_known(session, visit, actor=operator)
        cost = {"kind": "Uang harian (angka contoh)", "amount": 100_000, "basis": "Data contoh"}
        people_and_days = {"people": 3, "days": script.days}
        parts.add(session, visit, CostLine, {**cost, **people_and_days}, actor=operator)
    session.flush()
    session.expire(visit)
    return visit


def _delegation(session: Session, visit: Visit, script: VisitScript, operator: Actor) -> None:
    """The operator takes notes, a section's head leads, and a third one comes along on a trip."""
    leader = {
        "name": "Ketua Rombongan Contoh",
        "post": f"Kepala Bidang Pelayanan, {script.opd}",
        "opd": script.opd,
        "duty": Duty.LEADER,
    }
    parts.add(session, visit, Member, leader, actor=operator)
    scribe = {"account_id": operator.account_id, "name": "", "opd": script.opd, "duty": Duty.SCRIBE}
    parts.add(session, visit, Member, scribe, actor=operator)
    if script.mode is Mode.TRIP:
        third = {"name": "Penanya Contoh", "post": "Analis Kebijakan", "opd": script.opd, "duty": Duty.ASKER}
        parts.add(session, visit, Member, third, actor=operator)
    for slug in script.cases:
        session.flush()
        session.expire(visit)
        records.mark_read(session, visit, slug, opd=script.opd, actor=operator)


def _member_id(session: Session, visit: Visit) -> int | None:
    return session.scalar(select(Member.id).where(Member.visit_id == visit.id, Member.duty == Duty.SCRIBE))


def _schedule(session: Session, visit: Visit, starts: date, operator: Actor) -> None:
    """The host's reply and the agenda."""
    reply = {"reply": Reply.WILLING, "reply_officer": f"Sekretaris {visit.host_unit}"}
    records.edit(session, visit, reply, version=visit.version, actor=operator)
    lines = (("Pembukaan dan paparan", time(9), time(10)), ("Tanya jawab", time(10), time(12)))
    for activity, begins, ends in lines:
        item = {
            "day": starts,
            "activity": activity,
            "starts": begins,
            "ends": ends,
            "place": visit.host_unit,
            "speaker": f"Kepala {visit.host_unit}",
            "responsible": "Ketua rombongan",
        }
        parts.add(session, visit, AgendaItem, item, actor=operator)


def _answer(session: Session, visit: Visit, script: VisitScript, operator: Actor) -> None:
    """Answers as the host gave them; after the end what was not answered is said to be open."""
    is_over = script.ending is not Stage.UNDER_WAY
    for question, asked in zip(visit.questions, script.questions, strict=True):
        if not asked.answer and not is_over:
            continue
        values: dict[str, object] = {
            "answer": asked.answer,
            "answered_by": asked.by,
            "figure": Decimal(asked.figure) if asked.figure else None,
            "unit": asked.unit,
            "figure_year": visit.start.year if asked.figure and visit.start else None,
            "stays_open": not asked.answer,
        }
        answers.answer(session, visit, question, values, version=question.version, actor=operator)


def _report(session: Session, visit: Visit, script: VisitScript, operator: Actor) -> None:
    """The report, what fits, and a recommendation for each case."""
    report = {
        "summary": script.summary,
        "conclusion": "Layak dilanjutkan secara terbatas (contoh).",
        "suggestion": "Mulai dari satu tempat dahulu (contoh).",
    }
    records.edit(session, visit, report, version=visit.version, actor=operator)
    for text, fits, reason in script.lessons:
        parts.add(session, visit, Lesson, {"text": text, "fits": fits, "reason": reason}, actor=operator)
    for place, row in enumerate(visit.cases):
        advice = {"advice": Advice.LEAVE if place == 2 else Advice.ADAPT, "advice_reason": "Lihat laporan."}
        follow_ups.recommend(session, visit, row, advice, version=row.version, actor=operator)


def _follow(session: Session, visit: Visit, script: VisitScript, operator: Actor) -> None:
    """The first item becomes a plan of its own, the others a step of a plan that runs."""
    running = session.scalars(
        select(Plan).where(Plan.opd == script.opd, Plan.stage == PlanStage.TRIAL).order_by(Plan.id)
    ).first()
    for place, followed in enumerate(script.follow_ups):
        values = {
            "action": followed.action,
            "case_slug": followed.case,
            "output": followed.output,
            "indicator": followed.indicator,
            "post": f"Kepala Bidang Pelayanan, {script.opd}",
            "start": visit.end,
            "due": visit.end + timedelta(days=150) if visit.end else None,
        }
        item = parts.add(session, visit, FollowUp, values, actor=operator)
        if place == 0 or running is None:
            follow_ups.make_plan(session, visit, item, actor=operator)
        else:
            follow_ups.make_milestone(session, visit, item, running, actor=operator)


def _review(session: Session, story: StoryClock, visit: Visit, script: VisitScript, operator: Actor) -> None:
    """The look back after 30 days."""
    with story.days_ago(max(-script.starts - 36, 0)):
        note = "Satu rumah sakit sudah setuju, satu belum (contoh)."
        stages.answer_review(session, visit, 30, "sebagian", note, actor=operator)
