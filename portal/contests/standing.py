"""What an innovation brings along: how far it came earlier, and its entry in the national network."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor
from portal.contests.models import JippnasEntry, Win
from portal.contests.replicating import PERMISSION
from portal.contests.service import require
from portal.errors import RuleViolation
from portal.records.changes import assign, check_unchanged, created, signed
from portal.register.models import Innovation


def add_win(session: Session, innovation: Innovation, values: Mapping[str, object], *, actor: Actor) -> Win:
    """Note how far an innovation came earlier."""
    require(actor, "contests.write", innovation.opd)
    row = Win(innovation_id=innovation.id, **values, **signed(actor))
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor=actor,
        action="contests.add-win",
        subject=f"innovation:{innovation.id}",
        changes=created(row, values),
    )
    return row


def remove_win(session: Session, innovation: Innovation, win_id: int, *, actor: Actor) -> None:
    """Take back what was noted by mistake."""
    require(actor, "contests.write", innovation.opd)
    row = session.get(Win, win_id)
    if row is None or row.innovation_id != innovation.id or row.removed_at is not None:
        raise RuleViolation("Catatan ini sudah tidak ada.")
    row.removed_at = clock.now()
    changes = {"year": (row.year, None), "rank": (row.rank, None)}
    subject = f"innovation:{innovation.id}"
    audit.record(session, actor=actor, action="contests.remove-win", subject=subject, changes=changes)


def save_jippnas(
    session: Session, innovation: Innovation, values: Mapping[str, object], *, version: int, actor: Actor
) -> None:
    """Keep what the national network shows of an innovation."""
    require(actor, PERMISSION, innovation.opd)
    row = session.scalar(select(JippnasEntry).where(JippnasEntry.innovation_id == innovation.id))
    if row is None:
        row = JippnasEntry(
            innovation_id=innovation.id, number="", state="", note="", version=0, **signed(actor)
        )
        session.add(row)
    else:
        check_unchanged(row, values, version=version)
    if changes := assign(row, values):
        row.version += 1
        row.at, row.by, row.by_name = clock.now(), actor.account_id, actor.name
        subject = f"innovation:{innovation.id}"
        audit.record(session, actor=actor, action="contests.jippnas", subject=subject, changes=changes)
