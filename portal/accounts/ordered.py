"""Imports of people as jobs: two thousand people take longer than a reader waits."""

from __future__ import annotations

from flask import url_for
from pydantic import BaseModel
from sqlalchemy.orm import Session

from portal import clock, jobs
from portal.access import Actor, may
from portal.accounts import importing, opd_names
from portal.accounts.models import PeopleImport
from portal.db import transaction
from portal.errors import Forbidden
from portal.jobs.models import Job

IMPORT = "accounts.import"


class Accepted(BaseModel):
    """A preview that was accepted."""

    import_id: int


@jobs.handler(IMPORT, Accepted)
def store(task: jobs.Task, given: Accepted) -> None:
    """Add the people of a preview: all of them, with the end of the job, or none."""
    actor, now = task.actor(), clock.now()
    if not may(actor, "account.manage"):
        raise Forbidden("Anda tidak lagi berwenang mengimpor orang.")
    task.progress(0, 0, "Menambahkan orang")
    with transaction() as session:
        kept = importing.get(session, given.import_id, account_id=actor.account_id or 0, now=now)
        count = importing.store(session, kept.rows, opd_codes=frozenset(opd_names()), actor=actor, now=now)
        session.delete(kept)
        said = f"{count} orang diimpor. Unduh tautan mereka, lalu sampaikan kepada masing-masing."
        task.end(session, jobs.Done(said))


def ask_to_store(session: Session, actor: Actor, kept: PeopleImport) -> Job:
    """Ask for an accepted preview to be stored; twice is one job."""
    return jobs.ask(
        session,
        IMPORT,
        Accepted(import_id=kept.id),
        actor=actor,
        title=f"Mengimpor {len(kept.rows)} orang",
        key=f"people:{kept.id}",
        next_page=url_for("accounts.index", keadaan="baru"),
        back_page=url_for("accounts.preview", import_id=kept.id),
    )
