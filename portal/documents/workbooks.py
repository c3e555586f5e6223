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

from portal.cage.examiner.answer import Refused
from portal.cage.examiner.rows import check_parts
from portal.documents.cells import Unseen, text_of, tidy_lines, unseen
from portal.errors import RuleViolation
from portal.same import nearest, same
from portal.unseen import refusal
from portal.values import HIDDEN
from portal.web.csvfiles import MARK, STARTS

MAX_ENTRIES = 100  # files inside the workbook
MIN_UNPACKED = 2 * 1024 * 1024  # bytes that any workbook may have: styles, themes
ROW_BYTES = 4 * 1024  # bytes a wanted row may have, with all its cells
MAX_RATIO = 100  # a table of zeros packs to about 1:1000, a real sheet to 1:20
SMALL = 128 * 1024  # bytes; below this a ratio says nothing
OLD_BOOK = b"\xd0\xcf\x11\xe0"  # .xls, and a workbook with a password
ALL_SEEN = Unseen()
Row = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Form:
    """What a table must look like: key -> heading, which columns must be there, how much fits."""

    headings: Mapping[str, str]
    needed: Sequence[str]
    sheet: str = ""  # the page to read; the first one where there is none of this name
    max_rows: int = 2_000
    max_cell: int = 300  # characters kept of a cell, and one more so that a longer one is seen


def read_table(content: bytes, form: Form) -> list[Row]:
    """The filled rows of an XLSX or CSV file as (row number, key -> text); raises RuleViolation."""
    is_book = content[:4] == b"PK\x03\x04"
    return read_book(content, form) if is_book else read_csv(content, form)


def read_book(content: bytes, form: Form) -> list[Row]:
    """The filled rows of a workbook; raises RuleViolation for an unsound file."""
    judge(content, max(MIN_UNPACKED, form.max_rows * ROW_BYTES))
    try:
        return list(_from_book(content, form))
    except RuleViolation:
        raise
    except Exception:  # the parser's own errors are many, and a hostile file finds new ones
        raise RuleViolation(
            "Berkas ini rusak atau bukan buku kerja XLSX. Pakai templat yang disediakan."
        ) from None


