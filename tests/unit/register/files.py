"""Files of innovations as people send them: the same facts in many shapes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from openpyxl import Workbook

from portal.government.files import read_governments
from portal.register.importing import judging, tables, values
from portal.register.importing.judging import Entry
from portal.register.importing.tables import Table
from portal.register.ownership import Owners
from portal.taxonomy.profile import ProfileRules, read_profile
from portal.yamlfiles import Report
from tests.conftest import ROOT

EXPORT = (
    "Judul Inovasi ",
    "Pemda",
    "Admin OPD",
    "Inisiator ",
    "Nama Inisiator",
    "Bentuk Inovasi",
    "Jenis",
    "Asta Cipta",
    "Urusan Utama",
    "Urusan lain yang beririsan ",
    "Kematangan",
    "Tahapan Inovasi ",
    "Tanggal Input",
    "Tanggal Penerapan",
    "Tanggal Pengembangan",
    "Video",
    "Link Video",
    "Koordinat",
)
"""The headings of the official export of 2025, with their blanks and spellings."""

Row = list[Any]


def row(title: str, owner: str = "Dinas Kesehatan (batangkab.dinkes)", **more: Any) -> Row:
    """A row of the export; `more` names its fields."""
    given = {
        "government": "Kabupaten Batang",
        "initiator": "OPD",
        "initiator_name": "Dinas Kesehatan",
        "form": "Pelayanan Publik",
        "technology": "Non Digital",
        "asta": "Asta Cita 4",
        "affair": "Kesehatan",
        "others": None,
        "score": 87,
        "stage": "Penerapan",
        "input": "14-07-2025",
        "applied": "02-03-2024",
        "developed": None,
        "has_video": "Ya",
        "video": "https://youtu.be/contoh0001",
        "point": "-6.9081,109.7305",
        **more,
    }
    return [title, given["government"], owner, *list(given.values())[1:]]


def example() -> list[Row]:
    """Rows with the faults of real exports: a double, a day that does not exist, swapped coordinates."""
    return [
        row("SIGAP LANSIA (Siap Jaga Periksa Lansia)", others="Sosial"),
        row("PELITA DESA", "Dinas Pemberdayaan Masyarakat dan Desa (batangkab.dispermades)", score="72,00"),
        row(
            "pelita desa ",
            "batangkab.dispermades",
            input=date(2025, 7, 16),
            applied=date(2024, 1, 10),
            point="109.8820,-7.0142",
        ),
        row(
            "RUMAH AMAN BANJIR",
            "Badan Penanggulangan Bencana Daerah (batangkab.bpbd)",
            stage="Uji Coba",
            applied="31-02-2025",
            point=None,
            score="0",
        ),
        row(
            "PASAR RESIK",
            "UPTD Pasar (batangkab.disperindag.pasar)",
            applied="01/11/2023",
            video="youtu.be/contoh0004",
        ),
        row("DRAINASE CERDAS", "DPUPR (batangkab.dpupr)", applied="2024-09-01", score="38,00 "),
    ]


NAMES = [one[0].strip() for one in example() if one[0] != "pelita desa "]


def book(lines: Sequence[Sequence[Any]], *, merged: Sequence[str] = (), hidden: Sequence[int] = ()) -> bytes:
    """An XLSX file."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    for area in merged:
        sheet.merge_cells(area)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def sheet_text(lines: Sequence[Sequence[Any]], mark: str = ",") -> str:
    """The same as text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=mark, lineterminator="\r\n")
    for line in lines:
        writer.writerow([_text(cell) for cell in line])
    return buffer.getvalue()


def _text(cell: Any) -> str:
    if isinstance(cell, date | datetime):
        return cell.strftime("%d/%m/%Y")
    return "" if cell is None else str(cell)


@cache
def profile() -> ProfileRules:
    """The shipped rules."""
    return read_profile(ROOT / "content", Report())


@cache
def owners() -> Owners:
    """The shipped government's owners."""
    return Owners(read_governments(ROOT / "content", Report())["batang"], {})


def read(content: bytes) -> Table:
    """The table of a file."""
    return tables.read(content, profile())


def judged(content: bytes) -> dict[str, list[Entry]]:
    """The rows of a file by what becomes of them in an empty register."""
    ours = ("kabupaten batang", "kab batang", "pemkab batang")
    drafts = [values.draft(line, owners(), profile(), ours) for line in read(content).lines]
    found: dict[str, list[Entry]] = {what: [] for what in judging.LISTS}
    for entry in judging.judge(drafts, []):
        found[entry.what].append(entry)
    return found


def names(entries: Sequence[Entry]) -> list[str]:
    """The names of some rows."""
    return [entry.draft.title for entry in entries]
