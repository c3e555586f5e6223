"""Figures over the years as a drawing: one line a region, told apart by dash and mark, not by colour alone.

A line joins only years that follow each other, on the same scale; what is between is not known and stays a
gap. Drawn on the server; the table beside it holds the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.benchmark.figures import Cell, Figure, Row
from portal.regions import Region
from portal.web.charts import ticks_for
from portal.web.figures import number

WIDTH, HEIGHT = 440, 240  # viewBox units
LEFT, RIGHT, TOP, BOTTOM = 62, 22, 16, 34
MARKS = ("●", "■", "▲", "◆", "○", "□")


@dataclass(frozen=True)
class TrendLine:
    """A region's line: its pieces as points of a polyline, and its marks."""

    label: str
    style: int  # 0 to 5: dash and mark
    mark: str
    pieces: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Trend:
    """A laid-out drawing with its table."""

    title: str
    description: str
    lines: tuple[TrendLine, ...]
    ticks: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, int], ...]
    table: tuple[tuple[str, tuple[str, ...]], ...]  # region -> a cell for each year
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def trend(row: Row, regions: dict[str, Region]) -> Trend | None:
    """The drawing of a row; None where no region has figures of two years."""
    series = {cell.region_id: _numbers(cell) for cell in row.cells}
    if all(len(figures) < 2 for figures in series.values()):
        return None
    years = sorted({figure.year or 0 for figures in series.values() for figure in figures})
    marks = ticks_for([figure.number or 0.0 for figures in series.values() for figure in figures])
    span = max(years[-1] - years[0], 1)

    def x(year: int) -> float:
        return round(LEFT + (year - years[0]) / span * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        share = (value - marks[0]) / (marks[-1] - marks[0])
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    lines = []
    for style, (region_id, figures) in enumerate(series.items()):
        places = [(x(figure.year or 0), y(figure.number or 0.0)) for figure in figures]
        pieces = tuple(
            " ".join(f"{left},{height}" for left, height in places[begin:end])
            for begin, end in _runs(figures)
            if end - begin > 1
        )
        label = regions[region_id].name
        lines.append(TrendLine(label, style, MARKS[style % len(MARKS)], pieces, tuple(places)))
    return Trend(
        title=f"{row.indicator.name} menurut tahun",
        description=row.finding,
        lines=tuple(line for line in lines if line.dots),
        ticks=tuple((y(mark), number(mark)) for mark in marks),
        years=tuple((x(year), year) for year in _spaced(years)),
        table=_table(series, years, regions),
    )


def _numbers(cell: Cell) -> list[Figure]:
    known = (*cell.earlier, *([cell.latest] if cell.latest else []))
    return [figure for figure in known if figure.number is not None and figure.year is not None]


def _runs(figures: Sequence[Figure]) -> list[tuple[int, int]]:
    """Stretches of years without a gap, on one scale and in one unit."""
    runs, begin = [], 0
    for place in range(1, len(figures) + 1):
        if place == len(figures) or not _follows(figures[place - 1], figures[place]):
            runs.append((begin, place))
            begin = place
    return runs


def _follows(before: Figure, after: Figure) -> bool:
    is_next = (after.year or 0) - (before.year or 0) == 1
    return is_next and before.scale == after.scale and before.unit == after.unit


def _spaced(years: Sequence[int]) -> list[int]:
    """The years to write below: at most six, first and last among them."""
    if len(years) <= 6:
        return list(years)
    step = -(-len(years) // 5)
    kept = [year for year in years[:-1:step] if years[-1] - year > (years[-1] - years[0]) / 8]
    return [*kept, years[-1]]


def _table(
    series: dict[str, list[Figure]], years: Sequence[int], regions: dict[str, Region]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = []
    for region_id, figures in series.items():
        by_year = {figure.year: figure for figure in figures}
        cells = tuple(_cell(by_year.get(year)) for year in years)
        rows.append((regions[region_id].name, cells))
    return (("Tahun", tuple(str(year) for year in years)), *rows)


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "tidak ada"
    unknown = figure.scale.endswith("?")
    version = "versi tidak tercatat" if unknown else figure.version or ""
    return f"{number(figure.number)}{f' ({version})' if version else ''}"
