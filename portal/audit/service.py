"""Writing the trail down, and checking it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.audit.chain import FIELDS, GENESIS, Damage, Finding, Link, canonical, digest, examine
from portal.audit.models import AuditEntry, AuditHead

HEAD_ID = 1
OPD_SEPARATOR = "; "


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


def last(session: Session) -> tuple[tuple[int, str], datetime] | None:
    """Number, digest and time of the last entry itself; where it is not the head, the tail was cut."""
    newest = select(AuditEntry.seq, AuditEntry.hash, AuditEntry.at).order_by(AuditEntry.seq.desc()).limit(1)
    found = session.execute(newest).first()
    return ((found.seq, found.hash), datetime.fromisoformat(found.at)) if found else None


@dataclass(frozen=True)
class Verdict:
    """What a check of the whole trail found."""

    entries: int
    head: tuple[int, str]
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Was nothing altered, removed, inserted or cut?"""
        return not self.findings


def verify(session: Session, noted: tuple[int, str] | None = None) -> Verdict:
    """Check every entry and every link; `noted` is a number and digest that was kept outside."""
    links = list(_links(session))
    ending = head(session)
    findings = examine(links, ending)
    if noted is not None:
        kept = {link.seq: link.hash for link in links}.get(noted[0])
        if kept != noted[1]:
            findings.append(Finding(Damage.NOT_AS_NOTED, noted[0], noted[0]))
    return Verdict(len(links), ending or (0, GENESIS), tuple(findings))


def _links(session: Session) -> Iterator[Link]:
    columns = [getattr(AuditEntry, name) for name in FIELDS]
    statement = select(*columns, AuditEntry.hash).order_by(AuditEntry.seq).execution_options(yield_per=1000)
    for row in session.execute(statement).mappings():
        yield Link(row["seq"], row["previous"], row["hash"], digest(dict(row)) == row["hash"])
