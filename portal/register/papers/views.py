"""Pages of the year's papers: of a season, and of one innovation; each paper as DOCX and PDF."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal import access, clock
from portal.access import allow
from portal.db import reading
from portal.documents.sheets import XLSX, make_xlsx
from portal.government.papers import groups, paper_by_name, paper_file
from portal.government.sender import our_sender
from portal.register import seasons
from portal.register.models import Innovation, Season
from portal.register.papers.annex import annex_sheet
from portal.register.papers.decrees import reach_of
from portal.register.papers.dossier import SIGNERS, InnovationDossier, Signer, YearDossier
from portal.register.papers.dossiers import innovation_dossier, year_dossier
from portal.register.papers.registry import INNOVATION_PAPERS, YEAR_PAPERS
from portal.register.views import load
from portal.web.attachments import private

blueprint = Blueprint("register_papers", __name__, template_folder="templates")


@blueprint.get("/register/musim/<int:season_id>/dokumen")
@allow("register.papers")
def of_year(season_id: int) -> ResponseReturnValue:
    """The papers of a season, what each lacks, and for whom its decree comes too late."""
    dossier = _year(season_id)
    return render_template(
        "register_papers/year.html",
        dossier=dossier,
        season_id=season_id,
        groups=groups(YEAR_PAPERS, dossier, our_sender()),
        signers=SIGNERS,
    )


@blueprint.get("/register/musim/<int:season_id>/dokumen/<name>.<form>")
@allow("register.papers")
def year_paper(season_id: int, name: str, form: str) -> ResponseReturnValue:
    """One paper of a season."""
    dossier = _year(season_id)
    paper = paper_by_name(YEAR_PAPERS, name, "Tahun ini")
    return paper_file(paper, dossier, form, f"musim {dossier.year}", f"{name}-{dossier.year}")


@blueprint.get("/register/musim/<int:season_id>/lampiran-penetapan.xlsx")
@allow("register.papers")
def annex(season_id: int) -> ResponseReturnValue:
    """The annex of the penetapan as a workbook."""
    dossier = _year(season_id)
    body = make_xlsx(annex_sheet(dossier, clock.today()))
    return private(body, XLSX, f"lampiran-penetapan-{dossier.year}.xlsx")


@blueprint.get("/register/<int:innovation_id>/dokumen")
@allow("register.papers")
def of_innovation(innovation_id: int) -> ResponseReturnValue:
    """The papers of one innovation, what each lacks, and how far its team goes."""
    innovation, dossier = _innovation(innovation_id)
    reach = reach_of(dossier.team)
    return render_template(
        "register_papers/innovation.html",
        innovation=innovation,
        dossier=dossier,
        groups=groups(INNOVATION_PAPERS, dossier, our_sender()),
        reach=reach,
        lacking=reach.lacks(dossier.actors),
        signers=SIGNERS,
        may_edit=access.may(access.actor(), "register.edit", opd=innovation.opd),
    )


@blueprint.get("/register/<int:innovation_id>/dokumen/<name>.<form>")
@allow("register.papers")
def innovation_paper(innovation_id: int, name: str, form: str) -> ResponseReturnValue:
    """One paper of an innovation."""
    _, dossier = _innovation(innovation_id)
    paper = paper_by_name(INNOVATION_PAPERS, name, "Inovasi ini")
    return paper_file(paper, dossier, form, f"inovasi nomor {innovation_id}", f"{name}-{innovation_id}")


def way(innovation: Innovation) -> str:
    """The way from an innovation's page to its papers."""
    return render_template("register_papers/way.html", innovation=innovation)


def way_of_season(season: Season) -> str:
    """The way from a season's page to the papers of its year."""
    return render_template("register_papers/way_of_season.html", season=season)


def _signer() -> Signer | None:
    asked = request.args.get("tanda", "")
    return Signer(asked) if asked in set(Signer) else None


def _year(season_id: int) -> YearDossier:
    season = seasons.get(reading(), season_id)
    return year_dossier(reading(), season, access.actor(), _signer())


def _innovation(innovation_id: int) -> tuple[Innovation, InnovationDossier]:
    innovation = load(innovation_id)
    return innovation, innovation_dossier(reading(), innovation, access.actor(), _signer())
