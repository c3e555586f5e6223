"""What the pages of the comparison ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.benchmark.figures import Row, compare
from portal.benchmark.fit import Fit, fit
from portal.benchmark.neighbours import Neighbour, Profile, neighbours, profile
from portal.government import our_government
from portal.regions import INDICATORS, INSTRUMENTS, REGIONS, Indicator, InstrumentVersion, Region
from portal.web.charts import Dot, draw_dots
from portal.web.figures import number

MAX_REGIONS = 6
MAX_INDICATORS = 20
USUAL = (
    "kemiskinan",
    "tpt",
    "ipm",
    "rata-lama-sekolah",
    "stunting-ssgi",
    "sakip-predikat",
    "spbe",
    "iid",
    "kepatuhan",
)


@dataclass(frozen=True)
class SideBySide:
    """What a comparison compares; always with our own region first."""

    regions: tuple[Region, ...]
    indicators: tuple[Indicator, ...]
    dropped: tuple[Region, ...] = ()  # chosen beyond what fits


def comparable() -> dict[str, Region]:
    """The regions that can be compared: kabupaten and kota with figures, and reference rows."""
    return {region.id: region for region in REGIONS.get().values() if region.indicators}


def choose(region_ids: Sequence[str], indicator_ids: Sequence[str]) -> SideBySide:
    """Read a choice; unknown ids are left out, and nothing chosen means the usual."""
    regions, indicators = comparable(), INDICATORS.get()
    ours = our_government().region
    others = [key for key in dict.fromkeys(region_ids) if key in regions and key != ours]
    if not others:
        others = _usual_regions(ours, regions)
    wanted = [key for key in dict.fromkeys(indicator_ids) if key in indicators] or [
        key for key in USUAL if key in indicators
    ]
    chosen = ([regions[ours]] if ours in regions else []) + [regions[key] for key in others]
    return SideBySide(
        tuple(chosen[:MAX_REGIONS]),
        tuple(indicators[key] for key in wanted[:MAX_INDICATORS]),
        tuple(chosen[MAX_REGIONS:]),
    )


def rows(choice: SideBySide) -> list[Row]:
    """The comparison itself."""
    return compare(choice.regions, choice.indicators, INSTRUMENTS.get(), our_government().region)


def chart(key: str, row: Row, regions: Mapping[str, Region]) -> Markup:
    """The dots of a row, best first, where at least two regions have a number on the same scale.

    A dot is hollow where its year is not that of our own figure (of the newest, where we have none).
    """
    if row.versions_differ:
        return Markup("")
    ours = our_government().region
    known = [
        (cell.region_id, cell.latest.number, cell.latest.year)
        for cell in row.cells
        if cell.latest is not None and cell.latest.number is not None
    ]
    years = [year for _, _, year in known if year]
    same = next((year for region, _, year in known if region == ours), None) or max(years, default=None)
    dots = [
        Dot(regions[region].short_name, value, _figure_text(value, year), region == ours, year != same)
        for region, value, year in known
    ]
    dots.sort(key=lambda dot: dot.value, reverse=row.indicator.direction != "down")
    return draw_dots(key, (row.indicator.name, row.finding), dots, figure=number)


def _figure_text(value: float, year: int | None) -> str:
    """A value and its year as written beside a dot."""
    written = number(round(value, 2))
    return f"{written} ({year})" if year else written


@dataclass(frozen=True)
class _Measured:
    """What follows from the regions of an edition alone: profiles, and who resembles us by equal weights."""

    regions: Mapping[str, Region]
    indicators: Mapping[str, Indicator]
    ours: str
    profiles: Mapping[str, Profile]
    neighbours: tuple[Neighbour, ...]
    by_region: dict[str, Neighbour]
    places: dict[str, int]


_measured: _Measured | None = None


def _measure() -> _Measured:
    """Measured once per edition and process: it takes longer than all the rest of a case's page."""
    global _measured
    regions, indicators, ours = REGIONS.get(), INDICATORS.get(), our_government().region
    kept = _measured
    if kept is not None and kept.regions is regions and kept.indicators is indicators and kept.ours == ours:
        return kept
    profiles = {
        region.id: profile(region, indicators)
        for region in regions.values()
        if region.kind in ("kabupaten", "kota")
    }
    found = neighbours(ours, profiles) if ours in profiles else []
    by_region = {neighbour.region_id: neighbour for neighbour in found}
    ranked = [neighbour.region_id for neighbour in found if neighbour.is_ranked]
    places = {region_id: place for place, region_id in enumerate(ranked, 1)}
    _measured = _Measured(regions, indicators, ours, profiles, tuple(found), by_region, places)
    return _measured


def nearest(weights: Mapping[str, float] | None = None) -> Sequence[Neighbour]:
    """The regions that resemble ours, nearest first."""
    measured, ours = _measure(), our_government().region
    if weights is None or all(weight == 1.0 for weight in weights.values()):
        return measured.neighbours
    return neighbours(ours, measured.profiles, weights) if ours in measured.profiles else []


def fit_of(region_id: str) -> Fit | None:
    """How alike a case's origin is to us; None for our own cases."""
    found = _measure().by_region.get(region_id)
    return fit(found) if found else None


def place_of(region_id: str) -> int | None:
    """A region's place among those that resemble ours, 1 for the nearest; None where too little is known."""
    return _measure().places.get(region_id)


def fits() -> dict[str, Fit]:
    """How alike each other region is to us, by its id."""
    return {neighbour.region_id: fit(neighbour) for neighbour in nearest()}


def newest_version(instrument_id: str) -> InstrumentVersion | None:
    """The version of an instrument that is in force; None where there is no such instrument."""
    instrument = INSTRUMENTS.get().get(instrument_id)
    return instrument.versions[-1] if instrument else None


def _usual_regions(ours: str, regions: Mapping[str, Region]) -> list[str]:
    near = [n.region_id for n in nearest() if n.is_ranked and n.region_id in regions]
    known = sorted(regions.values(), key=lambda region: -len(region.indicators))
    rich = [region.id for region in known if region.id != ours and region.kind in ("kabupaten", "kota")]
    return list(dict.fromkeys([*rich[:2], *near[:2]]))
