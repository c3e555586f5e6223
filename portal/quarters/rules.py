"""Quarters of a year, and what may be done with them when. Pure."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from portal.errors import RuleViolation

ROMAN = ("I", "II", "III", "IV")
_READ = re.compile(r"(20\d\d)-([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year; its number from 1."""

    year: int
    number: int

    @classmethod
    def read(cls, text: str) -> Quarter | None:
        """From an address: 2026-3."""
        found = _READ.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter of a day."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = self.number * 3
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def name(self) -> str:
        """Triwulan III 2026."""
        return f"Triwulan {ROMAN[self.number - 1]} {self.year}"

    def __str__(self) -> str:
        """As addresses have it."""
        return f"{self.year}-{self.number}"


def check_settle(quarter: Quarter, today: date, *, hindering: str) -> None:
    """Refuse to settle a quarter that still runs, or that says nothing of what was in the way."""
    if today <= quarter.last:
        raise RuleViolation("Triwulan ini belum berakhir, jadi angkanya belum dapat ditetapkan.")
    if not hindering.strip():
        raise RuleViolation("Tulis faktor penghambatnya; bila tidak ada, tulis “tidak ada”.", "hindering")
