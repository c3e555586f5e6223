"""Pages of quarters: who has settled it, one agency's evaluation, its files."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import access, clock
from portal.access import Actor, allow
from portal.db import reading
from portal.documents.sheets import XLSX, make_xlsx
from portal.errors import NotFound
from portal.government import our_government
from portal.government.papers import paper_file
from portal.quarters import figures, papers, service
from portal.quarters.models import FACTORS, QuarterReport
from portal.quarters.rules import Quarter
from portal.records.asking import Asked, asks, pressed
from portal.records.fields import Long
from portal.records.labels import labels
from portal.records.moving import ReasonForm
from portal.records.saving import FormPage, Saved, filled
from portal.register.models import Season
from portal.web.attachments import private

blueprint = Blueprint("quarters", __name__, template_folder="templates")
KIND = "renja"


class FactorsForm(Saved):
    """What drove and what hindered."""

    of = QuarterReport
    driving = Long(rows=4)
    hindering = Long(rows=4, description="Bila tidak ada, tulis “tidak ada”.")
    follow_up = Long(rows=3)
    next_plan = Long(rows=3)


@blueprint.get("/renja")
@allow("quarters.read")
def index() -> ResponseReturnValue:
    """The quarters of this year and the last, and how many agencies have settled each."""
    now = Quarter.of(clock.today())
    shown = [Quarter(year, number) for year in (now.year, now.year - 1) for number in (4, 3, 2, 1)]
    settled = select(QuarterReport.year, QuarterReport.quarter).where(QuarterReport.settled_at.is_not(None))
    done = [Quarter(*row) for row in reading().execute(settled)]
    rows = [(one, done.count(one)) for one in shown if one <= now]
    return render_template("quarters/index.html", rows=rows, total=len(our_government().opds), now=now)


@blueprint.get("/renja/<quarter>")
@allow("quarters.read")
def quarter(quarter: str) -> ResponseReturnValue:
    """Which agencies have settled a quarter."""
    found = _quarter(quarter)
    wanted = select(QuarterReport).where(QuarterReport.year == found.year)
    kept = {one.opd: one for one in reading().scalars(wanted.where(QuarterReport.quarter == found.number))}
    rows = [(opd, kept.get(opd.code)) for opd in our_government().opds]
    return render_template("quarters/quarter.html", quarter=found, rows=rows)


@blueprint.get("/renja/<quarter>/<opd>")
@allow("quarters.read")
def show(quarter: str, opd: str) -> ResponseReturnValue:
    """One agency's evaluation: as it was settled, else as it stands."""
    found = _quarter(quarter)
    dossier, row = _dossier(found, opd)
    actor = access.actor()
    is_settled = dossier.is_settled
    return render_template(
        "quarters/show.html",
        quarter=found,
        found=dossier,
        row=row,
        may_write=access.may(actor, "quarters.write", opd=opd) and not is_settled,
        may_settle=access.may(actor, "quarters.settle", opd=opd)
        and not is_settled
        and clock.today() > found.last,
        may_reopen=is_settled and access.may(actor, "quarters.reopen"),
        doubt=papers.DOUBT,
    )


@asks(blueprint, "/renja/<quarter>/<opd>/faktor", "quarters.write")
def write(quarter: str, opd: str) -> Asked:
    """Write what drove and what hindered."""
    found = _quarter(quarter)
    access.require("quarters.write", opd=_code(opd))
    row = figures.stored(reading(), found, opd)
    form = filled(FactorsForm, row) if row else FactorsForm()

    def act(session: Session, actor: Actor) -> None:
        service.write(session, found, opd, form.values(), version=form.read_at(), actor=actor)

    page = FormPage("Faktor dan tindak lanjut", _url(found, opd), crumbs=_crumbs(found))
    fresh = lambda: figures.stored(reading(), found, opd)  # noqa: E731 -- said where it is used
    return Asked(form, page, act, "Tersimpan.", page.back, fresh=fresh)


@blueprint.post("/renja/<quarter>/<opd>/tetapkan")
@allow("quarters.settle")
def settle(quarter: str, opd: str) -> ResponseReturnValue:
    """Keep the figures as they stand."""
    found = _quarter(quarter)
    access.require("quarters.settle", opd=_code(opd))
    return pressed(
        lambda session, actor: service.settle(session, found, opd, actor=actor),
        "Evaluasi ditetapkan. Berkasnya kini selalu sama.",
        _url(found, opd),
    )


@asks(blueprint, "/renja/<quarter>/<opd>/buka-lagi", "quarters.reopen")
def reopen(quarter: str, opd: str) -> Asked:
    """Open a settled quarter again."""
    found, form = _quarter(quarter), ReasonForm()
    _code(opd)
    form.ask_for("Alasan", is_needed=True)

    def act(session: Session, actor: Actor) -> None:
        service.reopen(session, found, opd, form.reason.data, actor=actor)

    lead = "Angka yang ditetapkan dihapus dan dihitung lagi saat ditetapkan berikutnya."
    page = FormPage("Buka lagi", _url(found, opd), "Buka lagi", lead, kind="stop", crumbs=_crumbs(found))
    return Asked(form, page, act, "Triwulan dibuka lagi.", page.back)


@blueprint.get("/renja/<quarter>/<opd>/evaluasi-renja.<form>")
@allow("quarters.read")
def file(quarter: str, opd: str, form: str) -> ResponseReturnValue:
    """The evaluation as a file."""
    found = _quarter(quarter)
    dossier, _ = _dossier(found, opd)
    name = f"evaluasi-renja-{found}-{opd.lower().replace(' ', '-').replace('.', '')}"
    if form == "xlsx":
        return private(make_xlsx(papers.sheet(dossier)), XLSX, f"{name}.xlsx")
    return paper_file(papers.PAPER, dossier, form, f"{found.name}, {opd}", name)


def way(season: Season) -> str:
    """The way from the season of evaluations to their pages."""
    return render_template("quarters/way.html") if season.kind == KIND else ""


def _dossier(found: Quarter, opd: str) -> tuple[papers.Dossier, QuarterReport | None]:
    code = _code(opd)
    row = figures.stored(reading(), found, code)
    kept = row.figures if row is not None else None
    named = labels(QuarterReport)
    known = our_government().opd(code)
    dossier = papers.Dossier(
        quarter=found,
        code=code,
        office=known.name if known else code,
        dated=figures.settled_on(row, clock.today()),
        is_settled=kept is not None,
        figures=kept if kept is not None else figures.compute(reading(), found, code),
        factors=tuple((named[name].text, (getattr(row, name) if row else "") or "") for name in FACTORS),
    )
    return dossier, row


def _quarter(text: str) -> Quarter:
    found = Quarter.read(text)
    if found is None or found > Quarter.of(clock.today()):
        raise NotFound("Triwulan ini tidak ada, atau belum dimulai. Contoh alamat: 2026-3.")
    return found


def _code(opd: str) -> str:
    if our_government().opd(opd) is None:
        raise NotFound("OPD ini tidak ada di daftar.")
    return opd


def _url(found: Quarter, opd: str) -> str:
    return url_for(".show", quarter=str(found), opd=opd)


def _crumbs(found: Quarter) -> tuple[tuple[str, str], ...]:
    return (("Evaluasi Renja", url_for(".index")), (found.name, url_for(".quarter", quarter=str(found))))
