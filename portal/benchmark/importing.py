"""Figures from a table: each row put through the gate, a sentence for each refused, and what would change.

Nothing is guessed: a row without a source, year, unit or instrument version is refused, and so is a number
that can be read in two ways. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pydantic import ValidationError

from portal.benchmark.figures import version_of
from portal.errors import RuleViolation
from portal.faults import fault
from portal.regions import Indicator, IndicatorValue, Instrument, InstrumentVersion, Region
from portal.sources import Source

HEADINGS = {
    "region": "Wilayah",
    "indicator": "Indikator",
    "value": "Nilai",
    "year": "Tahun",
    "unit": "Satuan",
    "version": "Versi instrumen",
    "note": "Catatan",
    "sources": "Tanda sumber",
    "title": "Judul sumber",
    "publisher": "Penerbit",
    "date": "Tanggal sumber",
    "url": "Alamat sumber",
}
NEEDED = ("region", "indicator", "value", "year", "unit", "version")
NOT_KNOWN = "tidak diketahui"  # a year that the source does not tell; only for figures that stand already
NO_VERSION = "tidak tercatat"  # no version of the instrument is known for the year
MAX_CELL = 1_000
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,9})?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}(?:,\d{1,9})?|-?\d{1,3}\.\d{3},\d{1,9}", re.ASCII)
_TWO_WAYS = re.compile(r"-?\d{1,3}[.,]\d{3}", re.ASCII)
Row = Mapping[str, str]
Named = TypeVar("Named", Region, Indicator)


class Effect(StrEnum):
    """What a row does."""

    SAME = "sama"
    NEW = "baru"
    CHANGED = "berubah"
    DISPUTED = "berbeda"  # another source gives another figure for the same year; both stay


@dataclass(frozen=True)
class Change:
    """What a row would do: the figure after, the one before, its place in the file."""

    number: int
    region: str
    kind: Effect
    after: IndicatorValue
    before: IndicatorValue | None = None
    place: int | None = None
    source: Source | None = None  # a source that the file does not have yet


@dataclass(frozen=True)
class Refused:
    """A row that cannot be taken, and why."""

    number: int
    about: str
    reason: str


@dataclass(frozen=True)
class Judged:
    """A whole table."""

    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]

    @property
    def writes(self) -> tuple[Change, ...]:
        """The rows that change a file."""
        return tuple(change for change in self.changes if change.kind is not Effect.SAME)

    def count(self, kind: str) -> int:
        """How many rows do this."""
        return sum(change.kind == kind for change in self.changes)


@dataclass(frozen=True)
class Snapshot:
    """What the library holds already."""

    regions: Mapping[str, Region]
    indicators: Mapping[str, Indicator]
    instruments: Mapping[str, Instrument]


def judge(rows: Iterable[tuple[int, Row]], snapshot: Snapshot) -> Judged:
    """Put the rows of a table through the gate, in order; later rows see what earlier ones add."""
    changes: list[Change] = []
    refused: list[Refused] = []
    fresh: dict[str, list[Source]] = {}
    seen: dict[tuple[object, ...], int] = {}
    for number, row in rows:
        about = " · ".join(filter(None, (row.get("region"), row.get("indicator"), row.get("year"))))[:160]
        try:
            change = _judge_row(number, row, snapshot, fresh)
            key = (change.region, change.after.indicator, change.after.year, change.after.value)
            if key in seen:
                raise RuleViolation(f"Baris ini sama dengan baris {seen[key]}. Hapus salah satunya.")
            _refuse_second(change, changes)
        except RuleViolation as error:
            refused.append(Refused(number, about, str(error)))
            continue
        seen[key] = number
        changes.append(change)
        if change.source is not None and change.source not in fresh.setdefault(change.region, []):
            fresh[change.region].append(change.source)
    return Judged(tuple(changes), tuple(refused))


def _refuse_second(change: Change, changes: Iterable[Change]) -> None:
    if change.place is None:
        return
    twin = next((one for one in changes if (one.region, one.place) == (change.region, change.place)), None)
    if twin is not None:
        raise RuleViolation(f"Baris {twin.number} sudah mengubah angka yang sama.")


def _judge_row(number: int, row: Row, snapshot: Snapshot, fresh: Mapping[str, Sequence[Source]]) -> Change:
    for key, text in row.items():
        if len(text) > MAX_CELL:
            raise RuleViolation(f"Isi kolom {HEADINGS[key]} terlalu panjang.")
        if text.startswith("="):
            raise RuleViolation(
                f"Kolom {HEADINGS[key]} berisi rumus. Tulis hasilnya sebagai angka atau teks."
            )
        if any(ord(mark) < 32 or ord(mark) == 127 for mark in text):
            raise RuleViolation(
                f"Kolom {HEADINGS[key]} berisi ganti baris atau karakter yang tidak terlihat."
            )
    region = _find(snapshot.regions, row.get("region", ""), "Wilayah")
    indicator = _find(snapshot.indicators, row.get("indicator", ""), "Indikator")
    year = _year(row.get("year", ""))
    value = read_value(row.get("value", ""))
    instrument = snapshot.instruments.get(indicator.instrument or "")
    _check_version(row.get("version", ""), instrument, year)
    _check_range(value, version_of(instrument, year))
    ids, source = _sources(row, region, fresh.get(region.id, ()))
    unit = _unit(row.get("unit", ""), indicator, region)
    after = _made(indicator, value, year, unit, row.get("note", ""), ids)
    return _compare(number, region, indicator, after, source)


def read_value(text: str) -> int | float | str:
    """A figure as people here write it: 1.785.316 and 7,79; a predicate stays text."""
    if not text:
        raise RuleViolation("Nilai kosong. Bila angkanya tidak ada, hapus barisnya.")
    if not any(mark.isdigit() for mark in text):
        return text
    if _TWO_WAYS.fullmatch(text) and "," not in text:
        whole = text.replace(".", "")
        raise RuleViolation(
            f"Nilai {text} dapat dibaca dua cara. Tulis {whole}, atau {text.replace('.', ',')}."
        )
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    if not _NUMBER.fullmatch(text):
        if text[0].isdigit() or text[0] == "-":
            raise RuleViolation(f"Nilai “{text[:40]}” bukan angka. Tulis angkanya saja, tanpa satuan.")
        return text
    number = float(text.replace(",", "."))
    is_whole = "," not in text and "." not in text
    return int(text) if is_whole else number


def _find(known: Mapping[str, Named], text: str, what: str) -> Named:
    """What an id or a name means."""
    if not text:
        raise RuleViolation(f"{what} kosong.")
    wanted = text.casefold()
    for key, entry in known.items():
        if wanted in (key, entry.name.casefold()):
            return entry
    raise RuleViolation(f"{what} “{text[:60]}” tidak dikenal di portal ini.")


def _year(text: str) -> int | None:
    if text == NOT_KNOWN:
        return None
    if not (text.isascii() and text.isdigit() and 1900 <= int(text[:5]) <= 2100):
        raise RuleViolation("Tahun wajib diisi dengan empat angka, misalnya 2025.")
    return int(text)


def _check_version(text: str, instrument: Instrument | None, year: int | None) -> None:
    """The version must be the one in force in the year, so that nobody mixes scales by mistake."""
    if instrument is None:
        if text:
            raise RuleViolation(
                "Indikator ini tidak memakai instrumen berversi. Kosongkan kolom Versi instrumen."
            )
        return
    version = version_of(instrument, year)
    expected = version.id if version else NO_VERSION
    if not text:
        raise RuleViolation(f"Versi instrumen wajib diisi. Untuk {year or NOT_KNOWN}: {expected}.")
    if text != expected:
        known = ", ".join(one.id for one in instrument.versions)
        raise RuleViolation(
            f"Versi instrumen “{text[:40]}” tidak berlaku untuk {year or NOT_KNOWN}; yang berlaku {expected} "
            f"(dikenal: {known})."
        )


def _check_range(value: float | str, version: InstrumentVersion | None) -> None:
    """A figure beyond the ends of its instrument's scale is a slip of the pen."""
    if version is None or isinstance(value, str):
        return
    is_below = version.min is not None and value < version.min
    is_above = version.max is not None and value > version.max
    if is_below or is_above:
        end = f"tidak kurang dari {version.min:g}" if is_below else f"tidak lebih dari {version.max:g}"
        written = str(value).replace(".", ",")
        raise RuleViolation(f"Nilai {written} tidak mungkin: skalanya {end.replace('.', ',')}.")


