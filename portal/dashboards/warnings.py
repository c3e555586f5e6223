"""Late and silent plans, each with why: the rule that fired, the days, the post in charge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from portal import clock, edition
from portal.access import Actor
from portal.adoption import (
    ALERT_LEVELS,
    AlertFacts,
    AlertLevel,
    Limits,
    Signal,
    gravest,
    limits_of,
    signals,
)
from portal.dashboards import queries
from portal.dashboards.queries import WarnedPlan
from portal.dashboards.standing import Standing


@dataclass(frozen=True)
class WarningLine:
    """A plan with its warnings, the gravest first; `steps` are its late steps by title, oldest first."""

    plan: WarnedPlan
    level: AlertLevel
    signals: tuple[Signal, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """How many plans have a warning, by OPD and degree."""

    by_opd: Mapping[tuple[str, AlertLevel], int]

    def of(self, level: AlertLevel | None = None, opd: str = "") -> int:
        """Those of a degree, and of an OPD; all where nothing is said."""
        return sum(
            number
            for (code, degree), number in self.by_opd.items()
            if level in (None, degree) and opd in ("", code)
        )

    def by_degree(self, opd: str = "") -> dict[AlertLevel, int]:
        """Each degree, the gravest first."""
        return {level: self.of(level, opd) for level in reversed(ALERT_LEVELS)}


@dataclass(frozen=True)
class Warnings:
    """The plans with a warning: how many of each degree, the gravest lines, and how many there are."""

    counts: Mapping[AlertLevel, int]
    lines: tuple[WarningLine, ...]
    total: int


def own_limits() -> Limits:
    """The thresholds of this portal's settings."""
    return limits_of(edition.settings())


def counts(now: Standing, actor: Actor) -> Counts:
    """How many of the plans that the actor may read have a warning."""
    return Counts(Counter((one.opd, one.level) for one in now.warnings(actor)))


def lines(
    session: Session,
    now: Standing,
    actor: Actor,
    *,
    opd: str = "",
    level: AlertLevel | None = None,
    offset: int = 0,
    limit: int,
) -> tuple[WarningLine, ...]:
    """Some plans with a warning that the actor may read: the gravest first, then the longest waiting."""
    today, limits = clock.today(), own_limits()
    found = (
        one.plan_id for one in now.warnings(actor) if level in (None, one.level) and opd in ("", one.opd)
    )
    numbers = list(islice(found, offset, offset + limit))
    plans = queries.warned_plans(session, numbers)
    steps = queries.late_steps(session, numbers, today)
    return tuple(_line(plans[number], limits, steps.get(number, [])) for number in numbers)


def find(session: Session, now: Standing, actor: Actor, *, opd: str = "", limit: int) -> Warnings:
    """How many have a warning, and the first of them."""
    counted, shown = counts(now, actor), lines(session, now, actor, opd=opd, limit=limit)
    return Warnings(counted.by_degree(opd), shown, counted.of(opd=opd))


def _line(plan: WarnedPlan, limits: Limits, steps: Sequence[tuple[date | None, str]]) -> WarningLine:
    facts = AlertFacts(
        stage=plan.stage,
        last_news=clock.local(plan.last_news_at).date(),
        overdue=steps[0][0] if steps else None,
        trial_end=plan.trial_end,
        pause_until=plan.pause_until,
    )
    found = signals(facts, clock.today(), limits)
    return WarningLine(plan, gravest(found) or AlertLevel.NOTICE, found, tuple(title for _, title in steps))
