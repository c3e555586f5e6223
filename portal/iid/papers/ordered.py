"""The book of profiles as a job: four hundred pages take longer than a reader waits."""

from __future__ import annotations

from hashlib import sha256

from flask import url_for
from pydantic import BaseModel
from sqlalchemy.orm import Session

from portal import jobs
from portal.access import Actor, may
from portal.db import reading
from portal.errors import Forbidden, NotFound
from portal.government import our_government
from portal.iid.papers.book import book, book_pdf
from portal.iid.papers.dossiers import report_dossier
from portal.jobs.models import Job
from portal.register import seasons
from portal.register.models import Season
from portal.web.attachments import PDF

BOOK = "iid.book"


class Asked(BaseModel):
    """Of which season."""

    season_id: int


@jobs.handler(BOOK, Asked)
def set_book(task: jobs.Task, given: Asked) -> None:
    """Set the book as the register is now."""
    actor = task.actor()
    if not may(actor, "iid.papers"):
        raise Forbidden("Anda tidak lagi berwenang membuat buku profil.")
    season = seasons.get(reading(), given.season_id)
    dossier = report_dossier(reading(), season, actor, None)
    total = len(dossier.sent)
    if not total:
        raise NotFound("Belum ada inovasi yang dikirim di musim ini, jadi belum ada bukunya.")
    made = book(
        dossier,
        our_government().name,
        lambda done: task.progress(done, total, "Menyusun profil"),
    )
    task.progress(total, total, "Menata buku")
    task.deliver(jobs.File(f"buku-profil-{dossier.year}.pdf", PDF, book_pdf(made)))


def ask_for_book(session: Session, season: Season, actor: Actor) -> Job:
    """Ask for the book of a season; twice at once is one job."""
    state = sha256(f"{actor.account_id} {season.id} {season.version}".encode()).hexdigest()
    return jobs.ask(
        session,
        BOOK,
        Asked(season_id=season.id),
        actor=actor,
        title=f"Buku profil inovasi {season.year}",
        key=f"{BOOK}:{state}",
        back_page=url_for("iid.papers", season_id=season.id),
    )
