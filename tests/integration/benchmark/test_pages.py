"""The pages that compare regions, as a reader gets them."""

from __future__ import annotations

import re

from flask import Flask

from portal.benchmark import service
from portal.government import our_government
from portal.regions import REGIONS


def test_only_regions_of_which_enough_is_known_are_ranked_and_the_others_stand_apart(real_app: Flask) -> None:
    page = real_app.test_client().get("/pembanding/tetangga").text

    with real_app.app_context():
        found = {neighbour.region_id: neighbour for neighbour in service.nearest()}
        names = {region_id: REGIONS.get()[region_id].name for region_id in found}
    ranked, _, apart = page.partition("Data belum cukup untuk dibandingkan")
    assert found
    for region_id, neighbour in found.items():
        place = ranked if neighbour.is_ranked else apart
        assert f'<a href="/wilayah/{region_id}">{names[region_id]}</a>' in place
        if not neighbour.is_ranked:
            assert f"({neighbour.known} dari {len(neighbour.parts)} diketahui)" in apart
    assert not re.search(r"\d,\d{3,} jiwa", page)


def test_every_figure_of_the_comparison_names_its_region_for_a_narrow_screen(real_app: Flask) -> None:
    page = real_app.test_client().get("/pembanding").text

    with real_app.app_context():
        ours = REGIONS.get()[our_government().region].name
    assert page.count(f'<span class="cell-region" aria-hidden="true">{ours}</span>') == page.count(
        'role="rowheader"'
    )
    assert page.count('class="cell-region"') == page.count('<td class="num" role="cell">') > 0
