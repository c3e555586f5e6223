"""What leaves as a table can be counted and sorted: figures are numbers, days are dates, text is text."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from portal.documents.sheets import Cell, Sheet, SheetColumn, make_csv, make_xlsx

DAY = date(2026, 11, 21)


def sheet(*cells: Cell, cut: str = "", is_name: bool = False) -> Sheet:
    """A table of one row."""
    columns = [SheetColumn(f"Kolom {place}", is_name=is_name) for place in range(len(cells))]
    return Sheet("Tabel", columns, [list(cells)], DAY, "Dari contoh.", cut)


def written(*cells: Cell, is_name: bool = False) -> list[openpyxl.cell.cell.Cell]:
    """The cells of its row as another program reads them."""
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx(sheet(*cells, is_name=is_name))))
    page = book.active
    assert page is not None
    return list(next(page.iter_rows(min_row=2, max_row=2)))


@pytest.mark.parametrize(
    "value", [0, -3, 1_785_316, 11.95, -2.07, 0.1, 1e-9, Decimal("702.3"), Decimal("-0.50")]
)
def test_a_figure_is_a_number(value: int | float | Decimal) -> None:
    (cell,) = written(value)

    assert cell.data_type == "n"
    assert float(cell.value) == float(value)


@pytest.mark.parametrize("day", [DAY, date(1900, 3, 1), date(2028, 2, 29), datetime(2026, 1, 2, 23, 59)])
def test_a_day_is_a_date(day: date) -> None:
    (cell,) = written(day)

    assert cell.is_date
    assert (cell.value.year, cell.value.month, cell.value.day) == (day.year, day.month, day.day)
    assert cell.number_format == "yyyy-mm-dd"


@pytest.mark.parametrize(
    "value",
    ["11,95", "2026-01-01", "=1+1", "0085", "", None, True, float("nan"), 10**15, date(1, 1, 1)],
)
def test_what_is_no_figure_stays_the_text_it_was(value: Cell) -> None:
    (cell,) = written(value)

    assert cell.data_type in ("s", "n")
    assert not isinstance(cell.value, int | float)


def test_a_number_that_names_something_has_no_thousands() -> None:
    assert written(2026, is_name=True)[0].number_format == "0"
    assert written(2026)[0].number_format == "#,##0"


def test_a_table_of_text_writes_figures_with_a_comma_and_no_apostrophe() -> None:
    text = make_csv(sheet(-2.07, -3, DAY, "-x", Decimal("0.5"))).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert rows[1] == ["-2,07", "-3", "2026-11-21", "'-x", "0,5"]


def test_a_table_that_leaves_rows_out_says_so_in_both_kinds_of_file() -> None:
    cut = sheet(1, 2, cut="Berkas ini memuat 1 dari 9 baris.")
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx(cut)))

    assert "Berkas ini memuat 1 dari 9 baris." in [row[0].value for row in book.active.iter_rows()]
    assert "Berkas ini memuat 1 dari 9 baris." in make_csv(cut).decode("utf-8")
