"""What is to be measured now: every KPI of running plans with its last reading and the day of the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal import clock
from portal.access import Actor, opds_where
from portal.adoption import parts, readings
from portal.adoption.models import Frequency, Kpi, Plan
from portal.adoption.queries import get_plan
from portal.adoption.rules import RUNNING, Stage
from portal.clock import add_months
from portal.errors import RuleViolation

MEASURED = (Stage.TRIAL, Stage.APPLIED)
MOST = 200  # KPIs of one page
MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class ToMeasure:
    """A KPI, and the day its next reading is due; None where nobody said how often it is read."""

    plan: Plan
    kpi: Kpi
    due: date | None

    def is_due(self, today: date) -> bool:
        """Is it time: the day has come, or it was never read since its trial began?"""
        if self.due is not None:
            return self.due <= today
        start = self.plan.trial_start
        return start is not None and not any(day >= start for day, _ in self.kpi.facts.readings)


def next_day(kpi: Kpi, start: date | None) -> date | None:
    """The day of a KPI's next reading: one turn after the last, or after the first day of the trial."""
    taken = kpi.facts.readings
    last = taken[-1][0] if taken else start
    if last is None or kpi.frequency is None:
        return None
    return last + WEEK if kpi.frequency is Frequency.WEEKLY else add_months(last, MONTHS[kpi.frequency])


def to_measure(session: Session, actor: Actor, plan_id: int | None = None) -> list[ToMeasure]:
    """The KPIs of running plans that the actor may write for, what is due longest first."""
    opds, today = opds_where(actor, "adoption.edit"), clock.today()
    stages = MEASURED if plan_id is None else RUNNING
    statement = select(Plan).where(Plan.stage.in_(stages)).order_by(Plan.id)
    if opds is not None:
        statement = statement.where(Plan.opd.in_(opds))
    if plan_id is not None:
        statement = statement.where(Plan.id == plan_id)
    plans = session.scalars(statement.options(selectinload(Plan.kpis).selectinload(Kpi.readings)).limit(MOST))
    found = [ToMeasure(plan, kpi, next_day(kpi, plan.trial_start)) for plan in plans for kpi in plan.kpis]
    return sorted(found, key=lambda one: (not one.is_due(today), one.due or date.max, one.plan.id))[:MOST]


def write(
    session: Session, day: date, read: Sequence[tuple[int, int, Decimal, str]], *, actor: Actor
) -> None:
    """Write several readings of one day: (plan, KPI, value, note) each; all of them, or none."""
    kept: Mapping[int, Plan] = {
        number: get_plan(session, number, actor, lock=True) for number in sorted({one[0] for one in read})
    }
    for plan_id, kpi_id, value, note in read:
        plan = kept[plan_id]
        kpi = parts.get(session, Kpi, plan, kpi_id)
        try:
            readings.add(session, plan, kpi, day=day, value=value, note_text=note, actor=actor)
        except RuleViolation as error:
            raise RuleViolation(f"{kpi.name}: {error}", error.field) from error
