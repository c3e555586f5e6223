"""Figures side by side: which may be compared, how they changed, and who does better.

Nothing is interpolated, no series mixes versions of an instrument, and a year in which sources disagree
says so. Pure functions over what `content/regions` holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.regions.model import (
    Direction,
    Indicator,
    IndicatorValue,
    Instrument,
    InstrumentVersion,
    Region,
)


class Standing(StrEnum):
    """How another region's figure stands to ours, read in the indicator's direction."""

    BETTER = "lebih baik"
    WORSE = "di bawah kita"
    EQUAL = "sama"
    HIGHER = "lebih tinggi"
    LOWER = "lebih rendah"
    UNKNOWN = "tidak dapat dibandingkan"


@dataclass(frozen=True)
class Figure:
    """One year's figure of a region, ready to be compared.

    `value` is a number, or text for a predicate; `others` are what further sources give for the same
    year; `version` is the instrument version in force in the year; `scale` is what figures must share to be
    compared: the version, or the year itself where no version is known for it. `rank` orders predicates.
    """

    value: float | str
    year: int | None
    unit: str
    sources: tuple[str, ...]
    note: str = ""
    others: tuple[float | str, ...] = ()
    version: str | None = None
    band: str | None = None
    scale: str = ""
    rank: float | None = None

    @property
    def order(self) -> float | None:
        """What the figure is ordered by: its number, or the place of its predicate in the instrument."""
        return self.number if self.number is not None else self.rank

    @property
    def number(self) -> float | None:
        """The value where it is a number."""
        return float(self.value) if isinstance(self.value, int | float) else None

    @property
    def is_disputed(self) -> bool:
        """Whether sources give different values for the year."""
        return bool(self.others)


@dataclass(frozen=True)
class Change:
    """From an earlier figure to the latest one, on the same scale."""

    amount: float
    from_year: int
    to_year: int
    is_improvement: bool | None


@dataclass(frozen=True)
class Cell:
    """One region's place in a row of the comparison."""

    region_id: str
    latest: Figure | None
    earlier: tuple[Figure, ...]
    change: Change | None
    standing: Standing


@dataclass(frozen=True)
class Row:
    """One indicator across regions; `finding` says in words what it shows."""

    indicator: Indicator
    cells: tuple[Cell, ...]
    years_differ: bool
    versions_differ: bool
    finding: str


def series(region: Region, indicator: Indicator, instrument: Instrument | None) -> tuple[Figure, ...]:
    """A region's figures of an indicator, oldest first; figures without a year come before all others.

    Where sources disagree on a year, the figure with most sources stands (the first listed on a tie) and
    the rest are kept as `others`.
    """
    by_year: dict[int | None, list[IndicatorValue]] = {}
    for value in region.indicators:
        if value.indicator == indicator.id:
            by_year.setdefault(value.year, []).append(value)
    figures = [_figure(values, indicator, instrument) for values in by_year.values()]
    return tuple(sorted(figures, key=lambda figure: figure.year or 0))


def version_of(instrument: Instrument | None, year: int | None) -> InstrumentVersion | None:
    """The version of an instrument that was in force in a year."""
    if instrument is None or year is None:
        return None
    for version in instrument.versions:
        if (version.valid_from or 0) <= year <= (version.valid_to or 9999):
            return version
    return None


def band_of(version: InstrumentVersion | None, value: float | str) -> str | None:
    """The class of a value, by the version's own limits; None between two bands or without bands."""
    if version is None or isinstance(value, str):
        return None
    return next((band.label for band in version.bands if band.lower <= value <= band.upper), None)


def rank_of(version: InstrumentVersion | None, value: float | str) -> float | None:
    """Where a predicate stands among the classes of its instrument: the lower limit of its class."""
    if version is None or not isinstance(value, str):
        return None
    return next((band.lower for band in version.bands if band.label.casefold() == value.casefold()), None)


def change(figures: Sequence[Figure], direction: Direction) -> Change | None:
    """From the figure before to the latest one, if both are numbers on the same version's scale."""
    known = [figure for figure in figures if figure.year is not None and figure.number is not None]
    if len(known) < 2:
        return None
    before, after = known[-2], known[-1]
    if before.scale != after.scale or before.unit != after.unit:
        return None
    if before.number is None or after.number is None or before.year is None or after.year is None:
        return None
    amount = round(after.number - before.number, 6)
    improves = None if direction == "neutral" or not amount else (amount > 0) == (direction == "up")
    return Change(amount, before.year, after.year, improves)


