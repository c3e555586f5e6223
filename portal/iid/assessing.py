"""The innovations of a season with their rows, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.evidence.models import Evidence, EvidenceLink, EvidenceVerdict
from portal.evidence.rules import EvidenceKind, SignerLevel, Verdict
from portal.iid import keeping, reading
from portal.iid.eligibility import Eligible
from portal.iid.ideas import gains
from portal.iid.keeping import Team
from portal.iid.models import DeskRow, Sending
from portal.iid.reading import PaperFact, Record
from portal.iid.scoring import NOTHING, Entry, Row, maturity
from portal.register import rules
from portal.register.models import Edition, Innovation, Season, TeamRow
from portal.register.rules import InnovationFacts, Stage, State
from portal.taxonomy.iid import IidVersion

STORED = (
    DeskRow.innovation_id,
    DeskRow.no,
    DeskRow.number,
    DeskRow.choice,
    DeskRow.claimed,
    DeskRow.note,
    DeskRow.verified,
    DeskRow.verdict_note,
)
OWN_SIDE = "pemerintah"  # an actor of the team that is an agency of ours
KEY = "innovation:"


@dataclass(frozen=True)
class Stored:
    """What people wrote about an indicator of an innovation."""

    number: Decimal | None
    choice: str
    claimed: int | None
    note: str
    verified: int | None
    verdict_note: str


@dataclass(frozen=True)
class Decided:
    """That an innovation is sent, or held with a reason."""

    is_sent: bool
    reason: str


@dataclass(frozen=True)
class Assessed:
    """An innovation of the season with its rows."""

    id: int
    title: str
    opd: str
    unit: str
    owner_text: str
    affair: str
    facts: InnovationFacts
    rows: tuple[Row, ...]
    imported: Decimal | None  # the score of the file it came from, while nothing else is known
    sending: Decided | None
    verdict: rules.Verdict
    agencies: int = 0  # of the team
    actors: int = 0
    gains: Mapping[str, Decimal] = field(default_factory=dict)  # points that each paper would bring

    @property
    def is_from_file(self) -> bool:
        """Is its score that of the file it came from?"""
        return self.imported is not None

    @cached_property
    def maturity(self) -> Decimal:
        """Its points."""
        return maturity(self.rows) if self.imported is None else self.imported

    @property
    def is_sent(self) -> bool:
        """As it was decided, else as its eligibility suggests."""
        if self.sending is not None:
            return self.sending.is_sent
        return self.verdict.is_eligible is not False

    @property
    def claimed(self) -> Decimal:
        """What it would bring if every claim with evidence held."""
        return sum((row.indicator.weight * row.wanted for row in self.rows if row.has_evidence), NOTHING)

    @property
    def lost(self) -> tuple[Row, ...]:
        """What was claimed and not verified."""
        return tuple(row for row in self.rows if row.lost)

    @cached_property
    def entry(self) -> Entry:
        """As the reckoning takes it."""
        why = self.sending.reason if self.sending is not None else self.verdict.why
        eligible = self.verdict.is_eligible
        return Entry(self.id, self.title, self.maturity, self.affair, self.is_sent, eligible, why)


Found = tuple[tuple[Assessed, ...], bool]  # the innovations, and whether nothing was entered yet


def read(
    session: Session, season: Season, version: IidVersion | None, eligible: Eligible, only: int | None
) -> Found:
    """The innovations of a season, or one of them (`only`)."""
    wanted, is_preliminary = _innovations(session, season)
    if only is not None:
        wanted = [one for one in wanted if one["id"] == only]
    beside = _Beside.of(session, season, [one["id"] for one in wanted])
    return tuple(_assessed(one, beside, version, eligible) for one in wanted), is_preliminary


def is_of(session: Session, season: Season, innovation: Innovation) -> bool:
    """Does the season's desk have a page for the innovation?"""
    return any(one["id"] == innovation.id for one in _innovations(session, season)[0])


COLUMNS = (
    Innovation.id,
    Innovation.title,
    Innovation.opd,
    Innovation.unit,
    Innovation.owner_text,
    Innovation.affair,
    Innovation.stage,
    Innovation.begun_on,
    Innovation.trial_on,
    Innovation.applied_on,
    Innovation.developed_on,
    Innovation.video,
    Innovation.claimed_score,
)
DAYS = ("begun_on", "trial_on", "applied_on", "developed_on")


