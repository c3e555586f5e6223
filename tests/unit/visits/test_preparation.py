"""Readiness, warnings, money and looks back of a visit."""

from __future__ import annotations

from datetime import date

import pytest

from portal.visits.preparation import (
    Share,
    Trip,
    VisitMoney,
    line_total,
    open_reviews,
    overlaps,
    readiness,
    reading_minutes,
    report_is_late,
    warnings,
)

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 2)


def test_readiness_is_the_mean_of_its_shares() -> None:
    shares = [Share("baca", 3, 3), Share("tanya", 1, 2), Share("surat", 0, 2), Share("jadwal", 0, 0)]

    assert [share.percent for share in shares] == [100, 50, 0, 0]
    assert readiness(shares) == 38
    assert readiness([]) == 0


def test_more_done_than_asked_is_not_more_than_everything() -> None:
    assert Share("baca", 9, 3).percent == 100


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (200, 1), (201, 2), (1_000, 5)])
def test_reading_time_is_rounded_up(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 12, 2), date(2026, 12, 5), True),
        (date(2026, 11, 20), date(2026, 12, 1), True),
        (date(2026, 12, 3), date(2026, 12, 4), False),
        (None, None, False),
    ],
)
def test_both_ends_of_a_trip_count(start: date | None, end: date | None, expected: bool) -> None:
    assert overlaps(start, end, Trip(1, "Lain", "Ani", FIRST, LAST)) is expected


def test_a_delegation_is_warned_about_who_is_missing_too_many_and_twice_away() -> None:
    trip = Trip(7, "Ke Bandung", "Ani", FIRST, LAST)

    found = warnings(
        runner_opd="Dinkes", member_opds=["DLH"] * 3, most=2, start=FIRST, end=LAST, trips=[trip]
    )

    assert len(found) == 3
    assert "Dinkes" in found[0]
    assert "3 orang" in found[1]
    assert "Ani" in found[2]


def test_a_fitting_delegation_is_not_warned_about() -> None:
    assert warnings(runner_opd="DLH", member_opds=["DLH"], most=2, start=FIRST, end=LAST, trips=[]) == ()
    assert warnings(runner_opd="DLH", member_opds=[], most=2, start=None, end=None, trips=[]) == ()


def test_money_is_rate_times_people_times_days_against_the_years_ceiling() -> None:
    total = line_total(amount=150_000, people=3, days=2)

    assert total == 900_000
    assert VisitMoney(total, 200_000, 1_100_000).left == 0
    assert not VisitMoney(total, 200_000, 1_100_000).is_over
    assert VisitMoney(total, 200_001, 1_100_000).is_over
    assert VisitMoney(total).left is None
    assert not VisitMoney(total).is_over


def test_a_visit_is_looked_back_at_after_30_90_and_180_days() -> None:
    found = open_reviews(FIRST, [90])

    assert [(review.days, review.due) for review in found] == [
        (30, date(2026, 12, 31)),
        (180, date(2027, 5, 30)),
    ]
    assert found[0].is_due(date(2026, 12, 31))
    assert not found[0].is_due(date(2026, 12, 30))
    assert open_reviews(None, []) == ()


def test_a_report_is_late_after_five_days() -> None:
    assert not report_is_late(FIRST, date(2026, 12, 6))
    assert report_is_late(FIRST, date(2026, 12, 7))
    assert not report_is_late(None, date(2026, 12, 7))
