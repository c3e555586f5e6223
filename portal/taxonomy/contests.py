"""Contests of innovations: sections with words and weights, criteria, rules by edition, the JIPPNas article.

The file content/instruments/register/lomba.yaml. A rule that an edition does not name is not known: then
nobody says that it is kept, nor that it is broken.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from portal.edition import Part
from portal.sources import Fact, Text
from portal.taxonomy.profile import Status
from portal.yamlfiles import Report, load, validate

FILE = ("instruments", "register", "lomba.yaml")
WHOLE = 100  # the sum of the weights of criteria


class Section(Fact):
    """A part of a proposal: at most so many words, so many percent of the score."""

    id: Text
    title: Text
    words: int = Field(gt=0)
    weight: int = Field(ge=0, le=WHOLE)
    asks: str = ""
    names: tuple[Text, ...] = ()  # as files of proposals head it


class Criterion(Fact):
    """What assessors give points for, 0 to 100 each."""

    id: Text
    title: Text
    weight: int = Field(gt=0, le=WHOLE)


class Barred(Fact):
    """Who came as far as this in these years may not come again."""

    rank: int
    years: tuple[int, ...]


class ContestEdition(Fact):
    """What held in a year; what is empty is not known."""

    year: int
    status: Status
    basis: Text
    is_held: bool = True
    groups: tuple[Text, ...] = ()
    min_age: dict[str, int] = Field(default_factory=dict)  # years by group, back from the closing
    quota: dict[str, int] = Field(default_factory=dict)  # proposals of a government, by group
    excluded: tuple[Barred, ...] | None = None
    excluded_twice: int | None = None  # who twice came as far as this
    origin_rank: int | None = None  # a replication's origin came at least as far as this
    origin_since: int | None = None
    pass_mark: int | None = None
    categories: tuple[Text, ...] = ()
    note: str = ""


class Contest(Fact):
    """A contest."""

    id: Text
    name: Text
    short: Text
    organiser: Text
    status: Status
    note: str = ""
    direct_service: bool = False  # only services to the public
    citizens: bool = False  # entries of citizens, through an agency
    sections: tuple[Section, ...] = ()
    sections_of: str = ""
    sections_status: Status
    words_status: Status
    criteria: tuple[Criterion, ...] = ()
    statements: tuple[Text, ...] = ()
    enclosures: tuple[Text, ...] = ()
    groups: dict[str, Text]
    editions: tuple[ContestEdition, ...] = ()

    @model_validator(mode="after")
    def _sums(self) -> Contest:
        weights = [one.weight for one in self.criteria or self.sections]
        if weights and sum(weights) != WHOLE:
            raise ValueError(f"bobot berjumlah {sum(weights)}, seharusnya {WHOLE}")
        for edition in self.editions:
            named = {*edition.groups, *edition.min_age, *edition.quota}
            if unknown := named - set(self.groups):
                raise ValueError(f"kelompok {', '.join(sorted(unknown))} tidak ada di daftar kelompok")
        return self

    def edition(self, year: int) -> ContestEdition | None:
        """The edition of a year; None where nothing of it is known."""
        return next((one for one in self.editions if one.year == year), None)


class ArticlePart(Fact):
    """A part of a JIPPNas article, taken from sections of a proposal or fields of the profile."""

    title: Text
    sections: tuple[Text, ...] = ()
    fields: tuple[Text, ...] = ()


StepDay = Literal["interest_on", "agreed_on", "approved_on", "implemented_on", "certified_on"]


class ReplicationStep(Fact):
    """A step of a replication in the network; `day` names the column that holds its day."""

    day: StepDay
    title: Text
    asks: Text


class Jippnas(Fact):
    """The national network: its article, the states of an entry there, the way of a replication."""

    status: Status = "UNVERIFIED"
    basis: str = ""
    states: dict[str, Text] = Field(default_factory=dict)
    article: tuple[ArticlePart, ...] = ()
    steps: tuple[ReplicationStep, ...] = ()
    replication_states: dict[str, Text] = Field(default_factory=dict)


class ContestRules(Fact):
    """All of it."""

    contests: tuple[Contest, ...] = ()
    jippnas: Jippnas = Jippnas()

    def contest(self, contest_id: str) -> Contest | None:
        """A contest by its id."""
        return next((one for one in self.contests if one.id == contest_id), None)

    def sections(self, contest: Contest) -> tuple[Section, ...]:
        """The sections of a contest's proposals, its own or those it borrows."""
        other = self.contest(contest.sections_of) if contest.sections_of else None
        return other.sections if other else contest.sections

    def criteria(self, contest: Contest) -> tuple[Criterion, ...]:
        """What is judged: the contest's criteria, else its sections that have a weight."""
        weighed = [one for one in self.sections(contest) if one.weight]
        return contest.criteria or tuple(
            Criterion(id=one.id, title=one.title, weight=one.weight) for one in weighed
        )


def read_contests(content: Path, report: Report) -> ContestRules:
    """Read the file; nothing is known where it is missing, and its faults are reported."""
    path = content.joinpath(*FILE)
    if not path.is_file():
        return ContestRules()
    name = path.relative_to(content.parent).as_posix()
    parsed = load(path, name, report)
    found = validate(ContestRules, parsed, name, report) if parsed else None
    return found or ContestRules()


CONTESTS: Part[ContestRules] = Part("contests", ContestRules, read_contests)