def _innovations(session: Session, season: Season) -> tuple[list[dict[str, Any]], bool]:
    """The innovations of a season by OPD and name; before any was entered, all that were put forward.

    Those of a closed season are as they were frozen, also where they were taken out of the register since.
    """
    here, is_closed = Innovation.removed_at.is_(None), season.closed_at is not None
    entered = select(*COLUMNS, Edition.frozen).join(
        Edition, and_(Edition.innovation_id == Innovation.id, Edition.season_id == season.id)
    )
    entered = entered if is_closed else entered.where(here)
    found = [_thawed(dict(row._mapping)) for row in session.execute(entered)]
    if not found and not is_closed:
        forward = select(*COLUMNS).where(
            here, Innovation.state.in_((State.SUBMITTED, State.ENDORSED)), Innovation.stage != Stage.ENDED
        )
        found = [dict(row._mapping) for row in session.execute(forward)]
        return sorted(found, key=_order), True
    return sorted(found, key=_order), False


def _order(one: Mapping[str, Any]) -> tuple[str, str, int]:
    return one["opd"] or "~", one["title"].casefold(), one["id"]


def _thawed(row: dict[str, Any]) -> dict[str, Any]:
    """A row as it was reported, where its season is closed."""
    frozen = row.pop("frozen")
    row["kept"] = keeping.thawed(frozen)
    if not frozen:
        return row
    for name in (row.keys() & frozen.keys()) - {"kept"}:
        value = frozen[name]
        if name in DAYS and value:
            value = date.fromisoformat(value)
        elif name == "stage":
            value = Stage(value)
        elif name == "claimed_score" and value not in (None, ""):
            value = Decimal(str(value))
        row[name] = value
    return row


@dataclass(frozen=True)
class _Beside:
    """What stands beside the innovations of a season, by innovation."""

    papers: Mapping[int, Mapping[str, tuple[PaperFact, ...]]]
    team: Mapping[int, Team]
    rows: Mapping[int, Mapping[str, Stored]]
    sendings: Mapping[int, Decided]

    @classmethod
    def of(cls, session: Session, season: Season, ids: Collection[int]) -> _Beside:
        """Read it."""
        rows: dict[int, dict[str, Stored]] = {}
        wanted = select(*STORED).where(DeskRow.season_id == season.id, DeskRow.innovation_id.in_(ids))
        for number, no, figure, choice, claimed, note, verified, said in session.execute(wanted):
            rows.setdefault(number, {})[no] = Stored(figure, choice, claimed, note, verified, said)
        decided = select(Sending.innovation_id, Sending.is_sent, Sending.reason)
        sendings = {
            number: Decided(is_sent, reason)
            for number, is_sent, reason in session.execute(decided.where(Sending.season_id == season.id))
        }
        return cls(papers_of(session, ids), teams_of(session, ids), rows, sendings)


def kept(session: Session, season: Season) -> dict[int, dict[str, Any]]:
    """What an edition of the season keeps beside the profile from the day it closes, by innovation."""
    wanted = select(Edition.innovation_id).where(Edition.season_id == season.id)
    ids = list(session.scalars(wanted))
    teams, papers = teams_of(session, ids), papers_of(session, ids)
    return {one: {keeping.KEY: keeping.frozen(teams.get(one, ()), papers.get(one, {}))} for one in ids}


def teams_of(session: Session, ids: Collection[int]) -> dict[int, list[tuple[str, str, int]]]:
    """Office, kind of actor and number of people of each row of a team, by innovation."""
    found: dict[int, list[tuple[str, str, int]]] = {}
    asked = select(TeamRow.innovation_id, TeamRow.office, TeamRow.actor, TeamRow.people)
    for number, office, actor, people in session.execute(
        asked.where(TeamRow.innovation_id.in_(ids), TeamRow.removed_at.is_(None))
    ):
        found.setdefault(number, []).append((office, actor, people))
    return found


