"""Replications in the national network: who copies whom, how far it is, the agreement of both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor
from portal.contests import rules
from portal.contests.models import JippnasEntry, Replication
from portal.contests.service import require
from portal.errors import NotFound
from portal.records.changes import assign, check_unchanged, created, signed
from portal.records.kinds import Values
from portal.register.models import Innovation
from portal.register.queries import visible
from portal.taxonomy.contests import CONTESTS, ReplicationStep

PERMISSION = "contests.network"


@dataclass(frozen=True)
class Standing:
    """A replication with its steps and their days."""

    row: Replication
    steps: tuple[tuple[ReplicationStep, date | None], ...]

    @property
    def last(self) -> tuple[ReplicationStep, date] | None:
        """The furthest step that was taken."""
        taken = [(step, day) for step, day in self.steps if day is not None]
        return taken[-1] if taken else None

    @property
    def next(self) -> ReplicationStep | None:
        """The step that follows it; none once the last was taken or the network refused."""
        if self.row.state == rules.REFUSED:
            return None
        place = max((at for at, (_, day) in enumerate(self.steps, 1) if day is not None), default=0)
        return self.steps[place][0] if place < len(self.steps) else None


def standing_of(row: Replication) -> Standing:
    """A replication as it stands."""
    steps = CONTESTS.get().jippnas.steps
    return Standing(row, tuple((one, getattr(row, one.day)) for one in steps))


def get(session: Session, innovation_id: int, row_id: int) -> Replication:
    """A replication of an innovation; raises NotFound."""
    row = session.get(Replication, row_id) if row_id < 2**63 else None
    if row is None or row.innovation_id != innovation_id or row.removed_at is not None:
        raise NotFound("Catatan replikasi ini tidak ada.")
    return row


def network(
    session: Session, actor: Actor
) -> tuple[list[tuple[Innovation, JippnasEntry]], list[tuple[Innovation, Standing]]]:
    """What stands in the network of the innovations that the actor may read: entries, and replications."""
    mine = visible(actor)
    listed = select(Innovation, JippnasEntry).join(JippnasEntry, JippnasEntry.innovation_id == Innovation.id)
    entries = session.execute(listed.where(mine).order_by(Innovation.title))
    copied = select(Innovation, Replication).join(Replication, Replication.innovation_id == Innovation.id)
    rows = session.execute(copied.where(mine, Replication.removed_at.is_(None)).order_by(Replication.id))
    return [(one, entry) for one, entry in entries], [(one, standing_of(row)) for one, row in rows]


def save(
    session: Session,
    innovation: Innovation,
    row_id: int | None,
    values: Values,
    *,
    version: int = 0,
    actor: Actor,
) -> Replication:
    """Note a replication, or how far it is."""
    require(actor, PERMISSION, innovation.opd)
    days = {name: values.get(name) for name in rules.STEP_DAYS}
    rules.check_steps(days, str(values.get("state") or ""), clock.today())
    subject = f"innovation:{innovation.id}"
    if row_id is None:
        row = Replication(innovation_id=innovation.id, **values, **signed(actor))
        session.add(row)
        session.flush()
        changes = created(row, values)
        audit.record(
            session, actor=actor, action="contests.add-replication", subject=subject, changes=changes
        )
        return row
    row = get(session, innovation.id, row_id)
    check_unchanged(row, values, version=version)
    if changes := assign(row, values):
        row.version += 1
        row.at, row.by, row.by_name = clock.now(), actor.account_id, actor.name
        audit.record(
            session, actor=actor, action="contests.edit-replication", subject=subject, changes=changes
        )
    return row


def remove(session: Session, innovation: Innovation, row_id: int, *, actor: Actor) -> None:
    """Take back what was noted by mistake."""
    require(actor, PERMISSION, innovation.opd)
    row = get(session, innovation.id, row_id)
    row.removed_at = clock.now()
    changes: Mapping[str, tuple[object, object]] = {"partner": (row.partner, None)}
    subject = f"innovation:{innovation.id}"
    audit.record(session, actor=actor, action="contests.remove-replication", subject=subject, changes=changes)
