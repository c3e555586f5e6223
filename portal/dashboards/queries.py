"""Counts across plans for the leadership's page: each by one statement, however many plans there are.

Every count is made with the conditions of the list behind it (`PlanFilters`), so that both say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from portal.access import Actor
from portal.adoption import (
    ADOPTED,
    AFFAIRS,
    NO_AFFAIR,
    OTHER_AFFAIR,
    BudgetLine,
    Escalation,
    Kpi,
    KpiFacts,
    Level,
    Milestone,
    Plan,
    PlanProblem,
    Reading,
    Stage,
    living,
    not_discarded,
    of_affair,
    visible,
)
from portal.dashboards.rules import Outcome, outcome


@dataclass(frozen=True)
class WarnedPlan:
    """A plan with a warning, and what the rule looks at."""

    plan_id: int
    opd: str
    title: str
    stage: Stage
    owner_post: str
    last_news_at: datetime
    trial_end: date | None
    pause_until: date | None


@dataclass(frozen=True)
class KpiRow:
    """A KPI with what was read last, and how it stands."""

    plan_id: int
    opd: str
    plan: str
    kpi: str
    unit: str
    facts: KpiFacts
    outcome: Outcome
    kpi_id: int = 0


def by_opd_and_stage(session: Session, actor: Actor) -> dict[tuple[str, Stage], int]:
    """How many plans the actor may read, by OPD and stage; discarded drafts do not count."""
    counted = select(Plan.opd, Plan.stage, func.count(Plan.id)).where(visible(actor), not_discarded())
    rows = session.execute(counted.group_by(Plan.opd, Plan.stage))
    return {(opd, stage): number for opd, stage, number in rows}


def warned_plans(session: Session, numbers: Sequence[int]) -> dict[int, WarnedPlan]:
    """Some plans with what their warnings are made of, by number."""
    columns = (
        Plan.id, Plan.opd, Plan.title, Plan.stage, Plan.owner_post, Plan.last_news_at, Plan.trial_end,
        Plan.pause_until,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(Plan.id.in_(numbers)))
    return {row[0]: WarnedPlan(*row) for row in rows}


def late_steps(
    session: Session, plan_ids: Sequence[int], today: date
) -> dict[int, list[tuple[date | None, str]]]:
    """The due days and titles of the steps that are late, oldest first, of some plans."""
    statement = (
        select(Milestone.plan_id, Milestone.due, Milestone.title)
        .where(
            Milestone.plan_id.in_(plan_ids),
            Milestone.removed_at.is_(None),
            Milestone.done.is_(None),
            Milestone.due < today,
        )
        .order_by(Milestone.due, Milestone.id)
    )
    found: dict[int, list[tuple[date | None, str]]] = {}
    for plan_id, due, title in session.execute(statement):
        found.setdefault(plan_id, []).append((due, title))
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


def begun_kpis(session: Session, actor: Actor, today: date, *, opd: str = "") -> list[KpiRow]:
    """The KPIs in sight of plans whose work has begun: those with the nearest target's day first."""
    where = [visible(actor), Plan.stage.in_(ADOPTED), Kpi.removed_at.is_(None)]
    if opd:
        where.append(Plan.opd == opd)
    return kpi_rows(session, where, [Reading.removed_at.is_(None)], today)


def kpi_rows(
    session: Session,
    where: Sequence[ColumnElement[bool]],
    counted: Sequence[ColumnElement[bool]],
    today: date,
) -> list[KpiRow]:
    """KPIs with the last of the readings that count; each is judged by the rule of plans, not by SQL."""
    latest = (
        select(Reading.id)
        .where(Reading.kpi_id == Kpi.id, *counted)
        .order_by(Reading.day.desc(), Reading.id.desc())
        .limit(1)
        .correlate(Kpi)
        .scalar_subquery()
    )
    last = aliased(Reading)
    columns = (
        Plan.id, Plan.opd, Plan.title, Kpi.name, Kpi.unit, Kpi.direction, Kpi.baseline, Kpi.target,
        Kpi.target_date, last.day, last.value, Kpi.id,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(Plan, Plan.id == Kpi.plan_id)
        .outerjoin(last, last.id == latest)
        .where(*where)
        .order_by(Kpi.target_date.is_(None), Kpi.target_date, Kpi.id)
    )
    found = []
    rows = session.execute(statement)
    for plan_id, opd, plan, kpi, unit, direction, baseline, target, due, day, value, kpi_id in rows:
        facts = KpiFacts(
            direction=direction,
            baseline=baseline,
            target=target,
            target_date=due,
            readings=() if day is None else ((day, value),),
        )
        found.append(KpiRow(plan_id, opd, plan, kpi, unit, facts, outcome(facts, today), kpi_id))
    return found


def courses(session: Session, kpi_ids: Sequence[int], most: int) -> dict[int, list[Decimal]]:
    """The last readings of some KPIs in the order of their days, at most so many of each."""
    back = func.row_number().over(
        partition_by=Reading.kpi_id, order_by=(Reading.day.desc(), Reading.id.desc())
    )
    last = (
        select(Reading.kpi_id, Reading.value, back.label("back"))
        .where(Reading.kpi_id.in_(kpi_ids), Reading.removed_at.is_(None))
        .subquery()
    )
    statement = select(last.c.kpi_id, last.c.value).where(last.c.back <= most).order_by(last.c.back.desc())
    found: dict[int, list[Decimal]] = {}
    for kpi_id, value in session.execute(statement):
        found.setdefault(kpi_id, []).append(value)
    return found


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
