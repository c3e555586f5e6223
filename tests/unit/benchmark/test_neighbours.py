"""Gower's coefficient, checked by hand."""

from __future__ import annotations

import math

import pytest

from portal.benchmark.fit import fit
from portal.benchmark.neighbours import FEATURES, Feature, neighbours


def profile(kind: str, people: float | None, poverty: float | None, ipm: float | None) -> dict[str, Feature]:
    known = {"jenis": kind, "penduduk": people, "kemiskinan": poverty, "ipm": ipm}
    return {name: Feature(known.get(name)) for name in FEATURES}


PROFILES = {
    "kami": profile("kabupaten", 800_000.0, 8.0, 71.0),
    "dekat": profile("kabupaten", 800_000.0, 9.0, 72.0),
    "jauh": profile("kota", 3_200_000.0, 4.0, 81.0),
    "kosong": profile("kabupaten", None, 8.0, None),
}


def test_the_distance_is_the_mean_of_range_normalised_differences() -> None:
    found = {neighbour.region_id: neighbour for neighbour in neighbours("kami", PROFILES)}

    # ranges: poverty 9 - 4 = 5; ipm 81 - 71 = 10; people log(3.2 m) - log(0.8 m)
    assert found["dekat"].distance == pytest.approx((0 + 0 + 1 / 5 + 1 / 10) / 4)
    assert found["jauh"].distance == pytest.approx((1 + 1 + 4 / 5 + 10 / 10) / 4)


def test_people_are_compared_on_a_logarithmic_scale() -> None:
    profiles = {**PROFILES, "dua-kali": profile("kabupaten", 1_600_000.0, 8.0, 71.0)}

    found = next(n for n in neighbours("kami", profiles) if n.region_id == "dua-kali")
    part = next(part for part in found.parts if part.feature == "penduduk")

    assert part.distance == pytest.approx(math.log(2) / math.log(4))


def test_a_region_of_which_too_little_is_known_has_no_distance_and_comes_last() -> None:
    found = neighbours("kami", PROFILES)

    assert found[-1].region_id == "kosong"
    assert found[-1].distance is None
    assert found[-1].known == 2


def test_a_region_with_few_known_features_is_not_ranked_however_well_these_agree() -> None:
    profiles = {**PROFILES, "mirip-tetapi": profile("kabupaten", 800_000.0, 8.0, None)}

    found = {neighbour.region_id: neighbour for neighbour in neighbours("kami", profiles)}

    assert found["mirip-tetapi"].distance == 0
    assert (found["mirip-tetapi"].known, found["mirip-tetapi"].is_ranked) == (3, False)
    assert list(found) == ["dekat", "jauh", "mirip-tetapi", "kosong"]
    assert found["jauh"].is_ranked


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1050.639075, 1051), (812_420.0, 812_420), (71.456, 71.46), (8.0, 8.0), ("kota", "kota"), (None, None)],
)
def test_a_figure_is_shown_as_precisely_as_a_reader_needs_it(
    value: float | str | None, shown: float | str | None
) -> None:
    assert Feature(value).shown == shown


def test_a_weight_of_zero_takes_a_feature_out() -> None:
    weights = dict.fromkeys(FEATURES, 0.0) | {"kemiskinan": 1.0, "ipm": 1.0}

    found = {neighbour.region_id: neighbour for neighbour in neighbours("kami", PROFILES, weights)}

    assert found["dekat"].distance == pytest.approx((1 / 5 + 1 / 10) / 2)


def test_a_fit_has_a_score_only_where_enough_is_known() -> None:
    found = {neighbour.region_id: fit(neighbour) for neighbour in neighbours("kami", PROFILES)}

    assert found["dekat"].score == round(100 * (1 - 0.075))
    assert found["kosong"].score is None


def test_a_great_difference_in_people_brings_advice_and_a_small_one_does_not() -> None:
    found = {neighbour.region_id: fit(neighbour) for neighbour in neighbours("kami", PROFILES)}

    advice = {line.label: line.advice for line in found["jauh"].lines}
    assert "Hitung ulang" in advice[FEATURES["penduduk"]]
    assert all(not line.advice for line in found["dekat"].lines)