def read_csv(content: bytes, form: Form) -> list[Row]:
    """The filled rows of a CSV file in UTF-8, with commas, semicolons or tabs; raises RuleViolation."""
    refuse_rivals(content)
    try:
        text = content.decode("utf-8").removeprefix(MARK)
    except UnicodeDecodeError:
        raise RuleViolation("Berkas ini bukan XLSX atau CSV UTF-8. Simpan ulang sebagai CSV UTF-8.") from None
    if "\0" in text:
        raise RuleViolation("Berkas ini bukan CSV: ada karakter yang bukan teks.")
    delimiter, text, skipped = _delimiter(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(_rows(((_plain(cell) for cell in line) for line in lines), form, first=1 + skipped))
    except csv.Error:
        raise RuleViolation("Berkas CSV ini rusak: tanda kutipnya tidak berpasangan.") from None


def refuse_rivals(content: bytes, *, takes_utf_16: bool = False) -> None:
    """Name the kinds of file that are taken for a table; raises RuleViolation."""
    head = content[:512].lstrip(b"\xef\xbb\xbf\t\r\n ").lower()
    if not head:
        raise RuleViolation("Berkas ini kosong.")
    if content.startswith(OLD_BOOK):
        raise RuleViolation(
            "Berkas ini XLS lama atau XLSX bersandi. Buka di Excel, lalu simpan sebagai .xlsx tanpa sandi."
        )
    if head.startswith(b"<"):
        raise RuleViolation(
            "Berkas ini halaman web yang diberi nama tabel. Buka di Excel, lalu simpan sebagai .xlsx."
        )
    if head.startswith(b"%pdf"):
        raise RuleViolation("Berkas ini PDF. Yang diterima buku kerja .xlsx atau CSV UTF-8.")
    if not takes_utf_16 and content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RuleViolation("Berkas ini teks UTF-16. Simpan ulang sebagai CSV UTF-8 atau .xlsx.")


def _delimiter(text: str) -> tuple[str, str, int]:
    """What parts the cells, the text without Excel's own line "sep=;", and how many lines that took."""
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and len(said) == len("sep=") + 1:
        return said[-1], rest, 1
    if said == "sep=":
        return "\t", rest, 1
    return max(",;\t", key=first.count), text, 0


def _plain(cell: str) -> str:
    """A cell without the apostrophe that our own files put before what looks like a formula."""
    text = tidy_lines(cell)
    return text[1:] if text[:1] == "'" and text[1:].lstrip(" ").startswith(STARTS) else text


def judge(content: bytes, most: int) -> None:
    """Refuse a workbook that is unsound, has more bytes than `most`, or more in it than cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise RuleViolation("Berkas ini bukan buku kerja XLSX.") from None
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    is_bomb = any(one.file_size > max(SMALL, MAX_RATIO * one.compress_size) for one in entries)
    if len(entries) > MAX_ENTRIES or len(names) != len(entries) or unpacked > most or is_bomb:
        raise RuleViolation("Buku kerja ini terlalu besar. Salin barisnya ke templat yang disediakan.")
    if any(name.startswith(("/", "\\")) or ".." in name for name in names):
        raise RuleViolation("Berkas ini bukan buku kerja XLSX yang wajar.")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise RuleViolation("Berkas ini bukan buku kerja XLSX.")
    if any("vbaProject" in name or "externalLink" in name or "embeddings/" in name for name in names):
        raise RuleViolation("Buku kerja dengan makro, tautan luar, atau berkas sisipan tidak diterima.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_parts(archive)
    except Refused as refused:
        raise RuleViolation(str(refused)) from None


def _from_book(content: bytes, form: Form) -> Iterator[Row]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        named = [sheet for sheet in shown if same(sheet.title) == same(form.sheet)]
        if not shown:
            raise RuleViolation("Semua lembar buku kerja ini tersembunyi. Tampilkan lembar yang dimaksud.")
        sheet = (named or shown)[0]
        hidden = unseen(book, sheet)
        wide = len(form.headings) + 10  # columns further right are notes of the sender
        lines = sheet.iter_rows(min_row=1, max_row=form.max_rows + 2, max_col=wide)
        yield from _rows(((text_of(cell) for cell in line) for line in lines), form, hidden)
    finally:
        book.close()


def _rows(
    lines: Iterable[Iterable[str]], form: Form, hidden: Unseen = ALL_SEEN, *, first: int = 1
) -> Iterator[Row]:
    given = iter(lines)
    places = _places(list(next(given, ())), form, hidden)
    for number, line in enumerate(given, first + 1):
        cells = [cell[: form.max_cell + 1] for cell in line]
        row = {key: cells[place] for key, place in places.items() if place < len(cells)}
        if not any(row.values()):
            continue
        if said := next(filter(None, map(refusal, row.values())), ""):
            raise RuleViolation(f"Baris {number}: {said}")
        if number > form.max_rows + first:
            raise RuleViolation(f"Paling banyak {form.max_rows} baris sekali impor. Bagi berkasnya.")
        yield number, {**row, HIDDEN: "ya"} if number in hidden.rows else row


def _places(headings: Sequence[str], form: Form, hidden: Unseen) -> dict[str, int]:
    found = {same(text): place for place, text in reversed(list(enumerate(headings)))}
    places = {key: found[same(heading)] for key, heading in form.headings.items() if same(heading) in found}
    missing = [form.headings[key] for key in form.needed if key not in places]
    if missing and len([text for text in headings if text]) < len(form.needed):
        raise RuleViolation(
            f"Judul kolom “{missing[0]}” tidak ada di baris pertama. Yang terbaca hanya "
            f"{', '.join(f'“{text[:40]}”' for text in headings if text) or 'baris kosong'}. Pakai templat "
            "yang disediakan, atau simpan sebagai .xlsx."
        )
    if missing:
        near = nearest(missing[0], [text for text in headings if text])
        hint = f" Apakah “{near}” yang dimaksud? Tulis judulnya persis." if near else ""
        raise RuleViolation(
            f"Judul kolom “{missing[0]}” tidak ada di baris pertama. Pakai templat yang disediakan.{hint}"
        )
    unseen_key = next((key for key, place in places.items() if place + 1 in hidden.columns), None)
    if unseen_key is not None:
        raise RuleViolation(
            f"Kolom “{form.headings[unseen_key]}” tersembunyi di buku kerja. Tampilkan dahulu."
        )
    return places
