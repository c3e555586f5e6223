"""Pages of a visit's papers: the list, each paper as DOCX and PDF, the pocket book, the calendar."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal import access, clock
from portal.access import allow
from portal.db import reading
from portal.documents import DOCX, ICS, make_booklet_pdf, make_ics, make_offline
from portal.government.sender import our_sender
from portal.visits import queries
from portal.visits.dossiers import dossier_of
from portal.visits.models import Visit
from portal.visits.papers.diary import diary_of
from portal.visits.papers.dossier import Dossier
from portal.visits.papers.pack import pocket_book
from portal.visits.papers.registry import MOMENTS, docx_of, get_paper, papers_for, pdf_of
from portal.web.addresses import outside
from portal.web.attachments import PDF, private
from portal.web.identifiers import identifier

blueprint = Blueprint("visit_papers", __name__, template_folder="templates")


@blueprint.get("/kunjungan/<int:visit_id>/dokumen")
@allow("visits.papers")
def index(visit_id: int) -> ResponseReturnValue:
    """Every paper of a visit, and what its record still lacks for it."""
    dossier = _dossier(visit_id)
    papers = [(paper, paper.missing(dossier)) for paper in papers_for(dossier)]
    groups = [(moment, [pair for pair in papers if pair[0].moment == moment]) for moment in MOMENTS]
    return render_template(
        "visit_papers/index.html", dossier=dossier, groups=[group for group in groups if group[1]]
    )


@blueprint.get("/kunjungan/<int:visit_id>/dokumen/<name>.docx")
@allow("visits.papers")
def docx(visit_id: int, name: str) -> ResponseReturnValue:
    """A paper as an editable draft for the letter system."""
    dossier = _dossier(visit_id)
    paper = get_paper(dossier, name)
    return private(docx_of(paper, dossier, our_sender()), DOCX, f"{paper.name}-{visit_id}.docx")


@blueprint.get("/kunjungan/<int:visit_id>/dokumen/<name>.pdf")
@allow("visits.papers")
def pdf(visit_id: int, name: str) -> ResponseReturnValue:
    """A paper as PDF (PDF/UA-1)."""
    dossier = _dossier(visit_id)
    paper = get_paper(dossier, name)
    return private(pdf_of(paper, dossier, our_sender()), PDF, f"{paper.name}-{visit_id}.pdf", how="inline")


@blueprint.get("/kunjungan/<int:visit_id>/buku-saku.pdf")
@allow("visits.papers")
def pack_pdf(visit_id: int) -> ResponseReturnValue:
    """The pocket book as PDF."""
    book = pocket_book(_dossier(visit_id), our_sender(), address=outside("home.show"))
    return private(make_booklet_pdf(book), PDF, f"buku-saku-{visit_id}.pdf", how="inline")


@blueprint.get("/kunjungan/<int:visit_id>/buku-saku.html")
@allow("visits.papers")
def pack_html(visit_id: int) -> ResponseReturnValue:
    """The pocket book as one file that opens without network."""
    book = pocket_book(_dossier(visit_id), our_sender(), address=outside("home.show"))
    return private(make_offline(book), "text/html; charset=utf-8", f"buku-saku-{visit_id}.html")


@blueprint.get("/kunjungan/<int:visit_id>/agenda.ics")
@allow("visits.papers")
def agenda(visit_id: int) -> ResponseReturnValue:
    """The agenda for the calendars of the delegation."""
    address = outside("visits.show", visit_id=visit_id)
    diary = diary_of(_dossier(visit_id), made=clock.now(), address=address, identifier=identifier)
    return private(make_ics(diary), ICS, f"agenda-{visit_id}.ics")


def button(visit: Visit) -> str:
    """The way from a visit's page to its papers."""
    return render_template("visit_papers/button.html", visit=visit)


def _dossier(visit_id: int) -> Dossier:
    """The record of a visit that this request may read."""
    actor, session = access.actor(), reading()
    return dossier_of(session, queries.get_visit(session, visit_id, actor), actor)
