"""Whole sheets from outside, wherever their headings stand: XLSX with merged cells, CSV, as rows of cells.

Nothing is evaluated: a formula is its text. What a merged range shows stands in its first cell; the range is
told, so that a reader may carry it down. Rows that are out of sight are marked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import Any

from portal import cage
from portal.documents.workbooks import judge, refuse_rivals
from portal.errors import RuleViolation
from portal.web.csvfiles import STARTS

MAX_ROWS, MAX_COLUMNS = 5_000, 120
MAX_CELL = 32_767  # characters
MAX_SHEETS = 20
MAX_UNPACKED = 8 * 1024 * 1024  # bytes
SEPARATORS = ";,\t|"
Cell = str | int | float | date | None
Range = tuple[int, int, int, int]  # first and last row, first and last column, from 1


@dataclass(frozen=True)
class GridRow:
    """A row with its number as its sheet shows it."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    @property
    def is_empty(self) -> bool:
        """Is there nothing in it?"""
        return all(cell in (None, "") for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """A sheet: its rows and the ranges that are merged in it."""

    name: str
    rows: tuple[GridRow, ...]
    merged: tuple[Range, ...] = ()


def read_grids(content: bytes, *, person: str = "") -> list[Grid]:
    """The sheets of an XLSX file, or the one of a CSV file; raises RuleViolation for an unsound file.

    Of a `person` one workbook is read at a time: then, and where too many wait, ExaminationBusy is raised.
    """
    if content[:4] == b"PK\x03\x04":
        return _from_book(content, person)
    refuse_rivals(content, takes_utf_16=True)
    return [Grid("", tuple(_from_text(text_of(content))))]


def text_of(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252, without its mark; raises RuleViolation."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif content[1:2] == b"\0" and content[3:4] == b"\0":
        encodings = ["utf-16-le"]
    elif content[:1] == b"\0":
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff")
    raise RuleViolation("Berkas ini bukan XLSX, CSV, atau JSON. Simpan ulang sebagai .xlsx.")


def _from_text(text: str) -> Iterable[GridRow]:
    first, _, rest = text.partition("\n")
    said, skipped = first.strip().strip('"').casefold(), 0
    if said.startswith("sep=") and len(said) <= 5:  # Excel's own line
        separator, text, skipped = said[4:] or "\t", rest, 1
    else:
        separator = _separator(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found = []
    try:
        for number, line in enumerate(lines, 1 + skipped):
            if number > MAX_ROWS:
                raise RuleViolation(f"Paling banyak {MAX_ROWS} baris sekali impor. Bagi berkasnya.")
            found.append(GridRow(number, tuple(_plain(cell) for cell in line[:MAX_COLUMNS])))
    except csv.Error:
        raise RuleViolation("Berkas CSV ini rusak: tanda kutipnya tidak berpasangan.") from None
    return found


def _separator(text: str) -> str:
    """What parts most lines into the same number of cells, and into the most."""
    sample = text[:20_000]

    def fit(mark: str) -> tuple[int, int]:
        try:
            widths = [
                len(line) for line in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if line
            ]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width), default=1)
        return (widths.count(usual) if usual > 1 else 0), usual

    return max(SEPARATORS, key=fit)


def _plain(cell: str) -> str:
    """A cell without the apostrophe that our own files put before what looks like a formula."""
    text = cell[:MAX_CELL].strip()
    return text[1:] if text[:1] == "'" and text[1:].lstrip(" ").startswith(STARTS) else text


def _from_book(content: bytes, person: str) -> list[Grid]:
    judge(content, MAX_UNPACKED)
    wanted = {"sheets": MAX_SHEETS, "rows": MAX_ROWS, "columns": MAX_COLUMNS, "cell": MAX_CELL}
    with TemporaryFile() as file:
        file.write(content)
        file.flush()
        answer = cage.examine("grid", file, person=person, wanted=wanted)
    if "refused" in answer:
        raise RuleViolation(str(answer["refused"] or "Berkas ini rusak atau bukan buku kerja XLSX."))
    return [_grid(sheet) for sheet in answer["sheets"]]


def _grid(sheet: dict[str, Any]) -> Grid:
    rows = [
        GridRow(number, tuple(map(_cell, cells)), is_hidden) for number, cells, is_hidden in sheet["rows"]
    ]
    merged = [tuple(one) for one in sheet["merged"]]
    return Grid(sheet["name"], tuple(_without_end(rows)), tuple(merged))


def _without_end(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    last = max((place for place, row in enumerate(rows, 1) if not row.is_empty), default=0)
    return rows[:last]


def _cell(value: Any) -> Cell:
    """A cell as the cage tells it; a date has a mark, see `portal.cage.examiner.grid`."""
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value
