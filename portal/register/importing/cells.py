"""Cells of files about innovations, read into the values of a profile; what cannot be read says why. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from portal.documents.grids import Cell
from portal.records.privacy import holds_nip
from portal.register import coordinates
from portal.register.names import folded
from portal.register.rules import SCORE_LIMIT

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
SERIALS = range(32_874, 73_051)  # the same days as a spreadsheet counts them
NOTHING = frozenset(
    {"", "tidak ada", "belum ada", "belum", "nihil", "na", "n a", "none", "null", "nan", "kosong", "tidak"}
)
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari jan january",
            "februari feb pebruari peb february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu ags agt agst aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nopember nop",
            "desember des dec december",
        ),
        1,
    )
    for word in words.split()
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?:[T ,].*)?", re.ASCII)
_SPOKEN = re.compile(r"(?:[a-z']+,?\s+)?(\d{1,2})[\s-]+([a-z]+)\.?[\s-]+(\d{4})(?:[\s,].*)?", re.ASCII)
_PHONE = re.compile(r"(?<![\d.,/-])(?:\+?62|0)[\s.-]?8\d{1,3}(?:[\s.-]?\d{2,4}){2,4}(?![\d])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NIP_LIKE = re.compile(
    r"(?<!\d)(?:19|20)\d{6}[ .]?\d{6}[ .]?[12][ .]?\d{3}(?!\d)|\bNIP\.?\s*:?\s*[\d .]{8,24}"
)
OFFICES = frozenset(
    """anggota asn badan bagian balai bank bidang bidan bumd bumdes bupati camat cabang desa dinas dprd dusun
    forum fraksi gubernur guru ikatan inspektorat instansi kabupaten kader kantor kapolres kecamatan kelompok
    kelurahan kepala komisi komunitas koordinator kwt lembaga lurah masyarakat organisasi opd pd pegawai
    pemdes pemerintah pemkab penyuluh perangkat perumda petugas pkk pokdarwis poktan posyandu puskesmas
    rsud rumah sakit satpol sd sekda sekolah sekretariat sekretaris seksi smp staf subbagian tim unit
    universitas uptd
    upt wakil warga yayasan""".split()  # noqa: SIM905
)


class Unreadable(ValueError):
    """A cell is not what its column holds; the sentence says why."""


def text(cell: Cell) -> str:
    """A cell as text: blanks of one kind, lines kept, a date as ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    lines = str(cell).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.replace("\u200b", "").split()) for line in lines).strip()


def line(cell: Cell) -> str:
    """A cell as one line."""
    return " ".join(text(cell).split())


def is_nothing(cell: Cell) -> bool:
    """Does it stand for "nothing": empty, a dash, "Tidak ada"?"""
    return folded(text(cell)) in NOTHING


def day(cell: Cell) -> date | None:
    """The day of a cell; None for nothing; raises Unreadable."""
    if isinstance(cell, date):
        return _within(cell, cell.isoformat())
    if is_nothing(cell) or (isinstance(cell, int | float) and cell == 0):
        return None
    said = line(cell)
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", said, re.ASCII):
        number = int(said[:5])
        if number in SERIALS:
            return date(1899, 12, 30) + timedelta(days=number)
    plain = said.casefold().replace("’", "'")
    if found := _ISO.fullmatch(said):
        return _date(int(found[1]), int(found[2]), int(found[3]), said)
    if found := _DAY.fullmatch(said):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        return _date(year, int(found[2]), int(found[1]), said)
    if (found := _SPOKEN.fullmatch(plain)) and found[2] in MONTHS:
        return _date(int(found[3]), MONTHS[found[2]], int(found[1]), said)
    if re.fullmatch(r"(?:19|20)\d{2}", said) or any(word in MONTHS for word in folded(said).split()):
        raise Unreadable(f"“{said[:40]}” belum menyebut tanggalnya; tulis hari, bulan, dan tahun")
    raise Unreadable(f"“{said[:40]}” bukan tanggal yang dapat dibaca")


def _date(year: int, month: int, of_month: int, said: str) -> date:
    try:
        return _within(date(year, month, of_month), said)
    except ValueError as error:
        raise Unreadable(
            str(error) if isinstance(error, Unreadable) else f"tanggal “{said}” tidak ada"
        ) from None


def _within(found: date, said: str) -> date:
    if not FIRST <= found <= LAST:
        raise Unreadable(f"tahun pada “{said}” tidak mungkin")
    return found


def score(cell: Cell) -> Decimal | None:
    """A score of maturity: 87, "87,00", "64.5", "87 dari 111"; None for nothing; raises Unreadable."""
    if is_nothing(cell):
        return None
    said = line(cell)
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,4})?)(?:\s*(?:dari|/)\s*111(?:[.,]0+)?)?", said, re.ASCII)
    if found is None:
        raise Unreadable(f"skor “{said[:40]}” bukan angka")
    value = Decimal(found[1].replace(",", "."))
    if value > SCORE_LIMIT:
        raise Unreadable(f"skor {said[:40]} lebih besar daripada {SCORE_LIMIT}")
    value = value.normalize()
    return value if value.as_tuple().exponent <= 0 else value.quantize(Decimal(1))  # type: ignore[operator]


_WORTH = {
    "ribu": 10**3,
    "rb": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "m": 10**9,
}


def rupiah(cell: Cell) -> int | None:
    """Whole rupiah: 25000000, "Rp25.000.000,00", "25 juta"; None for nothing; raises Unreadable."""
    if is_nothing(cell):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if cell >= 0 and cell == int(cell) else _no_rupiah(cell)
    plain = line(cell).casefold().removeprefix("rp").removeprefix("idr").strip(" .:").removesuffix("rupiah")
    plain = plain.strip().removesuffix(",-").removesuffix(",00").removesuffix(".00").strip()
    if found := re.fullmatch(r"(\d{1,6})(?:[.,](\d{1,2}))?\s*(ribu|rb|juta|jt|miliar|milyar|m)", plain):
        return int(Decimal(f"{found[1]}.{found[2] or 0}") * _WORTH[found[3]])
    if re.fullmatch(r"\d{1,16}|\d{1,3}(?:[.]\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+", plain, re.ASCII):
        return int(re.sub(r"[ .,]", "", plain))
    return _no_rupiah(cell)


def _no_rupiah(cell: Cell) -> int:
    raise Unreadable(f"anggaran “{line(cell)[:40]}” bukan rupiah bulat")


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


def without_persons(words: str) -> str:
    """A text without numbers of telephones and officials, and without addresses of mail."""
    bare = _PHONE.sub("", _MAIL.sub("", _NIP_LIKE.sub("", words)))
    return "" if holds_nip(bare) else (bare if bare == words else " ".join(bare.split()))


def is_office(words: str) -> bool:
    """Does a name name an office or a group? Anything else may be a person, whose name is not kept."""
    return bool(OFFICES & set(folded(words).split()))
