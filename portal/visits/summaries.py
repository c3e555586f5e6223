"""For the leadership: what each OPD brought home, and which visits led to nothing yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.visits.models import Visit
from portal.visits.part_models import CostLine
from portal.visits.queries import became
from portal.visits.rules import DONE, TRAVELLED, Mode, Outcome, Stage


@dataclass
class Summary:
    """The visits of one OPD; lists hold numbers of visits."""

    opd: str
    visits: int = 0  # that took place, at the desk too
    trips: int = 0
    cost: int = 0  # rupiah
    reported: list[int] = field(default_factory=list)
    unreported: list[int] = field(default_factory=list)
    with_follow_up: list[int] = field(default_factory=list)  # became a plan or a step of one
    without_follow_up: list[int] = field(default_factory=list)  # reported, and nothing became of it

    @property
    def by_outcome(self) -> dict[Outcome, list[int]]:
        """The visits by what came of them; each is in one list."""
        return {
            Outcome.UNREPORTED: self.unreported,
            Outcome.FRUITLESS: self.without_follow_up,
            Outcome.FRUITFUL: self.with_follow_up,
        }


def summaries(session: Session) -> list[Summary]:
    """The visits that took place, per OPD, by code; two queries however many there are."""
    rows = session.execute(
        select(Visit.id, Visit.opd, Visit.stage, Visit.mode, became())
        .where(Visit.stage.in_(TRAVELLED))
        .order_by(Visit.opd, Visit.id)
    )
    found: dict[str, Summary] = {}
    for visit_id, opd, stage, mode, has_plan in rows:
        one = found.setdefault(opd, Summary(opd))
        one.visits += 1
        one.trips += mode is Mode.TRIP
        if stage is Stage.UNDER_WAY:
            one.unreported.append(visit_id)
        if stage in DONE:
            one.reported.append(visit_id)
            (one.with_follow_up if has_plan else one.without_follow_up).append(visit_id)
    costs = session.execute(
        select(Visit.opd, CostLine.amount * CostLine.people * CostLine.days)
        .join(Visit, Visit.id == CostLine.visit_id)
        .where(Visit.stage.in_(TRAVELLED), CostLine.removed_at.is_(None))
    )
    for opd, amount in costs:
        found[opd].cost += amount
    return list(found.values())
