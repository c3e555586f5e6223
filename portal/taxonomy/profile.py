"""What the register of our own innovations goes by: affairs, who may report when, headings of real files.

The file content/instruments/register/profil.yaml; each part says how well it is confirmed (V, V1, K,
UNVERIFIED). Without the file nothing is known, which is legal: nothing can be imported or judged then.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from portal.edition import Part
from portal.sources import Fact, Text
from portal.yamlfiles import Report, load, validate

Status = Literal["V", "V1", "K", "UNVERIFIED"]
STATUS_WORDS: dict[str, str] = {
    "V": "",
    "V1": "satu sumber, belum dicocokkan dengan naskah aslinya",
    "K": "kebiasaan umum, belum dicocokkan dengan naskah",
    "UNVERIFIED": "belum diketahui",
}


class Affair(Fact):
    """A field of government (urusan) that an innovation belongs to."""

    code: Text
    name: Text
    basic: bool = False  # one of the six of basic service
    names: tuple[Text, ...] = ()  # as files write it


class Eligibility(Fact):
    """When an innovation may be reported in a year; without days the rule is not known."""

    year: int
    name: Text
    basis: Text
    status: Status
    applied_from: date | None = None
    applied_until: date | None = None
    design_words: int | None = None
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Can an innovation be judged by it?"""
        return self.applied_from is not None and self.applied_until is not None


class ColumnNames(Fact):
    """What a column is called in files: exactly, or by words that all stand in its heading."""

    names: tuple[Text, ...] = ()
    words: tuple[tuple[Text, ...], ...] = ()


class OneSheet(Fact):
    """A file about one innovation, known by its headings; `limits` are the most words of a section."""

    id: Text
    name: Text
    status: Status
    marks: tuple[Text, ...]
    limits: dict[str, int] = Field(default_factory=dict)


class Elsewhere(Fact):
    """A file that is no list of innovations, and where its content goes."""

    id: Text
    name: Text
    marks: tuple[Text, ...]
    goes: Text


class ProfileRules(Fact):
    """All of it."""

    affairs_status: Status = "UNVERIFIED"
    affairs: tuple[Affair, ...] = ()
    rules: tuple[Eligibility, ...] = ()
    columns: dict[str, ColumnNames] = Field(default_factory=dict)
    ignored: tuple[Text, ...] = ()
    personal: ColumnNames = ColumnNames()
    sheets: tuple[OneSheet, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()

    @cached_property
    def affair_names(self) -> dict[str, str]:
        """Affairs by their codes."""
        return {one.code: one.name for one in self.affairs}

    def rule(self, year: int) -> Eligibility | None:
        """The rule of a year."""
        return next((one for one in self.rules if one.year == year), None)


def read_profile(content: Path, report: Report) -> ProfileRules:
    """Read the file; nothing is known where it is missing, and its faults are reported."""
    path = content / "instruments" / "register" / "profil.yaml"
    if not path.is_file():
        return ProfileRules()
    name = path.relative_to(content.parent).as_posix()
    parsed = load(path, name, report)
    found = validate(ProfileRules, parsed, name, report) if parsed else None
    return found or ProfileRules()


PROFILE: Part[ProfileRules] = Part("profile", ProfileRules, read_profile)
