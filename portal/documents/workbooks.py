"""Tables that come from outside, XLSX or CSV, read with care: rows of text, or one sentence why not.

A workbook is a zip of XML: it is judged by its directory before anything is unpacked, read without
entities, links or formulas, and only as far as the rows and columns that are wanted.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.errors import RuleViolation
from portal.web.csvfiles import MARK, STARTS

MAX_ENTRIES = 100  # files inside the workbook
MAX_UNPACKED = 8 * 1024 * 1024  # bytes
WHOLE = 1e15  # above this a spreadsheet's number is no longer exact
Row = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Form:
    """What a table must look like: key -> heading, which columns must be there, how much fits."""

    headings: Mapping[str, str]
    needed: Sequence[str]
    sheet: str = ""  # the page to read; the first one where there is none of this name
    max_rows: int = 2_000
    max_cell: int = 300  # characters kept of a cell, and one more so that a longer one is seen
    comma: bool = False  # write a number's fraction with a comma, as people here do


def read_table(content: bytes, form: Form) -> list[Row]:
    """The filled rows of an XLSX or CSV file as (row number, key -> text); raises RuleViolation."""
    is_book = content[:4] == b"PK\x03\x04"
    return read_book(content, form) if is_book else read_csv(content, form)


def read_book(content: bytes, form: Form) -> list[Row]:
    """The filled rows of a workbook; raises RuleViolation for an unsound file."""
    judge(content)
    try:
        return list(_from_book(content, form))
    except RuleViolation:
        raise
    except Exception:  # the parser's own errors are many, and a hostile file finds new ones
        raise RuleViolation(
            "Berkas ini rusak atau bukan buku kerja XLSX. Pakai templat yang disediakan."
        ) from None


def read_csv(content: bytes, form: Form) -> list[Row]:
    """The filled rows of a CSV file in UTF-8, with commas or semicolons; raises RuleViolation."""
    try:
        text = content.decode("utf-8").removeprefix(MARK)
    except UnicodeDecodeError:
        raise RuleViolation("Berkas ini bukan XLSX atau CSV UTF-8. Simpan ulang sebagai CSV UTF-8.") from None
    if "\0" in text:
        raise RuleViolation("Berkas ini bukan CSV: ada karakter yang bukan teks.")
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(_rows(((_plain(cell) for cell in line) for line in lines), form))
    except csv.Error:
        raise RuleViolation("Berkas CSV ini rusak: tanda kutipnya tidak berpasangan.") from None


def _plain(cell: str) -> str:
    """A cell without the apostrophe that our own files put before what looks like a formula."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:].lstrip(" ").startswith(STARTS) else text


def judge(content: bytes) -> None:
    """Refuse a workbook that is unsound, too large, or carries more than cells; raises RuleViolation."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise RuleViolation("Berkas ini bukan buku kerja XLSX.") from None
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or len(names) != len(entries) or unpacked > MAX_UNPACKED:
        raise RuleViolation("Buku kerja ini terlalu besar. Salin barisnya ke templat yang disediakan.")
    if any(name.startswith(("/", "\\")) or ".." in name for name in names):
        raise RuleViolation("Berkas ini bukan buku kerja XLSX yang wajar.")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise RuleViolation("Berkas ini bukan buku kerja XLSX.")
    if any("vbaProject" in name or "externalLink" in name or "embeddings/" in name for name in names):
        raise RuleViolation("Buku kerja dengan makro, tautan luar, atau berkas sisipan tidak diterima.")


def _from_book(content: bytes, form: Form) -> Iterator[Row]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheet = book[form.sheet] if form.sheet in book.sheetnames else book.worksheets[0]
        wide = len(form.headings) + 10  # columns further right are notes of the sender
        lines = sheet.iter_rows(min_row=1, max_row=form.max_rows + 2, max_col=wide)
        yield from _rows(((_text(cell, form) for cell in line) for line in lines), form)
    finally:
        book.close()


def _rows(lines: Iterable[Iterable[str]], form: Form) -> Iterator[Row]:
    given = iter(lines)
    places = _places(list(next(given, ())), form)
    for number, line in enumerate(given, 2):
        cells = [cell[: form.max_cell + 1] for cell in line]
        row = {key: cells[place] for key, place in places.items() if place < len(cells)}
        if not any(row.values()):
            continue
        if number > form.max_rows + 1:
            raise RuleViolation(f"Paling banyak {form.max_rows} baris sekali impor. Bagi berkasnya.")
        yield number, row


def _places(headings: Sequence[str], form: Form) -> dict[str, int]:
    found = {text.casefold(): place for place, text in reversed(list(enumerate(headings)))}
    places = {
        key: found[heading.casefold()]
        for key, heading in form.headings.items()
        if heading.casefold() in found
    }
    missing = [form.headings[key] for key in form.needed if key not in places]
    if missing:
        raise RuleViolation(
            f"Judul kolom “{missing[0]}” tidak ada di baris pertama. Pakai templat yang disediakan."
        )
    return places


def _text(cell: Any, form: Form) -> str:
    """A cell as text. Dates become ISO, whole numbers lose their point; a formula shows as itself."""
    value = cell.value
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.date().isoformat() if hasattr(value, "date") else value.isoformat())
    if isinstance(value, float) and value.is_integer() and abs(value) < WHOLE:
        value = int(value)
    if isinstance(value, float) and form.comma:
        return repr(value).replace(".", ",")
    return str(value).strip()[: form.max_cell + 1]
