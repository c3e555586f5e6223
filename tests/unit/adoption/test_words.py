"""What a KPI lacks and where it is meant to go, in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portal.adoption import words
from portal.adoption.measures import Direction
from portal.adoption.models import Kpi

DAY = date(2026, 11, 21)


def kpi(**changes: object) -> Kpi:
    """A KPI that lacks nothing, but for the changes."""
    values: dict[str, object] = {
        "name": "Waktu tunggu",
        "unit": "menit",
        "direction": Direction.DOWN,
        "baseline": Decimal(90),
        "baseline_date": DAY,
        "baseline_source": "Survei",
        "target": Decimal(30),
        "target_date": DAY,
    }
    return Kpi(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, ""),
        ({"baseline": Decimal(0), "target": Decimal(0)}, ""),
        (
            {"baseline_date": None, "baseline_source": "", "target_date": None},
            "tanggal dan sumber keadaan awal, tanggal target",
        ),
        ({"baseline": None, "baseline_date": None, "baseline_source": ""}, "keadaan awal"),
        ({"target": None, "target_date": None}, "target"),
        ({"target": None}, "nilai target"),
    ],
)
def test_a_kpi_names_what_it_still_lacks(changes: dict[str, object], sentence: str) -> None:
    assert words.lacking(kpi(**changes)) == sentence


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Target paling banyak 30 menit pada 21 November 2026."),
        ({"direction": Direction.UP, "target_date": None}, "Target paling sedikit 30 menit."),
        ({"target": None}, ""),
    ],
)
def test_a_target_is_told_with_its_bound_and_day(changes: dict[str, object], sentence: str) -> None:
    assert words.target_line(kpi(**changes)) == sentence