def papers_of(session: Session, ids: Iterable[int]) -> dict[int, dict[str, tuple[PaperFact, ...]]]:
    """The papers said to prove indicators of innovations, by innovation and indicator."""
    last = (
        select(EvidenceVerdict.evidence_id, func.max(EvidenceVerdict.id).label("id"))
        .group_by(EvidenceVerdict.evidence_id)
        .subquery()
    )
    is_current = EvidenceVerdict.evidence_version == Evidence.version
    asked = (
        select(
            EvidenceLink.subject,
            EvidenceLink.indicator,
            EvidenceLink.after_verdict,
            Evidence.kind,
            Evidence.dated,
            Evidence.year,
            Evidence.signer_level,
            EvidenceVerdict.id,
            EvidenceVerdict.verdict,
        )
        .join(Evidence, Evidence.id == EvidenceLink.evidence_id)
        .outerjoin(last, last.c.evidence_id == Evidence.id)
        .outerjoin(EvidenceVerdict, and_(EvidenceVerdict.id == last.c.id, is_current))
        .where(
            EvidenceLink.subject.in_([f"{KEY}{number}" for number in ids]),
            EvidenceLink.indicator != "",
            EvidenceLink.removed_at.is_(None),
            Evidence.withdrawn_at.is_(None),
        )
        .order_by(EvidenceLink.id)
    )
    found: dict[int, dict[str, list[PaperFact]]] = {}
    for subject, no, after, kind, dated, year, signer, judged, verdict in session.execute(asked):
        covers = judged is not None and judged > after
        fact = PaperFact(
            EvidenceKind(kind),
            dated,
            year,
            SignerLevel(signer) if signer else None,
            is_good=covers and verdict == Verdict.VERIFIED,
            is_refused=covers and verdict == Verdict.REJECTED,
        )
        found.setdefault(int(subject.removeprefix(KEY)), {}).setdefault(no, []).append(fact)
    return {number: {no: tuple(facts) for no, facts in by_no.items()} for number, by_no in found.items()}


def _assessed(
    one: Mapping[str, Any], beside: _Beside, version: IidVersion | None, eligible: Eligible
) -> Assessed:
    number = one["id"]
    facts = InnovationFacts(
        stage=one["stage"],
        title=one["title"],
        trial_on=one["trial_on"],
        applied_on=one["applied_on"],
        developed_on=one["developed_on"],
    )
    was, rows = one.get("kept"), beside.rows.get(number, {})
    papers = was.papers if was else beside.papers.get(number, {})
    team = was.team if was else beside.team.get(number, ())
    imported = one["claimed_score"] if not papers and not rows else None
    record = record_of(one, team, papers, version.year if version else 0)
    made = tuple(rows_of(version, record, rows))
    return Assessed(
        id=number,
        title=one["title"],
        opd=one["opd"],
        unit=one["unit"],
        owner_text=one["owner_text"],
        affair=one["affair"],
        facts=facts,
        rows=made,
        imported=imported,
        sending=beside.sendings.get(number),
        verdict=eligible.verdict(facts),
        agencies=record.agencies,
        actors=record.actors,
        gains=gains(version.papers, made) if version else {},
    )


def record_of(
    one: Mapping[str, Any],
    team: Team,
    papers: Mapping[str, tuple[PaperFact, ...]],
    year: int,
) -> Record:
    """What the readers look at; our own side counts as one actor."""
    agencies = {" ".join(office.casefold().split()) for office, actor, _ in team if actor == OWN_SIDE}
    return Record(
        year=year,
        begun_on=one["begun_on"],
        applied_on=one["applied_on"],
        has_video=bool(one["video"]),
        people=sum(people for *_, people in team),
        agencies=len(agencies),
        actors=len({actor for _, actor, _ in team}),
        papers=papers,
    )


def rows_of(version: IidVersion | None, record: Record, stored: Mapping[str, Stored]) -> Iterable[Row]:
    """The rows of one innovation: what its record gives, or what people typed instead, and the claims."""
    for indicator in version.indicators if version else ():
        row = stored.get(indicator.no)
        told = reading.read(indicator, record)
        number, choice, why = told.number, told.choice, told.why
        if row is not None and (row.number is not None or row.choice):
            number, choice, why = row.number, row.choice, "Ukuran diisi di meja ini."
        papers = record.of(indicator.no)
        yield Row(
            indicator=indicator,
            proposed=indicator.measure.level(number, choice),
            why=why,
            claimed=row.claimed if row else None,
            note=row.note if row else "",
            verified=row.verified if row else None,
            verdict_note=row.verdict_note if row else "",
            has_evidence=bool(papers) or told.is_evidence,
            is_proved=any(paper.is_good for paper in papers),
        )
