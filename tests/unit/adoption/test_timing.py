"""Late, silent, due for review."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.adoption.measures import MilestoneFacts
from portal.adoption.rules import Stage
from portal.adoption.timing import is_late, is_silent, open_reviews
from portal.clock import add_months

TODAY = date(2026, 11, 21)
YESTERDAY = TODAY - timedelta(days=1)
OVERDUE = [MilestoneFacts(YESTERDAY)]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 21), 12, date(2027, 11, 21)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
    ],
)
def test_months_are_added_to_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


def test_reviews_come_due_six_and_twelve_months_after_application() -> None:
    reviews = open_reviews(Stage.APPLIED, date(2026, 5, 21), [])

    assert [(one.months, one.due) for one in reviews] == [(6, TODAY), (12, date(2027, 5, 21))]
    assert [one.is_due(TODAY) for one in reviews] == [True, False]
    assert not reviews[0].is_due(YESTERDAY)


def test_an_answered_review_is_not_asked_again() -> None:
    assert [one.months for one in open_reviews(Stage.APPLIED, date(2026, 5, 21), [TODAY])] == [12]


def test_a_plan_applied_anew_starts_counting_from_the_new_day() -> None:
    reviews = open_reviews(Stage.APPLIED, date(2026, 7, 1), [TODAY])

    assert [one.months for one in reviews] == [6, 12]


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.APPLIED])
def test_only_what_is_applied_is_reviewed(stage: Stage) -> None:
    assert open_reviews(stage, date(2020, 1, 1), []) == ()


def test_silence_begins_after_the_last_day_allowed() -> None:
    assert not is_silent(Stage.TRIAL, TODAY - timedelta(days=30), TODAY, 30)
    assert is_silent(Stage.TRIAL, TODAY - timedelta(days=31), TODAY, 30)


@pytest.mark.parametrize("stage", [Stage.APPLIED, Stage.PAUSED, Stage.STOPPED])
def test_no_news_is_expected_of_what_runs_rests_or_ended(stage: Stage) -> None:
    assert not is_silent(stage, date(2020, 1, 1), TODAY, 30)


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.INITIATIVE, Stage.TRIAL, Stage.APPLIED])
def test_a_running_plan_is_late_with_an_overdue_milestone(stage: Stage) -> None:
    assert is_late(stage, OVERDUE, trial_end=None, pause_until=None, today=TODAY)


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.PAUSED, Stage.STOPPED])
def test_an_overdue_milestone_does_not_count_before_approval_or_while_halted(stage: Stage) -> None:
    assert not is_late(stage, OVERDUE, trial_end=YESTERDAY, pause_until=None, today=TODAY)


def test_a_trial_is_late_after_its_last_day() -> None:
    assert is_late(Stage.TRIAL, [], trial_end=YESTERDAY, pause_until=None, today=TODAY)
    assert not is_late(Stage.TRIAL, [], trial_end=TODAY, pause_until=None, today=TODAY)
    assert not is_late(Stage.INITIATIVE, [], trial_end=YESTERDAY, pause_until=None, today=TODAY)


def test_a_pause_is_late_once_it_was_to_end() -> None:
    assert is_late(Stage.PAUSED, [], trial_end=None, pause_until=YESTERDAY, today=TODAY)
    assert not is_late(Stage.PAUSED, [], trial_end=None, pause_until=TODAY, today=TODAY)