def standing(direction: Direction, ours: Figure | None, other: Figure | None) -> Standing:
    """How the other region's latest figure stands to ours."""
    if ours is None or other is None or ours.order is None or other.order is None:
        return Standing.UNKNOWN
    if (
        ours.unit != other.unit
        or ours.scale != other.scale
        or (ours.number is None) != (other.number is None)
    ):
        return Standing.UNKNOWN
    if ours.order == other.order:
        return Standing.EQUAL
    is_higher = other.order > ours.order
    if direction == "neutral":
        return Standing.HIGHER if is_higher else Standing.LOWER
    return Standing.BETTER if is_higher == (direction == "up") else Standing.WORSE


def compare(
    regions: Sequence[Region],
    indicators: Iterable[Indicator],
    instruments: Mapping[str, Instrument],
    ours: str,
) -> list[Row]:
    """A row for each indicator that at least one of the regions has; our region is the yardstick."""
    rows = []
    for indicator in indicators:
        instrument = instruments.get(indicator.instrument or "")
        known = {region.id: series(region, indicator, instrument) for region in regions}
        if not any(known.values()):
            continue
        our_latest = known[ours][-1] if known.get(ours) else None
        cells = tuple(
            Cell(
                region_id=region.id,
                latest=known[region.id][-1] if known[region.id] else None,
                earlier=known[region.id][:-1],
                change=change(known[region.id], indicator.direction),
                standing=standing(
                    indicator.direction, our_latest, known[region.id][-1] if known[region.id] else None
                ),
            )
            for region in regions
        )
        shown = [cell.latest for cell in cells if cell.latest is not None]
        rows.append(
            Row(
                indicator=indicator,
                cells=cells,
                years_differ=len({figure.year for figure in shown}) > 1,
                versions_differ=len({figure.scale for figure in shown}) > 1,
                finding=finding(cells, {region.id: region for region in regions}, ours),
            )
        )
    return rows


def finding(cells: Sequence[Cell], regions: Mapping[str, Region], ours: str) -> str:
    """What a row shows, in a sentence or two: who does better, how ours moved, what is missing."""
    better = [regions[cell.region_id].short_name for cell in cells if cell.standing is Standing.BETTER]
    worse = [regions[cell.region_id].short_name for cell in cells if cell.standing is Standing.WORSE]
    missing = [regions[cell.region_id].short_name for cell in cells if cell.latest is None]
    name = regions[ours].short_name if ours in regions else ""
    sentences = []
    if better:
        sentences.append(f"{_listed(better)} lebih baik daripada {name}.")
    if worse and not better:
        sentences.append(f"{name} paling baik di antara yang dapat dibandingkan.")
    elif worse:
        sentences.append(f"{name} lebih baik daripada {_listed(worse)}.")
    own = next((cell.change for cell in cells if cell.region_id == ours), None)
    if own is not None:
        sentences.append(f"{name} {moved(own)} dalam {own.from_year}–{own.to_year}.")
    if missing:
        sentences.append(f"Angka {_listed(missing)} tidak ditemukan.")
    return " ".join(sentences)


def moved(change: Change) -> str:
    """A change in words, read in the indicator's direction."""
    if change.is_improvement is None:
        return "naik" if change.amount > 0 else "turun" if change.amount < 0 else "tetap"
    return "membaik" if change.is_improvement else "memburuk"


def _figure(values: Sequence[IndicatorValue], indicator: Indicator, instrument: Instrument | None) -> Figure:
    chosen = max(values, key=lambda value: len(value.sources))
    version = version_of(instrument, chosen.year)
    return Figure(
        value=chosen.value,
        year=chosen.year,
        unit=chosen.unit or indicator.unit,
        sources=chosen.sources,
        note=chosen.note,
        others=tuple(value.value for value in values if value is not chosen and value.value != chosen.value),
        version=version.id if version else None,
        band=band_of(version, chosen.value),
        scale=version.id if version else f"{chosen.year}?" if instrument else "",
        rank=rank_of(version, chosen.value),
    )


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} dan {names[-1]}"
