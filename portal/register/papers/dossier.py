"""What the papers print: a season with its innovations, or one innovation, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from portal.government.sender import Sender
from portal.government.signing import (
    Signing,
    by_agency,
    by_agency_for_head,
    by_assistant,
    by_head_of_region,
    by_secretary,
)


class Signer(StrEnum):
    """Who signs, as it is chosen on the page of the papers."""

    HEAD = "kepala-daerah"
    SECRETARY = "sekda"
    ASSISTANT = "asisten"
    AGENCY_FOR_HEAD = "kepala-opd-an"
    AGENCY = "kepala-opd"


SIGNERS = {
    Signer.HEAD: "Kepala daerah",
    Signer.SECRETARY: "Sekretaris daerah atas nama (a.n.) kepala daerah",
    Signer.ASSISTANT: "Asisten untuk beliau (u.b.) sekretaris daerah",
    Signer.AGENCY_FOR_HEAD: "Kepala perangkat daerah atas nama (a.n.) kepala daerah",
    Signer.AGENCY: "Kepala perangkat daerah",
}


@dataclass(frozen=True)
class Office:
    """An agency: code and name."""

    code: str
    name: str


@dataclass(frozen=True)
class Listed:
    """An innovation as lists of papers show it; empty texts become gaps."""

    id: int
    title: str
    office: str
    unit: str
    form: str
    technology: str
    stage: str
    initiator: str
    affair: str
    applied_on: date | None
    is_basic: bool = False
    claimed: Decimal | None = None
    verified: Decimal | None = None
    is_sent: bool | None = None  # None: nothing was decided
    reason: str = ""


@dataclass(frozen=True)
class YearDossier:
    """A year with what is reported in it."""

    year: int
    closes: date | None
    innovations: tuple[Listed, ...]
    offices: tuple[tuple[Office, int], ...]  # every agency, and how many innovations it has
    fields: tuple[str, ...]  # of the profile that is asked for
    indicators: tuple[tuple[str, str], ...]  # number and name
    affairs: tuple[tuple[str, int], ...]  # the basic ones, and how many innovations each has
    planning: Office
    signer: Signer | None = None

    @property
    def applied_otherwise(self) -> tuple[Listed, ...]:
        """Applied in another year than the decree's: for them it does not prove indicator 16."""
        return tuple(one for one in self.innovations if one.applied_on and one.applied_on.year != self.year)


@dataclass(frozen=True)
class Executor:
    """Some people of one office in the executing team; their names belong on the paper, not in the portal."""

    office: str
    role: str
    task: str
    actor: str  # one of the five kinds of actors
    people: int
    is_agency: bool


@dataclass(frozen=True)
class Measure:
    """What a trial measures."""

    name: str
    unit: str
    before: str
    target: str
    after: str


@dataclass(frozen=True)
class InnovationDossier:
    """One innovation with its team and its trial."""

    listed: Listed
    office: Office
    purpose: str
    benefit: str
    design: str
    result: str
    budget: int | None
    trial_on: date | None
    trial_until: date | None
    place: str
    changes: str
    team: tuple[Executor, ...]
    measures: tuple[Measure, ...]
    risks: tuple[tuple[str, str], ...]
    evaluation: str
    lessons: str
    decision: str
    actors: tuple[str, ...]  # the names of the five kinds
    signer: Signer | None = None


class Signed(Protocol):
    """A dossier whose papers somebody signs."""

    @property
    def signer(self) -> Signer | None:
        """Who was chosen."""


def signing_of(dossier: Signed, sender: Sender, usual: Signer, office: Office) -> Signing:
    """Who signs: as it was chosen, else as it is usual for the paper."""
    match dossier.signer or usual:
        case Signer.HEAD:
            return by_head_of_region(sender)
        case Signer.SECRETARY:
            return by_secretary(sender)
        case Signer.ASSISTANT:
            return by_assistant(sender, "")
        case Signer.AGENCY_FOR_HEAD:
            return by_agency_for_head(sender, office.name, office.code)
        case Signer.AGENCY:
            return by_agency(sender, office.name, office.code)
