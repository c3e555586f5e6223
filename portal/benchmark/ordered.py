"""Imports of figures as jobs: what a curator accepted in a preview is written beside the server."""

from __future__ import annotations

from flask import url_for
from pydantic import BaseModel
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import clock, edition, jobs
from portal.access import Actor, may
from portal.benchmark import door
from portal.benchmark.models import FigureImport
from portal.db import reading, transaction
from portal.errors import Forbidden
from portal.jobs.models import Job
from portal.publishing.changes import LANE

IMPORT = "benchmark.import"


class Accepted(BaseModel):
    """A preview that was accepted: which, what it promised, and why."""

    import_id: int
    mark: str
    reason: str


@jobs.handler(IMPORT, Accepted, lane=LANE)
def write(task: jobs.Task, given: Accepted) -> None:
    """Write what was accepted and publish it; the job ends with the publication."""
    actor = task.actor()
    if not may(actor, "benchmark.import"):
        raise Forbidden("Anda tidak lagi berwenang mengimpor angka wilayah.")
    kept = door.get(reading(), given.import_id, actor=actor, now=clock.now())
    rows = kept.rows
    reading().rollback()  # no old reading may be open while others write
    door.publish_change(
        transaction, edition.settings(), actor, rows, mark=given.mark, reason=given.reason, task=task
    )
    with transaction() as session:
        session.execute(delete(FigureImport).where(FigureImport.id == given.import_id))


def ask_to_write(session: Session, actor: Actor, import_id: int, *, mark: str, reason: str) -> Job:
    """Ask for an accepted preview to be written; twice is one job."""
    return jobs.ask(
        session,
        IMPORT,
        Accepted(import_id=import_id, mark=mark, reason=reason),
        actor=actor,
        title="Menulis angka wilayah",
        key=_key(import_id),
        next_page=url_for("benchmark.ask_import"),
        back_page=url_for("benchmark.preview", import_id=import_id),
    )


def last_reason(session: Session, import_id: int) -> str:
    """The reason that was given when this preview was accepted in vain."""
    job = jobs.latest(session, _key(import_id))
    return Accepted.model_validate(job.arguments).reason if job else ""


def _key(import_id: int) -> str:
    return f"figures:{import_id}"
