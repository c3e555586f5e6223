"""The check of the whole trail, in the queue: when somebody asks, and every week by itself."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, url_for
from pydantic import BaseModel
from sqlalchemy.orm import Session

from portal import clock, jobs
from portal.access import Actor
from portal.audit import checked, verifying
from portal.audit.service import head
from portal.db import reading, transaction
from portal.jobs.models import Job

CHECK = "audit.check"
EACH = timedelta(days=7)
LOOK = 3_600.0  # seconds between looks whether it is time


class Asked(BaseModel):
    """Nothing to say: it is always the whole trail."""


@jobs.handler(CHECK, Asked, lane=CHECK)
def check(task: jobs.Task, _given: Asked) -> None:
    """Check the whole trail, and say what was found."""
    verdict = verifying.verify(
        reading(), say=lambda done, of: task.progress(done, of, "Memeriksa jejak audit")
    )
    reading().rollback()
    said = f"{verdict.entries} baris diperiksa. Jejak audit {'utuh' if verdict.is_sound else 'TIDAK utuh'}."
    if not verdict.is_sound:
        current_app.logger.error("the audit trail is not sound: %s", "; ".join(map(str, verdict.findings)))
    with transaction() as session:
        task.end(session, jobs.Done(said, tuple(str(one) for one in verdict.findings)))


def ask_for_check(session: Session, actor: Actor) -> Job:
    """Ask for a check of everything; the one that waits or runs, if there is one."""
    page = url_for("audit.check") if actor.is_signed_in else ""
    return jobs.ask(
        session,
        CHECK,
        Asked(),
        actor=actor,
        title="Memeriksa seluruh jejak audit",
        key=CHECK,
        next_page=page,
        back_page=page,
    )


def look(session: Session) -> None:
    """Ask for it where the last one is more than a week old, or was never made."""
    note, now = checked.read(), clock.now()
    last = jobs.latest(session, CHECK)
    known = [moment for moment in (note and note.full_at, last and last.created_at) if moment]
    if head(session) is not None and not any(now - EACH < moment <= now for moment in known):
        ask_for_check(session, Actor(name="Portal"))
