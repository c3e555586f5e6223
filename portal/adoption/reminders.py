"""What an OPD must be reminded of; the notices room sends it, the command prints it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock, edition
from portal.adoption import queries
from portal.adoption.evaluations import reviews_open
from portal.adoption.models import Plan
from portal.adoption.problem_models import PlanProblem
from portal.adoption.problem_queries import overdue
from portal.web.figures import long_date


@dataclass(frozen=True)
class Reminder:
    """One sentence for one OPD about one plan; `level` says who has to act where it is not the OPD."""

    kind: str  # late, silent, review, problem
    opd: str
    plan_id: int
    text: str
    level: str = "opd"


def due(session: Session, today: date) -> list[Reminder]:
    """Everything that is late, silent or due for review on a day, for all plans."""
    return [
        *_late(session, today),
        *_silent(session, today),
        *_reviews(session, today),
        *_problems(session, today),
    ]


def _late(session: Session, today: date) -> list[Reminder]:
    found = []
    for plan in queries.listed(session, [queries.late(today)]):
        steps = [row.title for row in plan.milestones if row.facts.is_late(today)]
        what = (
            f"langkah terlambat: {'; '.join(steps)}" if steps else "masa uji coba atau penundaan sudah lewat"
        )
        found.append(_about(plan, "late", f"{plan.title}: {what}."))
    return found


def _silent(session: Session, today: date) -> list[Reminder]:
    days = edition.settings().plan_silence_days
    return [
        _about(
            plan,
            "silent",
            f"{plan.title}: tanpa kabar sejak {long_date(clock.local(plan.last_news_at).date())}.",
        )
        for plan in session.scalars(select(Plan).where(queries.silent(today, days)).order_by(Plan.id))
    ]


def _reviews(session: Session, today: date) -> list[Reminder]:
    return [
        _about(
            plan,
            "review",
            f"{plan.title}: tinjauan {review.months} bulan jatuh tempo {long_date(review.due)}.",
        )
        for plan in queries.listed(session, [queries.review_due(today)])
        for review in reviews_open(plan)
        if review.is_due(today)
    ]


def _problems(session: Session, today: date) -> list[Reminder]:
    statement = (
        select(PlanProblem)
        .where(overdue(today))
        .options(joinedload(PlanProblem.plan), selectinload(PlanProblem.escalations))
        .order_by(PlanProblem.id)
    )
    return [
        Reminder(
            "problem",
            problem.plan.opd,
            problem.plan_id,
            f"{problem.plan.title}: masalah lewat tenggat: {problem.title}.",
            str(problem.waiting_at),
        )
        for problem in session.scalars(statement)
    ]


def _about(plan: Plan, kind: str, text: str) -> Reminder:
    return Reminder(kind, plan.opd, plan.id, text)
