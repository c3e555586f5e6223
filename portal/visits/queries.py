"""Looking visits up: one with all its parts, and filtered lists, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.access import Actor, opds_where
from portal.government import opd_codes, opd_names
from portal.records.rows import Rows
from portal.regions import REGIONS, region_names
from portal.visits.models import Visit
from portal.visits.part_models import CostLine, FollowUp, Member, VisitCase
from portal.visits.rules import (
    CANCELLABLE,
    DONE,
    MODE_NAMES,
    OUTCOME_NAMES,
    STAGE_NAMES,
    Mode,
    Outcome,
    Stage,
)
from portal.web import filters
from portal.web.filters import by

LINE: tuple[ORMOption, ...] = (
    selectinload(Visit.members),
    selectinload(Visit.costs),
    selectinload(Visit.follow_ups),
    selectinload(Visit.questions),
)
WHOLE: tuple[ORMOption, ...] = (
    *LINE,
    selectinload(Visit.cases),
    selectinload(Visit.agenda),
    selectinload(Visit.lessons),
    selectinload(Visit.moves),
    selectinload(Visit.reviews),
)
WITH_REVIEWS: tuple[ORMOption, ...] = (selectinload(Visit.reviews),)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The visits an actor may read: all but drafts, and the drafts of the own OPD (the curator: all).

    Somebody who is in the delegation of a draft reads it too, to prepare.
    """
    if not actor.is_signed_in:
        return false()
    opds = opds_where(actor, "visits.read-draft")
    if opds is None:
        return true()
    own = select(Member.visit_id).where(Member.account_id == actor.account_id, Member.removed_at.is_(None))
    return or_(Visit.submitted_at.is_not(None), Visit.opd.in_(opds), Visit.id.in_(own))


ROWS: Rows[Visit] = Rows(Visit, "Kunjungan", visible, LINE, WHOLE)
get_visit, count, listed = ROWS.get, ROWS.count, ROWS.listed


