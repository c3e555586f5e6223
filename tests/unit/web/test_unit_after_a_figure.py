"""How a figure and its unit read together."""

from __future__ import annotations

import pytest

from portal.web.figures import unit_after


@pytest.mark.parametrize(
    ("unit", "value", "read"),
    [
        ("desa", 115, " desa"),
        ("%", 6.13, "%"),
        ("% dari 15 ton per hari", 22, "% dari 15 ton per hari"),
        ("orang", "Lebih dari 6.000", " orang"),
        ("pesan per hari", "50-200", " pesan per hari"),
        ("puskesmas", "semua puskesmas", ""),
        ("predikat", "AA", ""),
        ("indeks", 4.87, ""),
        ("", 12, ""),
        ("desa", None, " desa"),
    ],
)
def test_a_unit_follows_its_figure_unless_the_figure_says_it_already(
    unit: str, value: float | str | None, read: str
) -> None:
    assert unit_after(unit, value) == read
