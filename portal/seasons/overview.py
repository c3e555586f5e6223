"""The year at a glance: what is open, whose step is next, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.register.models import Season
from portal.seasons import steps
from portal.seasons.steps import Standing
from portal.taxonomy.calendar import CALENDAR, SeasonKind

AHEAD = timedelta(days=120)
BEHIND = timedelta(days=60)


@dataclass(frozen=True)
class Entry:
    """Something on a day of the calendar."""

    day: date
    season: Season
    what: str
    standing: Standing | None = None
    was: date | None = None  # the day it had first, where a window was extended


def is_open(season: Season, today: date) -> bool:
    """Is its window open today? Days that nobody knows open nothing."""
    if season.closed_at is not None or (season.opens is None and season.closes is None):
        return False
    return (season.opens is None or season.opens <= today) and (
        season.closes is None or today <= season.closes
    )


def coming(session: Session, found: Sequence[Season], today: date) -> list[Standing]:
    """The steps that are next or late, by day."""
    living = [one for one in found if one.closed_at is None]
    wanted = [
        (one.due, one)
        for one in steps.of_all(session, living)
        if one.done_at is None and one.due is not None and today - BEHIND <= one.due <= today + AHEAD
    ]
    return [one for _, one in sorted(wanted, key=lambda pair: (pair[0], pair[1].season.id))]


def months(session: Session, found: Sequence[Season], year: int) -> list[tuple[date, list[Entry]]]:
    """What lies in each month of a year that has something: windows and steps."""
    entries = [
        Entry(one.due, one.season, one.step.what, one)
        for one in steps.of_all(session, found)
        if one.due is not None and one.due.year == year
    ]
    for season in found:
        if season.opens and season.opens.year == year:
            entries.append(Entry(season.opens, season, "Dibuka"))
        if season.closes and season.closes.year == year:
            was = season.closes_first if season.closes_first != season.closes else None
            entries.append(Entry(season.closes, season, "Ditutup", was=was))
    entries.sort(key=lambda one: (one.day, one.season.id))
    firsts = sorted({one.day.replace(day=1) for one in entries})
    return [(first, [one for one in entries if one.day.replace(day=1) == first]) for first in firsts]


def without(found: Sequence[Season], year: int) -> list[SeasonKind]:
    """The kinds of seasons that nobody has opened in a year."""
    there = {one.kind for one in found if one.year == year}
    return [one for one in CALENDAR.get().seasons if one.id not in there]
