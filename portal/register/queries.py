"""Looking innovations up: one with its history, filtered lists, counts; each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.access import Actor, opds_where
from portal.government import opd_codes, opd_names, our_government
from portal.records.rows import Rows, Where
from portal.register.models import Edition, Innovation, Season
from portal.register.rules import STAGE_NAMES, STATE_NAMES, Stage, State
from portal.taxonomy.profile import PROFILE
from portal.web import filters
from portal.web.filters import by

WHOLE: tuple[ORMOption, ...] = (
    selectinload(Innovation.moves),
    selectinload(Innovation.editions).selectinload(Edition.season),
    selectinload(Innovation.sheets),
)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The innovations an actor may read: all but drafts, and the drafts of the own OPD (the curator: all)."""
    if not actor.is_signed_in:
        return false()
    opds = opds_where(actor, "register.read-draft")
    here = Innovation.removed_at.is_(None)
    if opds is None:
        return here
    return and_(here, or_(Innovation.state != State.DRAFT, Innovation.opd.in_(opds)))


ROWS: Rows[Innovation] = Rows(Innovation, "Inovasi", visible, (), WHOLE)
get_innovation, count, listed = ROWS.get, ROWS.count, ROWS.listed


def unit_names() -> dict[str, str]:
    """Units by id, for those that own or may own innovations."""
    return {unit.id: unit.name for opd in our_government().opds for unit in opd.units}


@dataclass(frozen=True)
class InnovationFilters:
    """What the list is narrowed to; an empty field narrows nothing."""

    opd: str = by("opd", filters.known(opd_names), "", column=Innovation.opd, label="OPD", offer=opd_codes)
    unit: str = by(
        "unit",
        filters.known(unit_names),
        "",
        column=Innovation.unit,
        label="Unit",
        offer=lambda: unit_names().items(),
    )
    stage: Stage | None = by(
        "tahapan",
        filters.one_of(Stage),
        column=Innovation.stage,
        label="Tahapan",
        offer=STAGE_NAMES.items,
    )
    state: State | None = by(
        "keadaan",
        filters.one_of(State),
        column=Innovation.state,
        label="Keadaan",
        offer=STATE_NAMES.items,
    )
    affair: str = by(
        "urusan",
        filters.known(lambda: PROFILE.get().affair_names),
        "",
        column=Innovation.affair,
        label="Urusan utama",
        offer=lambda: PROFILE.get().affair_names.items(),
    )
    season: int | None = by("musim", filters.whole(2000, 2100), label="Tahun musim")
    text: str = by("q", filters.line, "")
    ownerless: bool = by("tanpa-pemilik", filters.flag, False, label="Pemilik belum dikenali")

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filters as SQL."""
        found = filters.conditions(self)
        if self.season:
            asked = select(Edition.innovation_id).join(Season, Season.id == Edition.season_id)
            asked = asked.where(Season.year == self.season)
            found.append(Innovation.id.in_(asked))
        if self.text:
            found.append(Innovation.title.icontains(self.text, autoescape=True))
        if self.ownerless:
            found.append(Innovation.opd == "")
        return found


def by_stage(session: Session, where: Where) -> list[tuple[Stage, int]]:
    """How many match, by stage."""
    counted = select(Innovation.stage, func.count(Innovation.id)).where(*where).group_by(Innovation.stage)
    found: dict[Stage, int] = dict(iter(session.execute(counted)))
    return [(stage, found[stage]) for stage in Stage if found.get(stage)]


def by_affair_and_opd(session: Session, where: Where) -> dict[tuple[str, str], int]:
    """How many match, by main affair and OPD; an empty word where none is known."""
    counted = (
        select(Innovation.affair, Innovation.opd, func.count(Innovation.id))
        .where(*where, Innovation.stage != Stage.ENDED)
        .group_by(Innovation.affair, Innovation.opd)
    )
    return {(affair, opd): number for affair, opd, number in session.execute(counted)}


def per_opd(session: Session, where: Where) -> dict[str, tuple[int, int, int]]:
    """By OPD: how many innovations, how many of them endorsed, how many applied."""
    endorsed = func.sum(case((Innovation.state == State.ENDORSED, 1), else_=0))
    applied = func.sum(case((Innovation.stage == Stage.APPLIED, 1), else_=0))
    counted = (
        select(Innovation.opd, func.count(Innovation.id), endorsed, applied)
        .where(*where, Innovation.stage != Stage.ENDED)
        .group_by(Innovation.opd)
    )
    return {opd: (number, int(one or 0), int(two or 0)) for opd, number, one, two in session.execute(counted)}


def all_named(session: Session) -> Sequence[Innovation]:
    """Every innovation of the register, to compare names and owners with."""
    return session.scalars(
        select(Innovation).where(Innovation.removed_at.is_(None)).order_by(Innovation.id)
    ).all()


def of_plan(session: Session, plan_id: int, actor: Actor) -> Innovation | None:
    """The innovation that a plan became, as far as the actor may read it."""
    return session.scalar(
        select(Innovation).where(Innovation.plan_id == plan_id, visible(actor)).order_by(Innovation.id)
    )


def released(session: Session, ids: Iterable[int] | None = None) -> list[Innovation]:
    """The innovations that everybody may read, newest release first."""
    found = select(Innovation).where(Innovation.released_at.is_not(None), Innovation.removed_at.is_(None))
    if ids is not None:
        found = found.where(Innovation.id.in_(ids))
    return list(session.scalars(found.order_by(Innovation.released_at.desc(), Innovation.id.desc())))
