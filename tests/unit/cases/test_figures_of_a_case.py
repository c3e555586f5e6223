"""What is drawn from a case's own data is true to it, and nothing is drawn of what it does not say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.cases.figures import changes, lifeline
from portal.cases.model import Case
from portal.cases.provinces import draw_provinces
from portal.guides.lives import lives_of
from portal.regions import GRID, REGIONS
from portal.yamlfiles import Report
from tests.make import case_text, read

TODAY = date(2026, 12, 1)
CONTENT = Path(__file__).parents[3] / "content"


def a_case(**changes: Any) -> Case:
    """A case with these entries in its head."""
    file, problems = read(case_text("jempol", **changes))
    assert file is not None, problems
    return file.case


def result(**changes: Any) -> dict[str, Any]:
    """A measured result with its beginning."""
    whole = {
        "metric": "pengunjung kantor per hari", "kind": "measured", "before": 700, "after": 200,
        "unit": "orang/hari", "year": 2017, "sources": ["s1"],
    }  # fmt: skip
    return {**whole, **changes}


def test_what_changed_is_drawn_with_the_sentence_that_says_it() -> None:
    found = changes(a_case(results=[result()]))

    assert [one.finding for one in found] == [
        "Pengunjung kantor per hari: dari 700 menjadi 200 orang/hari (2017), turun 71 persen."
    ]
    assert found[0].finding in found[0].drawing


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"before": 1034, "after": 5025, "unit": "keluarga"}, "naik menjadi 4,9 kali."),
        ({"before": 92.1, "after": 89.1, "unit": "%"}, "turun."),
        ({"before": 5, "after": 5}, "tetap."),
        ({"before": 0, "after": 2, "unit": "desa"}, "naik."),
    ],
)
def test_growth_is_told_in_times_shares_only_by_their_way_and_from_nought_nothing_is_divided(
    change: dict[str, Any], said: str
) -> None:
    assert changes(a_case(results=[result(**change)]))[0].finding.endswith(f", {said}")


@pytest.mark.parametrize(
    "change",
    [{"before": None}, {"kind": "claimed"}, {"kind": "target"}, {"after": "hampir semua"}],
    ids=["no beginning", "only told", "promised", "in words"],
)
def test_what_was_not_counted_twice_is_not_drawn(change: dict[str, Any]) -> None:
    assert changes(a_case(results=[result(**change)])) == []


def test_a_life_says_until_when_there_was_news_and_lists_what_it_marks_in_order() -> None:
    found = lifeline(a_case(started=2015, results=[result()]), TODAY)

    assert found is not None
    assert found.finding in found.drawing
    assert found.finding.startswith("Dimulai 2015; sumber terbaru tentang keadaannya ")
    assert [one.what for one in found.happenings][:2] == ["Dimulai", "Diukur: pengunjung kantor per hari"]


def test_without_a_beginning_there_is_no_life_to_draw() -> None:
    assert lifeline(a_case(started=None), TODAY) is None


def test_every_province_of_the_regions_has_a_tile_and_the_map_is_small() -> None:
    regions = [one for one in REGIONS.read(CONTENT, Report()).values() if not one.is_reference]
    provinces = {region.province for region in regions if region.province}
    groups = [
        (name, f"provinsi-{name}", [one for one in regions if one.province == name]) for name in provinces
    ]
    by_region = {region.id: ["kasus"] * 2 for region in regions}

    drawing, finding = draw_provinces(groups, by_region, "batang")

    assert provinces <= set(GRID)
    assert len({place[1:] for place in GRID.values()}) == len(GRID)
    assert drawing.count("<a ") == len(provinces)
    assert len(drawing.encode()) <= 25 * 1024
    assert finding.startswith(
        f"{2 * len(regions)} inovasi dari {len(provinces)} provinsi; terbanyak Jawa Tengah"
    )


def test_without_a_case_there_is_no_map() -> None:
    assert draw_provinces([("Aceh", "provinsi-aceh", [])], {}, "batang") == ("", "")


def test_the_lives_of_a_family_count_what_runs_what_ended_and_what_is_not_drawn() -> None:
    ending = {"year": 2020, "words": "Dihentikan dinas.", "sources": ["s1"]}
    over = a_case(started=2015, status="stopped", ended=ending, results=[])
    cases = [a_case(started=2015, results=[]), over, a_case(started=None, results=[])]

    drawing, finding = lives_of(cases, "Antrean", TODAY)

    assert drawing.count('class="life-circle"') == 2
    assert drawing.count('class="life-cross"') == 1
    assert finding == (
        "0 dari 3 masih berjalan menurut kabar dua tahun terakhir; "
        "1 berakhir, diganti, atau berakhir sebagian; 2 lama tanpa kabar. "
        "1 tidak digambar karena tahunnya belum diketahui."
    )
