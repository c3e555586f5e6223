"""The XML of a workbook before a library opens it: no entities, and no row longer than it may be."""

from __future__ import annotations

import zipfile
import zlib
from xml.parsers import expat

from .answer import Refused

MAX_CELLS = 2_000  # in one row, however far right
WIDE = "Satu baris di buku kerja ini berisi terlalu banyak sel. Salin barisnya ke templat yang disediakan."
DAMAGED = "Berkas ini rusak atau bukan buku kerja XLSX. Pakai templat yang disediakan."


def check_parts(archive: zipfile.ZipFile, most: int = MAX_CELLS) -> None:
    """Refuse a workbook with entities, or with more cells in a row than that. Raises Refused."""
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".xml", ".rels")):
            _check_part(archive, entry, most)


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> None:
    """Refuse a part that a library would take whole into memory, row by row."""
    count = 0

    def begin(name: str, _attributes: dict[str, str]) -> None:
        nonlocal count
        local = name.rpartition(":")[2]
        count = 0 if local == "row" else count + (local == "c")
        if count > most:
            raise Refused(WIDE)

    def declare(*_: object) -> None:
        raise Refused(DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = declare
    try:
        with archive.open(entry) as part:
            parser.ParseFile(part)
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError):
        raise Refused(DAMAGED) from None
