"""What a scorecard asks the database: steps on time by OPD, an OPD's readings over time, its money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption import (
    ADOPTED,
    BudgetLine,
    Kpi,
    KpiFacts,
    Milestone,
    Move,
    Plan,
    Reading,
    Stage,
    living,
    visible,
)
from portal.dashboards.rules import Share


@dataclass(frozen=True)
class YearMoney:
    """An OPD's money for a year, in rupiah."""

    year: int
    ceiling: int
    spent: Share


def steps_in_time(session: Session, actor: Actor) -> dict[str, Share]:
    """OPD -> of the steps that are done and had a due day, those done by that day."""
    in_time = func.sum(case((Milestone.done <= Milestone.due, 1), else_=0))
    rows = session.execute(
        select(Plan.opd, in_time, func.count(Milestone.id))
        .join(Plan, Plan.id == Milestone.plan_id)
        .where(
            visible(actor),
            Milestone.removed_at.is_(None),
            Milestone.done.is_not(None),
            Milestone.due.is_not(None),
        )
        .group_by(Plan.opd)
    )
    return {opd: Share(int(good), whole) for opd, good, whole in rows}


def money(session: Session, actor: Actor, opd: str) -> list[YearMoney]:
    """An OPD's money by year, newest first."""
    rows = session.execute(
        select(BudgetLine.year, func.sum(BudgetLine.ceiling), func.sum(BudgetLine.spent))
        .join(Plan, Plan.id == BudgetLine.plan_id)
        .where(visible(actor), living(), Plan.opd == opd, BudgetLine.removed_at.is_(None))
        .group_by(BudgetLine.year)
        .order_by(BudgetLine.year.desc())
    )
    return [YearMoney(year, int(ceiling), Share(int(spent), int(ceiling))) for year, ceiling, spent in rows]


def applied_days(session: Session, actor: Actor, opd: str) -> list[date]:
    """The days on which plans of an OPD entered penerapan."""
    statement = (
        select(Move.at)
        .join(Plan, Plan.id == Move.plan_id)
        .where(visible(actor), Plan.opd == opd, Move.to_stage == Stage.APPLIED)
    )
    return [clock.local(moment).date() for moment in session.scalars(statement)]


def met_on(session: Session, actor: Actor, opd: str, days: Iterable[date]) -> dict[date, Share]:
    """On each day: of an OPD's KPIs that had been read by then, those whose last reading met the target.

    Targets are today's; a reading counts from the day it is about.
    """
    begun: list[ColumnElement[bool]] = [visible(actor), Plan.opd == opd, Plan.stage.in_(ADOPTED)]
    rows = session.execute(
        select(Kpi.id, Kpi.direction, Kpi.target, Reading.day, Reading.value)
        .join(Plan, Plan.id == Kpi.plan_id)
        .join(Reading, Reading.kpi_id == Kpi.id)
        .where(*begun, Kpi.removed_at.is_(None), Kpi.target.is_not(None), Reading.removed_at.is_(None))
        .order_by(Reading.day, Reading.id)
    ).all()
    found = {}
    for day in days:
        last = {row.id: row for row in rows if row.day <= day}
        kpis = [
            KpiFacts(direction=row.direction, target=row.target, readings=((row.day, row.value),))
            for row in last.values()
        ]
        found[day] = Share(sum(kpi.is_met is True for kpi in kpis), len(kpis))
    return found
