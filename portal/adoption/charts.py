"""The chart of a KPI: baseline, readings, target."""

from __future__ import annotations

from markupsafe import Markup

from portal.adoption import words
from portal.adoption.models import Kpi
from portal.web.charts import Level, LineChart, Point, draw
from portal.web.figures import long_date, number


def kpi_chart(kpi: Kpi) -> Markup:
    """A KPI over time as SVG; '' while nothing has been read."""
    facts = kpi.facts
    if not facts.readings:
        return Markup("")
    points = [Point(day, float(value)) for day, value in facts.readings]
    if facts.baseline is not None and facts.baseline_date is not None:
        points.insert(0, Point(facts.baseline_date, float(facts.baseline)))
    levels = []
    if facts.target is not None:
        levels.append(Level(f"Target {number(float(facts.target))}", float(facts.target)))
    chart = LineChart(f"kpi-{kpi.id}", kpi.name, words.finding(kpi), points, levels)
    return draw(chart, figure=number, across=long_date)
