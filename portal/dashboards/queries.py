"""Counts across plans for the leadership's page: each by one statement, however many plans there are.

Every count is made with the conditions of the list behind it (`Filters`), so that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    ScalarSelect,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from portal.access import Actor
from portal.adoption import (
    ADOPTED,
    AFFAIRS,
    NO_AFFAIR,
    OTHER_AFFAIR,
    BudgetLine,
    Escalation,
    Kpi,
    Level,
    Limits,
    Milestone,
    Plan,
    PlanProblem,
    Reading,
    Stage,
    attention,
    living,
    not_discarded,
    of_affair,
    visible,
)
from portal.dashboards.rules import Outcome

UP = "naik"
T = TypeVar("T")


@dataclass(frozen=True)
class AlertRow:
    """A plan with a warning; `overdue` is the due day of its oldest late step."""

    plan_id: int
    opd: str
    title: str
    stage: Stage
    owner_post: str
    last_news_at: datetime
    trial_end: date | None
    pause_until: date | None
    overdue: date | None


@dataclass(frozen=True)
class KpiRow:
    """A KPI of a plan that has begun, and what was read last."""

    plan_id: int
    opd: str
    plan: str
    kpi: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    target_date: date | None
    latest: Decimal | None
    read_on: date | None
    outcome: str  # a value of Outcome


def by_opd_and_stage(session: Session, actor: Actor) -> dict[tuple[str, Stage], int]:
    """How many plans the actor may read, by OPD and stage; discarded drafts do not count."""
    counted = select(Plan.opd, Plan.stage, func.count(Plan.id)).where(visible(actor), not_discarded())
    rows = session.execute(counted.group_by(Plan.opd, Plan.stage))
    return {(opd, stage): number for opd, stage, number in rows}


def alert_rows(
    session: Session, where: Sequence[ColumnElement[bool]], today: date, limits: Limits
) -> list[AlertRow]:
    """The plans with a warning, with what the warnings are made of."""
    overdue = (
        select(Milestone.plan_id, func.min(Milestone.due).label("due"))
        .where(Milestone.removed_at.is_(None), Milestone.done.is_(None), Milestone.due < today)
        .group_by(Milestone.plan_id)
        .subquery()
    )
    columns = (
        Plan.id, Plan.opd, Plan.title, Plan.stage, Plan.owner_post, Plan.last_news_at, Plan.trial_end,
        Plan.pause_until, overdue.c.due,
    )  # fmt: skip
    statement = (
        select(*columns)
        .outerjoin(overdue, overdue.c.plan_id == Plan.id)
        .where(*where, attention(today, limits))
        .order_by(Plan.id)
    )
    return [AlertRow(*row) for row in session.execute(statement)]


def late_steps(session: Session, plan_ids: Sequence[int], today: date) -> dict[int, tuple[str, ...]]:
    """The titles of the steps that are late, oldest first, of some plans."""
    statement = (
        select(Milestone.plan_id, Milestone.title)
        .where(
            Milestone.plan_id.in_(plan_ids),
            Milestone.removed_at.is_(None),
            Milestone.done.is_(None),
            Milestone.due < today,
        )
        .order_by(Milestone.due, Milestone.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for plan_id, title in session.execute(statement):
        found[plan_id] = (*found.get(plan_id, ()), title)
    return found


def waiting(
    session: Session, actor: Actor, levels: Sequence[Level], *, limit: int
) -> tuple[dict[Level, int], list[tuple[PlanProblem, Escalation]]]:
    """The open problems that wait at these levels: how many at each, and the oldest of them."""
    here = [PlanProblem.closed_at.is_(None), PlanProblem.waiting_at.in_(levels), visible(actor)]
    counted = (
        select(PlanProblem.waiting_at, func.count(PlanProblem.id))
        .join(PlanProblem.plan)
        .where(*here)
        .group_by(PlanProblem.waiting_at)
    )
    counts: dict[Level, int] = {level: number for level, number in session.execute(counted)}  # noqa: C416
    statement = (
        select(PlanProblem, Escalation)
        .join(PlanProblem.plan)
        .join(
            Escalation,
            and_(
                Escalation.problem_id == PlanProblem.id,
                Escalation.level == PlanProblem.waiting_at,
                Escalation.answered_at.is_(None),
            ),
        )
        .where(*here)
        .options(joinedload(PlanProblem.plan))
        .order_by(Escalation.at, Escalation.id)
        .limit(limit)
    )
    return counts, [(problem, asked) for problem, asked in session.execute(statement)]


def outcomes(session: Session, actor: Actor, today: date) -> dict[tuple[str, Outcome], int]:
    """How many KPIs of plans that have begun stand how against their targets, by OPD."""
    stand = _outcome(today).label("stand")
    rows = session.execute(
        select(Plan.opd, stand, func.count(Kpi.id))
        .join(Plan, Plan.id == Kpi.plan_id)
        .where(*_begun(actor))
        .group_by(Plan.opd, stand)
    )
    return {(code, Outcome(found)): number for code, found, number in rows}


def kpi_rows(
    session: Session,
    actor: Actor,
    today: date,
    *,
    opd: str,
    outcome: Outcome | None,
    offset: int = 0,
    limit: int | None = None,
) -> list[KpiRow]:
    """The KPIs behind `outcomes`: those with the nearest target's day first."""
    columns = (
        Plan.id, Plan.opd, Plan.title, Kpi.name, Kpi.unit, Kpi.baseline, Kpi.target, Kpi.target_date,
        _latest(Reading.value), _latest(Reading.day), _outcome(today),
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(Plan, Plan.id == Kpi.plan_id)
        .where(*_begun(actor), *_kpis_of(today, opd, outcome))
        .order_by(Kpi.target_date.is_(None), Kpi.target_date, Kpi.id)
        .offset(offset)
    )
    rows: Iterable[Sequence[Any]] = session.execute(
        statement.limit(limit) if limit is not None else statement
    )
    return [KpiRow(*row) for row in rows]


