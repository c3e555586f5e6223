"""One KPI: its chart, its readings, and the form of a reading."""

from __future__ import annotations

from collections.abc import Callable

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
from portal.adoption.views import blueprint, measuring  # noqa: F401 -- the page of all KPIs
from portal.adoption.views.saving import changing, load
from portal.db import reading as db_reading
from portal.records.asking import Asked, asks, pressed
from portal.records.saving import FormPage, filled

KPI = "/rencana/<int:plan_id>/kpi/<int:kpi_id>"


@blueprint.get(KPI)
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


@asks(blueprint, f"{KPI}/bacaan", "adoption.edit")
def add_reading(plan_id: int, kpi_id: int) -> Asked:
    """Write a reading down."""
    plan, form = load(plan_id, "adoption.edit"), ReadingForm(data={"day": clock.today()})
    found = parts.get(db_reading(), Kpi, plan, kpi_id)

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        target = parts.get(session, Kpi, stored, kpi_id)
        day, value = form.day.data, form.value.data
        readings.add(session, stored, target, day=day, value=value, note_text=form["note"].data, actor=actor)

    page, back = _page(plan, found, "Catat hasil ukur"), _url(plan_id, kpi_id)
    return Asked(form, page, changing(plan_id, act), "Hasil ukur tersimpan.", back)


@asks(blueprint, f"{KPI}/bacaan/<int:reading_id>", "adoption.edit")
def correct_reading(plan_id: int, kpi_id: int, reading_id: int) -> Asked:
    """Correct a reading."""
    plan = load(plan_id, "adoption.edit")
    found = parts.get(db_reading(), Kpi, plan, kpi_id)
    read = readings.get(db_reading(), found, reading_id)
    form = filled(CorrectionForm, read)

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        target = parts.get(session, Kpi, stored, kpi_id)
        row, values, why = readings.get(session, target, reading_id), form.values(), form.reason.data
        at, mark = form.read_at(), form.mark.data or ""
        readings.correct(
            session, stored, target, row, values=values, reason=why, version=at, mark=mark, actor=actor
        )

    return Asked(
        form,
        _page(plan, found, "Perbaiki hasil ukur", read),
        changing(plan_id, act),
        "Hasil ukur diperbaiki.",
        _url(plan_id, kpi_id),
        fresh=lambda: readings.get(db_reading(), found, reading_id),
    )


@blueprint.post(f"{KPI}/bacaan/<int:reading_id>/hapus")
@allow("adoption.edit")
def remove_reading(plan_id: int, kpi_id: int, reading_id: int) -> ResponseReturnValue:
    """Remove a reading; it can be put back."""
    said = "Hasil ukur dihapus. Bila keliru, pulihkan dari daftar di bawah."
    return _press(readings.remove, plan_id, kpi_id, reading_id, said)


@blueprint.post(f"{KPI}/bacaan/<int:reading_id>/pulihkan")
@allow("adoption.edit")
def restore_reading(plan_id: int, kpi_id: int, reading_id: int) -> ResponseReturnValue:
    """Put a removed reading back."""
    return _press(readings.restore, plan_id, kpi_id, reading_id, "Hasil ukur dipulihkan.")


def _press(
    verb: Callable[..., None], plan_id: int, kpi_id: int, reading_id: int, said: str
) -> ResponseReturnValue:
    load(plan_id, "adoption.edit")

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        target = parts.get(session, Kpi, stored, kpi_id)
        verb(session, stored, target, readings.get(session, target, reading_id), actor=actor)

    return pressed(changing(plan_id, act), said, _url(plan_id, kpi_id))


def _url(plan_id: int, kpi_id: int) -> str:
    return url_for(".kpi", plan_id=plan_id, kpi_id=kpi_id)


def _page(plan: Plan, kpi: Kpi, title: str, row: Reading | None = None) -> FormPage:
    back = _url(plan.id, kpi.id)
    unit = f" Satuan: {kpi.unit}." if kpi.unit else ""
    lead, crumbs = f"{kpi.name}.{unit}", ((kpi.name, back),)
    return FormPage(title, back, lead=lead, crumbs=crumbs, record=plan, row=row or kpi)
