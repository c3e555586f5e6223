"""Values as people write them in cells and forms: numbers, rupiah, days, words of a list. One reader for all.

It is told what the field holds, and refuses what cannot be that: an error of Excel, a dash for "no figure",
a sign that could be read in two ways. Numbers are exact (Decimal). Raises `Unreadable`, a ValueError with an
Indonesian sentence that says what stands there and what is expected. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from portal.errors import RuleViolation
from portal.same import DASHES, same, same_word, tidy

HIDDEN = "hidden"  # key of a row that was out of sight in its workbook
SCALED = "#SKALA"  # before a cell whose format shows another number than it holds
MAX_SHOWN = 40  # characters of a value in a sentence
NOTHING = frozenset(
    """n/a n.a n.a. na nan null none nil nihil tad t.a.d t.a.d. kosong belum tidak x xx xxx""".split()  # noqa: SIM905
) | {
    "tidak ada",
    "tidak ada data",
    "tidak tersedia",
    "belum ada",
    "belum tersedia",
    "tidak diketahui",
    "data tidak tersedia",
}
ERRORS = re.compile(r"#(?:[A-Z]+(?:/[A-Z0-9]+)?[!?]?|DIV/0!|N/A)", re.IGNORECASE)
COUNTED = frozenset(
    """jiwa orang desa kelurahan kecamatan rw rt titik inovasi peringkat rombongan opd keluarga kk rumah
    kasus sekolah puskesmas""".split()  # noqa: SIM905
)
"""Units of which there are no halves, and none below zero."""

_DASH = re.compile(f"[{DASHES}]")
_BARE = re.compile(r"\d+(?:,\d+)?", re.ASCII)
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII)  # 1.785.316,5
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:,\d+)?", re.ASCII)  # 1 785 316,5
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+", re.ASCII)  # 1,785,316.5
_POINT = re.compile(r"\d+\.\d+", re.ASCII)  # 7.5
_ONE_POINT = re.compile(r"\d{1,3}\.\d{3}", re.ASCII)  # 1.250: thousands, or three decimals
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ](\S.*))?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)(?:[T ,] ?(\S.*))?", re.ASCII)
_SPOKEN_DAY = re.compile(
    r"(?:([a-z']+),? )?(\d{1,2})(?: |-)([a-z]+)\.?(?: |-)(\d{4})(?:[ ,] ?(\S.*))?", re.ASCII
)
MIDNIGHT = " 00:00", " 00:00:00", " 00:00:00.000000"  # as a day without a time is sometimes written
_SERIALS = range(32_874, 73_051)  # days of 1990 to 2099, as a spreadsheet counts them
_MONTHS = {
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
            "oktober okt october oct",
            "november nov nopember nop",
            "desember des december dec",
        ),
        1,
    )
    for word in words.split()
}
_WEEKDAYS = {
    word: number
    for number, words in enumerate(("senin", "selasa", "rabu", "kamis", "jumat jum'at", "sabtu", "minggu"))
    for word in words.split()
}
WORTH = {
    **dict.fromkeys(("ribu", "rb"), 10**3),
    **dict.fromkeys(("juta", "jt"), 10**6),
    **dict.fromkeys(("miliar", "milyar", "miliard", "mlr", "m"), 10**9),
    **dict.fromkeys(("triliun", "trilyun", "t"), 10**12),
}
_RUPIAH = re.compile(r"^(?:(?:rp|idr)[.:]* ?)?(.*?)(?: ?rupiah)?$")
_CENTS = re.compile(r"(\d{4,})\.(\d\d)", re.ASCII)  # 25000000.00: no thousands, so the point begins decimals
_IN_WORDS = re.compile(rf"(\d[\d.,]*) ?({'|'.join(sorted(WORTH, key=len, reverse=True))})", re.ASCII)


class Unreadable(ValueError):
    """A text is not what its field holds; the sentence says why."""


@dataclass(frozen=True)
class Wanted:
    """What a field holds, so that a text is read for it.

    `dots` are thousands in our own forms ("1.250"), where nothing else is offered; in a table from outside
    one point before three digits can be either, and is refused.
    """

    unit: str = ""
    whole: bool = False  # there are no halves
    least: Decimal | None = None
    dots: bool = False

    @classmethod
    def of_unit(cls, unit: str) -> Wanted:
        """What a figure of a table may be, as far as its unit says."""
        name = same(unit)
        counts = name in COUNTED
        return cls(unit, counts, Decimal(int(name == "peringkat")) if counts else None)


def shown(text: str) -> str:
    """A value within a sentence, not too long."""
    plain = tidy(text)
    return f"“{plain if len(plain) <= MAX_SHOWN else plain[:MAX_SHOWN] + '…'}”"


def number(text: str, wanted: Wanted = Wanted()) -> Decimal:
    """The number that a text says: 1.785.316, −2,07, (2,07), +5,3; 8,92% where percent is meant."""
    plain = _said(text)
    plain, is_negative = _signed(plain, text)
    plain = _without_unit(plain, wanted, text)
    value = _magnitude(plain, wanted, text)
    value = -value if is_negative else value
    if wanted.whole and value != value.to_integral_value():
        raise Unreadable(
            f"{shown(text)} bukan bilangan bulat; {wanted.unit or 'isian ini'} tidak ada yang separuh."
        )
    if wanted.least is not None and value < wanted.least:
        raise Unreadable(f"{shown(text)} tidak mungkin: paling kecil {wanted.least}.")
    return value


def is_nothing(text: str) -> bool:
    """Does a text stand for "no figure": a dash, an ellipsis, n/a?"""
    plain = same(text)
    return not plain.strip("-.…?_*/' ") or plain.strip("()") in NOTHING


def word(text: str, allowed: Iterable[str] = ()) -> str:
    """A predicate or a class; one of `allowed`, however it is spelt, where there are any."""
    said = tidy(_said(text))
    if not any(sign.isalpha() for sign in said):
        raise Unreadable(f"{shown(text)} adalah angka, padahal isian ini berisi predikat dalam kata.")
    known = {same_word(one): one for one in allowed}
    if known and same_word(said) not in known:
        raise Unreadable(f"{shown(text)} tidak dikenal. Tulis salah satu: {', '.join(known.values())}.")
    return known.get(same_word(said), said)


def day(text: str, *, loose: bool = False) -> date:
    """The day that a text says: 2026-01-31 · 31/1/2026 · 31 Januari 2026 · Sabtu, 31 Jan. 2026.

    `loose` is for files of other systems: a time of day behind it, a year of two digits, a sheet's number.
    """
    plain = re.sub(r"(?<=\d) ?([-/.]) ?(?=\d)", r"\1", _DASH.sub("-", tidy(text)))
    spoken = plain.casefold().replace("’", "'")
    if loose and re.fullmatch(r"\d{5}(?:[.,]\d+)?", plain, re.ASCII) and int(plain[:5]) in _SERIALS:
        return date(1899, 12, 30) + timedelta(days=int(plain[:5]))
    if (found := _ISO.fullmatch(plain)) and (loose or not found[5] or plain.endswith(MIDNIGHT)):
        return _date(found[1], found[3], found[4], text)
    if (found := _DAY.fullmatch(plain)) and (loose or (len(found[4]) == 4 and not found[5])):
        return _date(found[4] if len(found[4]) == 4 else f"20{found[4]}", found[3], found[1], text)
    if (found := _SPOKEN_DAY.fullmatch(spoken)) and (loose or not found[5]):
        weekday, of_month, month, year = found.groups()[:4]
        if month in _MONTHS and (weekday is None or weekday in _WEEKDAYS):
            said = _date(year, str(_MONTHS[month]), of_month, text)
            if weekday is not None and said.weekday() != _WEEKDAYS[weekday]:
                raise Unreadable(f"{shown(text)} tidak cocok: tanggal itu bukan hari {weekday.capitalize()}.")
            return said
    if re.fullmatch(r"(?:19|20)\d\d", plain) or _MONTHS.keys() & set(re.findall(r"[a-z]+", spoken)):
        raise Unreadable(f"{shown(text)} bukan tanggal yang lengkap. Tulis hari, bulan, dan tahunnya.")
    raise Unreadable(
        f"{shown(text)} bukan tanggal yang dapat dibaca, misalnya 31-1-2026 atau 31 Januari 2026."
    )


def rupiah(text: str) -> int:
    """Whole rupiah: 1.500.000 · Rp1.500.000,00 · 500 juta rupiah · 1,2 triliun; never below zero."""
    plain = _DASH.sub("-", tidy(text)).casefold()
    _refuse_no_value(plain, text)
    body = _RUPIAH.sub(r"\1", plain).strip().removesuffix(",-").removesuffix(".-")
    body = _CENTS.sub(r"\1,\2", body) if _CENTS.fullmatch(body) else body
    if said := _IN_WORDS.fullmatch(body):
        value = _in_words(said[1], said[2], text)
    elif re.fullmatch(r"\d{1,3},\d{3}", body):
        raise Unreadable(f"{shown(text)} dapat dibaca dua cara. Tulis {body.replace(',', '.')} bila ribuan.")
    else:
        try:
            value = _magnitude(body, Wanted(dots=True), text)
        except Unreadable:
            raise Unreadable(f"{shown(text)} bukan rupiah bulat, misalnya 150.000 atau 1,2 miliar.") from None
    if value != int(value):
        raise Unreadable(f"{shown(text)} bukan rupiah bulat, misalnya 150.000 atau 1,2 miliar.")
    return int(value)


def is_in_words(text: str) -> bool:
    """Does an amount name its size in a word ("1,2 miliar")?"""
    return any(mark.isalpha() for mark in re.sub(r"rp|idr|rupiah", "", same(text)))


def check_cells(row: Mapping[str, str], headings: Mapping[str, str], longest: int) -> None:
    """Refuse a row of a table that nobody sees, or whose cells hold no value: formulas, errors, controls."""
    if row.get(HIDDEN):
        raise RuleViolation(
            "Baris ini tersembunyi atau tersaring di buku kerja, jadi tidak diambil. Tampilkan barisnya bila "
            "memang harus ikut."
        )
    for key, text in row.items():
        heading = headings.get(key, key)
        if len(text) > longest:
            raise RuleViolation(f"Isi kolom {heading} terlalu panjang.")
        if text.startswith("="):
            raise RuleViolation(f"Kolom {heading} berisi rumus. Tulis hasilnya sebagai angka atau teks.")
        if ERRORS.fullmatch(text.strip()) or text.startswith(SCALED):
            raise RuleViolation(f"Kolom {heading}: {_error(text)}")
        if any(unicodedata.category(sign) == "Cc" for sign in text):
            raise RuleViolation(f"Kolom {heading} berisi ganti baris atau karakter yang tidak terlihat.")


def _error(text: str) -> str:
    if text.startswith(SCALED):
        seen = text.removeprefix(SCALED).strip()
        return f"format selnya menampilkan {seen}, bukan angka yang tersimpan. Tulis tanpa format itu."
    return f"{shown(text)} adalah galat Excel, bukan angka. Perbaiki rumusnya atau kosongkan barisnya."


def _said(text: str) -> str:
    """A text that stands for a value, with blanks of one kind; refuses what stands for none."""
    plain = tidy(text)
    _refuse_no_value(plain, text)
    return plain


def _refuse_no_value(plain: str, text: str) -> None:
    if not plain:
        raise Unreadable("Isian ini kosong.")
    if plain.startswith("#"):
        raise Unreadable(_error(plain))
    if is_nothing(plain):
        raise Unreadable(
            f"{shown(text)} berarti tidak ada angka. Hapus barisnya; jangan ditulis sebagai nilai."
        )


def _signed(plain: str, text: str) -> tuple[str, bool]:
    """A number without its sign, and whether it is below zero: −2 · (2) · 2- · +2."""
    is_bracketed = plain.startswith("(") and plain.endswith(")")
    body = plain[1:-1].strip() if is_bracketed else plain
    begins, ends = body[:1] in (*DASHES, "+"), body[-1:] in (*DASHES,)
    if is_bracketed + begins + ends > 1:
        raise _no_number(text)
    is_negative = is_bracketed or ends or (begins and body[0] != "+")
    return body[begins : len(body) - ends].strip(), is_negative


def _without_unit(plain: str, wanted: Wanted, text: str) -> str:
    """A number without the sign of percent, which must be meant."""
    if not plain.endswith("%"):
        return plain
    if not wanted.unit.startswith("%"):
        raise Unreadable(
            f"{shown(text)} ditulis dalam persen, padahal satuannya {wanted.unit or 'bukan persen'}."
        )
    return plain[:-1].rstrip()


def _magnitude(plain: str, wanted: Wanted, text: str) -> Decimal:
    """What the digits say, by the writing of this country: a comma begins decimals, dots part thousands."""
    if _ONE_POINT.fullmatch(plain) and not wanted.dots:
        whole, decimal = plain.replace(".", ""), plain.replace(".", ",")
        raise Unreadable(f"Nilai {plain} dapat dibaca dua cara. Tulis {whole}, atau {decimal}.")
    if _BARE.fullmatch(plain):
        return Decimal(plain.replace(",", "."))
    if _DOTTED.fullmatch(plain) or _SPACED.fullmatch(plain):
        return Decimal(plain.replace(".", "").replace(" ", "").replace(",", "."))
    if _ENGLISH.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    if _POINT.fullmatch(plain) and not wanted.dots:
        return Decimal(plain)
    raise _no_number(text, wanted.unit)


def _in_words(figure: str, size: str, text: str) -> Decimal:
    """1,2 miliar; before a word both comma and point begin decimals, "1.300 juta" could be either."""
    whole, mark, decimals = figure.replace(".", ",").partition(",")
    if "," in decimals or (mark and not decimals):
        raise Unreadable(f"{shown(text)} bukan rupiah bulat, misalnya 150.000 atau 1,2 miliar.")
    if "." in figure and len(decimals) == 3:
        raise Unreadable("titik dapat berarti ribuan atau desimal di sini. Tulis semua angkanya.")
    return Decimal(f"{whole}.{decimals or 0}") * WORTH[size]


def _date(year: str, month: str, of_month: str, text: str) -> date:
    try:
        return date(int(year), int(month), int(of_month))
    except ValueError:
        raise Unreadable(f"{shown(text)} tidak ada di kalender.") from None


def _no_number(text: str, unit: str = "") -> Unreadable:
    if _ISO.fullmatch(tidy(text)):
        return Unreadable(
            f"{shown(text)} adalah tanggal, bukan angka; Excel suka mengubah angka menjadi tanggal."
        )
    said = f"dalam {unit}" if unit else "tanpa satuan"
    return Unreadable(f"{shown(text)} bukan angka. Tulis angkanya saja, {said}, misalnya 7,5 atau 1.250.000.")
