"""Whole sheets of a workbook: cells, what is out of sight, what is merged; nothing is evaluated."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from typing import Any, BinaryIO

from openpyxl import load_workbook

from .answer import Refused
from .rows import check_parts


def read_sheets(file: BinaryIO, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """The visible sheets, at most `sheets` of them. Raises Refused.

    Each as {"name", "rows": [[number, cells, is hidden]], "merged": [[first and last row, column]]}; a date
    is {"date": "2026-01-31"}.
    """
    with zipfile.ZipFile(file) as archive:
        check_parts(archive)
    file.seek(0)
    book = load_workbook(file, data_only=False, keep_links=False)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [_sheet(sheet, wanted) for sheet in (shown or book.worksheets)[: wanted["sheets"]]]


def _sheet(sheet: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    most = wanted["rows"]
    if sheet.max_row > most * 4:
        raise Refused(f"Paling banyak {most} baris sekali impor. Bagi berkasnya.")
    lines = sheet.iter_rows(
        max_row=min(sheet.max_row, most), max_col=min(sheet.max_column, wanted["columns"])
    )
    rows = []
    for number, line in enumerate(lines, 1):
        is_hidden = bool(sheet.row_dimensions[number].hidden) if number in sheet.row_dimensions else False
        rows.append([number, [_cell(cell.value, wanted["cell"]) for cell in line], is_hidden])
    ranges = [(one.min_row, one.max_row, one.min_col, one.max_col) for one in sheet.merged_cells.ranges]
    return {"name": str(sheet.title), "rows": rows, "merged": sorted(ranges)}


def _cell(value: Any, most: int) -> Any:
    """A cell's value: a date where it is one, figures as they are, else its text."""
    if value is None or isinstance(value, bool):
        return None if value is None else ("Ya" if value else "Tidak")
    if isinstance(value, datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, (int, float)):
        return value
    return str(value)[:most].strip()
