"""Lists as files: what a list shows, as CSV and as an Excel workbook, and any file to be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response
from sqlalchemy.orm import InstrumentedAttribute

from portal import clock
from portal.access import allow
from portal.documents.sheets import CSV, XLSX, Cell, Sheet, SheetColumn, make_csv, make_xlsx
from portal.records.labels import labels
from portal.web.attachments import attachment
from portal.web.figures import number

MAX_EXPORT = 20_000  # rows; a file that leaves some out says so, and so does its page
NAMES = frozenset({"Nomor", "Tahun"})  # headings above numbers that name something


@dataclass(frozen=True)
class ListColumn:
    """A column of a list's file: of the table, under its label, or computed, under a heading of its own."""

    of: InstrumentedAttribute[Any] | str
    width: int  # characters
    compute: Callable[[Any], Cell] | None = None

    def heading(self) -> str:
        """What stands above it."""
        return self.of if isinstance(self.of, str) else labels(self.of.class_)[self.of.key].text

    def cell(self, row: Any) -> Cell:
        """What stands in it: codes by their words, figures and days as they are."""
        if self.compute is not None or isinstance(self.of, str):
            return self.compute(row) if self.compute else None
        value, known = getattr(row, self.of.key), labels(self.of.class_)[self.of.key]
        found: Cell = known.write(value) if known.offers is not None else value
        return found


def list_sheet(
    name: str,
    columns: Sequence[ListColumn],
    rows: Iterable[Any],
    made: date,
    remark: str = "",
    *,
    total: int = 0,
) -> Sheet:
    """A list as a table for a file; `total` is how many rows there are, where not all of them are given."""
    heads = [SheetColumn(one.heading(), one.width, one.heading() in NAMES) for one in columns]
    cells = ([one.cell(row) for one in columns] for row in rows)
    return Sheet(name, heads, cells, made, remark, left_out(total))


def left_out(total: int) -> str:
    """What a file of so many rows says it leaves out; "" for one that holds them all."""
    if total <= MAX_EXPORT:
        return ""
    return (
        f"Berkas ini memuat {number(MAX_EXPORT)} dari {number(total)} baris, yang teratas di daftar. "
        "Persempit saringan untuk mendapat sisanya."
    )


def sheet_routes(
    blueprint: Blueprint, path: str, permission: str, name: str, sheet: Callable[[], Sheet], prefix: str = ""
) -> None:
    """Give a list its files: `path` is "/rencana", `name` what the files are called before the day."""

    def csv() -> Response:
        return attachment(make_csv(sheet()), CSV, f"{name}-{clock.today():%Y%m%d}.csv")

    def xlsx() -> Response:
        return attachment(make_xlsx(sheet()), XLSX, f"{name}-{clock.today():%Y%m%d}.xlsx")

    for view in (csv, xlsx):
        rule, endpoint = f"{path}.{view.__name__}", f"{prefix}{view.__name__}"
        blueprint.add_url_rule(rule, endpoint, allow(permission)(view), methods=["GET"])
