"""Which plans have a warning, how grave, and since when: alerts.signals in SQL, for all plans at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import CTE, ColumnElement, and_, case, func, or_, select

from portal.adoption.alerts import ALERT_LEVELS, AlertLevel, Limits
from portal.adoption.models import Milestone, Plan
from portal.adoption.queries import first_moment, is_draft
from portal.adoption.rules import MOVING, RUNNING, Stage
from portal.db.days import local_day


def warned_plans(where: Sequence[ColumnElement[bool]], today: date, limits: Limits) -> CTE:
    """The plans among these that have a warning.

    Columns: `plan_id`, `opd`, `degree` (the place of the gravest one in ALERT_LEVELS), `since` (the first day
    of the warning that lasts longest), `is_draft`.
    """
    facts = _facts(where, today, limits)
    late, quiet = facts.c.late, facts.c.quiet
    degree = case(
        *(
            (or_(late <= _late_by(level, today, limits), quiet < _quiet_by(level, today, limits)), place)
            for place, level in reversed(list(enumerate(ALERT_LEVELS)))
        )
    )
    since = case((late < quiet, late), else_=func.coalesce(quiet, late))
    columns = (facts.c.plan_id, facts.c.opd, facts.c.is_draft, degree.label("degree"), since.label("since"))
    return select(*columns).where(or_(late.is_not(None), quiet.is_not(None))).cte("warned")


def _facts(where: Sequence[ColumnElement[bool]], today: date, limits: Limits) -> CTE:
    """Per plan since which day it is late, and since which day it is silent; NULL where it is not."""
    overdue = (
        select(func.min(Milestone.due))
        .where(
            Milestone.plan_id == Plan.id,
            Milestone.removed_at.is_(None),
            Milestone.done.is_(None),
            Milestone.due < today,
        )
        .correlate(Plan)
        .scalar_subquery()
    )
    # Made once: the databases would put the subquery into each place that names its column.
    steps = (
        select(
            Plan.id.label("plan_id"),
            Plan.opd,
            Plan.stage,
            Plan.trial_end,
            Plan.pause_until,
            case((is_draft(), 1), else_=0).label("is_draft"),
            case((Plan.stage.in_(RUNNING), overdue)).label("overdue"),
            case((_is_silent(today, limits), local_day(Plan.last_news_at))).label("quiet"),
        )
        .where(*where, Plan.stage != Stage.STOPPED)
        .cte("steps")
        .prefix_with("MATERIALIZED")
    )
    stage, trial_end, overdue_day = steps.c.stage, steps.c.trial_end, steps.c.overdue
    is_over = and_(stage == Stage.TRIAL, trial_end < today)
    late = case(
        (and_(stage == Stage.PAUSED, steps.c.pause_until < today), steps.c.pause_until),
        (and_(is_over, or_(overdue_day.is_(None), trial_end < overdue_day)), trial_end),
        else_=overdue_day,
    )
    columns = (steps.c.plan_id, steps.c.opd, steps.c.is_draft, steps.c.quiet)
    return select(*columns, late.label("late")).cte("facts")


def _is_silent(today: date, limits: Limits) -> ColumnElement[bool]:
    return and_(
        Plan.stage.in_(MOVING), Plan.last_news_at < first_moment(today - timedelta(days=limits.silent))
    )


def _late_by(level: AlertLevel, today: date, limits: Limits) -> date:
    """The last day since which a plan must be late for this degree."""
    return today - timedelta(days=limits.late(level))


def _quiet_by(level: AlertLevel, today: date, limits: Limits) -> date:
    """The day before which a plan's last news must lie for this degree."""
    return today - timedelta(days=limits.quiet(level))