def _unit(text: str, indicator: Indicator, region: Region) -> str:
    """The unit to store: the indicator's own, or another one that its figures here already have."""
    known = {indicator.unit, *(one.unit for one in region.indicators if one.indicator == indicator.id)} - {""}
    if not text and known:
        raise RuleViolation(f"Satuan wajib diisi: {' atau '.join(sorted(known))}.")
    if text and known and text not in known:
        raise RuleViolation(
            f"Satuan “{text[:40]}” tidak sesuai dengan indikator ini. Ubah angkanya ke "
            f"{' atau '.join(sorted(known))}."
        )
    return text


def _sources(row: Row, region: Region, fresh: Sequence[Source]) -> tuple[tuple[str, ...], Source | None]:
    """The signs of the sources, and a source that is new to the region's file."""
    known = {source.id: source for source in (*region.sources, *fresh)}
    given = tuple(part for part in re.split(r"[;,\s]+", row.get("sources", "")) if part)
    if given:
        if missing := [sign for sign in given if sign not in known]:
            raise RuleViolation(f"Tanda sumber {missing[0][:20]} tidak ada di berkas {region.name}.")
        return given, None
    title, publisher, url = (row.get(key, "") for key in ("title", "publisher", "url"))
    if not (title and publisher and url):
        raise RuleViolation(
            "Sumber wajib diisi: tanda sumber yang sudah ada, atau judul, penerbit, dan alamatnya."
        )
    if not url.startswith(("https://", "http://")):
        raise RuleViolation("Alamat sumber harus diawali https:// atau http://.")
    for source in known.values():
        if source.url == url:
            return (source.id,), source if source in fresh else None
    try:
        source = Source(
            id=_free_sign(known), title=title, publisher=publisher, date=row.get("date") or None, url=url
        )
    except ValidationError as error:
        detail = error.errors()[0]
        raise RuleViolation(f"Sumber belum benar: {detail['loc'][0]} {fault(detail)}.") from None
    return (source.id,), source