def count_kpis(session: Session, actor: Actor, today: date, *, opd: str, outcome: Outcome | None) -> int:
    """How many KPIs `kpi_rows` lists."""
    statement = (
        select(func.count(Kpi.id))
        .join(Plan, Plan.id == Kpi.plan_id)
        .where(*_begun(actor), *_kpis_of(today, opd, outcome))
    )
    return session.scalar(statement) or 0


def budget_by_service(session: Session, actor: Actor, year: int) -> dict[bool | None, tuple[int, int]]:
    """Does the public itself get the service? -> (living plans with money for the year, its ceilings)."""
    rows = session.execute(
        select(
            Plan.served_directly,
            func.count(Plan.id.distinct()),
            func.coalesce(func.sum(BudgetLine.ceiling), 0),
        )
        .join(BudgetLine, and_(BudgetLine.plan_id == Plan.id, BudgetLine.removed_at.is_(None)))
        .where(visible(actor), living(), BudgetLine.year == year)
        .group_by(Plan.served_directly)
    )
    return {served: (plans, int(ceiling)) for served, plans, ceiling in rows}


def budget_years(session: Session, actor: Actor) -> list[int]:
    """The years for which living plans have money, newest first."""
    statement = (
        select(BudgetLine.year)
        .join(Plan, Plan.id == BudgetLine.plan_id)
        .where(BudgetLine.removed_at.is_(None), visible(actor), living())
        .distinct()
        .order_by(BudgetLine.year.desc())
    )
    return list(session.scalars(statement))


def by_mission(session: Session, actor: Actor) -> dict[int | None, int]:
    """How many living plans serve each mission; None: no mission chosen."""
    rows = session.execute(
        select(Plan.mission, func.count(Plan.id)).where(visible(actor), living()).group_by(Plan.mission)
    )
    return {mission: number for mission, number in rows}  # noqa: C416 -- a Result is no mapping


def by_affair(session: Session, actor: Actor) -> Mapping[str, int]:
    """How many living plans belong to each basic-service affair by planning code, to others, or to none."""
    keys = (*(one.id for one in AFFAIRS), OTHER_AFFAIR, NO_AFFAIR)
    sums = [func.coalesce(func.sum(cast(case((of_affair(key), 1), else_=0), Integer)), 0) for key in keys]
    row = session.execute(select(*sums).where(visible(actor), living())).one()
    return dict(zip(keys, (int(number) for number in row), strict=True))


def _begun(actor: Actor) -> list[ColumnElement[bool]]:
    """The KPIs in sight of plans whose work has begun."""
    return [visible(actor), Plan.stage.in_(ADOPTED), Kpi.removed_at.is_(None)]


def _kpis_of(today: date, opd: str, outcome: Outcome | None) -> list[ColumnElement[bool]]:
    return [Plan.opd == opd if opd else true(), _outcome(today) == outcome if outcome else true()]


def _latest(column: InstrumentedAttribute[T]) -> ScalarSelect[T]:
    """A column of a KPI's last reading."""
    return (
        select(column)
        .where(Reading.kpi_id == Kpi.id, Reading.removed_at.is_(None))
        .order_by(Reading.day.desc(), Reading.id.desc())
        .limit(1)
        .correlate(Kpi)
        .scalar_subquery()
    )


def _outcome(today: date) -> ColumnElement[str]:
    """KpiFacts.is_met and is_late in SQL, for figures of up to fifteen digits."""
    latest = cast(_latest(Reading.value), Float)
    target = cast(Kpi.target, Float)
    is_met = or_(and_(Kpi.direction == UP, latest >= target), and_(Kpi.direction != UP, latest <= target))
    return case(
        (Kpi.target.is_(None), Outcome.NO_TARGET.value),
        (latest.is_(None), Outcome.UNREAD.value),
        (is_met, Outcome.MET.value),
        (Kpi.target_date < today, Outcome.MISSED.value),
        else_=Outcome.NOT_YET.value,
    )
