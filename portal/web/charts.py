"""Charts drawn on the server as SVG: no script, no library, readable to a screen reader.

A chart is told in words as well: its title, the finding as its description; the page sets the same
figures in a table below. Colours come from the stylesheet (classes `chart-…`), never from the drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from markupsafe import Markup, escape

WIDTH, HEIGHT = 400, 220  # of the drawing, in its own units
RIGHT, TOP, BOTTOM = 14, 24, 34
LETTER = 9  # width of a figure's sign in the largest letters the stylesheet gives it
MAX_TICKS = 5


@dataclass(frozen=True)
class Point:
    """A value on a day."""

    day: date
    value: float


@dataclass(frozen=True)
class Level:
    """A horizontal line to compare with, such as a target."""

    label: str
    value: float
    kind: str = "target"  # class of the line: target or baseline


@dataclass(frozen=True)
class LineChart:
    """A line over time."""

    key: str  # unique on the page; becomes the ids of title and description
    title: str
    finding: str  # what the line says, in words
    points: Sequence[Point]
    levels: Sequence[Level] = ()


def draw(chart: LineChart, *, figure: Callable[[float], str], day: Callable[[date], str]) -> Markup:
    """The chart as SVG; '' where there is nothing to draw. `figure` and `day` write values as people do."""
    if not chart.points:
        return Markup("")
    days = [point.day.toordinal() for point in chart.points]
    first, last = min(days), max(days)
    ticks = ticks_for([point.value for point in chart.points] + [level.value for level in chart.levels])
    low, high = ticks[0], ticks[-1]
    left = 14 + LETTER * max(len(figure(tick)) for tick in ticks)

    def x(when: date) -> float:
        share = (when.toordinal() - first) / (last - first) if last > first else 0.5
        return round(left + share * (WIDTH - left - RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{escape(chart.key)}-title {escape(chart.key)}-desc">',
        f'<title id="{escape(chart.key)}-title">{escape(chart.title)}</title>',
        f'<desc id="{escape(chart.key)}-desc">{escape(chart.finding)}</desc>',
        *(_tick(left, y(tick), figure(tick)) for tick in ticks),
        *_days(chart.points, x, day),
        *(_level(left, level, y(level.value)) for level in chart.levels),
        _line([(x(point.day), y(point.value)) for point in chart.points]),
        *(_dot(x(point.day), y(point.value)) for point in chart.points),
        _last(chart.points[-1], x, y, figure),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 -- every text in it is escaped above


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


def _tick(left: float, height: float, label: str) -> str:
    return _across("grid", left, height) + _text("chart-label", left - 7, height + 5, label, "end")


def _days(points: Sequence[Point], x: Callable[[date], float], day: Callable[[date], str]) -> list[str]:
    """First and last day below the chart."""
    first, last, height = points[0].day, points[-1].day, HEIGHT - 10
    if first == last:
        return [_text("chart-label", x(first), height, day(first), "middle")]
    ends = ((first, "start"), (last, "end"))
    return [_text("chart-label", x(when), height, day(when), anchor) for when, anchor in ends]


def _level(left: float, level: Level, height: float) -> str:
    return _across(level.kind, left, height) + _text("chart-note", left + 6, height - 6, level.label, "start")


def _line(places: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{left},{height}" for left, height in places)
    return f'<polyline class="chart-line" points="{path}"/>' if len(places) > 1 else ""


def _dot(left: float, height: float) -> str:
    return f'<circle class="chart-dot" cx="{left}" cy="{height}" r="3.5"/>'


def _last(
    point: Point, x: Callable[[date], float], y: Callable[[float], float], figure: Callable[[float], str]
) -> str:
    """The value of the last point, beside it and inside the drawing."""
    left, height = x(point.day), y(point.value)
    above = height - 12 if height > TOP + 14 else height + 22
    anchor = "end" if left > WIDTH / 2 else "start"
    return _text("chart-value", left, above, figure(point.value), anchor)


def _across(kind: str, left: float, height: float) -> str:
    """A line from side to side."""
    kind = escape(kind)
    return f'<line class="chart-{kind}" x1="{left}" y1="{height}" x2="{WIDTH - RIGHT}" y2="{height}"/>'


def _text(kind: str, left: float, height: float, text: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{left}" y="{height}" text-anchor="{anchor}">{escape(text)}</text>'
