"""Warnings: their three degrees at the edges, and the rule that fired."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.adoption.alerts import AlertFacts, AlertLevel, Limits, Rule, gravest, signals
from portal.adoption.rules import Stage

TODAY = date(2026, 11, 22)
LIMITS = Limits(silent=30, silent_warning=60, silent_alarm=90, late_warning=14, late_alarm=45)


def facts(stage: Stage = Stage.TRIAL, quiet: int = 0, **changes: date) -> AlertFacts:
    return AlertFacts(stage=stage, last_news=TODAY - timedelta(days=quiet), **changes)


@pytest.mark.parametrize(
    ("days", "level"),
    [
        (0, None),
        (1, AlertLevel.NOTICE),
        (13, AlertLevel.NOTICE),
        (14, AlertLevel.WARNING),
        (44, AlertLevel.WARNING),
        (45, AlertLevel.ALARM),
    ],
)
def test_a_late_step_has_the_degree_of_its_days(days: int, level: AlertLevel | None) -> None:
    assert gravest(signals(facts(overdue=TODAY - timedelta(days=days)), TODAY, LIMITS)) is level


@pytest.mark.parametrize(
    ("quiet", "level"),
    [
        (30, None),
        (31, AlertLevel.NOTICE),
        (60, AlertLevel.NOTICE),
        (61, AlertLevel.WARNING),
        (91, AlertLevel.ALARM),
    ],
)
def test_silence_has_a_degree_once_its_days_are_exceeded(quiet: int, level: AlertLevel | None) -> None:
    assert gravest(signals(facts(quiet=quiet), TODAY, LIMITS)) is level


def test_each_warning_names_its_rule_its_days_and_the_threshold_it_passed() -> None:
    found = signals(
        facts(quiet=40, overdue=TODAY - timedelta(days=50), trial_end=TODAY - timedelta(days=2)),
        TODAY,
        LIMITS,
    )

    assert [(one.rule, one.level, one.days, one.threshold) for one in found] == [
        (Rule.STEP, AlertLevel.ALARM, 50, 45),
        (Rule.SILENCE, AlertLevel.NOTICE, 40, 30),
        (Rule.TRIAL, AlertLevel.NOTICE, 2, 1),
    ]
    assert found[0].text == "langkah kerja lewat tenggat 50 hari (batas: 45 hari)"


def test_what_is_stopped_or_only_proposed_is_never_late() -> None:
    past = TODAY - timedelta(days=100)

    def rules(stage: Stage, quiet: int = 0) -> list[Rule]:
        given = facts(stage, quiet, overdue=past, trial_end=past, pause_until=past)
        return [one.rule for one in signals(given, TODAY, LIMITS)]

    assert rules(Stage.STOPPED, quiet=400) == []
    assert rules(Stage.PROPOSED) == []
    assert rules(Stage.PAUSED) == [Rule.PAUSE]
