"""Pages by which figures come in and go out: upload, form, preview, write, take back; XLSX and CSV."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access, clock, edition, jobs
from portal.access import Actor, allow
from portal.benchmark import door, ordered, service, tables, taking_back
from portal.benchmark.forms import FigureForm, ReasonForm, TableForm
from portal.benchmark.importing import HEADINGS, Effect, judge
from portal.benchmark.views import MAX_VALUES, blueprint
from portal.db import reading, transaction
from portal.documents.sheets import CSV, XLSX, Sheet, make_csv, make_xlsx
from portal.documents.workbooks import read_table
from portal.errors import RuleViolation
from portal.jobs.models import Job
from portal.records import imports
from portal.records.asking import Asked, asks
from portal.records.imports import Rows, TableImport
from portal.records.limits import check_reason
from portal.records.moving import ReasonForm as UndoForm
from portal.records.receiving import received
from portal.records.saving import INVALID, FormPage
from portal.regions import INDICATORS, INSTRUMENTS, REGIONS
from portal.web.attachments import attachment


@blueprint.get("/pembanding/angka.xlsx")
@allow("library.read", guests=True)
def xlsx() -> ResponseReturnValue:
    """The figures of the chosen regions, or of all, as a workbook; importing it again changes nothing."""
    return attachment(make_xlsx(_sheet()), XLSX, "angka-wilayah.xlsx")


@blueprint.get("/pembanding/angka.csv")
@allow("library.read", guests=True)
def csv() -> ResponseReturnValue:
    """The same as CSV."""
    return attachment(make_csv(_sheet()), CSV, "angka-wilayah.csv")


@blueprint.get("/pembanding/impor")
@allow("benchmark.import")
def ask_import() -> ResponseReturnValue:
    """Where a curator uploads a table or types one figure."""
    return _forms(TableForm(formdata=None), _filled())


@blueprint.post("/pembanding/impor")
@allow("benchmark.import")
def upload() -> ResponseReturnValue:
    """Read a table; nothing is written yet."""
    form = TableForm()
    rows = received(form, lambda content: read_table(content, tables.FORM))
    return _to_preview(rows) if rows else _forms(form, _filled(), INVALID)


@blueprint.post("/pembanding/impor/angka")
@allow("benchmark.import")
def add_figure() -> ResponseReturnValue:
    """Judge one typed figure; nothing is written yet."""
    form = _filled()
    if not form.validate():
        return _forms(TableForm(formdata=None), form, 422)
    rows: Rows = [(1, form.row())]
    judged = judge(rows, door.snapshot_of_files(edition.settings()))
    if judged.refused:
        form.form_errors.append(judged.refused[0].reason)
        return _forms(TableForm(formdata=None), form, 422)
    return _to_preview(rows)


@blueprint.get("/pembanding/impor/<int:import_id>")
@allow("benchmark.import")
def preview(import_id: int) -> ResponseReturnValue:
    """What would change, and every refused row with its reason."""
    kept = _kept(import_id)
    return _preview(kept, ReasonForm(formdata=None, reason=ordered.last_reason(reading(), import_id)))


@blueprint.post("/pembanding/impor/<int:import_id>")
@allow("benchmark.import")
def write(import_id: int) -> ResponseReturnValue:
    """Order the figures that the preview showed to be written and published."""
    actor, form = access.actor(), ReasonForm()
    kept = _kept(import_id)
    if not form.validate():
        return _preview(kept, form, 422)
    mark, reason = form.mark.data or "", form.reason.data
    try:
        check_reason(reason, "reason")
        door.as_promised(edition.settings(), kept.rows, mark)
    except RuleViolation as error:
        form.add_error("reason", str(error))
        return _preview(kept, form, 422)
    reading().rollback()  # no old reading may be open while others write
    with transaction() as session:
        job = ordered.ask_to_write(session, actor, import_id, mark=mark, reason=reason)
    return jobs.follow(job)


@asks(blueprint, "/pembanding/impor/<int:import_id>/batalkan", "benchmark.import")
def undo_import(import_id: int) -> Asked:
    """Order an import to be taken back."""
    form, job = UndoForm(), list[Job]()
    form.ask_for("Alasan pembatalan", is_needed=True)
    kept = imports.to_undo(reading(), import_id, door.KIND, door.WHOSE)
    back = url_for(".ask_import")
    lead = (
        f"{taking_back.figures_of(kept)} angka dari impor ini kembali seperti sebelumnya dan diterbitkan: "
        "yang baru dikeluarkan, yang dibetulkan dikembalikan. Yang sudah diubah sesudahnya dibiarkan dan "
        "disebut."
    )
    crumbs = (("Pembanding", url_for(".compare")), ("Impor angka", back))
    page = FormPage("Batalkan impor angka?", back, "Batalkan impor", lead, kind="stop", crumbs=crumbs)

    def act(session: Session, actor: Actor) -> None:
        check_reason(form.reason.data, "reason")
        job.append(ordered.ask_to_take_back(session, actor, import_id, form.reason.data))

    return Asked(form, page, act, then=lambda: jobs.follow(job[0]))


def _kept(import_id: int) -> TableImport:
    return imports.preview(reading(), import_id, door.KIND, actor=access.actor(), now=clock.now())


def _to_preview(rows: Rows) -> ResponseReturnValue:
    with transaction() as session:
        kept = imports.keep(session, door.KIND, door.WHOSE, rows, actor=access.actor(), now=clock.now())
    return redirect(url_for(".preview", import_id=kept.id), code=303)


def _preview(kept: TableImport, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    judged = judge(kept.rows, door.snapshot_of_files(edition.settings()))
    form.carry_promise(imports.mark_of(door.promise_of(judged)))
    page = render_template(
        "benchmark/preview.html",
        kept=kept,
        judged=judged,
        kinds=list(Effect),
        form=form,
        regions=REGIONS.get(),
        indicators=INDICATORS.get(),
    )
    return page, status


def _filled() -> FigureForm:
    """The form for one figure, with what may be chosen."""
    form = FigureForm() if request.endpoint == "benchmark.add_figure" else FigureForm(formdata=None)
    form.region.choices = [("", "Pilih wilayah"), *((one.id, one.name) for one in REGIONS.get().values())]
    form.indicator.choices = [
        ("", "Pilih indikator"),
        *((one.id, f"{one.name} ({one.unit})") for one in INDICATORS.get().values()),
    ]
    return form


def _forms(table: TableForm, figure: FigureForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "benchmark/import.html",
        table=table,
        figure=figure,
        headings=HEADINGS,
        instruments=INSTRUMENTS.get(),
        max_rows=tables.FORM.max_rows,
        imports=imports.accepted(reading(), door.KIND, door.WHOSE),
    )
    return page, status


def _sheet() -> Sheet:
    """The figures that the address asks for; everything without a choice."""
    wanted = set(request.args.getlist("wilayah")[:MAX_VALUES])
    only = frozenset(request.args.getlist("indikator")[:MAX_VALUES])
    regions = [one for one in service.comparable().values() if not wanted or one.id in wanted]
    return tables.sheet(regions, INDICATORS.get(), INSTRUMENTS.get(), clock.today(), only=only)
