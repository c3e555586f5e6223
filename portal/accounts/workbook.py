"""People from a workbook (XLSX): a template to fill in, and a careful reading of what comes back.

A workbook is a zip of XML from outside: it is judged by its directory before anything is unpacked, read
without entities, links or formulas, and only as far as the rows and columns that are wanted.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from portal.errors import RuleViolation

COLUMNS = (
    ("username", "Nama pengguna", "budi.santoso"),
    ("name", "Nama lengkap", "Budi Santoso, S.STP."),
    ("nip", "NIP", "contoh: 18 digit, sebagai teks"),
    ("email", "Surel", "budi@contoh.go.id"),
    ("position", "Jabatan", "Analis Kebijakan Ahli Muda"),
    ("rank", "Pangkat/golongan", "Penata, III/c"),
    ("role", "Peran", "operator"),
    ("opd", "OPD", "Dinkes"),
    ("kind", "Sifat", "definitif"),
    ("since", "Mulai", "2026-01-01"),
    ("until", "Hari terakhir", ""),
)
MAX_ROWS = 2_000
MAX_ENTRIES = 100  # files inside the workbook
MAX_UNPACKED = 8 * 1024 * 1024  # bytes
MAX_CELL = 300  # characters
SHEET = "Pengguna"


def template(opd_codes: list[str], roles: list[str], kinds: list[str]) -> bytes:
    """An empty workbook with the headings, text cells throughout, and a sheet of what may be written."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for number, (_, heading, _) in enumerate(COLUMNS, 1):
        cell = sheet.cell(row=1, column=number, value=heading)
        cell.font = Font(bold=True)
        letter = cell.column_letter
        sheet.column_dimensions[letter].width = 24
        for row in range(2, 202):
            sheet.cell(row=row, column=number).number_format = "@"  # keeps all 18 digits of a NIP
    sheet.freeze_panes = "A2"
    notes = book.create_sheet("Petunjuk")
    notes.append(["Kolom", "Contoh"])
    for _, heading, example in COLUMNS:
        notes.append([heading, example])
    notes.append([])
    for heading, values in (("Peran", roles), ("Sifat", kinds), ("Kode OPD", opd_codes)):
        notes.append([heading, ", ".join(values)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


Columns = Sequence[tuple[str, str, str]]


def read(
    content: bytes,
    *,
    columns: Columns = COLUMNS,
    needed: Sequence[str] = ("username", "name"),
    sheet_name: str = SHEET,
) -> list[tuple[int, dict[str, str]]]:
    """The filled rows as (row number, column -> text); raises RuleViolation for an unsound file.

    Other rooms read tables of their own with it: `columns` are (name, heading, example), of which those
    in `needed` must have a heading.
    """
    _judge(content)
    try:
        return list(_rows(content, columns, needed, sheet_name))
    except RuleViolation:
        raise
    except Exception:  # the parser's own errors are many, and a hostile file finds new ones
        raise RuleViolation(
            "Berkas ini rusak atau bukan buku kerja XLSX. Pakai templat yang disediakan."
        ) from None


def _judge(content: bytes) -> None:
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


def _rows(
    content: bytes, columns: Columns, needed: Sequence[str], sheet_name: str
) -> Iterator[tuple[int, dict[str, str]]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        sheet = book[sheet_name] if sheet_name in book.sheetnames else book.worksheets[0]
        wide = len(columns) + 10  # columns further right are notes of the sender
        lines = sheet.iter_rows(min_row=1, max_row=MAX_ROWS + 2, max_col=wide)
        places = _places(next(lines, ()), columns, needed)
        for number, line in enumerate(lines, 2):
            row = {name: _text(line[place]) for name, place in places.items() if place < len(line)}
            if not any(row.values()):
                continue
            if number > MAX_ROWS + 1:
                raise RuleViolation(f"Paling banyak {MAX_ROWS} baris sekali impor. Bagi berkasnya.")
            yield number, row
    finally:
        book.close()


def _places(headings: tuple[Any, ...], columns: Columns, needed: Sequence[str]) -> dict[str, int]:
    found = {_text(cell).casefold(): place for place, cell in reversed(list(enumerate(headings)))}
    places = {name: found[heading.casefold()] for name, heading, _ in columns if heading.casefold() in found}
    missing = [heading for name, heading, _ in columns if name in needed and name not in places]
    if missing:
        raise RuleViolation(
            f"Judul kolom “{missing[0]}” tidak ada di baris pertama. Pakai templat yang disediakan."
        )
    return places


def _text(cell: Any) -> str:
    """A cell as text. Dates become ISO, whole numbers lose their point; a formula shows as itself."""
    value = cell.value
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.date().isoformat() if hasattr(value, "date") else value.isoformat())
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return str(value).strip()[: MAX_CELL + 1]
