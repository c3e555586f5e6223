"""A month of due days: the same things as the calendar's feed, laid out by day."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.adoption import Task

SHOWN = 3  # things of a day that are not folded away
BACK = 366  # days that the pages go back


@dataclass(frozen=True)
class Day:
    """A day of the month's page; days of the months beside it only fill the first and last week."""

    day: date
    is_inside: bool
    tasks: tuple[Task, ...]

    @property
    def shown(self) -> tuple[Task, ...]:
        """What stands open."""
        return self.tasks[:SHOWN]

    @property
    def folded(self) -> tuple[Task, ...]:
        """What is folded away."""
        return self.tasks[SHOWN:]


@dataclass(frozen=True)
class Month:
    """Whole weeks from Monday to Sunday, with the months before and after where there are pages for them."""

    first: date
    days: tuple[Day, ...]
    before: date | None
    after: date | None
    earlier: int  # things whose day passed before this month

    @property
    def count(self) -> int:
        """How many things are due in the month."""
        return sum(len(day.tasks) for day in self.days if day.is_inside)


def month_of(text: str, today: date, ahead: timedelta) -> date:
    """The first day of a month written as 2026-12 that has a page; of the running month for anything else."""
    now = today.replace(day=1)
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return now
    return asked if _earliest(today) <= asked <= today + ahead else now


def _earliest(today: date) -> date:
    return (today - timedelta(days=BACK)).replace(day=1)


def lay_out(first: date, tasks: Iterable[Task], today: date, ahead: timedelta) -> Month:
    """Put tasks on the days they are due; what has no day is no matter of a calendar."""
    by_day: dict[date, list[Task]] = {}
    for task in tasks:
        if task.due is not None:
            by_day.setdefault(task.due, []).append(task)
    days = tuple(
        Day(day, day.month == first.month, tuple(by_day.get(day, ())) if day.month == first.month else ())
        for day in Calendar().itermonthdates(first.year, first.month)
    )
    before, after = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
    return Month(
        first,
        days,
        before if before >= _earliest(today) else None,
        after if after <= today + ahead else None,
        sum(len(found) for day, found in by_day.items() if day < first),
    )
