"""Each province keeps one of three clocks."""

from __future__ import annotations

import pytest

from portal.regions import Region
from portal.regions.timezones import zone_of


@pytest.mark.parametrize(
    ("province", "zone"),
    [
        ("Jawa Tengah", "WIB"),
        ("Aceh", "WIB"),
        ("Kalimantan Barat", "WIB"),
        ("Kalimantan Tengah", "WIB"),
        ("Kalimantan Selatan", "WITA"),
        ("Bali", "WITA"),
        ("Nusa Tenggara Barat", "WITA"),
        ("Sulawesi Selatan", "WITA"),
        ("Gorontalo", "WITA"),
        ("Maluku Utara", "WIT"),
        ("Papua Barat", "WIT"),
        ("Papua Barat Daya", "WIT"),
        ("sulawesi\u00a0tenggara", "WITA"),
        ("", ""),
    ],
)
def test_a_region_has_the_zone_of_its_province(province: str, zone: str) -> None:
    region = Region(id="x", name="Kota X", short_name="X", kind="kota", province=province)

    assert zone_of(region) == zone


def test_a_province_has_its_own_and_an_unknown_place_none() -> None:
    bali = Region(id="bali", name="Provinsi Bali", short_name="Bali", kind="provinsi")

    assert (zone_of(bali), zone_of(None)) == ("WITA", "")
