"""Nearest neighbours: which regions resemble ours, and in what.

The measure is Gower's general coefficient of dissimilarity (J. C. Gower, "A general coefficient of
similarity and some of its properties", Biometrics 27, 1971): for each feature the difference divided by
the range over all regions (0 or 1 for a kind), averaged with weights over the features that both regions
know. It suits mixed features and missing figures; what is missing is said, not guessed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.regions.model import Indicator, Region

FEATURES = {
    "jenis": "Jenis daerah (kabupaten atau kota)",
    "penduduk": "Jumlah penduduk",
    "kepadatan": "Kepadatan penduduk",
    "kemiskinan": "Penduduk miskin",
    "ipm": "Indeks Pembangunan Manusia",
    "anggaran": "Belanja daerah",
}
MAX_WEIGHT = 5
ENOUGH = 2  # features that must be known on both sides, the kind not counted
WHOLE_FROM = 1_000  # a figure from here on is shown without decimals
RANKED = 4  # features that must be known on both sides for a place in the order


@dataclass(frozen=True)
class Feature:
    """One feature of a region: number or kind, with the year it is from; None where not known."""

    value: float | str | None
    year: int | None = None
    unit: str = ""

    @property
    def shown(self) -> float | str | None:
        """The value as precisely as a reader needs it: two decimals, none from a thousand on."""
        if not isinstance(self.value, float):
            return self.value
        return round(self.value) if abs(self.value) >= WHOLE_FROM else round(self.value, 2)


Profile = Mapping[str, Feature]


@dataclass(frozen=True)
class FeatureDistance:
    """One feature's share of a distance: 0 (alike) to 1 (the furthest apart of all regions)."""

    feature: str
    ours: Feature
    other: Feature
    distance: float | None
    weight: float


@dataclass(frozen=True)
class Neighbour:
    """A region and how far it is from ours; `known` of `asked` features could be compared."""

    region_id: str
    distance: float | None
    parts: tuple[FeatureDistance, ...]

    @property
    def known(self) -> int:
        """How many features could be compared."""
        return sum(part.distance is not None for part in self.parts)

    @property
    def is_ranked(self) -> bool:
        """Is enough known for a place in the order? Few figures that happen to agree are no likeness."""
        return self.distance is not None and self.known >= RANKED


def profile(region: Region, indicators: Mapping[str, Indicator]) -> dict[str, Feature]:
    """What is known of a region; density is divided out where people and area are both known."""
    people = _newest(region, "jumlah-penduduk", indicators)
    density = _newest(region, "kepadatan-penduduk", indicators)
    area = _newest(region, "luas-wilayah", indicators)
    if density.value is None and isinstance(people.value, float) and isinstance(area.value, float):
        density = Feature(people.value / area.value, people.year, "jiwa/km² (dihitung)")
    return {
        "jenis": Feature(region.kind),
        "penduduk": people,
        "kepadatan": density,
        "kemiskinan": _newest(region, "kemiskinan", indicators),
        "ipm": _newest(region, "ipm", indicators),
        "anggaran": _newest(region, "apbd-belanja", indicators),
    }


def neighbours(
    ours: str, profiles: Mapping[str, Profile], weights: Mapping[str, float] | None = None
) -> list[Neighbour]:
    """Every other region, nearest first; those with too little known to be ranked come last.

    People and density are compared on a logarithmic scale, because twice as many is the same step
    for a small region as for a large one.
    """
    weights = dict.fromkeys(FEATURES, 1.0) if weights is None else weights
    ranges = {name: _range([entry[name] for entry in profiles.values()], name) for name in FEATURES}
    found = []
    for region_id, other in profiles.items():
        if region_id == ours:
            continue
        parts = tuple(
            FeatureDistance(
                name,
                profiles[ours][name],
                other[name],
                _distance(name, profiles[ours][name], other[name], ranges[name]),
                weights.get(name, 0.0),
            )
            for name in FEATURES
        )
        found.append(Neighbour(region_id, _mean(parts), parts))
    return sorted(
        found,
        key=lambda n: (not n.is_ranked, n.distance is None, n.distance or 0.0, -n.known, n.region_id),
    )


def _mean(parts: Sequence[FeatureDistance]) -> float | None:
    counted = [(part.distance, part.weight) for part in parts if part.distance is not None and part.weight]
    numbers = sum(part.distance is not None and part.feature != "jenis" for part in parts)
    total = sum(weight for _, weight in counted)
    if numbers < ENOUGH or not total:
        return None
    return sum(distance * weight for distance, weight in counted) / total


def _distance(name: str, ours: Feature, other: Feature, span: float) -> float | None:
    if ours.value is None or other.value is None:
        return None
    if isinstance(ours.value, str) or isinstance(other.value, str):
        return float(ours.value != other.value)
    if not span:
        return 0.0
    return min(abs(_scaled(name, ours.value) - _scaled(name, other.value)) / span, 1.0)


def _range(features: Sequence[Feature], name: str) -> float:
    numbers = [_scaled(name, f.value) for f in features if isinstance(f.value, float)]
    return max(numbers) - min(numbers) if numbers else 0.0


def _scaled(name: str, value: float) -> float:
    return math.log(value) if name in ("penduduk", "kepadatan", "anggaran") and value > 0 else value


def _newest(region: Region, indicator_id: str, indicators: Mapping[str, Indicator]) -> Feature:
    values = [
        value
        for value in region.indicators
        if value.indicator == indicator_id and isinstance(value.value, int | float)
    ]
    if not values:
        return Feature(None)
    newest = max(values, key=lambda value: (value.year or 0, len(value.sources)))
    unit = newest.unit or (indicators[indicator_id].unit if indicator_id in indicators else "")
    return Feature(float(newest.value), newest.year, unit)
