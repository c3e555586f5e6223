"""Rates and ceilings of an OPD: a table to import, and what may be spent in a year."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from sqlalchemy.orm import Session

from portal import access, clock
from portal.access import Actor, allow
from portal.db import reading
from portal.documents.sheets import CSV, XLSX, make_csv, make_xlsx
from portal.errors import Forbidden
from portal.government import Opd, our_government
from portal.records.saving import attempt, done
from portal.visits import rates as verbs
from portal.visits.part_forms import CeilingForm
from portal.visits.rates import Imported
from portal.visits.views import blueprint
from portal.web.attachments import attachment
from portal.web.forms import Form


class RatesForm(Form):
    """A table of rates."""

    file = FileField("Berkas tarif (XLSX atau CSV)", validators=[FileRequired("Pilih berkasnya dahulu.")])


@blueprint.get("/kunjungan/tarif")
@allow("visits.rates")
def rates() -> ResponseReturnValue:
    """The rates and ceilings of an OPD."""
    return _page(_opd(), RatesForm(), CeilingForm(data={"year": clock.today().year}))


@blueprint.post("/kunjungan/tarif")
@allow("visits.rates")
def import_rates() -> ResponseReturnValue:
    """Take a table of rates in, and tell every refused row."""
    opd, form = _opd(), RatesForm()
    content = form.file.data.read() if form.file.data else b""
    found: list[Imported] = []

    def act(session: Session, actor: Actor) -> None:
        found.append(verbs.import_rates(session, opd.code, content, actor=actor))

    status = attempt(form, act)
    blank = CeilingForm(formdata=None, data={"year": clock.today().year})
    return _page(opd, form, blank, status or 200, found[0] if found else None)


@blueprint.post("/kunjungan/pagu")
@allow("visits.rates")
def set_ceiling() -> ResponseReturnValue:
    """Set what the OPD may spend on visits in a year."""
    opd, form = _opd(), CeilingForm()

    def act(session: Session, actor: Actor) -> None:
        year, amount, basis = form.year.data, form.amount.data, form.basis.data
        verbs.set_ceiling(
            session, opd.code, year=year, amount=amount, basis=basis, version=form.read_at(), actor=actor
        )

    if status := attempt(form, act):
        if status == 409 and (row := verbs.ceiling(reading(), opd.code, form.year.data)):
            form.version.data, form.version.raw_data = str(row.version), None
            form.form_errors.append(f"Pagu tahun ini sudah tersimpan Rp{row.amount:,}.".replace(",", "."))
        return _page(opd, RatesForm(formdata=None), form, status)
    return done("Pagu tersimpan.", url_for(".rates", opd=opd.code))


@blueprint.get("/kunjungan/tarif/contoh.xlsx")
@allow("visits.rates")
def example_xlsx() -> ResponseReturnValue:
    """The example file as a workbook."""
    _opd()
    return attachment(make_xlsx(verbs.example(clock.today())), XLSX, "CONTOH-tarif.xlsx")


@blueprint.get("/kunjungan/tarif/contoh.csv")
@allow("visits.rates")
def example_csv() -> ResponseReturnValue:
    """The example file as CSV."""
    _opd()
    return attachment(make_csv(verbs.example(clock.today())), CSV, "CONTOH-tarif.csv")


def _opd() -> Opd:
    """The OPD of ?opd=, else the first of the actor's own."""
    allowed = access.opds_where(access.actor(), "visits.rates")
    own = [opd for opd in our_government().opds if allowed is None or opd.code in allowed]
    wanted = request.args.get("opd") or (own[0].code if own else "")
    access.require("visits.rates", opd=wanted)
    found = next((opd for opd in own if opd.code == wanted), None)
    if found is None:
        raise Forbidden("Anda tidak berwenang mengubah tarif dan pagu OPD tersebut.")
    return found


def _page(
    opd: Opd, form: RatesForm, ceiling_form: CeilingForm, status: int = 200, imported: Imported | None = None
) -> ResponseReturnValue:
    session = reading()
    session.rollback()  # the import was made by another session
    return render_template(
        "visits/rates.html",
        opd=opd,
        form=form,
        ceiling_form=ceiling_form,
        imported=imported,
        rates=verbs.listed(session, opd.code),
        ceilings=verbs.ceilings(session, opd.code),
        today=clock.today(),
    ), status
