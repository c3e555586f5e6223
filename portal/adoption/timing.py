"""Days that matter in a plan: late, silent, due for review. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.adoption.measures import MilestoneFacts
from portal.adoption.rules import MOVING, RUNNING, Stage
from portal.clock import add_months

REVIEW_MONTHS = (6, 12)  # after penerapan: "masih berjalan?"


@dataclass(frozen=True)
class DueReview:
    """A look back that is asked for on a day."""

    months: int
    due: date

    def is_due(self, today: date) -> bool:
        """Is it time?"""
        return self.due <= today


def open_reviews(
    stage: Stage,
    applied_on: date | None,
    answered: Collection[date],
    *,
    months: Sequence[int] = REVIEW_MONTHS,
) -> tuple[DueReview, ...]:
    """The reviews not answered yet, past and future; `answered` holds the due days of those that were.

    A plan that went back to its trial and was applied anew starts counting from the new day.
    """
    if stage is not Stage.APPLIED or applied_on is None:
        return ()
    dues = (DueReview(count, add_months(applied_on, count)) for count in months)
    return tuple(review for review in dues if review.due not in answered)


def is_silent(stage: Stage, last_news: date, today: date, days: int) -> bool:
    """Has a plan that is on its way brought no news for more than `days` days?"""
    return stage in MOVING and (today - last_news) > timedelta(days=days)


def is_late(
    stage: Stage,
    milestones: Sequence[MilestoneFacts],
    *,
    trial_end: date | None,
    pause_until: date | None,
    today: date,
) -> bool:
    """Is something overdue: a milestone, the end of the trial, the end of a pause?

    A proposal and what is stopped are never late; what is paused only once the pause was to end.
    """
    if stage is Stage.PAUSED:
        return pause_until is not None and pause_until < today
    if stage is Stage.TRIAL and trial_end is not None and trial_end < today:
        return True
    return stage in RUNNING and any(milestone.is_late(today) for milestone in milestones)
