"""The calendar of a year's seasons: which there are, who keeps them, their steps, who is reminded when.

The file content/instruments/register/musim.yaml; each part says how well it is confirmed (V, V1, K,
UNVERIFIED). Months are habits that were observed; the days of a year are stored by people, from its letter.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from pydantic import Field, model_validator

from portal.access import GIVEN_ROLES, Role
from portal.edition import Part
from portal.sources import Fact, Text
from portal.taxonomy.profile import Status
from portal.yamlfiles import Report, load, validate

IID = "iid"  # the season in which editions of the register are reported
FILE = ("instruments", "register", "musim.yaml")
REMINDED = (30, 14, 7, 3, 1)  # days before a due day, while no file says otherwise


class Due(Fact):
    """When a step is due: at the end of its last month, on a day, or counted from the window's end."""

    months: tuple[int, ...] = ()
    day: str = Field(default="", pattern=r"^(\d{2}-\d{2})?$")
    year: int = 0  # added to the season's year
    before_close: int | None = Field(default=None, ge=0)
    after_close: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one_way(self) -> Due:
        ways = bool(self.months), bool(self.day), self.before_close is not None, self.after_close is not None
        if sum(ways) != 1:
            raise ValueError("tulis satu saja: months, day, before_close, atau after_close")
        if any(not 1 <= month <= 12 for month in self.months):
            raise ValueError("bulan harus 1 sampai 12")
        if self.day:
            date.fromisoformat(f"2024-{self.day}")  # a leap year: every day there is
        return self

    @property
    def moves(self) -> bool:
        """Does it follow the window?"""
        return self.before_close is not None or self.after_close is not None

    def on(self, year: int, closes: date | None) -> date | None:
        """The day in a season of this year; None while its window is not known."""
        if self.moves:
            days = (self.after_close or 0) - (self.before_close or 0)
            return closes + timedelta(days=days) if closes else None
        year += self.year
        if self.day:
            month, day = (int(part) for part in self.day.split("-"))
            return date(year, month, min(day, calendar.monthrange(year, month)[1]))
        return date(year, self.months[-1], calendar.monthrange(year, self.months[-1])[1])


class Step(Fact):
    """Something to do in a season: by which post, until when, and who is reminded from how many days on."""

    id: Text
    what: Text
    owner: Role
    due: Due
    status: Status
    told: dict[Role, int] = Field(default_factory=dict)
    is_owed: bool = False  # every agency owes it, so that it is done agency by agency
    paper: str = ""

    @model_validator(mode="after")
    def _known(self) -> Step:
        if unknown := ({self.owner} | set(self.told)) - set(GIVEN_ROLES):
            raise ValueError(f"peran {', '.join(sorted(unknown))} tidak dapat diberikan kepada orang")
        return self


class Observed(Fact):
    """A window as it was in a year."""

    year: int
    opens: date | None = None
    closes_first: date | None = None
    closes: date | None = None
    months: str = ""
    basis: Text
    status: Status


class SeasonKind(Fact):
    """A season that comes round."""

    id: Text
    name: Text
    short: Text
    keeper: Role
    office: Text
    status: Status
    owes: str = ""  # what every agency owes in it: profil, usulan or nothing
    asks: str = ""  # the words for it
    contest: str = ""  # by which rules proposals are judged
    note: str = ""
    observed: tuple[Observed, ...] = ()
    steps: tuple[Step, ...] = ()


class SeasonCalendar(Fact):
    """All of it."""

    marks: tuple[int, ...] = REMINDED
    seasons: tuple[SeasonKind, ...] = ()

    @model_validator(mode="after")
    def _ids(self) -> SeasonCalendar:
        ids = [one.id for one in self.seasons]
        if len(set(ids)) < len(ids):
            raise ValueError("dua musim punya id yang sama")
        return self

    @property
    def by_id(self) -> Mapping[str, SeasonKind]:
        """The kinds by their id."""
        return {one.id: one for one in self.seasons}

    def kind(self, kind_id: str) -> SeasonKind | None:
        """A kind of season; None where the file names none."""
        return self.by_id.get(kind_id)

    def steps(self, kind_id: str) -> tuple[Step, ...]:
        """The steps of a kind of season."""
        kind = self.kind(kind_id)
        return kind.steps if kind else ()

    def names(self) -> dict[str, str]:
        """Short names by id; the IID is known without any file."""
        return {IID: "IID"} | {one.id: one.short for one in self.seasons}

    def months(self, kind_id: str) -> Iterator[tuple[int, Step]]:
        """Each step that has a habitual month, with the last of them."""
        for step in self.steps(kind_id):
            if step.due.months:
                yield step.due.months[-1], step


def read_calendar(content: Path, report: Report) -> SeasonCalendar:
    """Read the file; nothing is known where it is missing, and its faults are reported."""
    path = content.joinpath(*FILE)
    if not path.is_file():
        return SeasonCalendar()
    name = path.relative_to(content.parent).as_posix()
    parsed = load(path, name, report)
    found = validate(SeasonCalendar, parsed, name, report) if parsed else None
    return found or SeasonCalendar()


CALENDAR: Part[SeasonCalendar] = Part("seasons", SeasonCalendar, read_calendar)
