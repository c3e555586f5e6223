"""Tables as files: XLSX and CSV. What somebody typed stays text; no cell ever holds a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.web import csvfiles

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MAX_CELL = 32_767  # characters that a spreadsheet cell holds
MAX_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
Cell = str | int | float | date | None


@dataclass(frozen=True)
class SheetColumn:
    """A column: its heading and its width in characters."""

    heading: str
    width: int = 18


@dataclass(frozen=True)
class Sheet:
    """A table with a name; `remark` says below it where it comes from."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Cell]]
    made: date
    remark: str = ""


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
        for place, cell in enumerate(row):
            if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) < MAX_EXACT:
                page.write_number(number, place, cell, styles["whole"])
            else:
                page.write_string(number, place, written(cell)[:MAX_CELL], styles["text"])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(number, 1), len(sheet.columns) - 1)
    if sheet.remark:
        page.write_string(number + 2, 0, sheet.remark)


def make_csv(sheet: Sheet) -> bytes:
    """The table as CSV (RFC 4180, UTF-8 with its mark), without the remark."""
    rows: list[Sequence[object]] = [[column.heading for column in sheet.columns]]
    rows.extend([written(cell) for cell in row] for row in sheet.rows)
    return "".join(csvfiles.lines(rows)).encode()


def written(cell: Cell) -> str:
    """A cell as text; a date as ISO 8601."""
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
