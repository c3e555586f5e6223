"""Late and silent plans, each with why: the rule that fired, the days, the post in charge."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portal import clock, edition
from portal.access import Actor
from portal.adoption import (
    ALERT_LEVELS,
    AlertFacts,
    AlertLevel,
    Limits,
    Plan,
    Signal,
    gravest,
    limits_of,
    signals,
    visible,
)
from portal.dashboards import queries
from portal.dashboards.queries import AlertRow


@dataclass(frozen=True)
class WarningLine:
    """A plan with its warnings, the gravest first; `steps` are its late steps by title, oldest first."""

    plan: AlertRow
    level: AlertLevel
    signals: tuple[Signal, ...]
    steps: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Warnings:
    """All plans with a warning: how many of each degree, and the lines to show."""

    counts: dict[AlertLevel, int]
    lines: tuple[WarningLine, ...]
    total: int


def own_limits() -> Limits:
    """The thresholds of this portal's settings."""
    return limits_of(edition.settings())


def find(
    session: Session,
    actor: Actor,
    *,
    opd: str = "",
    level: AlertLevel | None = None,
    offset: int = 0,
    limit: int,
) -> Warnings:
    """The plans with a warning that the actor may read: the gravest first, then the longest waiting."""
    today, limits = clock.today(), own_limits()
    where = [visible(actor), *([Plan.opd == opd] if opd else [])]
    found = [_line(row, limits) for row in queries.alert_rows(session, where, today, limits)]
    counts = Counter(line.level for line in found)
    wanted = sorted((line for line in found if level in (None, line.level)), key=_order)
    shown = wanted[offset : offset + limit]
    steps = queries.late_steps(session, [line.plan.plan_id for line in shown], today)
    return Warnings(
        {one: counts[one] for one in reversed(ALERT_LEVELS)},
        tuple(
            WarningLine(line.plan, line.level, line.signals, steps.get(line.plan.plan_id, ()))
            for line in shown
        ),
        len(wanted),
    )


def _line(row: AlertRow, limits: Limits) -> WarningLine:
    facts = AlertFacts(
        stage=row.stage,
        last_news=clock.local(row.last_news_at).date(),
        overdue=row.overdue,
        trial_end=row.trial_end,
        pause_until=row.pause_until,
    )
    found = signals(facts, clock.today(), limits)
    return WarningLine(row, gravest(found) or AlertLevel.NOTICE, found)


def _order(line: WarningLine) -> tuple[int, int, int]:
    longest = max((signal.days for signal in line.signals), default=0)
    return -ALERT_LEVELS.index(line.level), -longest, line.plan.plan_id
