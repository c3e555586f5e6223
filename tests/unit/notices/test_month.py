"""A month of due days is whole weeks, and holds what is due in it on its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.adoption import Task
from portal.notices.month import lay_out, month_of

TODAY, AHEAD = date(2026, 12, 1), timedelta(days=180)


def task(due: date | None, what: str = "Latih petugas") -> Task:
    """Something to do."""
    return Task("segera", what, "Jempol", "/rencana/1", due)


def test_a_month_is_whole_weeks_from_monday_with_each_thing_on_its_day() -> None:
    tasks = [task(date(2026, 12, 10), f"Hal {number}") for number in range(5)]

    month = lay_out(date(2026, 12, 1), [*tasks, task(None), task(date(2026, 11, 30))], TODAY, AHEAD)

    busy = [day for day in month.days if day.tasks]
    assert (month.days[0].day, len(month.days) % 7) == (date(2026, 11, 30), 0)
    assert [(day.day, len(day.shown), len(day.folded)) for day in busy] == [(date(2026, 12, 10), 3, 2)]
    assert (month.count, month.earlier) == (5, 1)


def test_the_pages_go_back_a_year_and_ahead_as_far_as_the_feed() -> None:
    first, last = (lay_out(day, [], TODAY, AHEAD) for day in (date(2025, 11, 1), date(2027, 5, 1)))

    assert (first.before, last.after) == (None, None)
    assert (first.after, last.before) == (date(2025, 12, 1), date(2027, 4, 1))


@pytest.mark.parametrize(
    "text", ["", "2026-13", "besok", "2026-1", "2026-12-01", "2026-W01", "0001-01", "9999-12", "2025-10"]
)
def test_what_is_no_month_with_a_page_is_the_running_one(text: str) -> None:
    assert month_of(text, TODAY, AHEAD) == date(2026, 12, 1)
    assert month_of("2027-02", TODAY, AHEAD) == date(2027, 2, 1)
