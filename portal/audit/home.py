"""The first screen of an auditor: what has changed since the last day on which they were here, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor, Role, actor
from portal.audit import queries, service, words
from portal.audit.models import AuditEntry
from portal.audit.queries import COMING_AND_GOING
from portal.audit.veil import veiled
from portal.db import reading

SHOWN = 6  # of what weighs most


@dataclass(frozen=True)
class Part:
    """What happened in a room."""

    label: str
    number: int
    url: str


@dataclass(frozen=True)
class Since:
    """What happened since a visit."""

    seq: int  # of that sign-in; 0 where there was none
    at: datetime | None
    number: int
    people: int
    parts: tuple[Part, ...]
    weighty: int
    shown: tuple[AuditEntry, ...]
    is_end_sound: bool  # the newest line is the one that was noted beside the trail


def since_last_visit(session: Session, who: Actor) -> Since:
    """Count what others did, by room, and pick out what weighs."""
    before = _visit_before(session, who.account_id)
    seq = before.seq if before else 0
    here = [AuditEntry.seq > seq, AuditEntry.action.not_in(COMING_AND_GOING)]
    counted = select(AuditEntry.action, func.count(AuditEntry.seq)).where(*here).group_by(AuditEntry.action)
    counts: dict[str, int] = {action: number for action, number in session.execute(counted)}  # noqa: C416
    by_room = Counter[str]()
    for action, number in counts.items():
        by_room[action.partition(".")[0]] += number
    labels = {one.room: one.label for one in words.described()}
    weighing = words.weighty()
    heavy = select(AuditEntry).where(*here, AuditEntry.action.in_(weighing))
    found = session.scalars(heavy.order_by(AuditEntry.seq.desc()).limit(SHOWN))
    last = service.last(session)
    return Since(
        seq=seq,
        at=queries.moment_of(before) if before else None,
        number=sum(counts.values()),
        people=session.scalar(select(func.count(AuditEntry.actor.distinct())).where(*here)) or 0,
        parts=tuple(
            Part(labels.get(room, room), number, url_for("audit.index", tindakan=room, sesudah=seq, kerja=1))
            for room, number in by_room.most_common()
        ),
        weighty=sum(number for action, number in counts.items() if action in weighing),
        shown=tuple(veiled(session, found, who)),
        is_end_sound=service.head(session) == (last and last[0]),
    )


def _visit_before(session: Session, account_id: int | None) -> AuditEntry | None:
    """The last sign-in on an earlier day: who comes back after a break still sees what was new today."""
    entered = (
        select(AuditEntry)
        .where(
            AuditEntry.subject == f"account:{account_id}",
            AuditEntry.action == COMING_AND_GOING[0],
            AuditEntry.at < queries.midnight(clock.today()),
        )
        .order_by(AuditEntry.seq.desc())
    )
    return session.scalars(entered.limit(1)).first()


def panel(_subject: object) -> str:
    """Its place on the first screen."""
    who = actor()
    if Role.AUDITOR not in who.roles:
        return ""
    found = since_last_visit(reading(), who)
    return render_template(
        "audit/home.html",
        found=found,
        links=words.links((entry.subject for entry in found.shown), who),
        moment_of=queries.moment_of,
        words=words,
    )
