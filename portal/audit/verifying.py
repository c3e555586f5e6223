"""Checking the trail: from where it was found sound last, or all of it.

The quick check reads the entries since the noted head, looks whether the noted place still holds the noted
digest, counts the entries, and recomputes some older ones at random. An older entry that was altered is found
by it only where chance meets it; the check of everything, weekly in the queue, finds it in any case. Whatever
is not as it should be leads to the check of everything at once, which names what happened.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.audit import checked
from portal.audit.chain import FIELDS, GENESIS, Damage, Finding, Link, digest, examine
from portal.audit.checked import Note
from portal.audit.models import AuditEntry
from portal.audit.service import digest_at, head

SAMPLE = 200  # older entries that a quick check recomputes
SAY_EACH = 2_000  # entries
Say = Callable[[int, int], None]  # how many were read, of how many


@dataclass(frozen=True)
class Verdict:
    """What a check found; `since` is where a quick one began, and when everything was checked before."""

    entries: int
    head: tuple[int, str]
    findings: tuple[Finding, ...]
    since: tuple[int, datetime] | None = None

    @property
    def is_sound(self) -> bool:
        """Was nothing altered, removed, inserted or cut?"""
        return not self.findings


def examine_all(session: Session, noted: tuple[int, str] | None = None, *, say: Say | None = None) -> Verdict:
    """Look at every entry and every link; `noted` is a number and digest that was kept outside."""
    ending = head(session)
    links = list(_told(_links(session, []), ending[0] if ending else 0, say))
    findings = examine(links, ending)
    if noted is not None and digest_at(session, noted[0]) != noted[1]:
        findings.append(Finding(Damage.NOT_AS_NOTED, noted[0], noted[0]))
    return Verdict(len(links), ending or (0, GENESIS), tuple(findings))


def verify(session: Session, noted: tuple[int, str] | None = None, *, say: Say | None = None) -> Verdict:
    """Check everything, also against what this portal has noted itself; note it anew where all is sound."""
    before, now = checked.read(), clock.now()
    verdict = examine_all(session, noted, say=say)
    own = (before.seq, before.digest) if before else None
    if own is not None and own != noted and digest_at(session, own[0]) != own[1]:
        verdict = replace(verdict, findings=(*verdict.findings, Finding(Damage.NOT_AS_NOTED, own[0], own[0])))
    seq, last = verdict.head
    if verdict.is_sound:
        checked.write(Note(seq=seq, digest=last, at=now, full_seq=seq, full_at=now))
    elif before is not None:
        checked.write(before.model_copy(update={"is_sound": False}))
    return verdict


def verify_since(session: Session, noted: tuple[int, str] | None = None) -> Verdict | None:
    """Check what was added since the last check; None where nothing was noted yet: check everything.

    `noted` is a number and digest that was kept outside.
    """
    note, ending = checked.read(), head(session)
    if note is None or ending is None or not note.seq or not note.is_sound:
        return None
    links = list(_links(session, [AuditEntry.seq > note.seq]))
    if not (_goes_on(links, note, ending) and _stands(session, note, ending[0])):
        return verify(session, noted)
    if noted is not None and digest_at(session, noted[0]) != noted[1]:
        told = Finding(Damage.NOT_AS_NOTED, noted[0], noted[0])
        return Verdict(len(links), ending, (told,), (note.seq, note.full_at))
    moved = {"seq": ending[0], "digest": ending[1], "at": clock.now()}
    checked.write(note.model_copy(update=moved))
    return Verdict(len(links), ending, (), (note.seq, note.full_at))


def _goes_on(links: Sequence[Link], note: Note, ending: tuple[int, str]) -> bool:
    """Do these entries lead from the noted head to the present one, each sound?"""
    seq, last = note.seq, note.digest
    for link in links:
        if not link.is_sound or link.previous != last or link.seq != seq + 1:
            return False
        seq, last = link.seq, link.hash
    return (seq, last) == ending


def _stands(session: Session, note: Note, entries: int) -> bool:
    """Is what was checked before still there: as many entries, the noted digest, some at random?"""
    if session.scalar(select(func.count(AuditEntry.seq))) != entries:
        return False
    numbers = {note.seq, *(secrets.randbelow(note.seq) + 1 for _ in range(SAMPLE))}
    links = {link.seq: link for link in _links(session, [AuditEntry.seq.in_(numbers)])}
    before = {seq: stored for seq, stored in session.execute(_digests({seq - 1 for seq in numbers}))}  # noqa: C416
    return (
        links.keys() == numbers
        and links[note.seq].hash == note.digest
        and all(
            link.is_sound and link.previous == before.get(seq - 1, GENESIS) for seq, link in links.items()
        )
    )


def _digests(numbers: set[int]) -> Select[int, str]:
    return select(AuditEntry.seq, AuditEntry.hash).where(AuditEntry.seq.in_(numbers))


def _links(session: Session, where: Sequence[ColumnElement[bool]]) -> Iterator[Link]:
    columns = [getattr(AuditEntry, name) for name in FIELDS]
    statement = select(*columns, AuditEntry.hash).where(*where).order_by(AuditEntry.seq)
    for row in session.execute(statement.execution_options(yield_per=1000)).mappings():
        yield Link(row["seq"], row["previous"], row["hash"], digest(dict(row)) == row["hash"])


def _told(links: Iterator[Link], total: int, say: Say | None) -> Iterator[Link]:
    for number, link in enumerate(links, 1):
        if say is not None and number % SAY_EACH == 0:
            say(number, total)
        yield link
