"""Looking proposals up, and what the rules look at in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.access import Actor, opds_where
from portal.adoption.models import Plan
from portal.cases import CASES
from portal.contests import rules
from portal.contests.models import OPEN, Proposal, Replication, State, Win
from portal.contests.rules import Check, Entry, Place, Ranked, Readiness
from portal.errors import NotFound
from portal.evidence import Evidence, EvidenceKind, Verdict, of_subject
from portal.register.models import Innovation, Season
from portal.taxonomy.calendar import CALENDAR
from portal.taxonomy.contests import CONTESTS, Contest, ContestEdition, Criterion, Section

SERVICE = "pelayanan-publik"
WHOLE = (
    selectinload(Proposal.innovation),
    selectinload(Proposal.season),
    selectinload(Proposal.texts),
    selectinload(Proposal.assessments),
)


@dataclass(frozen=True)
class Rules:
    """The rules of a season's contest: what is asked, what is judged, what the year's edition says."""

    contest: Contest
    edition: ContestEdition | None
    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...]

    @property
    def groups(self) -> dict[str, str]:
        """The groups of the year; every known one where the year's are not known."""
        named = self.edition.groups if self.edition else ()
        return {key: name for key, name in self.contest.groups.items() if key in named or not named}

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of the year, where its edition names any."""
        return self.edition.categories if self.edition else ()


def contest_of(season: Season) -> Contest | None:
    """The contest that a season is of; None where it is none."""
    kind = CALENDAR.get().kind(season.kind)
    return CONTESTS.get().contest(kind.contest) if kind else None


def rules_of(season: Season) -> Rules:
    """The rules of a season; raises NotFound where it is no contest."""
    contest = contest_of(season)
    if contest is None:
        raise NotFound("Musim ini bukan lomba.")
    known = CONTESTS.get()
    return Rules(contest, contest.edition(season.year), known.sections(contest), known.criteria(contest))


def visible(actor: Actor) -> ColumnElement[bool]:
    """The proposals an actor may read: all that were submitted, and drafts of the own OPD."""
    if not actor.is_signed_in:
        return false()
    opds = opds_where(actor, "contests.read-draft")
    kept = Innovation.removed_at.is_(None)
    if opds is None:
        return kept
    return and_(kept, or_(Proposal.state.not_in(OPEN), Proposal.opd.in_(opds)))


def get(session: Session, proposal_id: int, actor: Actor, *, lock: bool = False) -> Proposal:
    """A proposal that the actor may read; raises NotFound."""
    wanted = select(Proposal).join(Proposal.innovation).where(Proposal.id == proposal_id, visible(actor))
    if lock:
        wanted = wanted.with_for_update(of=Proposal)
    found = session.scalar(wanted.options(*WHOLE)) if proposal_id < 2**63 else None
    if found is None:
        raise NotFound("Usulan ini tidak ada, atau belum dibuka untuk Anda.")
    return found


def of_season(session: Session, season: Season, actor: Actor) -> list[Proposal]:
    """The proposals of a season that the actor may read, as they were begun."""
    wanted = select(Proposal).join(Proposal.innovation).where(Proposal.season_id == season.id, visible(actor))
    return list(session.scalars(wanted.options(*WHOLE).order_by(Proposal.id)))


def of_innovation(session: Session, innovation: Innovation, actor: Actor) -> list[Proposal]:
    """The proposals of an innovation, the newest first."""
    wanted = select(Proposal).join(Proposal.innovation)
    wanted = wanted.where(Proposal.innovation_id == innovation.id, visible(actor)).options(*WHOLE)
    return list(session.scalars(wanted.order_by(Proposal.id.desc())))


def wins_of(session: Session, innovation_ids: Iterable[int]) -> dict[int, list[Win]]:
    """How far innovations came earlier."""
    wanted = select(Win).where(Win.innovation_id.in_(list(innovation_ids)), Win.removed_at.is_(None))
    found: dict[int, list[Win]] = {}
    for one in session.scalars(wanted.order_by(Win.year, Win.id)):
        found.setdefault(one.innovation_id, []).append(one)
    return found


def replications_of(session: Session, innovation_id: int) -> list[Replication]:
    """The replications of an innovation in the national network, as they were noted."""
    wanted = select(Replication).where(
        Replication.innovation_id == innovation_id, Replication.removed_at.is_(None)
    )
    return list(session.scalars(wanted.order_by(Replication.id)))


def submitted(session: Session, season: Season) -> set[str]:
    """The agencies that have put a proposal before the selection."""
    wanted = select(Proposal.opd).where(Proposal.season_id == season.id, Proposal.state.not_in(OPEN))
    return set(session.scalars(wanted.distinct()))


def origin_places(case_slug: str) -> tuple[Place, ...]:
    """How far the innovation in the library that was imitated came, as its sources say."""
    case = CASES.get().get(case_slug)
    found = (rules.place_of(one.name, one.level, one.year) for one in case.awards) if case else ()
    return tuple(one for one in found if one is not None)


def plan_of(session: Session, innovation: Innovation) -> Plan | None:
    """The plan that an innovation came from."""
    return session.get(Plan, innovation.plan_id) if innovation.plan_id else None


def papers_of(session: Session, innovation: Innovation) -> list[Evidence]:
    """The papers of an innovation that were neither withdrawn nor found wanting."""
    found = of_subject(session, f"innovation:{innovation.id}")
    return [one for one in found if one.withdrawn_at is None and one.verdict is not Verdict.REJECTED]


def judged(session: Session, proposal: Proposal, found: Rules) -> list[Check]:
    """Every condition of the edition for a proposal."""
    innovation, plan = proposal.innovation, plan_of(session, proposal.innovation)
    origin = plan.case_slug if plan else ""
    wins = wins_of(session, [innovation.id]).get(innovation.id, [])
    measured = [one for one in plan.kpis if one.removed_at is None] if plan else []
    closes = proposal.season.closes
    entry = Entry(
        group=proposal.group,
        applied_on=innovation.applied_on,
        closes=closes,
        is_service=innovation.form == SERVICE,
        wins=tuple(Place(one.year, one.rank) for one in wins if one.rank and one.contest == found.contest.id),
        has_origin=bool(origin),
        origin=origin_places(origin) if origin else (),
        has_effect=any(one.baseline is not None and one.readings for one in measured) if measured else None,
        statements=sum(
            one.kind == EvidenceKind.PERNYATAAN and (not closes or one.dated <= closes)
            for one in papers_of(session, innovation)
        ),
    )
    return rules.checks(found.contest, found.edition, entry)


def ready(proposal: Proposal, found: Rules) -> Readiness:
    """How far a proposal's sections are."""
    return rules.readiness(found.sections, {one.section: one.text for one in proposal.texts})


