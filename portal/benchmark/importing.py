"""Figures from a table: each row put through the gate, a sentence for each refused, and what would change.

Nothing is guessed: a row without a source, year, unit or instrument version is refused, and so is a number
that can be read in two ways. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from portal.benchmark.figures import version_of
from portal.errors import RuleViolation
from portal.faults import fault
from portal.regions import Indicator, IndicatorValue, Instrument, InstrumentVersion, Region, naming
from portal.same import same, same_word
from portal.sources import Source
from portal.values import Unreadable, Wanted, check_cells, day, number, shown, word

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
MOST, DIGITS = 10**15, 15  # beyond these a spreadsheet and a float are no longer exact
IN_WORDS = frozenset(("predikat", "opini"))  # units whose figures are words
Row = Mapping[str, str]


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
    for place, row in rows:
        about = " · ".join(filter(None, (row.get("region"), row.get("indicator"), row.get("year"))))[:160]
        try:
            change = _judge_row(place, row, snapshot, fresh)
            key = (change.region, change.after.indicator, change.after.year, change.after.value)
            if key in seen:
                raise RuleViolation(f"Baris ini sama dengan baris {seen[key]}. Hapus salah satunya.")
            _refuse_second(change, changes)
        except RuleViolation as error:
            refused.append(Refused(place, about, str(error)))
            continue
        seen[key] = place
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
    check_cells(row, HEADINGS, MAX_CELL)
    region = naming.find(snapshot.regions, row.get("region", ""))
    indicator = naming.find_indicator(snapshot.indicators, row.get("indicator", ""))
    year = _year(row.get("year", ""))
    instrument = snapshot.instruments.get(indicator.instrument or "")
    _check_version(row.get("version", ""), instrument, year)
    value = _value(row.get("value", ""), indicator, version_of(instrument, year), region)
    _check_range(value, version_of(instrument, year))
    ids, source = _sources(row, region, fresh.get(region.id, ()))
    unit = _unit(row.get("unit", ""), indicator, region)
    after = _made(indicator, value, year, unit, row.get("note", ""), ids)
    return _compare(number, region, indicator, after, source)


def read_value(
    text: str, indicator: Indicator, version: InstrumentVersion | None = None
) -> int | float | str:
    """A figure of an indicator, read for its unit and its instrument; raises RuleViolation.

    Words are figures only where the unit is a predicate, or the instrument has classes.
    """
    if not text:
        raise RuleViolation("Nilai kosong. Bila angkanya tidak ada, hapus barisnya.")
    labels = version.labels if version else ()
    takes_words = same(indicator.unit) in IN_WORDS
    try:
        if takes_words or (labels and same_word(text) in {same_word(label) for label in labels}):
            return word(text, labels)
        exact = number(text, Wanted.of_unit(indicator.unit))
    except Unreadable as error:
        raise RuleViolation(f"Nilai {indicator.name}: {error}") from None
    if abs(exact) >= MOST or len(exact.as_tuple().digits) > DIGITS:
        raise RuleViolation(f"Nilai {shown(text)} terlalu panjang. Pakai satuan yang lebih besar.")
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _value(
    text: str, indicator: Indicator, version: InstrumentVersion | None, region: Region
) -> int | float | str:
    """The figure; words that stand in the file already stay, so that what was exported comes back."""
    standing = {one.value for one in region.indicators if one.indicator == indicator.id}
    if text in standing:
        return text
    return read_value(text, indicator, version)


def _year(text: str) -> int | None:
    if same(text) == NOT_KNOWN:
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
    if same(text) != same(expected):
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
    by_form = {same(unit): unit for unit in known}
    if text and known and same(text) not in by_form:
        raise RuleViolation(
            f"Satuan “{text[:40]}” tidak sesuai dengan indikator ini. Ubah angkanya ke "
            f"{' atau '.join(sorted(known))}."
        )
    return by_form.get(same(text), text)


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
        made = _day(row.get("date", ""))
        source = Source(id=_free_sign(known), title=title, publisher=publisher, date=made, url=url)
    except ValidationError as error:
        detail = error.errors()[0]
        raise RuleViolation(f"Sumber belum benar: {detail['loc'][0]} {fault(detail)}.") from None
    return (source.id,), source


def _day(text: str) -> str | None:
    """The day of a source; a year or a month alone stays as it is."""
    try:
        return day(text).isoformat()
    except Unreadable:
        return text or None


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
