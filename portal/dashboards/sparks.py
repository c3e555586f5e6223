"""How KPIs have gone, each as a line no larger than a word."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.dashboards import queries
from portal.dashboards.queries import KpiRow
from portal.web.charts import draw_spark
from portal.web.figures import number

MOST = 12  # readings of a line


def sparks(session: Session, rows: Sequence[KpiRow]) -> list[Markup]:
    """A line for each row, from where it started over its readings; '' for fewer than two values."""
    found = queries.courses(session, [row.kpi_id for row in rows], MOST)
    return [_spark(row, [float(value) for value in found.get(row.kpi_id, [])]) for row in rows]


def _spark(row: KpiRow, values: list[float]) -> Markup:
    if row.facts.baseline is not None:
        values = [float(row.facts.baseline), *values]
    if len(values) < 2:
        return Markup("")
    first, last = values[0], values[-1]
    way = "naik" if last > first else "turun" if last < first else "tetap"
    finding = f"{way.capitalize()} dari {number(first)} menjadi {number(last)} dalam {len(values)} angka"
    target = None if row.facts.target is None else float(row.facts.target)
    return draw_spark(values, finding, target=target)
