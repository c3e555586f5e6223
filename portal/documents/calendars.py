"""Appointments as an iCalendar file (RFC 5545), in the time zone of the place where they are kept.

An event keeps its UID however often the file is made, so that a calendar that already has it changes it
instead of adding another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

ICS = "text/calendar; charset=utf-8"
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
USUAL_LENGTH = timedelta(hours=1)  # of an appointment whose end nobody wrote down


@dataclass(frozen=True)
class Appointment:
    """One event; without `starts` it takes whole days, as many as `days`."""

    uid: str
    title: str
    day: date
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    text: str = ""
    is_cancelled: bool = False
    days: int = 1


@dataclass(frozen=True)
class Diary:
    """The appointments of one occasion; `version` rises with each change (SEQUENCE)."""

    title: str
    appointments: Sequence[Appointment]
    made: datetime
    version: int = 0
    zone: str = "WIB"
    is_settled: bool = True  # what is only proposed lies lightly in a calendar


def make_ics(diary: Diary) -> bytes:
    """The appointments as the bytes of an .ics file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tiru//Agenda kunjungan//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _clean(diary.title))
    for one in diary.appointments:
        calendar.add_component(_event(one, diary))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(one: Appointment, diary: Diary) -> Event:
    zone = ZoneInfo(ZONES[diary.zone])
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", diary.made)
    event.add("sequence", diary.version)
    event.add("summary", _clean(one.title))
    if one.starts is None:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=one.days))
    else:
        starts = datetime.combine(one.day, one.starts, zone)
        ends = datetime.combine(one.day, one.ends, zone) if one.ends else starts + USUAL_LENGTH
        event.add("dtstart", starts)
        event.add("dtend", ends if ends > starts else starts + USUAL_LENGTH)
    if one.place:
        event.add("location", _clean(one.place))
    if one.text:
        event.add("description", _clean(one.text))
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED" if diary.is_settled else "TENTATIVE")
    return event


def _clean(text: str) -> str:
    """Text without the controls that a calendar line cannot hold."""
    return "".join(char for char in text if char.isprintable() or char == "\n")