def scores_of(proposal: Proposal, criteria: tuple[Criterion, ...]) -> list[Decimal]:
    """What each assessor's points come to."""
    found = []
    for one in proposal.assessments:
        points = {key: Decimal(str(value)) for key, value in one.points.items()}
        if all(criterion.id in points for criterion in criteria):
            found.append(rules.weighted(criteria, points))
    return found


def ranked(proposals: Iterable[Proposal], criteria: tuple[Criterion, ...]) -> list[Ranked]:
    """The submitted proposals in their order."""
    taking = [one for one in proposals if one.state not in OPEN]
    return rules.ranking({one.id: scores_of(one, criteria) for one in taking})


def waits_for_points(session: Session, actor: Actor) -> list[Proposal]:
    """The submitted proposals that this assessor has not judged and may judge."""
    wanted = select(Proposal).where(Proposal.state == State.SUBMITTED).options(*WHOLE).order_by(Proposal.id)
    return [
        one
        for one in session.scalars(wanted)
        if actor.account_id not in {given.by for given in one.assessments}
        and not rules.why_not_judge(actor, one.opd, writers_of(one))
    ]


def writers_of(proposal: Proposal) -> set[int | None]:
    """Who wrote or submitted a proposal."""
    return {proposal.created_by, proposal.submitted_by, *(one.by for one in proposal.texts)} - {None}
