"""The calendar of seasons: when steps are due, what its file may not say, how marks are worded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from portal.quarters.rules import Quarter
from portal.seasons.tasks import mark_of
from portal.taxonomy.calendar import Due, SeasonCalendar

CLOSES = date(2027, 7, 31)
STEP = {"id": "a", "what": "Sesuatu", "owner": "kurator", "due": {"before_close": 3}, "status": "K"}
KIND = {"id": "iid", "name": "IID", "short": "IID", "keeper": "kurator", "office": "Bapperida", "status": "V"}


@pytest.mark.parametrize(
    ("due", "closes", "day"),
    [
        (Due(months=(11, 12), year=-1), None, date(2026, 12, 31)),
        (Due(months=(2,)), None, date(2027, 2, 28)),
        (Due(months=(1,), year=1), CLOSES, date(2028, 1, 31)),
        (Due(day="02-29"), None, date(2027, 2, 28)),
        (Due(before_close=21), CLOSES, date(2027, 7, 10)),
        (Due(after_close=30), CLOSES, date(2027, 8, 30)),
        (Due(before_close=21), None, None),
    ],
)
def test_a_step_is_due_by_habit_or_by_the_window(due: Due, closes: date | None, day: date | None) -> None:
    assert due.on(2027, closes) == day


@pytest.mark.parametrize(
    "change",
    [
        {"steps": [{**STEP, "due": {"before_close": 3, "months": [1]}}]},
        {"steps": [{**STEP, "due": {}}]},
        {"steps": [{**STEP, "due": {"months": [13]}}]},
        {"steps": [{**STEP, "told": {"raja": 3}}]},
        {"steps": [{**STEP, "owner": "siapa saja"}]},
        {"steps_of": "tidak-ada"},
    ],
)
def test_a_calendar_with_a_mistake_is_refused(change: dict[str, Any]) -> None:
    assert SeasonCalendar.model_validate({"seasons": [{**KIND, "steps": [STEP]}]}).steps("iid")
    with pytest.raises(ValidationError):
        SeasonCalendar.model_validate({"seasons": [{**KIND, **change}]})


def test_a_reminder_names_the_last_mark_that_was_passed() -> None:
    marks = (30, 14, 7, 3, 1)
    said = {days: mark_of(days, marks) for days in (30, 15, 14, 8, 7, 4, 3, 2, 1, 0, -1)}

    assert said[30] == said[15] == "sebulan terakhir"
    assert said[14] == said[8] == "dua pekan terakhir"
    assert said[7] == said[4] == "sepekan terakhir"
    assert said[3] == said[2] == "tiga hari terakhir"
    assert said[1] == said[0] == "hari terakhir"
    assert said[-1] == "lewat tenggat"


def test_a_quarter_knows_its_days_and_its_address() -> None:
    third = Quarter.of(date(2026, 9, 30))

    assert (third.first, third.last, str(third)) == (date(2026, 7, 1), date(2026, 9, 30), "2026-3")
    assert Quarter.read("2026-3") == third
    assert [Quarter.read(text) for text in ("2026-5", "26-1", "2026-1x", "")] == [None] * 4
