"""The trail on paper, as a job where setting it takes longer than a reader waits."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from pydantic import BaseModel
from sqlalchemy.orm import Session

from portal import jobs
from portal.access import Actor, may
from portal.audit import exports, queries, service
from portal.audit.chain import GENESIS
from portal.audit.queries import AuditFilters
from portal.db import reading
from portal.documents import make_pdf
from portal.errors import Forbidden
from portal.jobs.models import Job
from portal.web.attachments import PDF

SECONDS = 180  # that setting the whole trail may take
AT_ONCE = 200  # entries that are set while the reader waits: half a second
PAPER = "audit.paper"


class Asked(BaseModel):
    """Which entries, on which day, and where the trail is found."""

    filters: AuditFilters
    today: date
    address: str


@jobs.handler(PAPER, Asked)
def set_paper(task: jobs.Task, given: Asked) -> None:
    """Set the paper, as the trail is now."""
    if not may(task.actor(), "audit.read"):
        raise Forbidden("Anda tidak lagi berwenang membaca jejak audit.")
    task.progress(0, 0, "Menata PDF")
    task.deliver(jobs.File(name(given.today), PDF, body(given, task.actor())))


def body(asked: Asked, actor: Actor) -> bytes:
    """The filtered trail as PDF, as the actor may read it."""
    session = reading()
    entries = queries.every(session, asked.filters, actor)
    head = service.head(session) or (0, GENESIS)
    document = exports.trail_document(entries, asked.filters, head, asked.today, asked.address)
    return make_pdf(document, seconds=SECONDS)


def name(today: date) -> str:
    """What the file is called."""
    return f"audit-{today:%Y%m%d}.pdf"


def ask_for_paper(session: Session, actor: Actor, asked: Asked) -> Job:
    """Ask for the paper; the same one again while nothing was written into the trail is the one there is."""
    state = f"{actor.account_id} {service.head(session)} {asked.model_dump_json()}"
    return jobs.ask(
        session,
        PAPER,
        asked,
        actor=actor,
        title="Jejak audit sebagai PDF",
        key=f"{PAPER}:{sha256(state.encode()).hexdigest()}",
    )
