"""How ready a visit is, what to warn about, what it costs, and when to look back. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WORDS_PER_MINUTE = 200  # of an adult who reads expository text with care
REVIEW_DAYS = (30, 90, 180)  # after the report: what became of it?
REPORT_DAYS = 5  # days after the last day within which local practice wants the report


@dataclass(frozen=True)
class Share:
    """How much of one thing is done."""

    name: str
    done: int
    of: int

    @property
    def percent(self) -> int:
        """In whole percent; nothing to do is nothing done."""
        return round(100 * min(self.done, self.of) / self.of) if self.of else 0


def readiness(shares: Sequence[Share]) -> int:
    """The mean of the shares in whole percent: reading, questions, letters, agenda weigh the same."""
    return round(sum(share.percent for share in shares) / len(shares)) if shares else 0


def reading_minutes(words: int) -> int:
    """Minutes to read so many words; at least one."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))


@dataclass(frozen=True)
class Trip:
    """The days that somebody is away on a visit."""

    visit_id: int
    title: str
    who: str
    start: date
    end: date


def overlaps(start: date | None, end: date | None, trip: Trip) -> bool:
    """Do the days of a visit overlap with those of a trip? Both ends count."""
    return start is not None and end is not None and start <= trip.end and trip.start <= end


def warnings(
    *,
    runner_opd: str,
    member_opds: Sequence[str],
    most: int,
    start: date | None,
    end: date | None,
    trips: Sequence[Trip],
) -> tuple[str, ...]:
    """What the writers of a delegation should look at again; none of it forbids the visit."""
    found = []
    if member_opds and runner_opd not in member_opds:
        found.append(f"Tidak ada peserta dari {runner_opd}, OPD yang akan menjalankan programnya.")
    if len(member_opds) > most:
        found.append(f"Rombongan {len(member_opds)} orang, lebih besar dari batas {most} orang.")
    found.extend(
        f"{trip.who} sudah tercatat dalam kunjungan “{trip.title}” pada hari yang sama."
        for trip in trips
        if overlaps(start, end, trip)
    )
    return tuple(found)


@dataclass(frozen=True)
class VisitMoney:
    """What a visit costs against what the OPD may spend on visits in that year, in rupiah."""

    total: int
    others: int = 0  # the other visits of the OPD in the same year
    ceiling: int | None = None

    @property
    def left(self) -> int | None:
        """What remains of the ceiling; negative where it is passed; None without a ceiling."""
        return None if self.ceiling is None else self.ceiling - self.others - self.total

    @property
    def is_over(self) -> bool:
        """Is the ceiling passed?"""
        return self.left is not None and self.left < 0


def line_total(*, amount: int, people: int, days: int) -> int:
    """A line of cost in rupiah: rate × people × days."""
    return amount * people * days


@dataclass(frozen=True)
class DueReview:
    """A look back at what became of a visit."""

    days: int
    due: date

    def is_due(self, today: date) -> bool:
        """Is it time?"""
        return self.due <= today


def open_reviews(reported_on: date | None, answered: Sequence[int]) -> tuple[DueReview, ...]:
    """The looks back after a report that have no answer yet."""
    if reported_on is None:
        return ()
    return tuple(
        DueReview(days, reported_on + timedelta(days=days)) for days in REVIEW_DAYS if days not in answered
    )


def report_is_late(end: date | None, today: date) -> bool:
    """Is the report of a visit that has ended overdue?"""
    return end is not None and today > end + timedelta(days=REPORT_DAYS)
