"""The drawings of a plan: a KPI over time, and the steps of its work by their days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from portal.adoption import words
from portal.adoption.models import Kpi, Milestone, Plan
from portal.web.charts import Level, LineChart, Point, Step, draw, draw_steps
from portal.web.figures import long_date, number

LEAST_STEPS, MOST_NAMED = 2, 3


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


def steps_chart(plan: Plan, today: date) -> tuple[Markup, str]:
    """(the steps that have a day as a Gantt drawing, what it says); empty for fewer than two such steps."""
    dated = [(row.due, row) for row in plan.milestones if row.due is not None]
    if len(dated) < LEAST_STEPS:
        return Markup(""), ""
    steps = [
        Step(row.title, due, row.done) for due, row in sorted(dated, key=lambda pair: (pair[0], pair[1].id))
    ]
    begin, end = plan.trial_start, plan.trial_end
    band = (begin, end) if begin and end and begin <= end else None
    finding = steps_finding(plan.milestones, today, has_band=band is not None)
    title = f"Langkah menurut hari: {plan.title}"
    return draw_steps(f"langkah-{plan.id}", (title, finding), steps, today, band), finding


def steps_finding(rows: Sequence[Milestone], today: date, *, has_band: bool) -> str:
    """How many are done, which are late and by how much, what is next, and what is not drawn."""
    done = sum(row.done is not None for row in rows)
    late = sorted(((today - row.due).days, row.title) for row in rows if row.due and row.facts.is_late(today))
    parts = [f"{done} dari {len(rows)} langkah selesai"]
    if late:
        named = ", ".join(f"{title} ({days} hari)" for days, title in reversed(late[-MOST_NAMED:]))
        others = f", dan {len(late) - MOST_NAMED} lagi" if len(late) > MOST_NAMED else ""
        parts.append(f"terlambat: {named}{others}")
    ahead = min(
        ((row.due, row.title) for row in rows if row.due and not row.done and row.due >= today), default=None
    )
    if ahead:
        parts.append(f"berikutnya {ahead[1]}, {long_date(ahead[0])}")
    sentence = "; ".join(parts) + "."
    undated = sum(row.due is None for row in rows)
    if undated:
        sentence += f" {undated} langkah tanpa tenggat tidak digambar."
    sentence += " Belah ketupat: tenggat; bulatan: selesai; batang: lamanya terlambat."
    return f"{sentence} Kotak bergaris putus: masa uji coba." if has_band else sentence
