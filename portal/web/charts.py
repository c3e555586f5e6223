"""Charts drawn on the server as SVG: no script, no library, readable to a screen reader and in grey.

A chart is told in words as well: its title, the finding as its description; the page sets the same
figures in a table beside it. Colours come from the stylesheet (classes `chart-…` and `bars-…`), never from
the drawing. The line between two points only joins them and claims nothing about what lies between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import Any

from markupsafe import Markup, escape

WIDTH, HEIGHT = 400, 220  # of a line chart, in its own units
RIGHT, TOP, BOTTOM = 14, 24, 34
LETTER = 9  # width of a figure's sign in the largest letters the stylesheet gives it
MAX_TICKS = 5
BARS_WIDTH, BAR_LABEL, BAR_TEXT = 470, 192, 100  # narrow, so that its letters can be read on a telephone
ROW, BAR = 34, 22  # height of a row of bars, and of the bar in it


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


@dataclass(frozen=True)
class Bar:
    """One bar: a label, a number, what to write behind it, and whether it is ours."""

    label: str
    value: float
    text: str
    is_ours: bool


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
    return _svg(
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


def draw_bars(key: str, title: str, finding: str, bars: Sequence[Bar]) -> Markup:
    """Horizontal bars from nought, ours told apart by more than colour; '' with nothing to compare."""
    if len(bars) < 2 or any(bar.value < 0 for bar in bars):
        return Markup("")
    longest, room = max(bar.value for bar in bars) or 1.0, BARS_WIDTH - BAR_LABEL - BAR_TEXT
    hatch = (
        f'<defs><pattern id="{escape(key)}-arsir" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="bars-hatch" d="M0 0V6"/></pattern></defs>'
    )
    rows = []
    for place, bar in enumerate(bars):
        length = room * bar.value / longest
        size = f'x="{BAR_LABEL}" y="5" width="{length:.1f}" height="{BAR}"/>'
        pattern = "" if bar.is_ours else f'<rect fill="url(#{escape(key)}-arsir)" {size}'
        rows.append(
            f'<g transform="translate(0 {place * ROW})">'
            f'<text x="{BAR_LABEL - 10}" y="20" text-anchor="end">{escape(bar.label)}</text>'
            f'<rect class="bars-{"ours" if bar.is_ours else "other"}" {size}{pattern}'
            f'<text x="{BAR_LABEL + length + 8:.1f}" y="20">{escape(bar.text)}</text></g>'
        )
    return _svg(key, (title, finding), (BARS_WIDTH, ROW * len(bars)), (hatch, *rows), kind="bars-drawing")


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


def _svg(
    key: str, words: tuple[str, str], size: tuple[int, int], parts: Iterable[str], *, kind: str
) -> Markup:
    """A drawing that tells its title and finding to those who do not see it."""
    key, (title, finding), (width, height) = escape(key), words, size
    drawn = (
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(finding)}</desc>'
    )
    return Markup("".join((drawn, *parts, "</svg>")))  # noqa: S704 -- every text in it is escaped


def _tick(left: float, height: float, label: str) -> str:
    return _across("grid", left, height) + _text("chart-label", left - 7, height + 5, label, "end")


def _ends(
    points: Sequence[Point], x: Callable[[date | float], float], across: Callable[[Any], str]
) -> list[str]:
    """First and last place, written below the chart."""
    first, last, height = points[0].at, points[-1].at, HEIGHT - 10
    if first == last:
        return [_text("chart-label", x(first), height, across(first), "middle")]
    ends = ((first, "start"), (last, "end"))
    return [_text("chart-label", x(at), height, across(at), anchor) for at, anchor in ends]


def _level(left: float, level: Level, height: float) -> str:
    return _across(level.kind, left, height) + _text("chart-note", left + 6, height - 6, level.label, "start")


def _line(spots: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{left},{height}" for left, height in spots)
    return f'<polyline class="chart-line" points="{path}"/>' if len(spots) > 1 else ""


def _dot(left: float, height: float) -> str:
    return f'<circle class="chart-dot" cx="{left}" cy="{height}" r="3.5"/>'


def _last(spot: tuple[float, float], value: str) -> str:
    """The value of the last point, beside it and inside the drawing."""
    left, height = spot
    above = height - 12 if height > TOP + 14 else height + 22
    return _text("chart-value", left, above, value, "end" if left > WIDTH / 2 else "start")


def _marked(left: float, height: float, place: str, value: str) -> str:
    """The marked place: a line from top to bottom, the place below it and the value beside it."""
    return (
        f'<line class="chart-target" x1="{left}" y1="{TOP}" x2="{left}" y2="{HEIGHT - BOTTOM}"/>'
        + _text("chart-label", left, HEIGHT - 10, place, "middle")
        + _text("chart-value", left - 6, height - 10, value, "end")
    )


def _across(kind: str, left: float, height: float) -> str:
    """A line from side to side."""
    kind = escape(kind)
    return f'<line class="chart-{kind}" x1="{left}" y1="{height}" x2="{WIDTH - RIGHT}" y2="{height}"/>'


def _text(kind: str, left: float, height: float, text: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{left}" y="{height}" text-anchor="{anchor}">{escape(text)}</text>'
