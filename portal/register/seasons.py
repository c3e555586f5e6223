"""Seasons: which year is reported when, which innovations take part, and what is frozen at the end."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal import audit, clock
from portal.access import Actor, may
from portal.errors import Forbidden, NotFound, RuleViolation
from portal.records.changes import Changes, assign, check_unchanged, created, signed
from portal.records.kinds import Values
from portal.records.limits import explains
from portal.register.changes import note, refuse_removed, require
from portal.register.models import Edition, Innovation, Season
from portal.register.service import snapshot


def listed(session: Session) -> list[Season]:
    """Every season, the newest first."""
    return list(session.scalars(select(Season).order_by(Season.year.desc())))


def get(session: Session, season_id: int) -> Season:
    """A season; raises NotFound."""
    found = session.get(Season, season_id) if season_id < 2**63 else None
    if found is None:
        raise NotFound("Musim ini tidak ada.")
    return found


def of_season(session: Session, season: Season) -> list[Edition]:
    """The editions of a season, as they were entered."""
    wanted = select(Edition).where(Edition.season_id == season.id).order_by(Edition.id)
    return list(session.scalars(wanted.options(selectinload(Edition.season))))


def open_for(session: Session, innovation: Innovation) -> list[Season]:
    """The seasons that an innovation can still be entered into."""
    entered = {one.season_id for one in innovation.editions}
    return [one for one in listed(session) if one.closed_at is None and one.id not in entered]


def save(
    session: Session, season: Season | None, values: Values, *, version: int = 0, actor: Actor
) -> Season:
    """Open a season, or change its days: when it is extended, the first day of closing is kept."""
    _require(actor)
    opens, closes = values.get("opens"), values.get("closes")
    if isinstance(opens, date) and isinstance(closes, date) and closes < opens:
        raise RuleViolation("Musim tidak mungkin ditutup sebelum dibuka.", "closes")
    year = values.get("year")
    twin = session.scalar(select(Season).where(Season.year == year))
    if twin is not None and twin is not season:
        raise RuleViolation("Musim tahun ini sudah ada.", "year")
    if season is None:
        season = Season(**values, closes_first=closes)
        session.add(season)
        session.flush()
        _note(session, season, "open-season", actor, created(season, values))
        return season
    if season.closed_at is not None:
        raise RuleViolation("Musim ini sudah ditutup; isinya tidak dapat diubah lagi.")
    check_unchanged(season, values, version=version)
    if season.closes_first is None:
        season.closes_first = season.closes
    if changes := assign(season, values):
        season.version += 1
        season.closes_first = season.closes_first or season.closes
        _note(session, season, "change-season", actor, changes)
    return season


def enter(
    session: Session, innovation: Innovation, season: Season, development: str, *, actor: Actor
) -> Edition:
    """Enter an innovation into a season; one that was reported before says what was developed since."""
    require(actor, "register.edit", innovation)
    refuse_removed(innovation)
    if season.closed_at is not None:
        raise RuleViolation("Musim ini sudah ditutup.", "season")
    wanted = select(Edition).where(Edition.innovation_id == innovation.id)
    earlier = session.scalars(wanted).all()
    if any(one.season_id == season.id for one in earlier):
        raise RuleViolation("Inovasi ini sudah ikut musim itu.", "season")
    if earlier and not explains(development):
        raise RuleViolation(
            "Sudah pernah dilaporkan. Tulis apa yang dikembangkan sejak itu, paling sedikit 10 huruf.",
            "development",
        )
    edition = Edition(
        innovation_id=innovation.id, season_id=season.id, development=development, **signed(actor)
    )
    session.add(edition)
    session.flush()
    changes = {"season": (None, season.year), "development": (None, development)}
    note(session, innovation, "enter-season", actor=actor, changes=changes)
    return edition


def close(session: Session, season: Season, *, actor: Actor) -> int:
    """Close a season: each profile in it is kept as it stands now; how many were."""
    _require(actor)
    if season.closed_at is not None:
        raise RuleViolation("Musim ini sudah ditutup.")
    editions = of_season(session, season)
    ids = [one.innovation_id for one in editions]
    found = session.scalars(select(Innovation).where(Innovation.id.in_(ids)))
    innovations = {one.id: one for one in found}
    for edition in editions:
        edition.frozen = snapshot(innovations[edition.innovation_id])
    season.closed_at, season.closed_by_name = clock.now(), actor.name
    season.version += 1
    _note(
        session, season, "close-season", actor, {"closed": (False, True), "editions": (None, len(editions))}
    )
    return len(editions)


def _require(actor: Actor) -> None:
    if not may(actor, "register.seasons"):
        raise Forbidden("Hanya kurator yang mengatur musim.")


def _note(session: Session, season: Season, action: str, actor: Actor, changes: Changes) -> None:
    subject = f"season:{season.id}"
    audit.record(session, actor=actor, action=f"register.{action}", subject=subject, changes=changes)
