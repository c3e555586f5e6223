"""From tasks to notices: what is new for a person becomes a row, what is done ends it.

The key of a notice is what it is about, so that nobody hears the same twice; a step that was due soon and is
late now is something new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.accounts import identity
from portal.accounts.models import Account
from portal.adoption import SOON, Task, everything_to_do
from portal.db import reading
from portal.notices.models import ABOUT, PATH, WHAT, Notice

KEEP = timedelta(days=180)  # after the end


def key_of(task: Task) -> str:
    """What makes two tasks the same thing to tell; 64 hexadecimal digits."""
    told = (task.group, task.kind, task.url, task.what, task.due.isoformat() if task.due else "")
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()


def people() -> Iterator[tuple[int, Actor]]:
    """Everybody who may have work here, as they are today."""
    session = reading()
    for account_id in session.scalars(select(Account.id).where(Account.is_open).order_by(Account.id)).all():
        found = identity.actor_now(account_id)
        if found is not None and found.posts | found.roles - {"pembaca"}:
            yield account_id, found


def gather(session: Session, account_id: int, tasks: list[Task], now: datetime) -> list[Notice]:
    """Bring a person's notices up to date; gives the new ones."""
    wanted = {key_of(task): task for task in tasks}
    living = session.scalars(
        select(Notice).where(Notice.account_id == account_id, Notice.ended_at.is_(None))
    ).all()
    for notice in living:
        if notice.key not in wanted:
            notice.ended_at = now
    known = {notice.key for notice in living}
    new = [_notice(account_id, key, task, now) for key, task in wanted.items() if key not in known]
    session.add_all(new)
    session.flush()
    return new


def tasks_of(session: Session, actor: Actor, ahead: timedelta = SOON) -> list[Task]:
    """What waits for a person; addresses begin at the portal's root, from wherever it is asked."""
    with current_app.test_request_context():
        return everything_to_do(session, actor, ahead)


def _notice(account_id: int, key: str, task: Task, now: datetime) -> Notice:
    return Notice(
        account_id=account_id,
        key=key,
        kind=task.kind,
        what=task.what[:WHAT],
        about=task.about[:ABOUT],
        path=task.url[:PATH],
        due=task.due,
        at=now,
    )
