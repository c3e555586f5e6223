"""Importing people from a workbook: template, upload, preview, import, and undoing it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import clock, jobs
from portal.access import GIVEN_ROLES, Actor, actor, allow
from portal.accounts import importing, opd_names, ordered, workbook
from portal.accounts.confirming import confirmed
from portal.accounts.forms import ImportForm
from portal.accounts.nip import mask
from portal.accounts.rules import Tenure
from portal.accounts.views import blueprint
from portal.db import reading, transaction
from portal.documents.sheets import XLSX
from portal.jobs.models import Job
from portal.records import imports
from portal.records.asking import form_page
from portal.records.imports import TableImport
from portal.records.limits import check_reason
from portal.records.moving import ReasonForm
from portal.records.receiving import AcceptForm, received
from portal.records.saving import INVALID, FormPage, attempt
from portal.web.attachments import attachment


@blueprint.get("/pengguna/impor")
@allow("account.manage")
def import_form() -> ResponseReturnValue:
    """Where to upload, the template, and what came in so far."""
    return _uploads(ImportForm())


@blueprint.get("/pengguna/impor/templat.xlsx")
@allow("account.manage")
def import_template() -> ResponseReturnValue:
    """The workbook to fill in."""
    roles, kinds = [role.value for role in GIVEN_ROLES], [kind.value for kind in Tenure]
    body = workbook.template(sorted(opd_names()), roles, kinds)
    return attachment(body, XLSX, "templat-pengguna.xlsx")


@blueprint.post("/pengguna/impor")
@allow("account.manage")
def upload() -> ResponseReturnValue:
    """Read the rows of a workbook; nothing is imported yet."""
    form = ImportForm()
    rows = received(form, workbook.read)
    if not rows:
        return _uploads(form, INVALID)
    with transaction() as writing:
        kept = imports.keep(writing, importing.KIND, importing.SUBJECT, rows, actor=actor(), now=clock.now())
    return redirect(url_for(".preview", import_id=kept.id), code=303)


@blueprint.get("/pengguna/impor/<int:import_id>")
@allow("account.manage")
def preview(import_id: int) -> ResponseReturnValue:
    """Who would be imported, and every refused row with its reason."""
    return _preview(import_id, AcceptForm(formdata=None))


@blueprint.post("/pengguna/impor/<int:import_id>")
@allow("account.manage")
@confirmed
def import_people(import_id: int) -> ResponseReturnValue:
    """Order the people whom the preview showed to be imported."""
    form, job = AcceptForm(), list[Job]()

    def act(session: Session, who: Actor) -> None:
        kept, mark = _kept(session, import_id, who), form.mark.data or ""
        codes = frozenset(opd_names())
        judged = importing.as_promised(session, kept.rows, mark, opd_codes=codes)
        job.append(ordered.ask_to_store(session, who, kept, mark, len(judged.accepted)))

    if status := attempt(form, act):
        return _preview(import_id, form, status)
    return jobs.follow(job[0])


@blueprint.get("/pengguna/impor/<int:import_id>/batalkan")
@allow("account.manage")
def ask_undo_import(import_id: int) -> ResponseReturnValue:
    """Ask why an import is to be undone."""
    return _undoing(import_id, ReasonForm(formdata=None))


@blueprint.post("/pengguna/impor/<int:import_id>/batalkan")
@allow("account.manage")
@confirmed
def undo_import(import_id: int) -> ResponseReturnValue:
    """Order the people of an import to be taken out again."""
    form, job = ReasonForm(), list[Job]()

    def act(session: Session, who: Actor) -> None:
        check_reason(form.reason.data, "reason")
        kept = imports.to_undo(session, import_id, importing.KIND, importing.SUBJECT)
        job.append(ordered.ask_to_undo(session, who, kept, form.reason.data))

    if status := attempt(form, act):
        return _undoing(import_id, form, status)
    return jobs.follow(job[0])


def _kept(session: Session, import_id: int, who: Actor) -> TableImport:
    return imports.preview(session, import_id, importing.KIND, actor=who, now=clock.now())


def _uploads(form: ImportForm, status: int = 200) -> ResponseReturnValue:
    came_in = imports.accepted(reading(), importing.KIND, importing.SUBJECT)
    return render_template("accounts/import.html", form=form, imports=came_in), status


def _preview(import_id: int, form: AcceptForm, status: int = 200) -> ResponseReturnValue:
    kept = _kept(reading(), import_id, actor())
    codes = frozenset(opd_names())
    judged = importing.judge(reading(), kept.rows, opd_codes=codes, today=clock.today())
    form.carry_promise(imports.mark_of(judged.promise))
    return render_template("accounts/preview.html", kept=kept, judged=judged, form=form, mask=mask), status


def _undoing(import_id: int, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    kept = imports.to_undo(reading(), import_id, importing.KIND, importing.SUBJECT)
    form.ask_for("Alasan pembatalan", is_needed=True)
    back = url_for(".import_form")
    lead = (
        f"{len(kept.made['added'])} orang dari impor ini dikeluarkan: akunnya ditutup dan datanya "
        "dikosongkan. Yang sudah masuk, memasang sandi, atau diubah sesudah impor dibiarkan dan disebut."
    )
    crumbs = (("Pengguna", url_for(".index")), ("Impor", back))
    page = FormPage("Batalkan impor pengguna?", back, "Batalkan impor", lead, kind="stop", crumbs=crumbs)
    return form_page("accounts", form, page, status)
