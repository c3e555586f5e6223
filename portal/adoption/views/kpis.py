"""One KPI: its chart, its readings, and the form of a reading."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import access, clock
from portal.access import Actor, allow
from portal.adoption import parts, readings, words
from portal.adoption.charts import kpi_chart
from portal.adoption.models import Kpi, Plan, Reading
from portal.adoption.part_forms import CorrectionForm, ReadingForm
from portal.adoption.views import blueprint
from portal.adoption.views.saving import changing, form_page, load
from portal.db import reading as db_reading
from portal.records.saving import Page, attempt, done, filled, or_refuse
from portal.web.forms import Form


@blueprint.get("/rencana/<int:plan_id>/kpi/<int:kpi_id>")
@allow("adoption.read")
def kpi(plan_id: int, kpi_id: int) -> ResponseReturnValue:
    """A KPI with its readings."""
    plan = load(plan_id)
    found = parts.get(db_reading(), Kpi, plan, kpi_id)
    gone = select(Reading).where(Reading.kpi_id == found.id, Reading.removed_at.is_not(None))
    return render_template(
        "adoption/kpi.html",
        plan=plan,
        kpi=found,
        chart=kpi_chart(found),
        finding=words.finding(found),
        removed=db_reading().scalars(gone.order_by(Reading.day)).all(),
        may_edit=access.may(access.actor(), "adoption.edit", opd=plan.opd),
        form=ReadingForm(formdata=None, data={"day": clock.today()}),
    )


@blueprint.get("/rencana/<int:plan_id>/kpi/<int:kpi_id>/bacaan")
@allow("adoption.edit")
def new_reading(plan_id: int, kpi_id: int) -> ResponseReturnValue:
    """The form for a new reading."""
    plan = load(plan_id, "adoption.edit")
    found = parts.get(db_reading(), Kpi, plan, kpi_id)
    return form_page(ReadingForm(data={"day": clock.today()}), _page(plan, found, "Catat hasil ukur"))


@blueprint.post("/rencana/<int:plan_id>/kpi/<int:kpi_id>/bacaan")
@allow("adoption.edit")
def add_reading(plan_id: int, kpi_id: int) -> ResponseReturnValue:
    """Write a reading down."""
    plan, form = load(plan_id, "adoption.edit"), ReadingForm()
    found = parts.get(db_reading(), Kpi, plan, kpi_id)

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        target = parts.get(session, Kpi, stored, kpi_id)
        day, value = form.day.data, form.value.data
        readings.add(session, stored, target, day=day, value=value, note_text=form["note"].data, actor=actor)

    if status := attempt(form, changing(plan_id, act)):
        return form_page(form, _page(plan, found, "Catat hasil ukur"), status)
    return done("Hasil ukur tersimpan.", _url(plan_id, kpi_id))


@blueprint.get("/rencana/<int:plan_id>/kpi/<int:kpi_id>/bacaan/<int:reading_id>")
@allow("adoption.edit")
def reading(plan_id: int, kpi_id: int, reading_id: int) -> ResponseReturnValue:
    """The form to correct a reading."""
    plan = load(plan_id, "adoption.edit")
    found = parts.get(db_reading(), Kpi, plan, kpi_id)
    row = readings.get(db_reading(), found, reading_id)
    return form_page(filled(CorrectionForm, row), _page(plan, found, "Perbaiki hasil ukur"))


@blueprint.post("/rencana/<int:plan_id>/kpi/<int:kpi_id>/bacaan/<int:reading_id>")
@allow("adoption.edit")
def correct_reading(plan_id: int, kpi_id: int, reading_id: int) -> ResponseReturnValue:
    """Correct a reading."""
    plan = load(plan_id, "adoption.edit")
    found = parts.get(db_reading(), Kpi, plan, kpi_id)
    form = filled(CorrectionForm, readings.get(db_reading(), found, reading_id))

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        target = parts.get(session, Kpi, stored, kpi_id)
        readings.correct(
            session,
            stored,
            target,
            readings.get(session, target, reading_id),
            values=form.values(),
            reason=form.reason.data,
            version=form.read_at(),
            mark=form.mark.data or "",
            actor=actor,
        )

    if status := attempt(form, changing(plan_id, act)):
        fresh = readings.get(db_reading(), found, reading_id)
        return form_page(form, _page(plan, found, "Perbaiki hasil ukur"), status, fresh)
    return done("Hasil ukur diperbaiki.", _url(plan_id, kpi_id))


@blueprint.post("/rencana/<int:plan_id>/kpi/<int:kpi_id>/bacaan/<int:reading_id>/hapus")
@allow("adoption.edit")
def remove_reading(plan_id: int, kpi_id: int, reading_id: int) -> ResponseReturnValue:
    """Remove a reading; it can be put back."""
    load(plan_id, "adoption.edit")
    form = Form()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        target = parts.get(session, Kpi, stored, kpi_id)
        readings.remove(session, stored, target, readings.get(session, target, reading_id), actor=actor)

    or_refuse(attempt(form, changing(plan_id, act)), form)
    return done("Hasil ukur dihapus. Bila keliru, pulihkan dari daftar di bawah.", _url(plan_id, kpi_id))


@blueprint.post("/rencana/<int:plan_id>/kpi/<int:kpi_id>/bacaan/<int:reading_id>/pulihkan")
@allow("adoption.edit")
def restore_reading(plan_id: int, kpi_id: int, reading_id: int) -> ResponseReturnValue:
    """Put a removed reading back."""
    load(plan_id, "adoption.edit")
    form = Form()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        target = parts.get(session, Kpi, stored, kpi_id)
        readings.restore(session, stored, target, readings.get(session, target, reading_id), actor=actor)

    or_refuse(attempt(form, changing(plan_id, act)), form)
    return done("Hasil ukur dipulihkan.", _url(plan_id, kpi_id))


def _url(plan_id: int, kpi_id: int) -> str:
    return url_for(".kpi", plan_id=plan_id, kpi_id=kpi_id)


def _page(plan: Plan, kpi: Kpi, title: str) -> Page:
    back = _url(plan.id, kpi.id)
    unit = f" Satuan: {kpi.unit}." if kpi.unit else ""
    return Page(title, back, lead=f"{kpi.name}.{unit}", crumbs=((kpi.name, back),), plan=plan)
