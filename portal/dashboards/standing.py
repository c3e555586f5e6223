"""How each plan stands, warnings and outcomes: kept in memory, worked out again for plans that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from portal import clock, edition
from portal.access import Actor, opds_where
from portal.adoption import (
    ADOPTED,
    ALERT_LEVELS,
    AlertLevel,
    Kpi,
    Limits,
    Plan,
    Reading,
    limits_of,
    warned_plans,
)
from portal.dashboards import queries
from portal.dashboards.rules import Outcome
from portal.records.kept import Kept, Values

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Warned:
    """A plan with a warning: how grave, and since when the one that lasts longest."""

    plan_id: int
    opd: str
    level: AlertLevel
    since: date
    is_draft: bool


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """One plan: its warning, and how many of its KPIs stand how, where its work has begun."""

    warned: Warned | None
    opd: str
    outcomes: Mapping[Outcome, int]


@dataclass(frozen=True)
class Standing:
    """How all plans stand, as one reading of the database found them."""

    _values: Values[PlanStanding]

    def warnings(self, actor: Actor) -> list[Warned]:
        """The plans with a warning that the actor may read: the gravest first, then the longest waiting."""
        own = opds_where(actor, "adoption.read-draft")  # as `visible` says it to the database
        found = self._values.once("warnings", _in_order)
        return [one for one in found if not one.is_draft or own is None or one.opd in own]

    def outcomes(self) -> Mapping[tuple[str, Outcome], int]:
        """How many KPIs of plans whose work has begun stand how, by OPD; no such plan is a draft."""
        return self._values.once("outcomes", _by_opd)

    def once(self, name: Hashable, ask: Callable[[], T]) -> T:
        """What else the database says of plans; asked again once one of them has changed."""
        return self._values.once(name, lambda _: ask())


def standing(session: Session) -> Standing:
    """How all plans stand now."""
    return Standing(_PLANS.get(session, limits_of(edition.settings())))


def _standing(session: Session, numbers: Collection[int] | None, limits: Limits) -> dict[int, PlanStanding]:
    warned, counted = _warned(session, numbers, limits), _outcomes(session, numbers)
    return {
        number: PlanStanding(warned.get(number), *counted.get(number, ("", Counter())))
        for number in warned.keys() | counted.keys()
    }


def _warned(session: Session, numbers: Collection[int] | None, limits: Limits) -> dict[int, Warned]:
    found = warned_plans([true() if numbers is None else Plan.id.in_(numbers)], clock.today(), limits)
    columns = (found.c.plan_id, found.c.opd, found.c.degree, found.c.since, found.c.is_draft)
    return {
        plan_id: Warned(plan_id, opd, ALERT_LEVELS[degree], since, bool(is_draft))
        for plan_id, opd, degree, since, is_draft in session.execute(select(*columns))
    }


def _outcomes(session: Session, numbers: Collection[int] | None) -> dict[int, tuple[str, Counter[Outcome]]]:
    where = [Plan.stage.in_(ADOPTED), Kpi.removed_at.is_(None)]
    if numbers is not None:
        where.append(Plan.id.in_(numbers))
    found: dict[int, tuple[str, Counter[Outcome]]] = {}
    for row in queries.kpi_rows(session, where, [Reading.removed_at.is_(None)], clock.today()):
        found.setdefault(row.plan_id, (row.opd, Counter()))[1][row.outcome] += 1
    return found


def _in_order(by_id: Mapping[int, PlanStanding]) -> list[Warned]:
    places = {level: place for place, level in enumerate(ALERT_LEVELS)}
    found = [one.warned for one in by_id.values() if one.warned]
    return sorted(found, key=lambda one: (-places[one.level], one.since, one.plan_id))


def _by_opd(by_id: Mapping[int, PlanStanding]) -> Counter[tuple[str, Outcome]]:
    counted: Counter[tuple[str, Outcome]] = Counter()
    for one in by_id.values():
        for outcome, number in one.outcomes.items():
            counted[one.opd, outcome] += number
    return counted


_PLANS = Kept("standing", "plan", _standing)
