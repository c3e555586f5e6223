"""Next year's work: what was claimed and not verified in a season, and how it stands in the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.iid.assessing import Assessed
from portal.iid.desk import Desk
from portal.iid.models import DeskRow
from portal.register import Innovation
from portal.register.models import Season
from portal.taxonomy.iid import IidIndicator

MOST_WAITING = 200  # claims on a page
MOST_SHOWN = 100  # duties of a season on a page, those that cost most


@dataclass(frozen=True)
class Duty:
    """An indicator of an innovation that was found lower than it was claimed."""

    innovation_id: int
    title: str
    opd: str
    indicator: IidIndicator
    claimed: int
    verified: int
    why: str
    year: int
    is_entered: bool  # does the innovation take part in the season that is looked at?
    now: int = 0  # its level there

    @property
    def is_done(self) -> bool:
        """Has the next season won the level back?"""
        return self.is_entered and self.now >= self.claimed

    @property
    def points(self) -> Decimal:
        """What was lost."""
        return self.indicator.weight * (self.claimed - self.verified)


@dataclass(frozen=True)
class Claim:
    """A claim that somebody else than who made it has to look at."""

    innovation_id: int
    title: str
    opd: str
    no: str
    claimed: int | None
    by: str
    at: datetime | None


def unverified(season: Season, actor: Actor, opds: frozenset[str] | None) -> Select[DeskRow, str, str]:
    """The claims of a season that the actor may verify: of these OPDs (None: all), not his own."""
    found = (
        select(DeskRow, Innovation.title, Innovation.opd)
        .join(Innovation, Innovation.id == DeskRow.innovation_id)
        .where(
            DeskRow.season_id == season.id,
            DeskRow.claimed_at.is_not(None),
            DeskRow.verified.is_(None),
            DeskRow.claimed_by.is_distinct_from(actor.account_id),
            Innovation.removed_at.is_(None),
        )
    )
    if opds is not None:
        found = found.where(Innovation.opd.in_(opds))
    return found.order_by(DeskRow.claimed_at, DeskRow.id)


def waiting(session: Session, season: Season, actor: Actor, opds: frozenset[str] | None) -> list[Claim]:
    """What waits for a verdict, the oldest first."""
    return [
        Claim(row.innovation_id, title, opd, row.no, row.claimed, row.claimed_by_name, row.claimed_at)
        for row, title, opd in session.execute(unverified(season, actor, opds).limit(MOST_WAITING))
    ]


def before(session: Session, season: Season) -> Season | None:
    """The season before this one in which anything was verified."""
    wanted = (
        select(Season)
        .join(DeskRow, DeskRow.season_id == Season.id)
        .where(Season.year < season.year, DeskRow.verified.is_not(None))
        .order_by(Season.year.desc())
    )
    return session.scalars(wanted).first()


def carried(session: Session, earlier: Season, desk: Desk) -> list[Duty]:
    """What the season before left to be done, by the points that it cost."""
    known = desk.version.by_no if desk.version else {}
    here = {} if desk.is_preliminary else {one.id: one for one in desk.innovations}
    wanted = (
        select(DeskRow, Innovation.title, Innovation.opd)
        .join(Innovation, Innovation.id == DeskRow.innovation_id)
        .where(
            DeskRow.season_id == earlier.id,
            DeskRow.verified < DeskRow.claimed,
            Innovation.removed_at.is_(None),
        )
    )
    found = []
    for row, title, opd in session.execute(wanted):
        one = here.get(row.innovation_id)
        if (indicator := known.get(row.no)) is None:
            continue
        found.append(
            Duty(
                row.innovation_id,
                title,
                opd,
                indicator,
                row.claimed or 0,
                row.verified or 0,
                row.verdict_note,
                earlier.year,
                one is not None,
                level_now(one, row.no),
            )
        )
    return sorted(found, key=_order)


def of_this(desk: Desk) -> list[Duty]:
    """What this season leaves to the next one, by the points that it costs."""
    return sorted(_lost(desk), key=_order)


def _lost(desk: Desk) -> Iterable[Duty]:
    for one in desk.innovations:
        for row in one.lost:
            yield Duty(
                one.id,
                one.title,
                one.opd,
                row.indicator,
                row.wanted,
                row.verified or 0,
                row.verdict_note,
                desk.season.year,
                is_entered=True,
                now=row.level,
            )


def level_now(one: Assessed | None, no: str) -> int:
    """The level of an indicator in the season that is looked at."""
    return next((row.level for row in one.rows if row.indicator.no == no), 0) if one else 0


def _order(duty: Duty) -> tuple[bool, Decimal, str, str]:
    return duty.is_done, -duty.points, duty.title.casefold(), duty.indicator.no
