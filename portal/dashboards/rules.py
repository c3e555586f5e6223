"""The rules of the leadership's page: whose escalations, similar OPDs, how a KPI stands, shares. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from portal.adoption import KpiFacts

ACTING = re.compile(r"^(plt|plh|pj|pjs)\.?\s+", re.IGNORECASE)
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)
ENOUGH_PEERS = 3  # OPDs of the same kind with plans; with fewer a median would point at one of them


class Outcome(StrEnum):
    """How a KPI stands against its target."""

    MET = "tercapai"
    NOT_YET = "belum"
    MISSED = "lewat"
    UNREAD = "belum-dibaca"
    NO_TARGET = "tanpa-target"


OUTCOMES = {
    Outcome.MET: "Tercapai",
    Outcome.NOT_YET: "Belum tercapai, tenggat belum lewat",
    Outcome.MISSED: "Tidak tercapai sampai tenggatnya",
    Outcome.UNREAD: "Belum pernah dibaca",
    Outcome.NO_TARGET: "Belum punya target",
}


def outcome(kpi: KpiFacts, today: date) -> Outcome:
    """How a KPI stands on a day; whether its target is met is for the plans' own rule to say."""
    if kpi.target is None:
        return Outcome.NO_TARGET
    if kpi.latest is None:
        return Outcome.UNREAD
    if kpi.is_met:
        return Outcome.MET
    return Outcome.MISSED if kpi.is_late(today) else Outcome.NOT_YET


@dataclass(frozen=True)
class Share:
    """A part of a whole in whole rupiah; no percentage where there is no whole."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """The part in percent, rounded half up; None where the whole is nought."""
        if not self.whole:
            return None
        exact = Decimal(100) * self.part / self.whole
        return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def holds_post(position: str, post: str) -> bool:
    """Is a person's position this post, in person or as an acting holder?

    "Plt. Sekretaris Daerah" holds "Sekretaris Daerah"; "Wakil Bupati" does not hold "Bupati".
    """
    held, asked = ACTING.sub("", position.strip()).casefold(), post.strip().casefold()
    return bool(asked) and (held == asked or held.startswith(f"{asked} "))


def median(values: Iterable[int | None]) -> Decimal | None:
    """The middle value of similar OPDs, of those that have one; None for fewer than ENOUGH_PEERS."""
    known: Sequence[int] = sorted(value for value in values if value is not None)
    if len(known) < ENOUGH_PEERS:
        return None
    half = len(known) // 2
    return Decimal(known[half]) if len(known) % 2 else (Decimal(known[half - 1]) + known[half]) / 2


def quarters_before(day: date, count: int) -> tuple[date, ...]:
    """The last days of so many whole quarters before a day, oldest first."""
    year, quarter = day.year, (day.month - 1) // 3  # quarters of this year that are over
    found = []
    for _ in range(count):
        if quarter == 0:
            year, quarter = year - 1, 4
        found.append(month_end(year, quarter * 3))
        quarter -= 1
    return tuple(reversed(found))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True)
class Month:
    """A month of the calendar."""

    year: int
    month: int

    @classmethod
    def read(cls, text: str) -> Month | None:
        """Read "2026-10"; None for anything else."""
        if not MONTH.fullmatch(text):
            return None
        return cls(int(text[:4]), int(text[5:]))

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return month_end(self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


def months_before(day: date, count: int) -> tuple[Month, ...]:
    """The month of a day and those before it, newest first."""
    found, at = [], day.year * 12 + day.month - 1
    for number in range(at, at - count, -1):
        found.append(Month(number // 12, number % 12 + 1))
    return tuple(found)
