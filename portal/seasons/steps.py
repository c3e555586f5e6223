"""The steps of a season as they stand: the calendar's, with what was stored about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import ROLE_NAMES, Actor, Role, may
from portal.errors import Forbidden, NotFound, RuleViolation
from portal.records.changes import Changes, plain
from portal.register import seasons
from portal.register.models import Season, SeasonStep
from portal.taxonomy.calendar import CALENDAR, Step


@dataclass(frozen=True)
class Standing:
    """A step in a season: when it is due there, and whether it was done."""

    season: Season
    step: Step
    due: date | None
    is_set: bool = False  # the day was set by people, not by the calendar
    done_at: datetime | None = None
    done_by: str = ""
    note: str = ""

    @property
    def owner(self) -> str:
        """The post that does it."""
        return ROLE_NAMES[self.step.owner]

    def is_late(self, today: date) -> bool:
        """Has its day passed?"""
        return self.done_at is None and self.due is not None and self.due < today


def of(season: Season, stored: Iterable[SeasonStep]) -> list[Standing]:
    """The steps of a season in the calendar's order."""
    rows = {row.step: row for row in stored if row.season_id == season.id}
    found = []
    for step in CALENDAR.get().steps(season.kind):
        row, usual = rows.get(step.id), step.due.on(season.year, season.closes)
        if row is None:
            found.append(Standing(season, step, usual))
        else:
            found.append(
                Standing(
                    season,
                    step,
                    row.due or usual,
                    row.due is not None,
                    row.done_at,
                    row.done_by_name,
                    row.note,
                )
            )
    return found


def of_all(session: Session, found: Iterable[Season]) -> list[Standing]:
    """The steps of several seasons, in two queries."""
    wanted = list(found)
    stored = stored_of(session, wanted)
    return [standing for season in wanted for standing in of(season, stored)]


def stored_of(session: Session, found: Iterable[Season]) -> list[SeasonStep]:
    """What is stored about the steps of seasons."""
    ids = [one.id for one in found]
    return list(session.scalars(select(SeasonStep).where(SeasonStep.season_id.in_(ids)))) if ids else []


def get(session: Session, season: Season, step_id: str) -> Standing:
    """A step of a season; raises NotFound."""
    for standing in of(season, stored_of(session, [season])):
        if standing.step.id == step_id:
            return standing
    raise NotFound("Musim ini tidak punya langkah itu.")


def may_mark(actor: Actor, standing: Standing) -> bool:
    """May the actor say that a step is done: whose it is, or who keeps the season?

    What every agency owes is never ticked: it is done when they have all done it.
    """
    if standing.step.is_owed or standing.season.closed_at is not None or not may(actor, "seasons.step"):
        return False
    return standing.step.owner in actor.roles or seasons.may_keep(actor, standing.season.kind)


def mark(session: Session, season: Season, step_id: str, *, is_done: bool, note: str, actor: Actor) -> None:
    """Say that a step is done, or that it is not after all."""
    standing = get(session, season, step_id)
    if not may_mark(actor, standing):
        raise Forbidden("Langkah ini ditandai pemiliknya atau pengurus musim.")
    if is_done == (standing.done_at is not None):
        raise RuleViolation("Langkah ini sudah ditandai begitu.")
    row = _row(session, season, step_id)
    row.done_at, row.done_by_name = (clock.now(), actor.name) if is_done else (None, "")
    row.note = note or row.note
    row.version += 1
    _note(session, season, standing.step, actor, {"done": (not is_done, is_done)}, note)


def set_due(session: Session, season: Season, step_id: str, due: date | None, *, actor: Actor) -> None:
    """Give a step its day; without one the calendar's counts again."""
    standing = get(session, season, step_id)
    if season.closed_at is not None or not seasons.may_keep(actor, season.kind):
        raise Forbidden("Tenggat langkah diatur pengurus musim, selama musimnya belum ditutup.")
    row = _row(session, season, step_id)
    before, row.due = row.due, due
    row.version += 1
    _note(session, season, standing.step, actor, {"due": (plain(before), plain(due))}, "")


def _row(session: Session, season: Season, step_id: str) -> SeasonStep:
    wanted = select(SeasonStep).where(SeasonStep.season_id == season.id, SeasonStep.step == step_id)
    row = session.scalar(wanted)
    if row is None:
        row = SeasonStep(season_id=season.id, step=step_id, note="", done_by_name="", version=0)
        session.add(row)
    return row


def _note(session: Session, season: Season, step: Step, actor: Actor, changes: Changes, reason: str) -> None:
    audit.record(
        session,
        actor=actor,
        action="seasons.step",
        subject=f"season:{season.id}",
        changes={"step": (None, step.what), **changes},
        reason=reason,
    )


def roles_told(step: Step, days: int) -> frozenset[Role]:
    """Who is reminded of a step that many days before it is due."""
    return frozenset(role for role, since in step.told.items() if days <= since)
