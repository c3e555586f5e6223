"""What waits for this very person in the register: to endorse, to mend, to settle whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import Actor, Role, may
from portal.adoption import Card, Fact, Task, TaskKind
from portal.records.labels import pairs
from portal.register import queries
from portal.register.changes import INNOVATION
from portal.register.models import Innovation
from portal.register.rules import State

MAX_EACH = 30
ON_CARD = ("stage", "affair", "applied_on", "budget", "purpose", "result")
HERE = Innovation.removed_at.is_(None)


def of(session: Session, actor: Actor, _ahead: timedelta) -> list[Task]:
    """Everything in the register that waits for the actor."""
    return [*_to_endorse(session, actor), *_to_mend(session, actor), *_without_owner(session, actor)]


def _to_endorse(session: Session, actor: Actor) -> Iterator[Task]:
    """Profiles that others submitted to the head of their OPD."""
    others = Innovation.submitted_by.is_distinct_from(actor.account_id)
    where = [HERE, Innovation.state == State.SUBMITTED, Innovation.opd.in_(actor.opds(Role.HEAD)), others]
    for one in queries.listed(session, where, limit=MAX_EACH) if actor.opds(Role.HEAD) else ():
        yield Task(
            "menunggu",
            "Sahkan profil inovasi",
            one.title,
            INNOVATION.address(one),
            kind=TaskKind.DECISION,
            act_url=url_for("register.endorse", innovation_id=one.id),
            card=Card(
                partial(_facts, one),
                INNOVATION.named(one),
                "Sahkan",
                url_for("register.give_back", innovation_id=one.id),
            ),
        )


def _facts(one: Innovation) -> tuple[Fact, ...]:
    """What an endorsement answers for."""
    return tuple(Fact(name, (text,) if text else ()) for name, text in pairs(one, *ON_CARD))


def _to_mend(session: Session, actor: Actor) -> Iterator[Task]:
    """Profiles that came back to their writers."""
    opds = actor.opds(Role.OPERATOR)
    where = [HERE, Innovation.state == State.RETURNED, Innovation.opd.in_(opds)]
    for one in queries.listed(session, where, limit=MAX_EACH) if opds else ():
        yield Task("menunggu", "Perbaiki profil inovasi", one.title, INNOVATION.address(one))


def _without_owner(session: Session, actor: Actor) -> Iterator[Task]:
    """Imported innovations of owners that nobody knows yet."""
    if not may(actor, "register.import"):
        return
    number = session.scalar(select(func.count(Innovation.id)).where(HERE, Innovation.opd == "")) or 0
    if number:
        address = f"{url_for('register.index')}?tanpa-pemilik=1"
        yield Task("menunggu", "Tetapkan pemilik inovasi", f"{number} inovasi hasil impor", address)
