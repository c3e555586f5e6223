"""Scenarios: asking, reading the answer, overruling it, deciding, comparing."""

from __future__ import annotations

from portal.portfolio.frozen import read_numbers
from tests.integration.adoption.conftest import Office
from tests.integration.portfolio.conftest import Waiting, make_scenario, stored


def test_the_package_with_the_highest_score_within_the_ceiling_is_proposed(
    office: Office, waiting: Waiting
) -> None:
    dear = waiting("Mahal", million=90, people=100, slug="jempol")
    cheap = waiting("Murah", million=40, people=90_000, slug="gemas")
    also = waiting("Juga murah", million=50, people=80_000, slug="kinarya")

    scenario_id = make_scenario(office)

    assert read_numbers(stored(office, scenario_id).package) == (cheap, also)
    page = office.get("pimpinan", f"/dasbor/prioritas/skenario/{scenario_id}").text
    assert "Terbukti" in page
    assert "2027, PAD kurang Rp80.000.000" in page
    assert f"/rencana/{dear}" in page
