"""Writing the trail down, and checking it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal import clock
from portal.access import Actor
from portal.audit.chain import GENESIS, canonical, digest
from portal.audit.models import AuditEntry, AuditHead

HEAD_ID = 1
OPD_SEPARATOR = "; "
LIMIT_OF_PARTS = 10  # subjects read for each record that may have changed


def stamp(moment: datetime) -> str:
    """A moment in UTC as the trail spells it; such texts sort by time."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def record(
    session: Session,
    *,
    actor: Actor,
    action: str,
    subject: str,
    changes: Mapping[str, Sequence[object]] | None = None,
    reason: str = "",
) -> None:
    """Write down a change in the transaction that makes it: both are stored, or neither.

    `action` is room.verb, `subject` is kind:id, `changes` maps a field to (before, after). Secrets and
    whole NIPs never belong in here. The session must be one of db.transaction(), whose lock keeps two
    writers from following the same entry.
    """
    seq, previous = head(session) or (0, GENESIS)
    entry = {
        "seq": seq + 1,
        "at": stamp(clock.now()),
        "account_id": actor.account_id,
        "actor": actor.name,
        "role": ", ".join(sorted(actor.roles)),
        "opd": OPD_SEPARATOR.join(sorted(actor.opds())),
        "action": action,
        "subject": subject,
        "changes": canonical(dict(changes or {})),
        "reason": reason,
        "previous": previous,
    }
    made = digest(entry)
    session.execute(insert(AuditEntry).values(**entry, hash=made))
    if seq:
        session.execute(update(AuditHead).values(seq=seq + 1, hash=made))
    else:
        session.execute(insert(AuditHead).values(id=HEAD_ID, seq=1, hash=made))


def changed_since(session: Session, moment: datetime) -> bool:
    """Has anybody done something since then?"""
    return session.scalar(select(AuditEntry.seq).where(AuditEntry.at >= stamp(moment)).limit(1)) is not None


def head(session: Session) -> tuple[int, str] | None:
    """Number and digest of the last entry, as noted beside the trail; None before the first."""
    found = session.execute(select(AuditHead.seq, AuditHead.hash).where(AuditHead.id == HEAD_ID)).first()
    return (found.seq, found.hash) if found else None


def digest_at(session: Session, seq: int) -> str | None:
    """The stored digest of an entry; None where there is no such entry."""
    return session.scalar(select(AuditEntry.hash).where(AuditEntry.seq == seq))


def changed_subjects(session: Session, seq: int, kind: str, most: int) -> frozenset[int] | None:
    """The numbers of the records of a kind that entries after this one name; None where they are too many."""
    later = select(AuditEntry.subject).where(AuditEntry.seq > seq, below(AuditEntry.subject, f"{kind}:"))
    subjects = session.scalars(later.distinct().limit(LIMIT_OF_PARTS * most)).all()
    numbers = {subject.split(":")[1] for subject in subjects}
    if len(numbers) > most or len(subjects) == LIMIT_OF_PARTS * most:
        return None
    return frozenset(int(number) for number in numbers if number.isdecimal())


def below(column: InstrumentedAttribute[str], start: str) -> ColumnElement[bool]:
    """The texts that start so, as a range that an index knows; `start` ends with a mark: "plan:5:"."""
    return and_(column >= start, column < start[:-1] + chr(ord(start[-1]) + 1))


def last(session: Session) -> tuple[tuple[int, str], datetime] | None:
    """Number, digest and time of the last entry itself; where it is not the head, the tail was cut."""
    newest = select(AuditEntry.seq, AuditEntry.hash, AuditEntry.at).order_by(AuditEntry.seq.desc()).limit(1)
    found = session.execute(newest).first()
    return ((found.seq, found.hash), datetime.fromisoformat(found.at)) if found else None
