"""Tables as files: XLSX and CSV. Figures are numbers and days are dates; no cell ever holds a formula.

What somebody typed stays text. A table that does not hold everything says so, in both kinds of file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import TypeGuard

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.web import csvfiles

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MAX_CELL = 32_767  # characters that a spreadsheet cell holds
FIRST_YEAR = 1900  # a spreadsheet knows no day before it
MAX_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
Cell = str | int | float | Decimal | date | None


@dataclass(frozen=True)
class SheetColumn:
    """A column: its heading and its width in characters."""

    heading: str
    width: int = 18
    is_name: bool = False  # its numbers name something, as a year does: 2026, not 2.026


@dataclass(frozen=True)
class Sheet:
    """A table with a name; `remark` says below it where it comes from, `cut` what it leaves out."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Cell]]
    made: date
    remark: str = ""
    cut: str = ""


def make_xlsx(sheet: Sheet) -> bytes:
    """The table as an Excel workbook; the same table on the same day gives the same bytes."""
    return make_book([sheet])


def make_book(sheets: Sequence[Sheet]) -> bytes:
    """Several tables as one workbook, each on a page of its own; titled and dated like the first."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    first = sheets[0]
    book.set_properties({"title": first.name, "created": datetime.combine(first.made, datetime.min.time())})
    styles = {
        "bold": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "name": book.add_format({"num_format": "0", "valign": "top"}),
        "fraction": book.add_format({"num_format": "General", "valign": "top"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
    }
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.name[:31]), sheet, styles)
    book.close()
    return buffer.getvalue()


def _fill(page: Worksheet, sheet: Sheet, styles: Mapping[str, Format]) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.heading, styles["bold"])
    number = 0
    for number, row in enumerate(sheet.rows, 1):
        for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write(page, (number, place), cell, column, styles)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(number, 1), len(sheet.columns) - 1)
    for line, text in enumerate(filter(None, (sheet.cut, sheet.remark)), number + 2):
        page.write_string(line, 0, text)


def _write(
    page: Worksheet, at: tuple[int, int], cell: Cell, column: SheetColumn, styles: Mapping[str, Format]
) -> None:
    """A cell in the type that a spreadsheet counts and sorts with."""
    if is_number(cell) and -MAX_EXACT < cell < MAX_EXACT:
        whole = "name" if column.is_name else "whole"
        page.write_number(*at, cell, styles[whole if isinstance(cell, int) else "fraction"])
    elif isinstance(cell, date) and cell.year >= FIRST_YEAR:
        day = datetime(cell.year, cell.month, cell.day)
        page.write_datetime(*at, day, styles["day"])
    else:
        page.write_string(*at, written(cell)[:MAX_CELL], styles["text"])


def is_number(cell: Cell) -> TypeGuard[int | float | Decimal]:
    """Is it a figure that can be counted with?"""
    return isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool) and isfinite(cell)


def make_csv(sheet: Sheet) -> bytes:
    """The table as CSV (RFC 4180, UTF-8 with its mark), without the remark; figures with a comma."""
    rows: list[Sequence[object]] = [[column.heading for column in sheet.columns]]
    rows.extend([cell if is_number(cell) else written(cell) for cell in row] for row in sheet.rows)
    rows += [[sheet.cut]] if sheet.cut else []
    return "".join(csvfiles.lines(rows)).encode()


def written(cell: Cell) -> str:
    """A cell as text; a date as ISO 8601."""
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
