"""The figures of an agency's quarter, as values that can be stored and printed again.

Results of measuring are those of the day they belong to. Money is known only as it stands: what was spent
in a quarter is the difference to the quarter before, which must have been settled for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal import clock
from portal.adoption.models import Kpi, Plan
from portal.adoption.rules import Stage
from portal.government import our_government
from portal.quarters.models import QuarterReport
from portal.quarters.rules import Quarter
from portal.register.models import Innovation
from portal.register.rules import STAGE_NAMES, State
from portal.register.rules import Stage as InnovationStage

Figures = dict[str, Any]
UNDECIDED = (Stage.PROPOSED, Stage.STOPPED)


def stored(session: Session, quarter: Quarter, opd: str) -> QuarterReport | None:
    """What is kept of an agency's quarter."""
    wanted = select(QuarterReport).where(
        QuarterReport.year == quarter.year, QuarterReport.quarter == quarter.number, QuarterReport.opd == opd
    )
    return session.scalar(wanted)


def compute(session: Session, quarter: Quarter, opd: str) -> Figures:
    """The figures as they stand now."""
    wanted = (
        select(Plan)
        .where(Plan.opd == opd, Plan.stage.not_in(UNDECIDED))
        .options(selectinload(Plan.kpis).selectinload(Kpi.readings), selectinload(Plan.budget))
        .order_by(Plan.id)
    )
    earlier = _spent_before(session, quarter, opd)
    rows = [row for plan in session.scalars(wanted) for row in _rows(plan, quarter, earlier)]
    return {"rows": rows, "innovations": _innovations(session, opd)}


def _rows(plan: Plan, quarter: Quarter, earlier: dict[int, int] | None) -> Iterable[dict[str, Any]]:
    """A row for each measure; the money of a plan stands in its first."""
    ceiling = sum(
        line.ceiling for line in plan.budget if line.removed_at is None and line.year == quarter.year
    )
    spent = sum(line.spent for line in plan.budget if line.removed_at is None and line.year == quarter.year)
    before = None if earlier is None else earlier.get(plan.id, 0)
    mission = next((one.text for one in our_government().plan.missions if one.no == plan.mission), "")
    start: dict[str, Any] = {
        "plan": plan.id,
        "aim": plan.indicator or mission,
        "code": plan.subactivity_code or plan.activity_code or plan.program_code,
        "title": plan.title,
        "ceiling": ceiling,
        "spent": spent,
        "spent_here": None if before is None else spent - before,
    }
    kpis = [one for one in plan.kpis if one.removed_at is None]
    empty: dict[str, Any] = {"kpi": "", "unit": "", "target": "", "results": [""] * 4, "attained": None}
    for place, one in enumerate(kpis or [None]):
        money = start if place == 0 else {**start, "ceiling": None, "spent": None, "spent_here": None}
        yield {**money, **(empty if one is None else _measure(one, quarter))}


def _measure(kpi: Kpi, quarter: Quarter) -> dict[str, Any]:
    results = []
    for number in range(1, 5):
        here = Quarter(quarter.year, number)
        within = [one for one in kpi.readings if here.first <= one.day <= here.last and here <= quarter]
        results.append(format(within[-1].value, "f") if within else "")
    return {
        "kpi": kpi.name,
        "unit": kpi.unit,
        "target": "" if kpi.target is None else format(kpi.target, "f"),
        "results": results,
        "attained": _attained(kpi, [one for one in kpi.readings if one.day <= quarter.last]),
    }


def _attained(kpi: Kpi, readings: Sequence[Any]) -> int | None:
    """The way from where it began to its target, 0 to 100 percent; None where one of them is missing."""
    if kpi.baseline is None or kpi.target is None or not readings or kpi.target == kpi.baseline:
        return None
    share = (readings[-1].value - kpi.baseline) / (kpi.target - kpi.baseline)
    return int(100 * min(max(share, Decimal(0)), Decimal(1)))


def _spent_before(session: Session, quarter: Quarter, opd: str) -> dict[int, int] | None:
    """What each plan had spent by the end of the quarter before; None where nobody settled it."""
    if quarter.number == 1:
        return {}
    before = stored(session, Quarter(quarter.year, quarter.number - 1), opd)
    if before is None or before.figures is None:
        return None
    rows = before.figures["rows"]
    return {row["plan"]: row["spent"] for row in rows if row["spent"] is not None}


def _innovations(session: Session, opd: str) -> dict[str, int]:
    """How many innovations the agency has in the register, by stage, and how many its head endorsed."""
    wanted = select(Innovation.stage, Innovation.state).where(
        Innovation.opd == opd,
        Innovation.removed_at.is_(None),
        Innovation.state != State.DRAFT,
        Innovation.stage != InnovationStage.ENDED,
    )
    found = {STAGE_NAMES[stage]: 0 for stage in InnovationStage if stage is not InnovationStage.ENDED}
    found["Disahkan"] = 0
    for stage, state in session.execute(wanted):
        found[STAGE_NAMES[stage]] += 1
        found["Disahkan"] += state is State.ENDORSED
    return found


def settled_on(row: QuarterReport | None, today: date) -> date:
    """The day that the paper bears: that of settling it, else today."""
    return clock.local(row.settled_at).date() if row is not None and row.settled_at else today
