"""Cells of files about innovations, read into the values of a profile; what cannot be read says why. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from portal import values
from portal.documents.cells import tidy_lines
from portal.documents.grids import Cell
from portal.register import coordinates
from portal.register.rules import SCORE_LIMIT
from portal.same import folded, tidy
from portal.values import Unreadable, Wanted, shown

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
OFFICES = frozenset(
    """anggota asn badan bagian balai bank bidang bidan bumd bumdes bupati camat cabang desa dinas dprd dusun
    forum fraksi gubernur guru ikatan inspektorat instansi kabupaten kader kantor kapolres kecamatan kelompok
    kelurahan kepala komisi komunitas koordinator kwt lembaga lurah masyarakat organisasi opd pd pegawai
    pemdes pemerintah pemkab penyuluh perangkat perumda petugas pkk pokdarwis poktan posyandu puskesmas
    rsud rumah sakit satpol sd sekda sekolah sekretariat sekretaris seksi smp staf subbagian tim unit
    universitas uptd
    upt wakil warga yayasan""".split()  # noqa: SIM905
)


def text(cell: Cell) -> str:
    """A cell as text: blanks of one kind, lines kept, a date as ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return cell.isoformat() if isinstance(cell, date) else tidy_lines(str(cell))


def line(cell: Cell) -> str:
    """A cell as one line."""
    return tidy(text(cell))


def is_nothing(cell: Cell) -> bool:
    """Does it stand for "nothing": empty, a dash, "Tidak ada"?"""
    return values.is_nothing(text(cell))


def day(cell: Cell) -> date | None:
    """The day of a cell; None for nothing; raises Unreadable."""
    if is_nothing(cell) or (isinstance(cell, int | float) and cell == 0):
        return None
    found = cell if isinstance(cell, date) else values.day(line(cell), loose=True)
    if not FIRST <= found <= LAST:
        raise Unreadable(f"Tahun pada {shown(line(cell))} tidak mungkin.")
    return found


def score(cell: Cell) -> Decimal | None:
    """A score of maturity: 87, "87,00", "64.5", "87 dari 111"; None for nothing; raises Unreadable."""
    if is_nothing(cell):
        return None
    said = re.sub(r"\s*(?:dari|/)\s*111(?:[.,]0+)?$", "", line(cell))
    if re.fullmatch(r"\d{1,3}\.\d+", said, re.ASCII):  # there are no thousands: the point begins decimals
        said = said.replace(".", ",")
    value = values.number(said, Wanted(least=Decimal(0)))
    if value > SCORE_LIMIT:
        raise Unreadable(f"Skor {shown(line(cell))} lebih besar daripada {SCORE_LIMIT}.")
    value = value.normalize()
    return value if value.as_tuple().exponent <= 0 else value.quantize(Decimal(1))  # type: ignore[operator]


def rupiah(cell: Cell) -> int | None:
    """Whole rupiah: 25000000, "Rp25.000.000,00", "25 juta"; None for nothing; raises Unreadable."""
    return None if is_nothing(cell) else values.rupiah(line(cell))


def point(cell: Cell) -> tuple[str, str]:
    """A point on the map, and what was strange about it; empty for nothing; raises Unreadable."""
    if is_nothing(cell):
        return "", ""
    said = line(cell)
    try:
        found, is_swapped = coordinates.read(said)
    except (ValueError, InvalidOperation) as error:
        raise Unreadable(f"{str(error) or coordinates.UNREAD}: “{said[:60]}”") from None
    return found, f"koordinat tertukar (bujur lebih dahulu): dibaca {found}" if is_swapped else ""


def choice(cell: Cell, words: Mapping[str, tuple[str, ...]], what: str) -> str:
    """The code of a word of a list, however it is spelt; raises Unreadable for one outside it."""
    if is_nothing(cell) and folded(text(cell)) not in {word for names in words.values() for word in names}:
        return ""
    said = folded(text(cell))
    for code, names in words.items():
        if said == folded(code) or said in names:
            return code
    for code, names in words.items():
        if any(len(name) > 3 and said.startswith(f"{name} ") for name in names):
            return code
    raise Unreadable(f"{what} “{line(cell)[:60]}” tidak ada di daftar")


def is_office(words: str) -> bool:
    """Does a name name an office or a group? Anything else may be a person, whose name is not kept."""
    return bool(OFFICES & set(folded(words).split()))
