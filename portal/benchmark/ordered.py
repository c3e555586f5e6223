"""Imports of figures as jobs, and taking them back: written and published beside the server."""

from __future__ import annotations

from flask import url_for
from pydantic import BaseModel
from sqlalchemy.orm import Session

from portal import edition, jobs
from portal.access import Actor, may
from portal.benchmark import door, taking_back
from portal.db import transaction
from portal.errors import Forbidden
from portal.jobs.models import Job
from portal.publishing.changes import LANE

IMPORT, TAKE_BACK = "benchmark.import", "benchmark.take-back"


class Accepted(BaseModel):
    """A preview that was accepted: which, what it promised, and why."""

    import_id: int
    mark: str
    reason: str


class TakenBack(BaseModel):
    """An import that is to be taken back, and why."""

    import_id: int
    reason: str


@jobs.handler(IMPORT, Accepted, lane=LANE)
def write(task: jobs.Task, given: Accepted) -> None:
    """Write what was accepted and publish it; the job ends with the publication."""
    mark, reason = given.mark, given.reason
    door.publish_change(
        transaction, edition.settings(), _actor(task), given.import_id, mark=mark, reason=reason, task=task
    )


@jobs.handler(TAKE_BACK, TakenBack, lane=LANE)
def take_back(task: jobs.Task, given: TakenBack) -> None:
    """Put figures back as they were before an import, and publish."""
    taking_back.take_back(
        transaction, edition.settings(), _actor(task), given.import_id, reason=given.reason, task=task
    )


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


def ask_to_take_back(session: Session, actor: Actor, import_id: int, reason: str) -> Job:
    """Ask for an import to be taken back; twice is one job."""
    return jobs.ask(
        session,
        TAKE_BACK,
        TakenBack(import_id=import_id, reason=reason),
        actor=actor,
        title="Membatalkan impor angka wilayah",
        key=f"figures-back:{import_id}",
        next_page=url_for("benchmark.ask_import"),
        back_page=url_for("benchmark.ask_import"),
    )


def last_reason(session: Session, import_id: int) -> str:
    """The reason that was given when this preview was accepted in vain."""
    job = jobs.latest(session, _key(import_id))
    return Accepted.model_validate(job.arguments).reason if job else ""


def _key(import_id: int) -> str:
    return f"figures:{import_id}"


def _actor(task: jobs.Task) -> Actor:
    actor = task.actor()
    if not may(actor, "benchmark.import"):
        raise Forbidden("Anda tidak lagi berwenang mengimpor angka wilayah.")
    return actor
