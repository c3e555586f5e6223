"""The state of adoption at a moment that has passed, put together from what is kept with its own time.

Stages come from the history of moves, outcomes from readings by their day and the moment they were written,
problems from their openings, answers and closings. What is kept only in its present form (targets, due days,
posts, money) is read as it is now; `report` says so on paper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from portal import clock
from portal.adoption import (
    ADOPTED,
    RUNNING,
    Kpi,
    Level,
    Milestone,
    Move,
    Plan,
    PlanProblem,
    Reading,
    Stage,
)
from portal.dashboards import queries
from portal.dashboards.rules import Outcome

SUBMITTED, HANDED_BACK = "diajukan", "dikembalikan"


@dataclass(frozen=True)
class PlanThen:
    """A plan as it stood."""

    plan_id: int
    opd: str
    title: str
    mission: int | None
    owner_post: str
    stage: Stage


@dataclass(frozen=True)
class Step:
    """A move between stages within the month."""

    day: date
    plan_id: int
    what: str
    from_stage: Stage
    to_stage: Stage
    reason: str


@dataclass(frozen=True)
class LateStep:
    """A step of the work that was late."""

    plan: PlanThen
    title: str
    due: date
    days: int


@dataclass(frozen=True)
class ProblemThen:
    """A problem that was open, and where it lay."""

    title: str
    plan: PlanThen | None
    opened: date
    level: Level
    due: date
    asked: str = ""  # what is asked of the leadership, in a sentence; empty where nobody wrote it
    amount: int | None = None  # in rupiah


def plans_at(session: Session, end: datetime) -> dict[int, PlanThen]:
    """The plans that had been submitted by a moment, each in the stage it had then."""
    stages, submitted = _moves_until(session, end)
    columns = (Plan.id, Plan.opd, Plan.title, Plan.mission, Plan.owner_post)
    found = {}
    for plan_id, opd, title, mission, post in session.execute(
        select(*columns).where(Plan.created_at < end).order_by(Plan.opd, Plan.id)
    ):
        stage = stages.get(plan_id, Stage.PROPOSED)
        if submitted.get(plan_id, stage is not Stage.PROPOSED):
            found[plan_id] = PlanThen(plan_id, opd, title, mission, post, stage)
    return found


def _moves_until(session: Session, end: datetime) -> tuple[dict[int, Stage], dict[int, bool]]:
    """Plan -> its stage after the last move, and whether its proposal was then submitted."""
    stages: dict[int, Stage] = {}
    submitted: dict[int, bool] = {}
    rows = session.execute(
        select(Move.plan_id, Move.what, Move.to_stage).where(Move.at < end).order_by(Move.at, Move.id)
    )
    for plan_id, what, stage in rows:
        stages[plan_id] = stage
        if what in (SUBMITTED, HANDED_BACK):
            submitted[plan_id] = what == SUBMITTED
    return stages, submitted


def moves_between(session: Session, start: datetime, end: datetime) -> list[Step]:
    """The moves within a month, in order."""
    columns = (Move.at, Move.plan_id, Move.what, Move.from_stage, Move.to_stage, Move.reason)
    rows = session.execute(select(*columns).where(Move.at >= start, Move.at < end).order_by(Move.at, Move.id))
    return [Step(clock.local(row[0]).date(), *row[1:]) for row in rows]


def outcomes_at(
    session: Session, plans: Mapping[int, PlanThen], last: date, end: datetime
) -> dict[tuple[str, Outcome], int]:
    """How many KPIs of plans that had begun stood how against their targets, by OPD."""
    counted = [Reading.day <= last, Reading.at < end, _there(Reading.removed_at, end)]
    rows = queries.kpi_rows(session, [_there(Kpi.removed_at, end)], counted, last)
    begun = {one.plan_id: one.opd for one in plans.values() if one.stage in ADOPTED}
    return Counter((begun[row.plan_id], row.outcome) for row in rows if row.plan_id in begun)


def late_at(session: Session, plans: Mapping[int, PlanThen], last: date, end: datetime) -> list[LateStep]:
    """The steps that were late on the last day, longest first."""
    rows = session.execute(
        select(Milestone.plan_id, Milestone.title, Milestone.due).where(
            Milestone.due < last,
            or_(Milestone.done.is_(None), Milestone.done > last),
            _there(Milestone.removed_at, end),
        )
    )
    found = [
        LateStep(plans[plan_id], title, due, (last - due).days)
        for plan_id, title, due in rows
        if due is not None and plan_id in plans and plans[plan_id].stage in RUNNING
    ]
    return sorted(found, key=lambda step: (step.due, step.plan.plan_id, step.title))


def problems_at(session: Session, plans: Mapping[int, PlanThen], end: datetime) -> list[ProblemThen]:
    """The problems that were open, with the level that had to act."""
    still_open = or_(PlanProblem.closed_at.is_(None), PlanProblem.closed_at >= end)
    statement = (
        select(PlanProblem)
        .where(PlanProblem.at < end, still_open)
        .options(selectinload(PlanProblem.escalations))
        .order_by(PlanProblem.id)
    )
    found = []
    for problem in session.scalars(statement):
        asked = [
            one
            for one in problem.escalations
            if one.at < end and (one.answered_at is None or one.answered_at >= end)
        ]
        level = asked[-1].level if asked else Level.OPD
        due = asked[-1].due if asked else problem.due
        opened = clock.local(problem.at).date()
        wanted = (asked[-1].asked, asked[-1].amount) if asked else ("", None)
        found.append(ProblemThen(problem.title, plans.get(problem.plan_id), opened, level, due, *wanted))
    return found


def problem_counts(session: Session, start: datetime, end: datetime) -> tuple[int, int]:
    """How many problems were opened and how many closed within a month (closed and not opened again)."""
    moments = (PlanProblem.at, PlanProblem.closed_at)
    opened, closed = (
        session.scalar(select(func.count(PlanProblem.id)).where(column >= start, column < end)) or 0
        for column in moments
    )
    return opened, closed


def _there(removed_at: InstrumentedAttribute[datetime | None], end: datetime) -> ColumnElement[bool]:
    """The row had not been removed by then."""
    return or_(removed_at.is_(None), and_(removed_at.is_not(None), removed_at >= end))
