"""Publishing as a job: what a curator ordered is published beside the server, one order after another."""

from __future__ import annotations

from flask import url_for
from pydantic import BaseModel
from sqlalchemy.orm import Session

from portal import edition, jobs
from portal.access import Actor, may
from portal.db import transaction
from portal.editing import door
from portal.editing.door import Order
from portal.editing.models import CaseDraft
from portal.editing.storage import digest_of
from portal.errors import Forbidden
from portal.jobs.models import Job
from portal.publishing.changes import LANE

PUBLISH = "editing.publish"


class Ordered(BaseModel):
    """An order on its way."""

    order: Order


@jobs.handler(PUBLISH, Ordered, lane=LANE)
def publish(task: jobs.Task, given: Ordered) -> None:
    """Publish what was ordered; the job ends with the publication."""
    actor = task.actor()
    if not may(actor, "editing.publish"):
        raise Forbidden("Anda tidak lagi berwenang menerbitkan kasus.")
    door.publish_change(transaction, edition.settings(), actor, given.order, task)


def ask_to_publish(session: Session, actor: Actor, draft: CaseDraft, title: str, order: Order) -> Job:
    """Ask for a draft to be published; the same version twice is one job."""
    return jobs.ask(
        session,
        PUBLISH,
        Ordered(order=order),
        actor=actor,
        title=f"Menerbitkan “{title}”",
        key=_key(draft),
        next_page=url_for("cases.show", slug=draft.slug),
        back_page=url_for("editing.confirm", slug=draft.slug),
    )


def ask_to_verify(session: Session, actor: Actor, title: str, order: Order) -> Job:
    """Ask for what was found in sources to be published."""
    return jobs.ask(
        session,
        PUBLISH,
        Ordered(order=order),
        actor=actor,
        title=f"Menyimpan pemeriksaan sumber “{title}”",
        key=f"verify:{order.slug}:{digest_of(order.text)[:16]}",
        next_page=url_for("editing.waiting"),
        back_page=url_for("editing.ask_verify", slug=order.slug),
    )


def last_order(session: Session, draft: CaseDraft) -> tuple[Job, Order] | None:
    """The job that was last asked for this version of a draft, and what was ordered."""
    job = jobs.latest(session, _key(draft))
    return (job, Ordered.model_validate(job.arguments).order) if job else None


def _key(draft: CaseDraft) -> str:
    return f"draft:{draft.id}:{draft.version}"
