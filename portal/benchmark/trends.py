"""Figures over the years as a drawing with its table.

A line joins only years that follow each other, on the same scale; what is between is not known and stays a
gap. The table beside it holds the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.benchmark.figures import Cell, Figure, Row
from portal.regions import Region
from portal.web.charts import Series, draw_years, years_key
from portal.web.figures import number


@dataclass(frozen=True)
class Trend:
    """A drawing, the names of its lines, and its table."""

    title: str
    drawing: Markup
    names: tuple[tuple[Markup, str], ...]  # how a line is drawn, whose it is
    table: tuple[tuple[str, tuple[str, ...]], ...]  # region -> a cell for each year


def trend(key: str, row: Row, regions: dict[str, Region]) -> Trend | None:
    """The drawing of a row; None where no region has figures of two years."""
    series = {cell.region_id: _numbers(cell) for cell in row.cells}
    if all(len(figures) < 2 for figures in series.values()):
        return None
    years = sorted({figure.year or 0 for figures in series.values() for figure in figures})
    lines = [
        Series(
            regions[region_id].name,
            [(figure.year or 0, figure.number or 0.0) for figure in figures],
            [(begin, end) for begin, end in _runs(figures) if end - begin > 1],
        )
        for region_id, figures in series.items()
        if figures
    ]
    title = f"{row.indicator.name} menurut tahun"
    return Trend(
        title=title,
        drawing=draw_years(key, (title, row.finding), lines, figure=number),
        names=tuple((years_key(place), line.label) for place, line in enumerate(lines)),
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
