"""What a KPI's readings end with, as two columns of the KPI: lists need no other reading."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, MappedSQLExpression, column_property

from portal.adoption.models import Kpi, Reading

LAST = "last reading"  # the group to load: selectinload(Plan.kpis).undefer_group(LAST)


def _last(column: InstrumentedAttribute[Any]) -> MappedSQLExpression[Any]:
    """A column of the reading that a KPI's readings end with, one look into the index for each KPI."""
    found = (
        select(column)
        .where(Reading.kpi_id == Kpi.id, Reading.removed_at.is_(None))
        .order_by(Reading.day.desc(), Reading.id.desc())
        .limit(1)
        .correlate_except(Reading)
        .scalar_subquery()
    )
    return column_property(found, deferred=True, group=LAST)


Kpi.last_day, Kpi.last_value = _last(Reading.day), _last(Reading.value)
