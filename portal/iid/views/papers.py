"""Pages of the papers of a reported year and of one innovation in it."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal import access, jobs
from portal.access import allow
from portal.db import reading, transaction
from portal.documents.sheets import CSV, XLSX, make_csv, make_xlsx
from portal.government.papers import groups, paper_by_name, paper_file
from portal.government.sender import our_sender
from portal.iid.papers.book import slides
from portal.iid.papers.dossiers import report_dossier
from portal.iid.papers.ordered import ask_for_book
from portal.iid.papers.origin import statement_dossier
from portal.iid.papers.registry import YEAR_PAPERS, papers_of
from portal.iid.views import blueprint
from portal.iid.views.desks import season_of
from portal.register import get_innovation
from portal.register.models import Season
from portal.register.papers.dossier import SIGNERS, Signer
from portal.web.attachments import private

PATH = "/iid/<int:season_id>/dokumen"


@blueprint.get(PATH)
@allow("iid.papers")
def papers(season_id: int) -> ResponseReturnValue:
    """The papers of a reported year, and what each lacks."""
    season = season_of(season_id)
    dossier = report_dossier(reading(), season, access.actor(), _signer())
    sender = replace(our_sender(), dated=dossier.dated)
    return render_template(
        "iid/papers.html",
        season=season,
        dossier=dossier,
        groups=groups(YEAR_PAPERS, dossier, sender),
        signers=SIGNERS,
    )


@blueprint.get(f"{PATH}/<name>.<form>")
@allow("iid.papers")
def paper(season_id: int, name: str, form: str) -> ResponseReturnValue:
    """One paper; the same state of the register gives the same file on any day."""
    season = season_of(season_id)
    dossier = report_dossier(reading(), season, access.actor(), _signer())
    found = paper_by_name(YEAR_PAPERS, name, "Meja ini")
    sender = replace(our_sender(), dated=dossier.dated)
    return paper_file(found, dossier, form, f"musim {season.year}", f"{name}-{season.year}", sender)


@blueprint.get("/iid/<int:season_id>/paparan.<form>")
@allow("iid.papers")
def presentation(season_id: int, form: str) -> ResponseReturnValue:
    """The slides' data by the five weights, as a workbook or CSV."""
    season = season_of(season_id)
    sheet = slides(report_dossier(reading(), season, access.actor(), None))
    name = f"paparan-{season.year}"
    if form == "csv":
        return private(make_csv(sheet), CSV, f"{name}.csv")
    return private(make_xlsx(sheet), XLSX, f"{name}.xlsx")


@blueprint.post("/iid/<int:season_id>/buku")
@allow("iid.papers")
def book(season_id: int) -> ResponseReturnValue:
    """Have the book of profiles made."""
    season = season_of(season_id)
    with transaction() as session:
        job = ask_for_book(session, session.get_one(Season, season.id), access.actor())
    return jobs.follow(job)


@blueprint.get("/iid/<int:season_id>/inovasi/<int:innovation_id>/dokumen/<name>.<form>")
@allow("iid.read")
def statement(season_id: int, innovation_id: int, name: str, form: str) -> ResponseReturnValue:
    """A statement about one innovation."""
    season = season_of(season_id)
    innovation = get_innovation(reading(), innovation_id, access.actor())
    access.require("iid.read", opd=innovation.opd)
    dossier = statement_dossier(reading(), innovation, access.actor(), _signer())
    found = paper_by_name(papers_of(dossier), name, "Inovasi ini")
    about = f"inovasi nomor {innovation.id}, musim {season.year}"
    return paper_file(found, dossier, form, about, f"{name}-{innovation.id}")


def _signer() -> Signer | None:
    asked = request.args.get("tanda", "")
    return Signer(asked) if asked in set(Signer) else None
