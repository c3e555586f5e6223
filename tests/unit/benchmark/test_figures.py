"""Figures side by side: hand-checked examples."""

from __future__ import annotations

import pytest

from portal.benchmark.figures import Standing, band_of, change, compare, series, standing, version_of
from portal.regions.files import read_instruments
from portal.regions.model import Indicator, Instrument, Region
from portal.yamlfiles import Report
from tests.conftest import ROOT

POVERTY = Indicator(
    id="kemiskinan", name="Penduduk miskin", unit="%", direction="down", theme="kesejahteraan"
)
INDEX = Indicator(id="iid", name="IID", direction="up", theme="tata-kelola", instrument="iid")
IID = Instrument.model_validate(
    {
        "id": "iid",
        "name": "Indeks Inovasi Daerah",
        "publisher": "Kemendagri",
        "direction": "up",
        "versions": [
            {
                "id": "iid-2023",
                "valid_from": 2023,
                "valid_to": 2023,
                "bands": [
                    {"from": 60.01, "to": 100, "label": "Sangat Inovatif"},
                    {"from": 35, "to": 60, "label": "Inovatif"},
                    {"from": 0.01, "to": 34.99, "label": "Kurang Inovatif"},
                ],
                "confidence": "terverifikasi",
            },
            {
                "id": "iid-2026",
                "valid_from": 2026,
                "bands": [
                    {"from": 65.01, "to": 100, "label": "Sangat Inovatif"},
                    {"from": 40.01, "to": 65, "label": "Inovatif"},
                ],
                "confidence": "satu-sumber",
            },
        ],
    }
)


def region(region_id: str, *values: tuple[str, float | str, int | None]) -> Region:
    return Region.model_validate(
        {
            "id": region_id,
            "name": f"Kabupaten {region_id.title()}",
            "short_name": region_id.title(),
            "kind": "kabupaten",
            "indicators": [
                {"indicator": key, "value": value, "year": year, "sources": ["p1"]}
                for key, value, year in values
            ],
        }
    )


@pytest.mark.parametrize(
    ("value", "year", "label"),
    [
        (60.0, 2023, "Inovatif"),
        (60.01, 2023, "Sangat Inovatif"),
        (34.99, 2023, "Kurang Inovatif"),
        (35.0, 2023, "Inovatif"),
        (60.01, 2026, "Inovatif"),
        (65.0, 2026, "Inovatif"),
        (65.01, 2026, "Sangat Inovatif"),
        (65.005, 2026, None),
        (50.0, 2024, None),
    ],
)
def test_a_band_follows_the_version_of_its_year(value: float, year: int, label: str | None) -> None:
    assert band_of(version_of(IID, year), value) == label


def test_a_change_is_not_computed_across_versions_of_an_instrument() -> None:
    figures = series(region("a", ("iid", 62.0, 2023), ("iid", 62.0, 2026)), INDEX, IID)

    assert change(figures, "up") is None


def test_falling_poverty_is_an_improvement() -> None:
    figures = series(region("a", ("kemiskinan", 8.73, 2024), ("kemiskinan", 7.79, 2025)), POVERTY, None)

    found = change(figures, "down")

    assert found is not None
    assert (found.amount, found.from_year, found.to_year, found.is_improvement) == (-0.94, 2024, 2025, True)


def test_years_between_two_figures_are_not_filled_in() -> None:
    figures = series(region("a", ("kemiskinan", 9.0, 2020), ("kemiskinan", 8.0, 2025)), POVERTY, None)

    assert [figure.year for figure in figures] == [2020, 2025]


def test_sources_that_disagree_on_a_year_are_both_kept() -> None:
    figures = series(region("a", ("kemiskinan", 5.23, 2021), ("kemiskinan", 5.24, 2021)), POVERTY, None)

    assert len(figures) == 1
    assert figures[0].value == 5.23
    assert figures[0].others == (5.24,)
    assert figures[0].is_disputed


@pytest.mark.parametrize(
    ("ours", "other", "expected"),
    [
        (7.79, 6.13, Standing.BETTER),
        (7.79, 9.00, Standing.WORSE),
        (7.79, 7.79, Standing.EQUAL),
        (7.79, "rendah", Standing.UNKNOWN),
    ],
)
def test_less_poverty_is_better(ours: float, other: float | str, expected: Standing) -> None:
    left = series(region("a", ("kemiskinan", ours, 2025)), POVERTY, None)[-1]
    right = series(region("b", ("kemiskinan", other, 2025)), POVERTY, None)[-1]

    assert standing("down", left, right) is expected


def test_a_missing_figure_stays_a_gap_and_is_said() -> None:
    ours = region("kami", ("kemiskinan", 7.79, 2025))
    without = region("kosong", ("ipm", 70.0, 2025))

    rows = compare([ours, without], [POVERTY], {}, "kami")

    assert rows[0].cells[1].latest is None
    assert "Angka Kosong tidak ditemukan." in rows[0].finding


def test_different_years_are_flagged() -> None:
    rows = compare(
        [region("kami", ("kemiskinan", 7.79, 2025)), region("lain", ("kemiskinan", 6.0, 2023))],
        [POVERTY],
        {},
        "kami",
    )

    assert rows[0].years_differ
    assert rows[0].finding == "Lain lebih baik daripada Kami."


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (100, "AA"), (90.01, "AA"), (90, "A"), (80.01, "A"), (80, "BB"), (70.01, "BB"), (70, "B"),
        (60.01, "B"), (60, "CC"), (50.01, "CC"), (50, "C"), (30.01, "C"), (30, "D"), (0, "D"), (80.005, None),
    ],
)  # fmt: skip
def test_the_bands_of_sakip_hold_at_their_edges(score: float, band: str | None) -> None:
    report = Report()
    sakip = read_instruments(ROOT / "content", report)["sakip"]

    assert band_of(sakip.versions[0], score) == band
