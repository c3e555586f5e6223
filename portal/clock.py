"""The time: UTC inside, the government's own zone where people read it; tests set their own clock.

No other module asks the machine for the time, and none takes the date of a moment in UTC (tests/guards).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone

from flask import Flask, current_app

ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}  # hours ahead of UTC; none of them has summer time


def now() -> datetime:
    """This moment in UTC."""
    moment: datetime = current_app.extensions["clock"]()
    return moment


def machine() -> datetime:
    """This moment in UTC where no portal is open: in archives, and in commands that only read files."""
    return datetime.now(UTC)


def date_in(name: str) -> date:
    """The date on the wall in WIB, WITA or WIT, where no portal is open."""
    return machine().astimezone(_zone(name)).date()


def zone() -> timezone:
    """The time zone of this government, named WIB, WITA or WIT."""
    return _zone(current_app.extensions["settings"].time_zone)


def local(moment: datetime) -> datetime:
    """A moment as the clock on the office wall shows it."""
    return moment.astimezone(zone())


def today() -> date:
    """The date on the office wall."""
    return local(now()).date()


def add_months(day: date, months: int) -> date:
    """The same day so many months on (or back), or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def init_app(app: Flask) -> None:
    """Give the app the machine's clock."""
    app.extensions.setdefault("clock", machine)


def _zone(name: str) -> timezone:
    return timezone(timedelta(hours=ZONES[name]), name)
