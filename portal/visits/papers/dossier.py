"""Everything a paper needs of a visit, as plain values: what the record does not know stays empty.

Papers never read the database. An empty text becomes a dotted line on the paper, an empty list a sentence
or rows to be filled in by hand; no paper invents anything. A NIP is personal data (birth date and sex are
inside it) and is held here only as it may be shown: masked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

Mode = Literal["meja", "daring", "perjalanan"]
MODE_NAMES: dict[Mode, str] = {
    "meja": "telaah meja (tanpa perjalanan)",
    "daring": "pertemuan daring",
    "perjalanan": "perjalanan dinas",
}


@dataclass(frozen=True)
class Need:
    """What the visit is for: a pain point of the public, perhaps with a plan and an RPJMD indicator."""

    title: str
    text: str = ""
    plan: str = ""  # title of the adoption plan
    indicator: str = ""  # name of the RPJMD indicator
    figure: str = ""  # a local number with its unit and year, as it may be printed


@dataclass(frozen=True)
class Host:
    """Who is visited; a contact is an office, never a person's private number."""

    slug: str  # of the region profile; empty for a region that the library does not know
    region: str  # "Kabupaten Banyuwangi"
    unit: str = ""  # "Dinas Pemberdayaan Masyarakat dan Desa"
    province: str = ""
    addressee: str = ""  # post that the letter is addressed to: "Bupati Banyuwangi"; empty: head of unit
    place: str = ""  # where the parties meet
    contact: str = ""  # office, official phone or e-mail


@dataclass(frozen=True)
class Delegate:
    """A person of the delegation."""

    name: str
    order: int
    role: str = ""  # ketua, pencatat, penanya, dokumentasi, anggota
    post: str = ""
    opd: str = ""  # name of the agency
    rank: str = ""  # pangkat and golongan: "Penata Muda (III/a)"
    nip: str = ""  # masked, as portal.accounts shows it: "19**************01"
    questions: tuple[int, ...] = ()  # numbers of the questions this person asks


@dataclass(frozen=True)
class Question:
    """A question for the host, and what came back."""

    number: int
    text: str
    theme: str = ""
    to_whom: str = ""
    asked_by: str = ""
    known: str = ""  # what the portal says about it already
    answer: str = ""
    answered_by: str = ""
    document: str = ""  # received with the answer
    figure: str = ""  # a number with unit and year, as quoted by the host


@dataclass(frozen=True)
class AgendaItem:
    """One line of the rundown, planned and as it went; times are those of the place."""

    id: int  # never given to another item: calendars recognise an event by it
    day: date
    activity: str
    starts: time | None = None
    ends: time | None = None
    actual_starts: time | None = None
    actual_ends: time | None = None
    place: str = ""
    speaker: str = ""
    responsible: str = ""
    note: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True)
class CostLine:
    """A line of the cost estimate; rupiah."""

    kind: str
    people: int
    days: int
    rate: int
    basis: str = ""  # legal basis of the rate

    @property
    def amount(self) -> int:
        """People × days × rate, in rupiah."""
        return self.people * self.days * self.rate


@dataclass(frozen=True)
class Budget:
    """Where the money comes from; codes as in the budget document (DPA)."""

    year: int | None = None
    programme: str = ""
    activity: str = ""
    subactivity: str = ""  # code and name
    account: str = ""  # kode rekening
    fund: str = ""
    ceiling: int | None = None  # rupiah left for travel this year


@dataclass(frozen=True)
class VisitedCase:
    """A case to read before the visit, and what the delegation recommends after it."""

    slug: str
    title: str
    region: str
    owner: str = ""
    summary: str = ""
    recommendation: str = ""  # adopsi, adaptasi, tidak; empty before the report
    reason: str = ""


@dataclass(frozen=True)
class EarlierVisit:
    """A visit of any of our OPDs to the same place or subject."""

    title: str
    opd: str
    when: str
    outcome: str = ""


