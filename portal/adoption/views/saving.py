"""What every form of this room does alike: try a change, say what is wrong, show both texts of a conflict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor
from portal.adoption import queries
from portal.adoption.changes import seen
from portal.adoption.forms import Saved
from portal.adoption.models import Plan
from portal.db import reading, transaction
from portal.errors import Conflict, RuleViolation

INVALID, CLASH = 422, 409


def load(plan_id: int, permission: str = "") -> Plan:
    """A plan that this request may read and, where a permission is named, may do that to."""
    plan = queries.get_plan(reading(), plan_id, access.actor())
    if permission:
        access.require(permission, opd=plan.opd)
    return plan


def attempt(form: FlaskForm, act: Callable[[Session, Actor], object]) -> int:
    """Make a change; 0 when it is stored, else the status to show the form again with."""
    if not form.validate():
        return INVALID
    try:
        with transaction() as session:
            act(session, access.actor())
    except Conflict:
        reading().rollback()  # what was read at the start of the request is old now
        return CLASH
    except RuleViolation as error:
        if error.field in form:
            form.add_error(error.field, str(error))
        else:
            form.form_errors.append(str(error))
        return INVALID
    return 0


def changing(
    plan_id: int, act: Callable[[Session, Plan, Actor], object]
) -> Callable[[Session, Actor], object]:
    """A change of a plan, which is loaded anew inside the transaction that changes it."""

    def run(session: Session, actor: Actor) -> object:
        return act(session, queries.get_plan(session, plan_id, actor, lock=True), actor)

    return run


@dataclass(frozen=True)
class Page:
    """What the page around a form says."""

    title: str
    back: str
    button: str = "Simpan"
    lead: str = ""
    warning: str = ""
    kind: str = ""  # "stop" for a button that ends something
    crumbs: tuple[tuple[str, str], ...] = ()
    plan: Plan | None = None
    links: tuple[tuple[str, str], ...] = ()  # what else can be done here: label, address


def form_page(form: FlaskForm, page: Page, status: int = 200, row: Any = None) -> ResponseReturnValue:
    """The page of a form; after a conflict it shows what is stored beside what was typed."""
    stored = clash(form, row) if status == CLASH and isinstance(form, Saved) else []
    return render_template(
        "adoption/form.html", form=form, page=page, stored=stored, status=status
    ), status or 200


def clash(form: Saved, row: Any) -> list[tuple[str, str]]:
    """What is stored now, for the fields that were typed otherwise; the form may then be saved over it."""
    current = type(form)(formdata=None, obj=row)
    for name in form.names():
        if hasattr(form[name], "choices"):
            current[name].choices = form[name].choices
    form.version.data, form.mark.data = str(row.version), seen(row, form.names())
    form.version.raw_data = form.mark.raw_data = None
    return [
        (form[name].label.text, shown(current[name]) or "(kosong)")
        for name in form.names()
        if shown(current[name]) != shown(form[name])
    ]


def shown(field: Any) -> str:
    """A field's content as a reader sees it."""
    if field.type == "BooleanField":
        return "Ya" if field.data else "Tidak"
    if getattr(field, "choices", None):
        return next((str(one.label) for one in field.iter_choices() if one.selected), "")
    return str(field._value())


def filled(form_type: type[Saved], row: Any) -> Any:
    """A form filled with what is stored, carrying the version it was read at."""
    form = form_type(obj=row)
    if not form.is_submitted():
        form.version.data, form.mark.data = str(row.version), seen(row, form.names())
    return form


def done(message: str, address: str) -> ResponseReturnValue:
    """The answer to a change that is stored."""
    flash(message)
    return redirect(address, code=303)


def or_refuse(status: int, form: FlaskForm) -> None:
    """A button that could not do its work says why on a page of its own."""
    if status:
        raise RuleViolation(
            form.form_errors[0] if form.form_errors else "Permintaan tidak lengkap. Coba lagi."
        )
