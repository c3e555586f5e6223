"""Appointments come back from an .ics file as they went in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from icalendar import Calendar

from portal.documents import Appointment, Diary, make_ics

DAY = date(2026, 10, 5)
MADE = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)


def events(*appointments: Appointment, zone: str = "WIB", version: int = 0) -> list[Any]:
    """The events of a file with these appointments."""
    content = make_ics(Diary("Kunjungan", appointments, MADE, version, zone))
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_an_appointment_keeps_its_hours_in_the_zone_of_the_government() -> None:
    (event,) = events(
        Appointment("a@contoh", "Pemaparan", DAY, time(9), time(10, 30)), zone="WITA", version=3
    )

    assert event["DTSTART"].dt.isoformat() == "2026-10-05T09:00:00+08:00"
    assert event["DTEND"].dt.isoformat() == "2026-10-05T10:30:00+08:00"
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == ("a@contoh", 3, "CONFIRMED")
    assert event["DTSTAMP"].dt == MADE


def test_an_appointment_without_hours_takes_the_day_and_one_without_end_an_hour() -> None:
    whole, short = events(
        Appointment("a@contoh", "Perjalanan", DAY), Appointment("b@contoh", "Tanya jawab", DAY, time(23, 30))
    )

    assert (whole["DTSTART"].dt, whole["DTEND"].dt) == (DAY, date(2026, 10, 6))
    assert short["DTEND"].dt.isoformat() == "2026-10-06T00:30:00+07:00"


def test_an_appointment_that_ends_before_it_begins_takes_an_hour() -> None:
    (event,) = events(Appointment("a@contoh", "Salah ketik", DAY, time(10), time(9)))

    assert event["DTEND"].dt.isoformat() == "2026-10-05T11:00:00+07:00"


def test_hostile_words_stay_words() -> None:
    title, text = 'A; B, \\n C: "D" {{ x }} #', "baris 1\nEND:VEVENT\nBEGIN:VALARM 👍 " + "panjang " * 40

    found = events(Appointment("a@contoh", title + "\x00\r", DAY, place="Aula, lantai 2; kiri", text=text))

    assert len(found) == 1
    assert str(found[0]["SUMMARY"]) == title
    assert str(found[0]["LOCATION"]) == "Aula, lantai 2; kiri"
    assert str(found[0]["DESCRIPTION"]) == text


def test_what_is_cancelled_says_so() -> None:
    (event,) = events(Appointment("a@contoh", "Bertemu camat", DAY, is_cancelled=True))

    assert str(event["STATUS"]) == "CANCELLED"


def test_what_nobody_has_settled_yet_lies_lightly_in_a_calendar() -> None:
    whole = Appointment("a@contoh", "Perjalanan", DAY)
    gone = Appointment("b@contoh", "Tanya jawab", DAY, is_cancelled=True)
    content = make_ics(Diary("Kunjungan", (whole, gone), MADE, is_settled=False))

    assert [str(event["STATUS"]) for event in Calendar.from_ical(content).walk("VEVENT")] == [
        "TENTATIVE",
        "CANCELLED",
    ]
