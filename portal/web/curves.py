"""A curve over a scale, drawn on the server as SVG like the charts of `portal.web.charts`.

Each computed point is a dot; the line between two dots only joins them and claims nothing about what lies
between. The page sets the same figures in a table below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.web.charts import BOTTOM, HEIGHT, LETTER, RIGHT, TOP, WIDTH, ticks_for


@dataclass(frozen=True)
class Spot:
    """A computed point: where on the scale, and how much."""

    at: float
    value: float


@dataclass(frozen=True)
class Curve:
    """A value over a scale, with one place on the scale marked."""

    key: str  # unique on the page; becomes the ids of title and description
    title: str
    finding: str  # what the curve says, in words
    spots: Sequence[Spot]
    mark: float | None = None


def draw(curve: Curve, *, across: Callable[[float], str], figure: Callable[[float], str]) -> Markup:
    """The curve as SVG; '' for fewer than two points. `across` and `figure` write values as people do."""
    if len(curve.spots) < 2:
        return Markup("")
    ticks = ticks_for([spot.value for spot in curve.spots])
    first, last = curve.spots[0].at, curve.spots[-1].at
    left = 14 + LETTER * max(len(figure(tick)) for tick in ticks)

    def x(at: float) -> float:
        return round(left + (at - first) / (last - first) * (WIDTH - left - RIGHT), 1)

    def y(value: float) -> float:
        return round(
            HEIGHT - BOTTOM - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (HEIGHT - TOP - BOTTOM), 1
        )

    path = " ".join(f"{x(spot.at)},{y(spot.value)}" for spot in curve.spots)
    ends = ((first, "start"), (last, "end"))
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{escape(curve.key)}-title {escape(curve.key)}-desc">',
        f'<title id="{escape(curve.key)}-title">{escape(curve.title)}</title>',
        f'<desc id="{escape(curve.key)}-desc">{escape(curve.finding)}</desc>',
        *(_line("grid", left, y(tick), WIDTH - RIGHT, y(tick)) for tick in ticks),
        *(_text("chart-label", left - 7, y(tick) + 5, figure(tick), "end") for tick in ticks),
        *(_text("chart-label", x(at), HEIGHT - 10, across(at), anchor) for at, anchor in ends),
        f'<polyline class="chart-line" points="{path}"/>',
        *(f'<circle class="chart-dot" cx="{x(one.at)}" cy="{y(one.value)}" r="3.5"/>' for one in curve.spots),
    ]
    marked = next((spot for spot in curve.spots if spot.at == curve.mark), None)
    if marked:
        place = x(marked.at)
        parts.append(_line("target", place, TOP, place, HEIGHT - BOTTOM))
        parts.append(_text("chart-label", place, HEIGHT - 10, across(marked.at), "middle"))
        parts.append(_text("chart-value", place - 6, y(marked.value) - 10, figure(marked.value), "end"))
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 -- every text in it is escaped


def _line(kind: str, left: float, top: float, right: float, bottom: float) -> str:
    return f'<line class="chart-{kind}" x1="{left}" y1="{top}" x2="{right}" y2="{bottom}"/>'


def _text(kind: str, left: float, height: float, text: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{left}" y="{height}" text-anchor="{anchor}">{escape(text)}</text>'