def _free_sign(known: Iterable[str]) -> str:
    """The next sign of our own kind: t1, t2, …"""
    numbers = [int(sign[1:]) for sign in known if re.fullmatch(r"t\d{1,3}", sign)]
    return f"t{max(numbers, default=0) + 1}"


def _made(
    indicator: Indicator,
    value: int | float | str,
    year: int | None,
    unit: str,
    note: str,
    ids: tuple[str, ...],
) -> IndicatorValue:
    try:
        return IndicatorValue(
            indicator=indicator.id, value=value, year=year, unit=unit, note=note, sources=ids
        )
    except ValidationError as error:
        detail = error.errors()[0]
        raise RuleViolation(f"Baris ini belum benar: {detail['loc'][0]} {fault(detail)}.") from None


def _compare(
    number: int, region: Region, indicator: Indicator, after: IndicatorValue, source: Source | None
) -> Change:
    """Whether the figure stands already, corrects one, stands beside another, or is new."""
    beside = [
        (place, one)
        for place, one in enumerate(region.indicators)
        if (one.indicator, one.year) == (after.indicator, after.year)
    ]
    same = [entry for entry in beside if entry[1].value == after.value]
    kept = same or [entry for entry in beside if set(entry[1].sources) & set(after.sources)]
    exact = [entry for entry in kept if _like(entry[1], after, indicator)]
    if exact:
        place, before = exact[0]
        return Change(number, region.id, Effect.SAME, before, before, place)
    if after.year is None:
        raise RuleViolation("Tahun wajib diisi dengan empat angka, misalnya 2025.")
    if kept:
        place, before = kept[0]
        stored = after if before.unit else after.model_copy(update={"unit": _stored_unit(after, indicator)})
        return Change(number, region.id, Effect.CHANGED, stored, before, place, source)
    kind = Effect.DISPUTED if beside else Effect.NEW
    return Change(number, region.id, kind, after, beside[0][1] if beside else None, None, source)


def _stored_unit(after: IndicatorValue, indicator: Indicator) -> str:
    """Nothing where the figure stood without a unit and means the indicator's own."""
    return "" if after.unit == indicator.unit else after.unit


def _like(before: IndicatorValue, after: IndicatorValue, indicator: Indicator) -> bool:
    return (
        before.value == after.value
        and (before.unit or indicator.unit) == after.unit
        and before.note == after.note
        and set(before.sources) == set(after.sources)
    )