@dataclass(frozen=True)
class VisitFilters:
    """What a list of visits is narrowed to; an empty field narrows nothing."""

    opd: str = by("opd", filters.known(opd_names), "", column=Visit.opd, label="OPD", offer=opd_codes)
    stage: Stage | None = by(
        "tahap", filters.one_of(Stage), column=Visit.stage, label="Tahap", offer=STAGE_NAMES.items
    )
    mode: Mode | None = by(
        "cara", filters.one_of(Mode), column=Visit.mode, label="Cara", offer=MODE_NAMES.items
    )
    region: str = by(
        "daerah",
        filters.known(REGIONS.get),
        "",
        column=Visit.region,
        label="Daerah tujuan",
        offer=region_names,
    )
    year: int | None = by("tahun", filters.whole(2000, 2100), label="Tahun")
    outcome: Outcome | None = by("hasil", filters.one_of(Outcome), label="Hasil", offer=OUTCOME_NAMES.items)

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filters as SQL."""
        found = filters.conditions(self)
        if self.year:
            found.append(Visit.start.between(date(self.year, 1, 1), date(self.year, 12, 31)))
        if self.outcome:
            found.append(came_to(self.outcome))
        return found


def became() -> ColumnElement[bool]:
    """Some of its follow-up is a plan, or a step of one."""
    return exists().where(
        FollowUp.visit_id == Visit.id, FollowUp.removed_at.is_(None), FollowUp.plan_id.is_not(None)
    )


def came_to(outcome: Outcome) -> ColumnElement[bool]:
    """The visits with an outcome; each that took place has exactly one."""
    if outcome is Outcome.UNREPORTED:
        return Visit.stage == Stage.UNDER_WAY
    return and_(Visit.stage.in_(DONE), became() if outcome is Outcome.FRUITFUL else not_(became()))


def totals(
    session: Session, where: Sequence[ColumnElement[bool]]
) -> tuple[dict[Stage, int], dict[Mode, int], int]:
    """How many visits match by stage and by mode, and what they cost together."""
    rows = session.execute(
        select(Visit.stage, Visit.mode, func.count(Visit.id)).where(*where).group_by(Visit.stage, Visit.mode)
    )
    stages: dict[Stage, int] = {}
    modes: dict[Mode, int] = {}
    for stage, mode, number in rows:
        stages[stage] = stages.get(stage, 0) + number
        modes[mode] = modes.get(mode, 0) + number
    price = func.coalesce(func.sum(CostLine.amount * CostLine.people * CostLine.days), 0)
    cost = (
        select(price)
        .join(Visit, Visit.id == CostLine.visit_id)
        .where(*where, CostLine.removed_at.is_(None), Visit.stage != Stage.CANCELLED)
    )
    return stages, modes, int(session.scalar(cost) or 0)


def in_month(
    session: Session, where: Sequence[ColumnElement[bool]], first: date, last: date, *, limit: int
) -> list[Visit]:
    """Matching visits with a day between two days."""
    end = func.coalesce(Visit.end, Visit.start)
    statement = select(Visit).where(*where, Visit.start <= last, end >= first, Visit.stage != Stage.CANCELLED)
    return list(session.scalars(statement.order_by(Visit.start, Visit.id).limit(limit)))


def of_case(session: Session, slug: str, actor: Actor, *, limit: int) -> list[Visit]:
    """The visits with a case on their reading list, newest first."""
    having = select(VisitCase.visit_id).where(VisitCase.slug == slug, VisitCase.removed_at.is_(None))
    return listed(session, [Visit.id.in_(having), visible(actor)], limit=limit)


def drafts_of(session: Session, opds: frozenset[str] | None, *, limit: int = 50) -> list[Visit]:
    """Drafts that somebody of these OPDs may add to."""
    where: list[ColumnElement[bool]] = [Visit.stage == Stage.DRAFT]
    if opds is not None:
        where.append(Visit.opd.in_(opds) if opds else false())
    return listed(session, where, limit=limit, options=())


def same_days(session: Session, visit: Visit, actor: Actor) -> list[tuple[Visit, Member]]:
    """Other visits, not at the desk, in which somebody of this delegation is away on its days.

    People typed in are recognised by name. A draft of others is told to nobody: once it is proposed, both
    visits warn.
    """
    start, end = visit.start, visit.end
    accounts = {member.account_id for member in visit.members if member.account_id is not None}
    names = {member.name.lower() for member in visit.members}
    if start is None or end is None or not names:
        return []
    statement = (
        select(Visit, Member)
        .join(Member, Member.visit_id == Visit.id)
        .where(
            Visit.id != visit.id,
            visible(actor),
            Visit.mode == Mode.TRIP,
            Visit.stage.in_(CANCELLABLE),
            Visit.stage != Stage.REJECTED,
            Visit.start <= end,
            Visit.end >= start,
            Member.removed_at.is_(None),
            or_(Member.account_id.in_(accounts), func.lower(Member.name).in_(names)),
        )
        .limit(50)
    )
    return [(other, member) for other, member in session.execute(statement)]


def earlier(session: Session, visit: Visit, actor: Actor, *, limit: int = 30) -> list[Visit]:
    """Visits of any OPD to the same place or about the same subject, reported ones first."""
    about: list[ColumnElement[bool]] = []
    if visit.region:
        about.append(Visit.region == visit.region)
    if visit.need_id:
        about.append(Visit.need_id == visit.need_id)
    slugs = [case.slug for case in visit.cases]
    if slugs:
        shared = select(VisitCase.visit_id).where(VisitCase.slug.in_(slugs), VisitCase.removed_at.is_(None))
        about.append(Visit.id.in_(shared))
    if not about:
        return []
    statement = (
        select(Visit)
        .where(Visit.id != visit.id, visible(actor), Visit.stage != Stage.CANCELLED, or_(*about))
        .order_by(Visit.stage.in_(DONE).desc(), Visit.last_news_at.desc(), Visit.id)
        .options(*LINE)
        .limit(limit)
    )
    return list(session.scalars(statement))


def spent_otherwise(session: Session, visit: Visit, year: int) -> int:
    """What the other visits of the OPD cost in a year, in rupiah; drafts and dropped ones are left out."""
    cost = (
        select(func.coalesce(func.sum(CostLine.amount * CostLine.people * CostLine.days), 0))
        .join(Visit, Visit.id == CostLine.visit_id)
        .where(
            CostLine.removed_at.is_(None),
            Visit.id != visit.id,
            Visit.opd == visit.opd,
            Visit.year == year,
            Visit.stage.not_in((Stage.DRAFT, Stage.REJECTED, Stage.CANCELLED)),
        )
    )
    return int(session.scalar(cost) or 0)
