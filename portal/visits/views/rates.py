"""Rates and ceilings of an OPD: a table to import, and what may be spent in a year."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from sqlalchemy.orm import Session

from portal import access, clock
from portal.access import Actor, allow
from portal.db import reading, transaction
from portal.documents.sheets import CSV, XLSX, make_csv, make_xlsx
from portal.errors import Forbidden
from portal.government import Opd, our_government
from portal.records import imports
from portal.records.asking import Asked, asks
from portal.records.imports import TableImport
from portal.records.moving import ReasonForm
from portal.records.receiving import AcceptForm, received
from portal.records.saving import INVALID, FormPage, attempt, done
from portal.visits import rate_imports as table
from portal.visits import rates as verbs
from portal.visits.part_forms import CeilingForm
from portal.visits.views import blueprint
from portal.web.attachments import attachment
from portal.web.figures import rupiah
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
    """Read a table of rates; nothing is stored before the preview was seen."""
    opd, form = _opd(), RatesForm()
    rows = received(form, table.read)
    if not rows:
        return _page(opd, form, CeilingForm(formdata=None, data={"year": clock.today().year}), INVALID)
    with transaction() as session:
        kept = imports.keep(session, table.KIND, opd.code, rows, actor=access.actor(), now=clock.now())
    return redirect(url_for(".preview_rates", import_id=kept.id), code=303)


@blueprint.get("/kunjungan/tarif/impor/<int:import_id>")
@allow("visits.rates")
def preview_rates(import_id: int) -> ResponseReturnValue:
    """What a table of rates would change, and every refused row with its reason."""
    return _preview(import_id, AcceptForm(formdata=None))


@blueprint.post("/kunjungan/tarif/impor/<int:import_id>")
@allow("visits.rates")
def store_rates(import_id: int) -> ResponseReturnValue:
    """Store what the preview showed."""
    form = AcceptForm()
    access.require("visits.rates", opd=_kept(import_id).subject)
    said: list[tuple[str, int]] = []

    def act(session: Session, actor: Actor) -> None:
        kept = imports.preview(session, import_id, table.KIND, actor=actor, now=clock.now())
        judged = table.store(session, kept, form.mark.data or "", actor=actor)
        said.append((kept.subject, len(judged.writes)))

    if status := attempt(form, act):
        return _preview(import_id, form, status)
    opd, count = said[0]
    return done(f"{count} tarif tersimpan. Impor ini dapat dibatalkan di bawah.", url_for(".rates", opd=opd))


@asks(blueprint, "/kunjungan/tarif/impor/<int:import_id>/batalkan", "visits.rates")
def undo_rates(import_id: int) -> Asked:
    """Take an import of rates back, with a reason."""
    opd, form = _opd(), ReasonForm()
    back = url_for(".rates", opd=opd.code)
    kept = imports.to_undo(reading(), import_id, table.KIND, opd.code)
    lead = (
        f"{len(kept.made['added'])} tarif dari impor ini dihapus, {len(kept.made['replaced'])} yang diganti "
        "kembali berlaku. Kunjungan yang sudah memakainya tidak berubah."
    )
    page = FormPage("Batalkan impor tarif", back, "Batalkan impor", lead, kind="stop")

    def act(session: Session, actor: Actor) -> None:
        table.undo(session, opd.code, import_id, reason=form.reason.data or "", actor=actor)

    return Asked(form, page, act, "Impor dibatalkan.", back)


@asks(blueprint, "/kunjungan/tarif/<int:rate_id>/hapus", "visits.rates")
def remove_rate(rate_id: int) -> Asked:
    """Take one rate away, with a reason."""
    opd, form = _opd(), ReasonForm()
    back = url_for(".rates", opd=opd.code)
    rate = table.get(reading(), opd.code, rate_id)
    lead = f"{rate.kind} {rate.place}, {rupiah(rate.amount)}. Kunjungan yang sudah memakainya tidak berubah."
    page = FormPage("Hapus tarif", back, "Hapus", lead, kind="stop")

    def act(session: Session, actor: Actor) -> None:
        table.remove(session, opd.code, rate_id, reason=form.reason.data or "", actor=actor)

    return Asked(form, page, act, "Tarif dihapus.", back)


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


def _kept(import_id: int) -> TableImport:
    return imports.preview(reading(), import_id, table.KIND, actor=access.actor(), now=clock.now())


def _preview(import_id: int, form: AcceptForm, status: int = 200) -> ResponseReturnValue:
    reading().rollback()  # whatever was tried was tried by another session
    kept = _kept(import_id)
    access.require("visits.rates", opd=kept.subject)
    judged = table.judge(reading(), kept.subject, kept.rows)
    form.carry_promise(judged.mark)
    page = render_template("visits/rates_preview.html", kept=kept, judged=judged, form=form)
    return page, status


def _page(opd: Opd, form: RatesForm, ceiling_form: CeilingForm, status: int = 200) -> ResponseReturnValue:
    session = reading()
    session.rollback()  # the change was made by another session
    return render_template(
        "visits/rates.html",
        opd=opd,
        form=form,
        ceiling_form=ceiling_form,
        rates=verbs.listed(session, opd.code),
        imports=imports.accepted(session, table.KIND, opd.code),
        ceilings=verbs.ceilings(session, opd.code),
        today=clock.today(),
    ), status
