"""A line over time, or over a scale. It only joins its points and claims nothing about what lies between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import Any

from markupsafe import Markup

from portal.web.charts.svg import drawing, line, text

WIDTH, HEIGHT = 400, 220  # of a line chart, in its own units
RIGHT, TOP, BOTTOM = 14, 24, 34
LETTER = 9  # width of a figure's sign in the largest letters the stylesheet gives it
MAX_TICKS = 5


@dataclass(frozen=True)
class Point:
    """A value on a day or at a place of a scale."""

    at: date | float
    value: float


@dataclass(frozen=True)
class Level:
    """A horizontal line to compare with, such as a target."""

    label: str
    value: float
    kind: str = "target"  # class of the line: target or baseline


@dataclass(frozen=True)
class LineChart:
    """A line over time, or over a scale of which one place may be marked."""

    key: str  # unique on the page; becomes the ids of title and description
    title: str
    finding: str  # what the line says, in words
    points: Sequence[Point]
    levels: Sequence[Level] = ()
    mark: float | None = None


def draw(chart: LineChart, *, figure: Callable[[float], str], across: Callable[[Any], str]) -> Markup:
    """A line chart; '' where there is nothing to draw. `figure` and `across` write values as people do."""
    if not chart.points:
        return Markup("")
    places = [_place(point.at) for point in chart.points]
    first, last = min(places), max(places)
    ticks = ticks_for([point.value for point in chart.points] + [level.value for level in chart.levels])
    low, high = ticks[0], ticks[-1]
    left = 14 + LETTER * max(len(figure(tick)) for tick in ticks)

    def x(at: date | float) -> float:
        share = (_place(at) - first) / (last - first) if last > first else 0.5
        return round(left + share * (WIDTH - left - RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    spots = [(x(point.at), y(point.value)) for point in chart.points]
    marked = next((point for point in chart.points if point.at == chart.mark), None)
    return drawing(
        chart.key,
        (chart.title, chart.finding),
        (WIDTH, HEIGHT),
        (
            *(_tick(left, y(tick), figure(tick)) for tick in ticks),
            *_ends(chart.points, x, across),
            *(_level(left, level, y(level.value)) for level in chart.levels),
            _line(spots),
            *(_dot(*spot) for spot in spots),
            _last(spots[-1], figure(chart.points[-1].value)) if chart.mark is None else "",
            _marked(x(marked.at), y(marked.value), across(marked.at), figure(marked.value)) if marked else "",
        ),
        kind="chart",
    )


def ticks_for(values: Sequence[float]) -> list[float]:
    """Round marks that enclose the values, 2 to 6 of them."""
    low, high = min(values), max(values)
    if low == high:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    rough = (high - low) / (MAX_TICKS - 1)
    scale = 10 ** floor(log10(rough))
    step = next(size * scale for size in (1, 2, 2.5, 5, 10) if size * scale >= rough * 0.999)
    start, end = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    if 0 <= start * step <= 0.3 * high:  # a scale that nearly begins at nought begins there
        start = 0
    return [round(number * step, 10) for number in range(start, end + 1)]


def _place(at: date | float) -> float:
    return at.toordinal() if isinstance(at, date) else at


def _tick(left: float, height: float, label: str) -> str:
    return _across("grid", left, height) + text("chart-label", left - 7, height + 5, label, "end")


def _ends(
    points: Sequence[Point], x: Callable[[date | float], float], across: Callable[[Any], str]
) -> list[str]:
    """First and last place, written below the chart."""
    first, last, height = points[0].at, points[-1].at, HEIGHT - 10
    if first == last:
        return [text("chart-label", x(first), height, across(first), "middle")]
    ends = ((first, "start"), (last, "end"))
    return [text("chart-label", x(at), height, across(at), anchor) for at, anchor in ends]


def _level(left: float, level: Level, height: float) -> str:
    return _across(level.kind, left, height) + text("chart-note", left + 6, height - 6, level.label, "start")


def _line(spots: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{left},{height}" for left, height in spots)
    return f'<polyline class="chart-line" points="{path}"/>' if len(spots) > 1 else ""


def _dot(left: float, height: float) -> str:
    return f'<circle class="chart-dot" cx="{left}" cy="{height}" r="3.5"/>'


def _last(spot: tuple[float, float], value: str) -> str:
    """The value of the last point, beside it and inside the drawing."""
    left, height = spot
    above = height - 12 if height > TOP + 14 else height + 22
    return text("chart-value", left, above, value, "end" if left > WIDTH / 2 else "start")


def _marked(left: float, height: float, place: str, value: str) -> str:
    """The marked place: a line from top to bottom, the place below it and the value beside it."""
    return (
        f'<line class="chart-target" x1="{left}" y1="{TOP}" x2="{left}" y2="{HEIGHT - BOTTOM}"/>'
        + text("chart-label", left, HEIGHT - 10, place, "middle")
        + text("chart-value", left - 6, height - 10, value, "end")
    )


def _across(kind: str, left: float, height: float) -> str:
    """A line from side to side."""
    return line(f"chart-{kind}", left, height, WIDTH - RIGHT, height)
