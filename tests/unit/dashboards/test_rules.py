"""Posts, shares, medians and months, checked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portal.adoption import KpiFacts
from portal.adoption.measures import Direction
from portal.dashboards.rules import (
    Month,
    Outcome,
    Share,
    holds_post,
    median,
    months_before,
    outcome,
    quarters_before,
)

DUE = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("direction", "target", "read", "today", "expected"),
    [
        (Direction.UP, "10", "10", DUE, Outcome.MET),
        (Direction.UP, "10", "9.999999", DUE, Outcome.NOT_YET),
        (Direction.UP, "10", "9.999999", date(2026, 11, 22), Outcome.MISSED),
        (Direction.DOWN, "10", "10", DUE, Outcome.MET),
        (Direction.DOWN, "10", "10.000001", DUE, Outcome.NOT_YET),
        (Direction.UP, None, "10", DUE, Outcome.NO_TARGET),
        (Direction.UP, "10", None, date(2027, 1, 1), Outcome.UNREAD),
        (Direction.UP, None, None, DUE, Outcome.NO_TARGET),
    ],
)
def test_a_kpi_is_missed_only_after_its_day_and_met_at_its_very_target(
    direction: Direction, target: str | None, read: str | None, today: date, expected: Outcome
) -> None:
    readings = () if read is None else ((DUE, Decimal(read)),)
    goal = None if target is None else Decimal(target)

    assert outcome(KpiFacts(direction, target=goal, target_date=DUE, readings=readings), today) is expected


@pytest.mark.parametrize(
    ("position", "post", "holds"),
    [
        ("Bupati", "Bupati", True),
        ("Bupati Batang", "Bupati", True),
        ("Plt. Sekretaris Daerah", "Sekretaris Daerah", True),
        ("plh sekretaris daerah", "Sekretaris Daerah", True),
        ("Wakil Bupati", "Bupati", False),
        ("Sekretaris Dinas Kesehatan", "Sekretaris Daerah", False),
        ("", "Bupati", False),
        ("Bupati", "", False),
    ],
)
def test_an_acting_holder_holds_the_post_and_a_deputy_does_not(position: str, post: str, holds: bool) -> None:
    assert holds_post(position, post) is holds


def test_a_share_is_rounded_half_up_and_nought_of_nought_is_no_share() -> None:
    assert Share(1, 8).percent == 13  # 12.5
    assert Share(2, 3).percent == 67
    assert Share(0, 5).percent == 0
    assert Share(0, 0).percent is None


def test_the_middle_of_similar_opds_needs_at_least_three_of_them() -> None:
    assert median([10, 90]) is None
    assert median([10, 90, None]) is None
    assert median([90, 10, 40]) == Decimal(40)
    assert median([90, 10, 40, 50]) == Decimal(45)


def test_quarters_end_before_today_across_the_turn_of_a_year() -> None:
    ends = (date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31))

    assert quarters_before(date(2026, 4, 1), 3) == ends
    assert quarters_before(date(2026, 6, 30), 3) == ends


@pytest.mark.parametrize("text", ["2026-00", "2026-13", "26-10", "2026-1", "2026-10-01", "２０２６-10", ""])
def test_what_is_no_month_is_none(text: str) -> None:
    assert Month.read(text) is None


def test_a_month_knows_its_days_and_its_neighbours() -> None:
    february = Month.read("2028-02")

    assert february is not None
    assert (february.first, february.last) == (date(2028, 2, 1), date(2028, 2, 29))
    assert str(Month(2026, 3)) == "2026-03"
    assert [str(month) for month in months_before(date(2026, 2, 3), 3)] == ["2026-02", "2026-01", "2025-12"]
