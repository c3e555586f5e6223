"""Figures over the years: one line each, told apart by dash and mark, not by colour alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.web.charts.lines import ticks_for
from portal.web.charts.svg import drawing, line, text

WIDTH, HEIGHT = 440, 240
LEFT, RIGHT, TOP, BOTTOM = 62, 22, 16, 34
GLYPHS = ("●", "■", "▲", "◆", "○", "□")
MOST_YEARS = 6  # written below


@dataclass(frozen=True)
class Series:
    """The values of one by year; `runs` are the stretches (from, to) of its points that may be joined."""

    label: str
    points: Sequence[tuple[int, float]]
    runs: Sequence[tuple[int, int]]


def draw_years(
    key: str, words: tuple[str, str], several: Sequence[Series], *, figure: Callable[[float], str]
) -> Markup:
    """All series on one scale; what is between joined points only joins them. '' for no point."""
    points = [point for series in several for point in series.points]
    if not points:
        return Markup("")
    years = sorted({year for year, _ in points})
    ticks = ticks_for([value for _, value in points])
    span = max(years[-1] - years[0], 1)

    def x(year: int) -> float:
        return round(LEFT + (year - years[0]) / span * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    parts = []
    for tick in ticks:
        parts.append(line("chart-grid", LEFT, y(tick), WIDTH - RIGHT, y(tick)))
        parts.append(text("chart-label", LEFT - 8, y(tick) + 5, figure(tick), "end"))
    parts += [text("chart-label", x(year), HEIGHT - 10, str(year), "middle") for year in _written(years)]
    for place, series in enumerate(several):
        spots = [(x(year), y(value)) for year, value in series.points]
        parts.append(f'<g class="trend-{place % len(GLYPHS)}">{"".join(_series(series, spots, place))}</g>')
    return drawing(key, words, (WIDTH, HEIGHT), parts, kind="years")


def years_key(place: int) -> Markup:
    """The dash and mark of the series at this place, for the list of names below; hidden from ears."""
    style = place % len(GLYPHS)
    drawn = (
        f'<svg class="trend-{style}" viewBox="0 0 44 14" width="44" height="14" aria-hidden="true">'
        f'<polyline points="0,7 44,7"/><text x="22" y="12" text-anchor="middle">{GLYPHS[style]}</text></svg>'
    )
    return Markup(drawn)  # noqa: S704 -- nothing in it comes from people


def _series(series: Series, spots: Sequence[tuple[float, float]], place: int) -> Iterator[str]:
    for begin, end in series.runs:
        joined = " ".join(f"{left},{height}" for left, height in spots[begin:end])
        yield f'<polyline points="{escape(joined)}"/>'
    glyph = GLYPHS[place % len(GLYPHS)]
    for left, height in spots:
        yield text("trend-mark", left, height + 5, glyph, "middle")


def _written(years: Sequence[int]) -> list[int]:
    """The years to write below: at most six, first and last among them."""
    if len(years) <= MOST_YEARS:
        return list(years)
    step = -(-len(years) // (MOST_YEARS - 1))
    kept = [year for year in years[:-1:step] if years[-1] - year > (years[-1] - years[0]) / 8]
    return [*kept, years[-1]]
