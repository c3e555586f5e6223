"""Reading and storing a file as jobs: a large sheet takes longer than a reader waits."""

from __future__ import annotations

from flask import url_for
from pydantic import BaseModel
from sqlalchemy.orm import Session

from portal import jobs
from portal.access import Actor, may
from portal.db import transaction
from portal.errors import Forbidden, NotFound
from portal.jobs.models import Job
from portal.register.importing import storing
from portal.register.importing.preview import look
from portal.register.models import ImportBatch

READ, STORE = "register.read-file", "register.store-file"
LANE = "register"  # one at a time: each is judged against what the one before stored


class ToRead(BaseModel):
    """A file that was uploaded."""

    batch_id: int
    innovation_id: int | None = None


class ToStore(BaseModel):
    """A preview that was accepted, and why."""

    batch_id: int
    reason: str


@jobs.handler(READ, ToRead, lane=LANE)
def read(task: jobs.Task, given: ToRead) -> None:
    """Judge every row of the file; the preview stands in the batch."""
    with transaction() as session:
        batch = _batch(session, given.batch_id, task.actor())
        preview = look(session, batch.source, batch.file_name, innovation_id=given.innovation_id)
        storing.keep_preview(batch, preview)
        new, changed, refused = (len(batch.found[what]) for what in ("new", "changed", "refused"))
        said = f"Terbaca: {new} baru, {changed} berubah, {refused} ditolak."
        task.end(session, jobs.Done(said))


@jobs.handler(STORE, ToStore, lane=LANE)
def store(task: jobs.Task, given: ToStore) -> None:
    """Judge the file again, for the register may have changed since, and store it."""
    actor = task.actor()
    with transaction() as session:
        batch = _batch(session, given.batch_id, actor)
        number = batch.found.get("for")
        preview = look(session, batch.source, batch.file_name, innovation_id=number)
        storing.accept(session, batch, preview, given.reason, actor=actor)
        task.end(session, jobs.Done(f"Tersimpan: {len(batch.made)} baris."))


def ask_to_read(session: Session, batch: ImportBatch, innovation_id: int | None, *, actor: Actor) -> Job:
    """Ask for a file to be read."""
    return jobs.ask(
        session,
        READ,
        ToRead(batch_id=batch.id, innovation_id=innovation_id),
        actor=actor,
        title=f"Membaca {batch.file_name}",
        key=f"register-read:{batch.id}",
        next_page=url_for("register.preview", batch_id=batch.id),
        back_page=url_for("register.imports"),
    )


def ask_to_store(session: Session, batch: ImportBatch, reason: str, *, actor: Actor) -> Job:
    """Ask for a preview to be stored; twice is one job."""
    return jobs.ask(
        session,
        STORE,
        ToStore(batch_id=batch.id, reason=reason),
        actor=actor,
        title=f"Menyimpan {batch.file_name}",
        key=f"register-store:{batch.id}",
        next_page=url_for("register.preview", batch_id=batch.id),
        back_page=url_for("register.preview", batch_id=batch.id),
    )


def _batch(session: Session, batch_id: int, actor: Actor) -> ImportBatch:
    if not may(actor, "register.import"):
        raise Forbidden("Anda tidak lagi berwenang mengimpor inovasi.")
    found = session.get(ImportBatch, batch_id)
    if found is None:
        raise NotFound("Impor ini tidak ada.")
    return found