@dataclass(frozen=True)
class Reply:
    """What the host answered to the request."""

    kind: str  # bersedia, jadwal lain, daring, tidak bersedia
    number: str = ""
    day: date | None = None
    officer: str = ""  # post that receives the delegation


@dataclass(frozen=True)
class Comparison:
    """One condition, there and here, as printed: with unit, year and source."""

    aspect: str
    theirs: str
    ours: str
    note: str = ""


@dataclass(frozen=True)
class Fit:
    """Something that was learnt: does it fit here, and why."""

    text: str
    fits: bool
    reason: str = ""


@dataclass(frozen=True)
class Report:
    """The report of the delegation."""

    summary: str = ""
    results: str = ""
    comparisons: tuple[Comparison, ...] = ()
    fits: tuple[Fit, ...] = ()
    conclusion: str = ""
    suggestion: str = ""
    photos: int = 0  # kept as evidence in the portal
    decided: tuple[str, ...] = ()  # agreements, for the minutes


@dataclass(frozen=True)
class FollowUp:
    """One item of the follow-up plan (RTL)."""

    number: int
    action: str
    lesson: str = ""
    output: str = ""
    indicator: str = ""
    baseline: str = ""
    target: str = ""
    post: str = ""
    opd: str = ""
    partners: str = ""
    starts: date | None = None
    ends: date | None = None
    document: str = ""  # RKPD or Renja, year, subactivity
    fund: str = ""
    cost: int | None = None
    risk: str = ""
    status: str = ""
    evidence: str = ""
    plan: str = ""  # title of the adoption plan it became
    reviews: tuple[date, ...] = ()  # 30, 90, 180 days


@dataclass(frozen=True)
class Dossier:
    """A visit as its papers see it."""

    id: int
    title: str
    mode: Mode
    need: Need
    host: Host
    opd_code: str
    opd: str  # name of the agency that proposes the visit
    stage: str  # draf, diusulkan, …: the key of the stage
    stage_name: str  # the stage as readers see it
    purpose: str = ""
    expected: str = ""  # result to bring home
    reason: str = ""  # why desk study or video is not enough
    assumptions: str = ""
    alternatives: str = ""  # what was weighed besides this visit: nearer regions, video, reading
    basis: tuple[str, ...] = ()  # rules, budget document, invitation
    starts: date | None = None
    ends: date | None = None
    other_day: date | None = None  # alternative offered in the request
    reply_by: date | None = None
    departs_from: str = ""
    transport: str = ""
    travel_class: str = ""  # tingkat biaya perjalanan dinas
    leader_post: str = ""  # post that orders the travel (PA/KPA)
    contact: str = ""  # our own narahubung: office, official phone or e-mail
    objects: str = ""  # units to meet and things to see
    directions: str = ""
    budget: Budget = field(default_factory=Budget)
    delegates: tuple[Delegate, ...] = ()
    questions: tuple[Question, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    costs: tuple[CostLine, ...] = ()
    cases: tuple[VisitedCase, ...] = ()
    earlier: tuple[EarlierVisit, ...] = ()
    reply: Reply | None = None
    report: Report = field(default_factory=Report)
    follow_ups: tuple[FollowUp, ...] = ()
    zone: str = "WIB"  # of the times in the agenda
    version: int = 1  # rises with every change of the record

    @property
    def days(self) -> int:
        """How many days the visit takes; 0 where its dates are not known."""
        return (self.ends - self.starts).days + 1 if self.starts and self.ends else 0

    @property
    def total(self) -> int:
        """The cost estimate, in rupiah."""
        return sum(line.amount for line in self.costs)

    @property
    def chair(self) -> Delegate | None:
        """Who leads the delegation."""
        return self.with_role("ketua")

    def with_role(self, role: str) -> Delegate | None:
        """The first delegate who has this role."""
        return next((one for one in self.delegates if one.role == role), None)
