"""Imports of people as jobs, and undoing them: two thousand people take longer than a reader waits."""

from __future__ import annotations

from flask import url_for
from pydantic import BaseModel
from sqlalchemy.orm import Session

from portal import clock, jobs
from portal.access import Actor, may
from portal.accounts import importing, opd_names
from portal.db import transaction
from portal.errors import Forbidden
from portal.jobs.models import Job
from portal.records import imports
from portal.records.imports import TableImport

IMPORT, UNDO = "accounts.import", "accounts.undo-import"
MOST_TOLD = 200  # people named one by one at the end of a job


class Accepted(BaseModel):
    """A preview that was accepted, and what it promised."""

    import_id: int
    mark: str


class TakenBack(BaseModel):
    """An import that is to be undone, and why."""

    import_id: int
    reason: str


@jobs.handler(IMPORT, Accepted)
def store(task: jobs.Task, given: Accepted) -> None:
    """Add the people of a preview: all of them, with the end of the job, or none."""
    actor, codes = _actor(task), frozenset(opd_names())
    task.progress(0, 0, "Menambahkan orang")
    with transaction() as session:
        kept = imports.preview(session, given.import_id, importing.KIND, actor=actor, now=clock.now())
        judged = importing.as_promised(session, kept.rows, given.mark, opd_codes=codes)
        count = importing.store(session, kept, judged, opd_codes=codes, actor=actor)
        said = f"{count} orang diimpor. Unduh tautan mereka, lalu sampaikan kepada masing-masing."
        task.end(session, jobs.Done(said))


@jobs.handler(UNDO, TakenBack)
def undo(task: jobs.Task, given: TakenBack) -> None:
    """Take the people of an import out again."""
    actor = _actor(task)
    task.progress(0, 0, "Membatalkan impor")
    with transaction() as session:
        kept = imports.to_undo(session, given.import_id, importing.KIND, importing.SUBJECT)
        left = importing.undo(session, kept, given.reason, actor=actor)
        said = f"{len(kept.made['added']) - len(left)} orang dikeluarkan lagi."
        said += f" {len(left)} dibiarkan." if left else ""
        task.end(session, jobs.Done(said, tuple(left[:MOST_TOLD])))


def ask_to_store(session: Session, actor: Actor, kept: TableImport, mark: str, count: int) -> Job:
    """Ask for an accepted preview to be stored; twice is one job."""
    return jobs.ask(
        session,
        IMPORT,
        Accepted(import_id=kept.id, mark=mark),
        actor=actor,
        title=f"Mengimpor {count} orang",
        key=f"people:{kept.id}",
        next_page=url_for("accounts.index", keadaan="baru"),
        back_page=url_for("accounts.preview", import_id=kept.id),
    )


def ask_to_undo(session: Session, actor: Actor, kept: TableImport, reason: str) -> Job:
    """Ask for an import to be undone; twice is one job."""
    return jobs.ask(
        session,
        UNDO,
        TakenBack(import_id=kept.id, reason=reason),
        actor=actor,
        title="Membatalkan impor orang",
        key=f"people-undo:{kept.id}",
        next_page=url_for("accounts.import_form"),
        back_page=url_for("accounts.import_form"),
    )


def _actor(task: jobs.Task) -> Actor:
    actor = task.actor()
    if not may(actor, "account.manage"):
        raise Forbidden("Anda tidak lagi berwenang mengimpor orang.")
    return actor
