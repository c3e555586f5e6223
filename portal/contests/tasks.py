"""What waits in contests: proposals to judge, and those that came back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor, Role, may
from portal.adoption import Task, TaskKind
from portal.contests import queries
from portal.contests.models import Proposal, State

MAX_EACH = 30


def of(session: Session, actor: Actor, _ahead: timedelta) -> list[Task]:
    """Everything in contests that waits for the actor."""
    return [*_to_judge(session, actor), *_to_mend(session, actor)]


def _to_judge(session: Session, actor: Actor) -> Iterator[Task]:
    if not may(actor, "contests.judge"):
        return
    for one in queries.waits_for_points(session, actor)[:MAX_EACH]:
        yield Task(
            "menunggu",
            "Nilai usulan lomba",
            f"{one.innovation.title} ({one.season.name})",
            url_for("contests.show", proposal_id=one.id),
            kind=TaskKind.DECISION,
            act_url=url_for("contests.judge", proposal_id=one.id),
        )


def _to_mend(session: Session, actor: Actor) -> Iterator[Task]:
    opds = actor.opds(Role.OPERATOR, Role.HEAD)
    if not opds:
        return
    wanted = select(Proposal).where(Proposal.state == State.RETURNED, Proposal.opd.in_(opds))
    for one in session.scalars(wanted.options(*queries.WHOLE).limit(MAX_EACH)):
        url = url_for("contests.show", proposal_id=one.id)
        yield Task("menunggu", "Perbaiki usulan lomba", one.innovation.title, url, kind=TaskKind.ANSWER)
