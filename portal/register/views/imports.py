"""Importing files of innovations: upload, preview row by row, accept, undo; reading and storing are jobs."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import access, jobs
from portal.access import Actor, allow
from portal.db import reading, transaction
from portal.errors import NotFound, RuleViolation
from portal.records.asking import Asked, asks
from portal.records.labels import labels
from portal.records.limits import check_reason
from portal.records.moving import ReasonForm
from portal.records.saving import FormPage, done, refuse
from portal.register.importing import ordered, storing
from portal.register.models import ImportBatch, Innovation
from portal.register.views import blueprint
from portal.web.attachments import attachment
from portal.web.forms import Form
from portal.web.paging import paging

SHOWN = 25
LIST_NAMES = {
    "new": "Baru",
    "changed": "Berubah",
    "same": "Sama",
    "double": "Ganda",
    "refused": "Ditolak",
}


NO_FILE = "Pilih berkasnya dahulu."


class UploadForm(Form):
    """A file of innovations."""

    file = FileField("Berkas inovasi (XLSX, CSV, atau JSON)", validators=[FileRequired(NO_FILE)])


@blueprint.get("/register/impor")
@allow("register.import")
def imports() -> ResponseReturnValue:
    """Where a file is uploaded, and the batches so far."""
    return _uploads(UploadForm(formdata=None))


@blueprint.post("/register/impor")
@allow("register.import")
def upload() -> ResponseReturnValue:
    """Read a file in a job; nothing is stored in the register yet."""
    form = UploadForm()
    if not form.validate():
        return _uploads(form, 422)
    given = form.file.data
    wanted = request.form.get("untuk", "")
    innovation_id = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else None
    try:
        with transaction() as session:
            batch = storing.receive(session, given.read(), given.filename or "", actor=access.actor())
            job = ordered.ask_to_read(session, batch, innovation_id, actor=access.actor())
    except RuleViolation as error:
        refuse(form, error)
        return _uploads(form, 422)
    return jobs.follow(job)


@blueprint.get("/register/impor/<int:batch_id>")
@allow("register.import")
def preview(batch_id: int) -> ResponseReturnValue:
    """What would change, row by row, with reasons."""
    return _preview(_batch(reading(), batch_id), ReasonForm(formdata=None))


@blueprint.post("/register/impor/<int:batch_id>")
@allow("register.import")
def accept_import(batch_id: int) -> ResponseReturnValue:
    """Order what the preview showed to be stored."""
    batch, form = _batch(reading(), batch_id), ReasonForm()
    if not form.validate():
        return _preview(batch, form, 422)
    try:
        check_reason(form.reason.data, "reason", "Tulis alasan impor ini")
        with transaction() as session:
            stored = _batch(session, batch_id)
            job = ordered.ask_to_store(session, stored, form.reason.data, actor=access.actor())
    except RuleViolation as error:
        refuse(form, error)
        return _preview(batch, form, 422)
    return jobs.follow(job)


@asks(blueprint, "/register/impor/<int:batch_id>/batal", "register.import")
def undo_import(batch_id: int) -> Asked:
    """Undo a batch; what people changed since stays, and is told."""
    _batch(reading(), batch_id)
    form, kept = ReasonForm(), list[str]()
    form.ask_for("Alasan pembatalan", is_needed=True)

    def act(session: Session, actor: Actor) -> None:
        kept.extend(storing.undo(session, _batch(session, batch_id), form.reason.data, actor=actor))

    back = url_for(".preview", batch_id=batch_id)
    lead = "Yang baru dikeluarkan, yang berubah dikembalikan; yang sudah diubah orang sesudahnya dibiarkan."
    page = FormPage("Batalkan impor ini?", back, "Batalkan impor", lead, kind="stop", crumbs=_crumbs())

    def then() -> ResponseReturnValue:
        return done(" ".join(("Impor dibatalkan.", *kept[:5])), back)

    return Asked(form, page, act, then=then)


@blueprint.get("/register/impor/<int:batch_id>/berkas")
@allow("register.import")
def import_source(batch_id: int) -> ResponseReturnValue:
    """The file of a batch, or what was kept of it."""
    batch = _batch(reading(), batch_id)
    name = batch.file_name if batch.is_whole else f"{batch.file_name}.tanpa-orang.csv"
    return attachment(batch.source, "application/octet-stream", name)


def _batch(session: Session, batch_id: int) -> ImportBatch:
    found = session.get(ImportBatch, batch_id) if batch_id < 2**63 else None
    if found is None:
        raise NotFound("Impor ini tidak ada.")
    return found


def _preview(batch: ImportBatch, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    form.ask_for("Alasan impor", is_needed=True)
    found = batch.found
    return render_template(
        "register/preview.html",
        batch=batch,
        form=form,
        lists=[(what, name, found.get(what, [])) for what, name in LIST_NAMES.items()],
        labels={name: one.text for name, one in labels(Innovation).items()},
        stored=bool(found.get("new") or found.get("changed")),
    ), status


def _uploads(form: UploadForm, status: int = 200) -> ResponseReturnValue:
    pages = paging(reading().scalar(select(func.count(ImportBatch.id))) or 0, SHOWN)
    found = select(ImportBatch).order_by(ImportBatch.id.desc()).offset(pages.offset).limit(SHOWN)
    wanted = request.args.get("untuk", "") or request.form.get("untuk", "")
    return render_template(
        "register/imports.html",
        form=form,
        batches=list(reading().scalars(found)),
        paging=pages,
        wanted=wanted if wanted.isdigit() else "",
    ), status


def _crumbs() -> tuple[tuple[str, str], ...]:
    return (("Register", url_for(".index")), ("Impor", url_for(".imports")))
