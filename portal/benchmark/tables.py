"""Figures as a table: what is exported, and what comes back unchanged when it is imported again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from portal.benchmark.figures import version_of
from portal.benchmark.importing import HEADINGS, MAX_CELL, NEEDED, NO_VERSION, NOT_KNOWN
from portal.documents.sheets import Cell, Sheet, SheetColumn
from portal.documents.workbooks import Form
from portal.regions import Indicator, IndicatorValue, Instrument, Region

NAME = "Angka wilayah"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WIDTHS = {
    "value": 14,
    "year": 14,
    "unit": 16,
    "version": 18,
    "note": 40,
    "sources": 16,
    "title": 50,
    "url": 50,
}
FORM = Form(HEADINGS, NEEDED, sheet=NAME, max_rows=5_000, max_cell=MAX_CELL)


def sheet(
    regions: Sequence[Region],
    indicators: Mapping[str, Indicator],
    instruments: Mapping[str, Instrument],
    made: date,
    *,
    only: frozenset[str] = frozenset(),
) -> Sheet:
    """The figures of regions; `only` narrows to these indicators."""
    columns = [SheetColumn(heading, WIDTHS.get(key, 22), key == "year") for key, heading in HEADINGS.items()]
    rows = _rows(regions, indicators, instruments, only)
    return Sheet(NAME, columns, rows, made)


def _rows(
    regions: Sequence[Region],
    indicators: Mapping[str, Indicator],
    instruments: Mapping[str, Instrument],
    only: frozenset[str],
) -> Iterator[Sequence[Cell]]:
    for region in regions:
        for value in region.indicators:
            indicator = indicators.get(value.indicator)
            if indicator is not None and (not only or indicator.id in only):
                yield _row(region, value, indicator, instruments.get(indicator.instrument or ""))


def _row(
    region: Region, value: IndicatorValue, indicator: Indicator, instrument: Instrument | None
) -> Sequence[Cell]:
    version = version_of(instrument, value.year)
    source = next((one for one in region.sources if one.id in value.sources), None)
    return (
        region.id,
        indicator.id,
        value.value,
        NOT_KNOWN if value.year is None else value.year,
        value.unit or indicator.unit,
        version.id if version else NO_VERSION if instrument else "",
        value.note,
        "; ".join(value.sources),
        source.title if source else "",
        source.publisher if source else "",
        _day(source.date or "") if source else "",
        source.url if source else "",
    )


def _day(text: str) -> Cell:
    """A day as a date; a year or a month alone stays as it is written."""
    return date.fromisoformat(text) if _DAY.fullmatch(text) else text
