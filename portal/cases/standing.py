"""Where a case stands today: statuses age with their sources, and every case comes up for checking.

Pure: what a case says and a day in, words and dates out. A month counts as begun when its day is not known,
so that nothing looks younger than it may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from portal.cases.model import FrontMatter, Result

LAST_KNOWN_AFTER = 24  # months without a newer source on the status
DOUBTFUL_AFTER = 48
RUNNING = ("active", "scaled")
ENDED = ("stopped", "partial", "replaced")
LAST_KNOWN = "last_known"
DOUBTFUL = "unknown"
SPREAD = 120  # days over which the days of checking are spread


@dataclass(frozen=True)
class Standing:
    """What may be said of a case's status on a day."""

    code: str  # a status of the taxonomy
    since: str | None = None  # partial date of the newest source for it

    @property
    def is_running(self) -> bool:
        """Whether a source of the last two years says that it runs."""
        return self.code in RUNNING

    @property
    def is_ended(self) -> bool:
        """Whether it ended, at least in part."""
        return self.code in ENDED


def standing(case: FrontMatter, today: date) -> Standing:
    """The status as it may be read today; `active` and `scaled` age with their newest source."""
    return aged(case.status, status_day(case), today)


def aged(status: str, newest: str | None, today: date) -> Standing:
    """A status as it may be read on a day, whose newest source is of `newest` (a partial date)."""
    if status not in RUNNING:
        return Standing(status, newest)
    if newest is None or (age := months_between(newest, today)) > DOUBTFUL_AFTER:
        return Standing(DOUBTFUL, newest)
    return Standing(LAST_KNOWN if age > LAST_KNOWN_AFTER else status, newest)


def status_day(case: FrontMatter) -> str | None:
    """The newest date of a source for the status.

    A page without a date counts with the day on which a named role opened it and confirmed the status.
    """
    ids = {*case.status_sources, *(case.ended.sources if case.ended else ())}
    days = [
        source.date or (source.checked.date.isoformat() if source.checked and source.is_verified else "")
        for source in case.sources
        if source.id in ids
    ]
    return max(days, default="") or None


def months_between(partial: str, today: date) -> int:
    """Calendar months from a partial date (2021, 2021-12, 2021-12-05) to a day; a year alone is January."""
    year, month = (*(int(part) for part in partial.split("-")), 1)[:2]
    return (today.year - year) * 12 + today.month - month


def changed_on(case: FrontMatter) -> date:
    """The last day on which somebody worked on the case: put it together, read or checked a source."""
    days = [case.compiled.date]
    days += [step.date for source in case.sources for step in (source.read, source.checked) if step]
    return max(days)


def review_due(case: FrontMatter) -> date:
    """When the case is to be checked next: a year after verification, sooner the less is known.

    Cases that answer a need of ours come sooner, old statuses come sooner, and a digest of the slug spreads
    the days, so that no week has all of them.
    """
    spread = int(sha256(case.slug.encode()).hexdigest(), 16) % SPREAD
    if case.verified:
        return case.verified + timedelta(days=365 - SPREAD // 2 + spread)
    newest = status_day(case)
    is_old = newest is None or months_between(newest, case.compiled.date) > LAST_KNOWN_AFTER
    wait = (90 if is_old else 210) - 60 * bool(case.needs)
    return case.compiled.date + timedelta(days=wait + spread)


def is_due(case: FrontMatter, today: date) -> bool:
    """Whether the day for checking it has passed."""
    return review_due(case) < today


def is_proven(result: Result) -> bool:
    """Whether a result is a measured number with its source's words beside it."""
    return result.kind == "measured" and bool(result.quotes) and isinstance(result.after, int | float)
