"""The rules of Indeks Inovasi Daerah as data: formula, indicators, levels, and which paper lifts what.

One file a version in content/instruments/iid/. What a version does not say it takes from the one it is
`based_on`; a version without a formula is legal: its rule is not known, and nothing is scored by it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from portal.edition import Part
from portal.sources import Fact, Text
from portal.taxonomy.profile import STATUS_WORDS, Status
from portal.yamlfiles import Report, load_folder

Level = Annotated[int, Field(ge=0, le=3)]
Levels = Annotated[tuple[Text, ...], Field(min_length=3, max_length=3)]


class Step(Fact):
    """A level that is reached from a figure on; the first step of a list that fits counts."""

    level: Level
    lower: Decimal = Field(alias="from")


class Choice(Fact):
    """An answer, and the level it is worth."""

    id: Text
    label: Text
    level: Level


class Basis(Fact):
    """One of several ways to count; each has its unit and its steps."""

    id: Text
    label: Text
    unit: str = ""
    steps: tuple[Step, ...]


class Measure(Fact):
    """What decides the level: a figure, an answer of a list, or a figure by a basis that is chosen.

    `reader` names what the record itself tells (portal/iid/reading.py); without one only people know.
    """

    kind: Literal["number", "choice", "basis"]
    ask: Text
    unit: str = ""
    reader: str = ""
    steps: tuple[Step, ...] = ()
    choices: tuple[Choice, ...] = ()
    bases: tuple[Basis, ...] = ()

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What can be chosen: id and label."""
        chosen = [(one.id, one.label) for one in self.choices]
        return (*chosen, *((one.id, one.label) for one in self.bases))

    def level(self, number: Decimal | None, choice: str) -> int:
        """The level that a figure or an answer is worth; 0 where it is worth nothing."""
        if self.kind == "choice":
            return next((one.level for one in self.choices if one.id == choice), 0)
        steps = self.steps
        if self.kind == "basis":
            steps = next((one.steps for one in self.bases if one.id == choice), ())
        if number is None:
            return 0
        return next((one.level for one in steps if number >= one.lower), 0)


class IidIndicator(Fact):
    """One row that is asked of every innovation."""

    no: Text  # as the form numbers it: "16"
    name: Text
    short: Text  # one or two words, for names of files: "Regulasi"
    variable: Text
    weight: Decimal
    levels: Levels
    evidence: Text
    measure: Measure
    status: Status
    files: tuple[Text, ...] = ()  # the kinds of files it takes, by their extensions
    mandatory: bool = False
    dated: bool = False  # its paper must have number and date
    details: tuple[Text, ...] = ()


class GovernmentIndicator(Fact):
    """One row about the government itself; `owner` says in words whose figure it is."""

    no: Text
    name: Text
    variable: Text
    weight: Decimal
    levels: Levels
    data: Text
    owner: Text
    status: Status
    mandatory: bool = False
    doubt: str = ""


class PaperIdea(Fact):
    """A paper worth getting: the level it can bring each indicator to, and how many papers that takes."""

    id: Text
    name: Text
    needs: Text
    gives: dict[str, Level]
    count: int = Field(default=1, ge=1)
    shared: bool = False  # one paper serves many innovations
    document: str = ""  # the register's draft of it


class Formula(Fact):
    """The figures of the score; sums are points of `total`."""

    government_max: int
    innovation_max: int
    number_max: int
    total: int
    divisor: int  # at least so many innovations divide the sum
    each: Decimal  # points for each innovation
    most: int  # innovations that are counted so
    basic_needed: int  # basic affairs that must be covered, else no points for the number


class ScoreBand(Fact):
    """A class, from and to inclusive, of a score with two decimals."""

    lower: Decimal = Field(alias="from")
    upper: Decimal = Field(alias="to")
    label: Text


class Criterion(Fact):
    """A weight of the presentation."""

    id: Text
    name: Text
    weight: int


class IidVersion(Fact):
    """The rules of one year."""

    id: Text
    name: Text
    year: int
    basis: Text
    status: Status
    based_on: str = ""
    sources: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    formula: Formula | None = None
    bands: tuple[ScoreBand, ...] = ()
    indicators: tuple[IidIndicator, ...] = ()
    government: tuple[GovernmentIndicator, ...] = ()
    papers: tuple[PaperIdea, ...] = ()
    presentation_basis: str = ""
    presentation_status: Status = "UNVERIFIED"
    presentation: tuple[Criterion, ...] = ()

    @property
    def is_known(self) -> bool:
        """Can anything be scored by it?"""
        return self.formula is not None and bool(self.indicators)

    @property
    def doubt(self) -> str:
        """How well it is confirmed, in words; empty where nothing is to be said."""
        return STATUS_WORDS[self.status]

    @cached_property
    def by_no(self) -> dict[str, IidIndicator]:
        """The indicators of an innovation by number."""
        return {one.no: one for one in self.indicators}


INHERITED = ("formula", "bands", "indicators", "government", "papers", "presentation")


class IidRules(Fact):
    """Every version, the oldest first; each with what it takes from the one it is based on."""

    versions: tuple[IidVersion, ...] = ()

    def version(self, version_id: str) -> IidVersion | None:
        """A version by id."""
        return next((one for one in self.versions if one.id == version_id), None)

    def of_year(self, year: int) -> IidVersion | None:
        """The version of a year; none is not known."""
        return next((one for one in self.versions if one.year == year), None)

    @property
    def newest(self) -> IidVersion | None:
        """The newest version that says its indicators."""
        return next((one for one in reversed(self.versions) if one.indicators), None)


def read_iid(content: Path, report: Report) -> IidRules:
    """Read every version; one that is based on an unknown one is reported."""
    found: dict[str, IidVersion] = {}
    for version, parsed, name in load_folder(IidVersion, content / "instruments" / "iid", content, report):
        base = found.get(version.based_on)
        if version.based_on and base is None:
            report.add(name, parsed.line_of(("based_on",)), f"versi '{version.based_on}' tidak dikenal")
        found[version.id] = _completed(version, base) if base else version
        _check(found[version.id], name, report)
    return IidRules(versions=tuple(sorted(found.values(), key=lambda one: one.year)))


def _completed(version: IidVersion, base: IidVersion) -> IidVersion:
    """A version with what it does not say itself."""
    taken = {name: getattr(base, name) for name in INHERITED if not getattr(version, name)}
    if "presentation" in taken:
        taken["presentation_basis"] = base.presentation_basis
        taken["presentation_status"] = base.presentation_status
    return version.model_copy(update=taken)


def _check(version: IidVersion, name: str, report: Report) -> None:
    """Weights must sum up to what the formula says; papers lift known indicators."""
    formula = version.formula
    if formula is None:
        return
    for rows, most, what in (
        (version.indicators, formula.innovation_max, "indikator inovasi"),
        (version.government, formula.government_max, "indikator pemerintah daerah"),
    ):
        top = sum((one.weight * 3 for one in rows), Decimal(0))
        if rows and top != most:
            report.add(name, 1, f"bobot {what} berjumlah {top}, bukan {most}")
    for idea in version.papers:
        for no in idea.gives:
            if no not in version.by_no:
                report.add(name, 1, f"naskah '{idea.id}' menyebut indikator {no}, yang tidak ada")


IID: Part[IidRules] = Part("iid", IidRules, read_iid)
