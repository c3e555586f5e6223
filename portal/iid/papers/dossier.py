"""What the papers of a reported year print, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.register.papers.dossier import Office, Signer
from portal.taxonomy.iid import Criterion


@dataclass(frozen=True)
class Profile:
    """An innovation as it is reported; empty texts become gaps."""

    id: int
    title: str
    office: str
    unit: str
    stage: str
    form: str
    technology: str
    initiator: str
    classification: str
    affair: str
    is_basic: bool
    trial_on: date | None
    applied_on: date | None
    developed_on: date | None
    design: str
    purpose: str
    benefit: str
    result: str
    awards: str
    video: str
    maturity: Decimal
    claimed: Decimal
    is_from_file: bool
    is_sent: bool
    is_eligible: bool | None
    why: str
    lost: tuple[str, ...] = ()  # "16 Regulasi Inovasi Daerah: diklaim 3, terverifikasi 1"
    replications: int = 0  # regions that copied it, as its measure says
    beneficiaries: str = ""  # "501 orang"
    actors: int = 0
    agencies: int = 0


@dataclass(frozen=True)
class Part:
    """A part of the score."""

    name: str
    points: Decimal
    most: int
    how: str


@dataclass(frozen=True)
class ReportDossier:
    """A season with its score and everything in it; `dated` is the day of what stands in it."""

    year: int
    dated: date
    rules: str
    basis: str
    confirmed: str  # the letter the rules were compared with; empty while it is a simulation
    marks: tuple[str, ...]
    score: Decimal | None
    label: str
    parts: tuple[Part, ...]
    total: int
    divisor: int
    affairs: tuple[tuple[str, int], ...]
    basic_needed: int
    profiles: tuple[Profile, ...]
    government: tuple[tuple[str, str, int, str], ...]  # number, name, level, value
    criteria: tuple[Criterion, ...]
    criteria_basis: str
    fields: tuple[str, ...]
    indicators: tuple[tuple[str, str], ...]
    planning: Office
    previous: tuple[int, Decimal, str] | None = None  # year, score, class of the season before
    signer: Signer | None = None

    @property
    def sent(self) -> tuple[Profile, ...]:
        """Those that are reported."""
        return tuple(one for one in self.profiles if one.is_sent)

    @property
    def held(self) -> tuple[Profile, ...]:
        """Those that are held back."""
        return tuple(one for one in self.profiles if not one.is_sent)
