"""Seasons: which there are in a year, their windows, who takes part, and what is frozen at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal import audit, clock
from portal.access import Actor, Role, may
from portal.errors import Forbidden, NotFound, RuleViolation
from portal.records.changes import Changes, assign, check_unchanged, created, signed
from portal.records.kinds import Values
from portal.records.limits import explains
from portal.register.changes import note, refuse_removed, require
from portal.register.models import Edition, Innovation, Season, Window
from portal.register.service import snapshot
from portal.taxonomy.calendar import CALENDAR, IID

Beside = Callable[[Session, Season], Mapping[int, Mapping[str, Any]]]
LETTER = ("letter", "letter_on")  # of a window, not of its season


def listed(session: Session, kind: str = IID) -> list[Season]:
    """Every season of a kind, the newest first; as a rule those in which the register is reported."""
    found = select(Season).where(Season.kind == kind).order_by(Season.year.desc())
    return list(session.scalars(found))


def every(session: Session) -> list[Season]:
    """The seasons of every kind with their windows, the newest first."""
    found = select(Season).options(selectinload(Season.windows)).order_by(Season.year.desc(), Season.id)
    return list(session.scalars(found))


def get(session: Session, season_id: int) -> Season:
    """A season; raises NotFound."""
    found = session.get(Season, season_id) if season_id < 2**63 else None
    if found is None:
        raise NotFound("Musim ini tidak ada.")
    return found


def running(session: Session) -> Season | None:
    """The earliest season of the register that is not closed: the one at work."""
    open_ones = select(Season).where(Season.closed_at.is_(None), Season.kind == IID).order_by(Season.year)
    return session.scalars(open_ones).first()


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
    """Open a season, or change its days: each window it had stays beside the new one, with its letter.

    `values` are the season's columns; `letter` and `letter_on` say which letter set these days.
    """
    kind = str(values.get("kind") or (season.kind if season else IID))
    _require(actor, kind)
    values, letter = dict(values), {name: values.get(name) for name in LETTER if name in values}
    for name in letter:
        del values[name]
    opens, closes = values.get("opens"), values.get("closes")
    if isinstance(opens, date) and isinstance(closes, date) and closes < opens:
        raise RuleViolation("Musim tidak mungkin ditutup sebelum dibuka.", "closes")
    values["kind"] = kind
    wanted = select(Season).where(Season.year == values.get("year"), Season.kind == kind)
    twin = session.scalar(wanted)
    if twin is not None and twin is not season:
        raise RuleViolation("Musim tahun ini sudah ada.", "year")
    if season is None:
        season = Season(**values, closes_first=closes)
        session.add(season)
        session.flush()
        _keep_window(session, season, letter, actor)
        _note(session, season, "open-season", actor, created(season, values))
        return season
    if season.closed_at is not None:
        raise RuleViolation("Musim ini sudah ditutup; isinya tidak dapat diubah lagi.")
    check_unchanged(season, values, version=version)
    if season.closes_first is None:
        season.closes_first = season.closes
    changes = assign(season, values)
    window = _keep_window(session, season, letter, actor)
    if window is not None:
        changes |= created(window, LETTER)
    if changes:
        season.version += 1
        season.closes_first = season.closes_first or season.closes
        _note(session, season, "change-season", actor, changes)
    return season


def _keep_window(session: Session, season: Season, letter: Values, actor: Actor) -> Window | None:
    """Keep the days a season has now beside those it had; what only adds its letter completes the newest."""
    newest = session.scalar(
        select(Window).where(Window.season_id == season.id).order_by(Window.id.desc()).limit(1)
    )
    is_same = newest is not None and (newest.opens, newest.closes) == (season.opens, season.closes)
    if not is_same and (season.opens or season.closes or newest is not None):
        if newest is not None and letter.get("letter") == newest.letter:
            letter = {}  # the letter of other days says nothing about these
        window = Window(
            season_id=season.id, opens=season.opens, closes=season.closes, **letter, **signed(actor)
        )
        session.add(window)
        session.flush()
        return window
    if newest is not None and any(letter.values()) and assign(newest, letter):
        return newest
    return None


def enter(
    session: Session, innovation: Innovation, season: Season, development: str, *, actor: Actor
) -> Edition:
    """Enter an innovation into a season; one that was reported before says what was developed since."""
    require(actor, "register.edit", innovation)
    refuse_removed(innovation)
    if season.closed_at is not None:
        raise RuleViolation("Musim ini sudah ditutup.", "season")
    if season.kind != IID:
        raise RuleViolation("Di musim ini inovasi ikut lewat usulan, bukan lewat register.", "season")
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
    """Close a season: each profile in it is kept as it stands, with what rooms above add; how many were."""
    _require(actor, season.kind)
    if season.closed_at is not None:
        raise RuleViolation("Musim ini sudah ditutup.")
    editions = of_season(session, season)
    ids = [one.innovation_id for one in editions]
    found = session.scalars(select(Innovation).where(Innovation.id.in_(ids)))
    innovations = {one.id: one for one in found}
    source: Beside | None = current_app.extensions.get("season_kept")
    beside = source(session, season) if source else {}
    for edition in editions:
        number = edition.innovation_id
        edition.frozen = {**snapshot(innovations[number]), **beside.get(number, {})}
    season.closed_at, season.closed_by_name = clock.now(), actor.name
    season.version += 1
    _note(
        session, season, "close-season", actor, {"closed": (False, True), "editions": (None, len(editions))}
    )
    return len(editions)


def may_keep(actor: Actor, kind: str) -> bool:
    """May the actor open, extend and close seasons of a kind: the curator, or the office that keeps it?"""
    known = CALENDAR.get().kind(kind)
    keepers = {Role.CURATOR} | ({known.keeper} if known else set())
    return may(actor, "register.seasons") and bool(actor.roles & keepers)


def _require(actor: Actor, kind: str) -> None:
    if not may_keep(actor, kind):
        raise Forbidden("Musim ini diatur kurator atau kantor yang mengurusnya.")


def _note(session: Session, season: Season, action: str, actor: Actor, changes: Changes) -> None:
    subject = f"season:{season.id}"
    audit.record(session, actor=actor, action=f"register.{action}", subject=subject, changes=changes)
