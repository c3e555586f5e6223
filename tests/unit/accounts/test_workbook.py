"""Workbooks from outside are read carefully, hostile ones refused."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from portal.accounts import workbook
from portal.errors import RuleViolation

HEADINGS = [heading for _, heading, _ in workbook.COLUMNS]


def made(*rows: list[Any], headings: list[Any] = HEADINGS) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = workbook.SHEET
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(content: bytes, change: dict[str, bytes | None], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with some of its files replaced, added, or (None) left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w", compress) as target:
        files = {name: source.read(name) for name in source.namelist()} | change
        for name, body in files.items():
            if body is not None:
                target.writestr(name, body)
    return stream.getvalue()


def sheet_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


SOUND = made(["budi", "Budi"])
SHEET = "xl/worksheets/sheet1.xml"
CELL = b"""]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c t="inlineStr" r="A1"><is><t>&a;&i;</t></is></c></row></sheetData></worksheet>"""
START = b'<?xml version="1.0"?><!DOCTYPE x ['
LEVELS = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
LAUGHS = START + b'<!ENTITY a "ha">' + LEVELS + CELL
OUTSIDE = START + b'<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY i "x">' + CELL


def too_many_files() -> bytes:
    return repacked(SOUND, {f"xl/media/{number}.png": b"x" for number in range(200)})


def bomb() -> bytes:
    """200 megabytes of spaces; made by the test that needs it, not by everybody who reads this file."""
    return repacked(SOUND, {SHEET: b" " * (200 * 1024 * 1024)})


def claims_little() -> bytes:
    """A directory that says one byte for a file of nine million."""
    content = bytearray(repacked(SOUND, {SHEET: b" " * 9_000_000}))
    size = (9_000_000).to_bytes(4, "little")
    return bytes(content.replace(size, (1).to_bytes(4, "little")))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"%PDF-1.4 <script>",
        b"<html><table><tr><td>Nama pengguna</td></tr></table></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096,  # the old .xls
        SOUND[: len(SOUND) // 2],
        repacked(SOUND, {"xl/workbook.xml": None}),
        repacked(SOUND, {"[Content_Types].xml": None}),
        repacked(SOUND, {SHEET: None}),
        repacked(SOUND, {SHEET: b"<not xml"}),
        repacked(SOUND, {SHEET: b""}),
        repacked(SOUND, {"xl/workbook.xml": b"<workbook/>"}),
        repacked(SOUND, {"xl/vbaProject.bin": b"macro"}),
        repacked(SOUND, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        repacked(SOUND, {"xl/embeddings/oleObject1.bin": b"x"}),
        repacked(SOUND, {"../../etc/cron.d/x": b"x"}),
        repacked(SOUND, {"/etc/passwd": b"x"}),
        repacked(SOUND, {SHEET: LAUGHS}),
        repacked(SOUND, {SHEET: OUTSIDE}),
        repacked(SOUND, {"xl/workbook.xml": LAUGHS}),
        repacked(SOUND, {SHEET: b"<a>" * 100_000}),
        too_many_files,
        bomb,
        claims_little,
        made(["x", "y"], headings=["Apa", "Ini"]),
        made(["x"], headings=["Nama pengguna"]),
        made([], headings=[]),
    ],
)
def test_a_file_that_is_no_sound_workbook_is_refused_quickly_and_in_little_memory(
    content: bytes | Callable[[], bytes],
) -> None:
    file = content() if callable(content) else content
    tracemalloc.start()
    started = time.process_time()

    with pytest.raises(RuleViolation):
        workbook.read(file)

    assert time.process_time() - started < 2
    assert tracemalloc.get_traced_memory()[1] < 50 * 1024 * 1024
    tracemalloc.stop()


def test_two_files_of_one_name_are_refused() -> None:
    stream = io.BytesIO(SOUND)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(SHEET, b"<x/>")

    with pytest.raises(RuleViolation):
        workbook.read(stream.getvalue())


def test_rows_are_read_as_text_whatever_kind_the_cells_are() -> None:
    content = made(
        [
            "budi",
            "Budi",
            "198502282010011001",
            None,
            7,
            2.5,
            True,
            "Dinkes",
            None,
            date(2026, 1, 31),
            datetime(2026, 12, 31, 7),
        ],
        [],
        ["  ani  ", "Ani", 198502282010011001],
    )

    rows = workbook.read(content)

    assert [number for number, _ in rows] == [2, 4]
    assert rows[0][1] == {
        "username": "budi",
        "name": "Budi",
        "nip": "198502282010011001",
        "email": "",
        "position": "7",
        "rank": "2,5",
        "role": "True",
        "opd": "Dinkes",
        "kind": "",
        "since": "2026-01-31",
        "until": "2026-12-31",
    }
    assert rows[1][1]["username"] == "ani"


def test_a_formula_stays_visible_as_one() -> None:
    content = made(["budi", '=HYPERLINK("http://jahat.example")'])

    assert workbook.read(content)[0][1]["name"].startswith("=")


def test_columns_are_found_by_heading_in_any_order_and_unknown_ones_ignored() -> None:
    content = made(["Budi", "catatan", "budi"], headings=["NAMA LENGKAP", "Lain", "Nama Pengguna"])

    assert workbook.read(content) == [(2, {"name": "Budi", "username": "budi"})]


def test_a_row_number_of_a_million_costs_nothing() -> None:
    far = sheet_of(SOUND).replace(b'<row r="2"', b'<row r="1048576"').replace(b'"A2"', b'"A1048576"')
    content = repacked(SOUND, {SHEET: far.replace(b'"B2"', b'"B1048576"')})
    started = time.process_time()

    assert workbook.read(content) == []
    assert time.process_time() - started < 1


def test_more_than_two_thousand_rows_are_refused() -> None:
    rows = [[f"orang{number}", "Orang"] for number in range(2_001)]

    assert len(workbook.read(made(*rows[:2_000]))) == 2_000
    with pytest.raises(RuleViolation, match="2000"):
        workbook.read(made(*rows))


def test_the_template_keeps_a_nip_as_text_and_is_read_back_empty() -> None:
    content = workbook.template(["Dinkes"], ["operator"], ["definitif"])

    sheet = load_workbook(io.BytesIO(content))[workbook.SHEET]
    assert [cell.value for cell in sheet[1]] == HEADINGS
    assert sheet["C2"].number_format == sheet["C201"].number_format == "@"
    assert workbook.read(content) == []
