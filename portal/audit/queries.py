"""Looking the trail up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal import clock
from portal.access import Actor
from portal.audit.models import AuditEntry
from portal.audit.service import OPD_SEPARATOR, below, stamp
from portal.audit.veil import veiled

COMING_AND_GOING = ("account.sign-in", "account.sign-out", "account.sign-out-all")


@dataclass(frozen=True)
class AuditFilters:
    """What the auditor asks for; an empty field asks for nothing."""

    opd: str = ""
    person: str = ""  # part of a name
    subject: str = ""  # kind:id, or the kind alone
    action: str = ""  # room.verb, or the room alone
    since: date | None = None  # local dates, both included
    until: date | None = None
    after: int = 0  # entries with a higher number only
    is_work: bool = False  # without coming and going

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filters as SQL."""
        found: list[ColumnElement[bool]] = []
        if self.opd:
            joined = OPD_SEPARATOR + AuditEntry.opd + OPD_SEPARATOR
            found.append(joined.contains(f"{OPD_SEPARATOR}{self.opd}{OPD_SEPARATOR}", autoescape=True))
        if self.person:
            found.append(func.lower(AuditEntry.actor).contains(self.person.lower(), autoescape=True))
        if self.subject:
            found.append(_named(AuditEntry.subject, self.subject, ":"))
        if self.action:
            found.append(_named(AuditEntry.action, self.action, "."))
        if self.after:
            found.append(AuditEntry.seq > self.after)
        if self.is_work:
            found.append(AuditEntry.action.not_in(COMING_AND_GOING))
        if self.since:
            found.append(AuditEntry.at >= midnight(self.since))
        if self.until:
            found.append(AuditEntry.at < midnight(self.until + timedelta(days=1)))
        return found


def _named(column: InstrumentedAttribute[str], text: str, mark: str) -> ColumnElement[bool]:
    """Exactly this, or something below it."""
    return or_(column == text, below(column, f"{text}{mark}"))


def midnight(day: date) -> str:
    """The first moment of a local date, as the trail spells it."""
    return stamp(datetime.combine(day, time(), clock.zone()).astimezone(UTC))


def count(session: Session, filters: AuditFilters) -> int:
    """How many entries match."""
    return session.scalar(select(func.count(AuditEntry.seq)).where(*filters.conditions())) or 0


def listed(
    session: Session, filters: AuditFilters, actor: Actor, *, offset: int, limit: int
) -> list[AuditEntry]:
    """A page of matching entries as the actor may read them, newest first."""
    found = session.scalars(_newest_first(filters).offset(offset).limit(limit))
    return list(veiled(session, found, actor))


def every(session: Session, filters: AuditFilters, actor: Actor) -> Iterator[AuditEntry]:
    """All matching entries as the actor may read them, newest first, read a thousand at a time."""
    found = session.scalars(_newest_first(filters).execution_options(yield_per=1000))
    return veiled(session, found, actor)


def opds(session: Session) -> list[str]:
    """The OPDs that occur in the trail."""
    found = session.scalars(select(AuditEntry.opd).where(AuditEntry.opd != "").distinct())
    return sorted({code for codes in found for code in codes.split(OPD_SEPARATOR)})


def _newest_first(filters: AuditFilters) -> Select[AuditEntry]:
    return select(AuditEntry).where(*filters.conditions()).order_by(AuditEntry.seq.desc())


def values_of(entry: AuditEntry) -> list[tuple[str, object, object]]:
    """An entry's changes as (field, before, after), as they are stored."""
    try:
        changes = json.loads(entry.changes)
        return [(name, pair[0], pair[-1]) for name, pair in sorted(changes.items())]
    except (ValueError, TypeError, LookupError, AttributeError):
        return [("?", "", entry.changes)]  # tampered with; verify() says so


def moment_of(entry: AuditEntry) -> datetime | None:
    """When it happened; None where somebody made the stored time unreadable."""
    try:
        return datetime.strptime(entry.at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None
