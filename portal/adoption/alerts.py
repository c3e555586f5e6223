"""Warnings about a plan: how late or how silent it is, in three degrees, and by which rule. Pure.

The degrees are set by the government (settings.toml); the first degree begins where a plan counts as late
or silent at all, so the three together are exactly the late and the silent plans.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.adoption.rules import MOVING, RUNNING, Stage


class AlertLevel(StrEnum):
    """How much a plan asks for the leadership's eye."""

    NOTICE = "perhatian"
    WARNING = "peringatan"
    ALARM = "keras"


ALERT_LEVELS = (AlertLevel.NOTICE, AlertLevel.WARNING, AlertLevel.ALARM)
ALERT_NAMES = {
    AlertLevel.NOTICE: "Perhatian",
    AlertLevel.WARNING: "Peringatan",
    AlertLevel.ALARM: "Peringatan keras",
}


class Rule(StrEnum):
    """What made a warning."""

    STEP = "langkah"
    TRIAL = "uji-coba"
    PAUSE = "penundaan"
    SILENCE = "kabar"


@dataclass(frozen=True)
class Limits:
    """From how many days on a warning has a degree: late days count from 1, quiet days must be exceeded."""

    silent: int
    silent_warning: int
    silent_alarm: int
    late_warning: int
    late_alarm: int

    def late(self, level: AlertLevel) -> int:
        """The first day late that has this degree."""
        return {
            AlertLevel.NOTICE: 1,
            AlertLevel.WARNING: self.late_warning,
            AlertLevel.ALARM: self.late_alarm,
        }[level]

    def quiet(self, level: AlertLevel) -> int:
        """The number of quiet days that must be exceeded for this degree."""
        return {
            AlertLevel.NOTICE: self.silent,
            AlertLevel.WARNING: self.silent_warning,
            AlertLevel.ALARM: self.silent_alarm,
        }[level]


@dataclass(frozen=True)
class AlertFacts:
    """What the rules look at; `overdue` is the due day of the oldest step that is late."""

    stage: Stage
    last_news: date
    overdue: date | None = None
    trial_end: date | None = None
    pause_until: date | None = None


@dataclass(frozen=True)
class Signal:
    """One warning: the rule that fired, since which day, how many days, and from how many days on."""

    rule: Rule
    level: AlertLevel
    since: date
    days: int
    threshold: int

    @property
    def text(self) -> str:
        """The rule in words: what was measured, and the threshold it passed."""
        return {
            Rule.STEP: f"langkah kerja lewat tenggat {self.days} hari (batas: {self.threshold} hari)",
            Rule.TRIAL: f"masa uji coba lewat {self.days} hari (batas: {self.threshold} hari)",
            Rule.PAUSE: f"masa penundaan lewat {self.days} hari (batas: {self.threshold} hari)",
            Rule.SILENCE: f"tanpa kabar {self.days} hari (batas: lebih dari {self.threshold} hari)",
        }[self.rule]


def signals(facts: AlertFacts, today: date, limits: Limits) -> tuple[Signal, ...]:
    """Every warning about a plan, the gravest first; none for a plan that is on time and tells its news.

    The same cases as timing.is_late and timing.is_silent.
    """
    days: list[tuple[Rule, date | None]] = []
    if facts.stage in RUNNING:
        days.append((Rule.STEP, facts.overdue))
    if facts.stage is Stage.TRIAL:
        days.append((Rule.TRIAL, facts.trial_end))
    if facts.stage is Stage.PAUSED:
        days.append((Rule.PAUSE, facts.pause_until))
    found = [_late(rule, due, today, limits) for rule, due in days if due is not None and due < today]
    quiet = (today - facts.last_news).days
    if facts.stage in MOVING and quiet > limits.silent:
        level = next(one for one in reversed(ALERT_LEVELS) if quiet > limits.quiet(one))
        found.append(Signal(Rule.SILENCE, level, facts.last_news, quiet, limits.quiet(level)))
    return tuple(sorted(found, key=lambda one: (-ALERT_LEVELS.index(one.level), -one.days)))


def gravest(found: Iterable[Signal]) -> AlertLevel | None:
    """The degree of a plan: that of its gravest warning."""
    return max((one.level for one in found), key=ALERT_LEVELS.index, default=None)


def _late(rule: Rule, due: date, today: date, limits: Limits) -> Signal:
    days = (today - due).days
    level = next(one for one in reversed(ALERT_LEVELS) if days >= limits.late(one))
    return Signal(rule, level, due, days, limits.late(level))
