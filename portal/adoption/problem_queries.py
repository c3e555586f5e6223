"""Looking problems up: one, filtered lists, and where they were solved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.access import Actor
from portal.adoption import escalation as rules
from portal.adoption.changes import PLAN
from portal.adoption.escalation import Level
from portal.adoption.models import Plan
from portal.adoption.problem_models import Escalation, PlanProblem
from portal.adoption.queries import visible
from portal.errors import NotFound
from portal.web import filters
from portal.web.filters import by

STATES = ("terbuka", "selesai", "semua")


@dataclass(frozen=True)
class ProblemFilters:
    """What the list of problems is narrowed to."""

    state: str = by("keadaan", filters.known(lambda: STATES), STATES[0])
    level: Level | None = by("tingkat", filters.one_of(Level))  # who has to act
    opd: str = by("opd", filters.line, "", column=Plan.opd)
    is_overdue: bool = by("lewat", filters.flag, default=False)

    @classmethod
    def read(cls, args: Mapping[str, str]) -> ProblemFilters:
        """Read the address; what has no meaning is left out."""
        return filters.read(cls, args)

    def conditions(self, actor: Actor, today: date) -> list[ColumnElement[bool]]:
        """The filters as SQL."""
        found = [visible(actor), *filters.conditions(self)]
        if self.state == "terbuka":
            found.append(PlanProblem.closed_at.is_(None))
        if self.state == "selesai":
            found.append(PlanProblem.closed_at.is_not(None))
        if self.level is not None:
            where = PlanProblem.solved_at if self.state == "selesai" else PlanProblem.waiting_at
            found.append(where == self.level)
        if self.is_overdue:
            found.append(overdue(today))
        return found


def named(problem: PlanProblem) -> str:
    """How the trail names a problem."""
    return PLAN.named(problem.plan, f"problem:{problem.id}")


def overdue(today: date) -> ColumnElement[bool]:
    """The day of whoever must act has passed: PlanProblem.is_overdue in SQL."""
    waits = and_(Escalation.problem_id == PlanProblem.id, Escalation.answered_at.is_(None))
    asked = exists().where(waits)
    in_time = exists().where(waits, Escalation.due >= today)
    late = or_(and_(asked, ~in_time), and_(~asked, PlanProblem.due < today))
    return and_(PlanProblem.closed_at.is_(None), late)


def get(session: Session, problem_id: int, actor: Actor) -> PlanProblem:
    """A problem of a plan that the actor may read; raises NotFound."""
    statement = (
        select(PlanProblem)
        .join(PlanProblem.plan)
        .where(PlanProblem.id == problem_id, visible(actor))
        .options(joinedload(PlanProblem.plan), selectinload(PlanProblem.escalations))
    )
    problem = session.scalar(statement)
    if problem is None:
        raise NotFound("Masalah ini tidak ada, atau belum dibuka untuk Anda.")
    return problem


def count(session: Session, asked: ProblemFilters, actor: Actor, today: date) -> int:
    """How many problems match."""
    statement = select(func.count(PlanProblem.id)).join(PlanProblem.plan)
    return session.scalar(statement.where(*asked.conditions(actor, today))) or 0


def listed(
    session: Session, asked: ProblemFilters, actor: Actor, today: date, *, offset: int = 0, limit: int = 200
) -> list[PlanProblem]:
    """Matching problems: overdue ones first, then the oldest."""
    statement = (
        select(PlanProblem)
        .join(PlanProblem.plan)
        .where(*asked.conditions(actor, today))
        .options(joinedload(PlanProblem.plan), selectinload(PlanProblem.escalations))
        .order_by(overdue(today).desc(), PlanProblem.closed_at.desc().nulls_last(), PlanProblem.id)
    )
    return list(session.scalars(statement.offset(offset).limit(limit)))


def solved_where(session: Session, actor: Actor) -> dict[Level, int]:
    """How many problems were solved at each level, from the OPD up to the Bupati."""
    rows = session.execute(
        select(PlanProblem.solved_at, func.count(PlanProblem.id))
        .join(PlanProblem.plan)
        .where(PlanProblem.closed_at.is_not(None), visible(actor))
        .group_by(PlanProblem.solved_at)
    )
    found = {level: number for level, number in rows if level is not None}
    return {level: found.get(level, 0) for level in Level}


def next_level(problem: PlanProblem, today: date, *, has_assistant: bool) -> Level | None:
    """The level that the problem can go up to now; None where it must wait or is at the top."""
    waits = any(not one.is_answered and not one.is_overdue(today) for one in problem.facts)
    return (
        None if waits or not problem.is_open else rules.next_level(problem.facts, has_assistant=has_assistant)
    )
