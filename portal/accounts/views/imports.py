"""Importing people from a workbook: template, upload, preview, import."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock, jobs
from portal.access import GIVEN_ROLES, actor, allow
from portal.accounts import importing, opd_names, ordered, workbook
from portal.accounts.confirming import confirmed
from portal.accounts.forms import ImportForm
from portal.accounts.nip import mask
from portal.accounts.rules import Tenure
from portal.accounts.views import blueprint
from portal.db import reading, transaction
from portal.documents.sheets import XLSX
from portal.errors import RuleViolation
from portal.web.attachments import attachment


@blueprint.get("/pengguna/impor")
@allow("account.manage")
def import_form() -> ResponseReturnValue:
    """Where to upload, and the template."""
    return render_template("accounts/import.html", form=ImportForm())


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
    """Judge the rows of a workbook; nothing is imported yet."""
    form, account_id, now = ImportForm(), actor().account_id, clock.now()
    if not form.validate() or account_id is None:
        return render_template("accounts/import.html", form=form), 422
    try:
        rows = workbook.read(form.file.data.read())
    except RuleViolation as error:
        form.add_error("file", str(error))
        return render_template("accounts/import.html", form=form), 422
    codes = frozenset(opd_names())
    judged = importing.judge(reading(), rows, opd_codes=codes, today=clock.today())
    with transaction() as writing:
        kept = importing.keep(writing, judged, account_id=account_id, now=now)
    return redirect(url_for(".preview", import_id=kept.id), code=303)


@blueprint.get("/pengguna/impor/<int:import_id>")
@allow("account.manage")
def preview(import_id: int) -> ResponseReturnValue:
    """What would be imported, and every refused row with its reason."""
    kept = importing.get(reading(), import_id, account_id=actor().account_id or 0, now=clock.now())
    return render_template("accounts/preview.html", kept=kept, mask=mask)


@blueprint.post("/pengguna/impor/<int:import_id>")
@allow("account.manage")
@confirmed
def import_people(import_id: int) -> ResponseReturnValue:
    """Order the accepted rows to be imported."""
    found = actor()
    with transaction() as writing:
        kept = importing.get(writing, import_id, account_id=found.account_id or 0, now=clock.now())
        job = ordered.ask_to_store(writing, found, kept)
    return jobs.follow(job)
