"""The desk of a season: everything that its score is made of, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.service import head
from portal.iid.assessing import Assessed, Found, read
from portal.iid.eligibility import Eligible, rule_for
from portal.iid.models import Confirmation, GovernmentRow
from portal.iid.scoring import NOTHING, Entry, Reckoning, reckon
from portal.register.models import Season
from portal.taxonomy.iid import IidVersion
from portal.taxonomy.profile import PROFILE

MOST_KEPT = 8  # desks of a process


@dataclass(frozen=True)
class Desk:
    """A season under a version of the rules."""

    season: Season
    version: IidVersion | None
    eligible: Eligible
    confirmation: Confirmation | None
    innovations: tuple[Assessed, ...] = ()
    government: Mapping[str, GovernmentRow] = field(default_factory=dict)
    is_preliminary: bool = False  # nothing was entered into the season; all that were put forward are counted

    @property
    def is_simulation(self) -> bool:
        """Nobody has compared the rules with the letter of the year."""
        return self.confirmation is None

    @property
    def government_points(self) -> Decimal:
        """The points of the government's own indicators, as far as they are filled in."""
        rows = self.version.government if self.version else ()
        return sum((one.weight * level_of(self.government.get(one.no)) for one in rows), NOTHING)

    def reckoning(
        self,
        *,
        sent: Collection[int] = (),
        held: Collection[int] = (),
        government: Decimal | None = None,
    ) -> Reckoning | None:
        """The score, perhaps with some sent or held otherwise than it stands."""
        if self.version is None:
            return None
        entries = [_what_if(one.entry, sent, held) for one in self.innovations]
        basic = [affair.code for affair in PROFILE.get().affairs if affair.basic]
        points = self.government_points if government is None else government
        return reckon(self.version, points, entries, basic)


def level_of(row: GovernmentRow | None) -> int:
    """The level of a government's indicator that counts: verified, else claimed."""
    if row is None:
        return 0
    return (row.claimed or 0) if row.verified is None else row.verified


def _what_if(entry: Entry, sent: Collection[int], held: Collection[int]) -> Entry:
    wanted = (entry.is_sent or entry.id in sent) and entry.id not in held
    if wanted == entry.is_sent:
        return entry
    return Entry(entry.id, entry.title, entry.maturity, entry.affair, wanted, entry.is_eligible, entry.why)


def load(session: Session, season: Season, version: IidVersion | None, only: int | None = None) -> Desk:
    """The desk of a season; with `only`, of one innovation of it."""
    found = confirmation(session, version.id) if version else None
    eligible = rule_for(version, found)
    innovations, is_preliminary = _kept(session, season, version, eligible, only)
    government = {
        row.no: row
        for row in session.scalars(select(GovernmentRow).where(GovernmentRow.season_id == season.id))
    }
    return Desk(season, version, eligible, found, innovations, government, is_preliminary)


def _kept(
    session: Session, season: Season, version: IidVersion | None, eligible: Eligible, only: int | None
) -> Found:
    """The innovations of a season, kept until the trail grows: every change leaves an entry."""
    if only is not None or version is None:
        return read(session, season, version, eligible, only)
    kept: dict[object, tuple[IidVersion, Found]] = current_app.extensions.setdefault("iid_desks", {})
    key = (season.id, version.id, eligible, head(session))
    rules, found = kept.get(key, (None, None))
    if found is None or rules is not version:  # another edition reads its rules anew
        found = read(session, season, version, eligible, None)
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = version, found
    return found


def confirmation(session: Session, version_id: str) -> Confirmation | None:
    """The letter that the rules of a version were compared with; the newest that stands."""
    wanted = select(Confirmation).where(Confirmation.rules == version_id, Confirmation.removed_at.is_(None))
    return session.scalars(wanted.order_by(Confirmation.id.desc())).first()
