"""Lines over the years: gaps stay gaps, and versions of an instrument are never joined."""

from __future__ import annotations

from xml.etree import ElementTree

from portal.benchmark.figures import compare, series
from portal.benchmark.trends import trend
from portal.regions.model import Instrument
from tests.unit.benchmark.test_figures import IID, INDEX, POVERTY, region


def pieces(*values: tuple[str, float | str, int | None]) -> list[int]:
    """How many points each joined piece of our line has."""
    ours = region("kami", *values)
    indicator, instruments = (INDEX, {"iid": IID}) if values[0][0] == "iid" else (POVERTY, {})
    row = compare([ours], [indicator], instruments, "kami")[0]
    found = trend("tren", row, {"kami": ours})
    assert found is not None
    lines = ElementTree.fromstring(found.drawing).iter("polyline")
    return [len(line.get("points", "").split()) for line in lines]


def test_years_that_follow_each_other_are_joined_and_a_missing_year_breaks_the_line() -> None:
    figures = [("kemiskinan", 9.0, 2019), ("kemiskinan", 8.5, 2020), ("kemiskinan", 8.0, 2022)]

    assert pieces(*figures, ("kemiskinan", 7.5, 2023)) == [2, 2]
    assert pieces(*figures) == [2]


def test_versions_of_an_instrument_and_years_without_a_known_version_are_not_joined() -> None:
    figures = [("iid", 45.0, 2023), ("iid", 46.0, 2024), ("iid", 47.0, 2025), ("iid", 48.0, 2026)]

    assert pieces(*figures) == []


def test_no_change_is_told_across_years_whose_version_is_not_known() -> None:
    ours = region("kami", ("iid", 46.0, 2024), ("iid", 47.0, 2025))

    row = compare([ours], [INDEX], {"iid": IID}, "kami")[0]

    assert row.cells[0].change is None


def test_a_figure_of_one_year_makes_no_drawing() -> None:
    ours = region("kami", ("kemiskinan", 9.0, 2019))

    assert trend("tren", compare([ours], [POVERTY], {}, "kami")[0], {"kami": ours}) is None


def test_predicates_are_ordered_by_the_classes_of_their_instrument() -> None:
    sakip = Instrument.model_validate(
        {
            "id": "iid",
            "name": "SAKIP",
            "publisher": "PANRB",
            "direction": "up",
            "versions": [
                {
                    "id": "sakip",
                    "bands": [
                        {"from": 70.01, "to": 80, "label": "BB"},
                        {"from": 60.01, "to": 70, "label": "B"},
                    ],
                    "confidence": "terverifikasi",
                }
            ],
        }
    )
    ours, other = region("kami", ("iid", "B", 2024)), region("sana", ("iid", "BB", 2024))

    row = compare([ours, other], [INDEX], {"iid": sakip}, "kami")[0]

    assert row.cells[1].standing == "lebih baik"
    assert series(ours, INDEX, sakip)[0].order == 60.01
