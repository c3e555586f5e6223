"""The parts of a plan: lists of rows, and the form of one row."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor, allow
from portal.adoption import parts
from portal.adoption.forms import Saved
from portal.adoption.models import Kpi, Milestone, Plan
from portal.adoption.part_forms import PARTS, FinishForm, PartPage, StartForm
from portal.adoption.parts import PartOf
from portal.adoption.views import blueprint
from portal.adoption.views.saving import (
    Page,
    attempt,
    changing,
    done,
    filled,
    form_page,
    load,
    or_refuse,
)
from portal.db import reading
from portal.errors import NotFound
from portal.web.forms import Form


@blueprint.get("/rencana/<int:plan_id>/bagian/<key>")
@allow("adoption.edit")
def part(plan_id: int, key: str) -> ResponseReturnValue:
    """The rows of a part, to add to and to edit."""
    plan, shown = load(plan_id, "adoption.edit"), _part(key)
    return _list_page(plan, shown, StartForm(data={"start": clock.today()}))


@blueprint.get("/rencana/<int:plan_id>/bagian/<key>/baru")
@allow("adoption.edit")
def new_row(plan_id: int, key: str) -> ResponseReturnValue:
    """The form for a new row."""
    plan, shown = load(plan_id, "adoption.edit"), _part(key)
    return form_page(shown.form(), _row_page(plan, shown, None))


@blueprint.post("/rencana/<int:plan_id>/bagian/<key>/baru")
@allow("adoption.edit")
def add_row(plan_id: int, key: str) -> ResponseReturnValue:
    """Add a row."""
    plan, shown = load(plan_id, "adoption.edit"), _part(key)
    form = shown.form()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        parts.add(session, stored, shown.kind, form.values(), actor=actor)

    if status := attempt(form, changing(plan_id, act)):
        return form_page(form, _row_page(plan, shown, None), status)
    return done(f"{shown.one[0].upper()}{shown.one[1:]} ditambahkan.", _list_url(plan, key))


@blueprint.get("/rencana/<int:plan_id>/bagian/<key>/<int:row_id>")
@allow("adoption.edit")
def row(plan_id: int, key: str, row_id: int) -> ResponseReturnValue:
    """The form of a row."""
    plan, shown = load(plan_id, "adoption.edit"), _part(key)
    found = parts.get(reading(), shown.kind, plan, row_id)
    return form_page(filled(_form_type(shown, plan, found), found), _row_page(plan, shown, found))


@blueprint.post("/rencana/<int:plan_id>/bagian/<key>/<int:row_id>")
@allow("adoption.edit")
def save_row(plan_id: int, key: str, row_id: int) -> ResponseReturnValue:
    """Save a row."""
    plan, shown = load(plan_id, "adoption.edit"), _part(key)
    found = parts.get(reading(), shown.kind, plan, row_id)
    form = filled(_form_type(shown, plan, found), found)

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        reason = form["reason"].data if "reason" in form else ""
        target = parts.get(session, shown.kind, stored, row_id)
        at, mark = form.read_at(), form.mark.data or ""
        parts.edit(session, stored, target, form.values(), version=at, mark=mark, reason=reason, actor=actor)

    if status := attempt(form, changing(plan_id, act)):
        fresh = parts.get(reading(), shown.kind, load(plan_id), row_id) if status == 409 else None
        return form_page(form, _row_page(plan, shown, found), status, fresh)
    return done("Perubahan tersimpan.", _list_url(plan, key))


@blueprint.get("/rencana/<int:plan_id>/bagian/<key>/<int:row_id>/hapus")
@allow("adoption.edit")
def ask_remove_row(plan_id: int, key: str, row_id: int) -> ResponseReturnValue:
    """Ask before a row is removed."""
    plan, shown = load(plan_id, "adoption.edit"), _part(key)
    parts.get(reading(), shown.kind, plan, row_id)
    return form_page(Form(), _removal_page(plan, shown))


@blueprint.post("/rencana/<int:plan_id>/bagian/<key>/<int:row_id>/hapus")
@allow("adoption.edit")
def remove_row(plan_id: int, key: str, row_id: int) -> ResponseReturnValue:
    """Remove a row; it can be put back."""
    plan, shown, form = load(plan_id, "adoption.edit"), _part(key), Form()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        parts.remove(session, stored, parts.get(session, shown.kind, stored, row_id), actor=actor)

    if status := attempt(form, changing(plan_id, act)):
        return form_page(form, _removal_page(plan, shown), status)
    return done("Dihapus. Bila keliru, pulihkan dari daftar di bawah.", _list_url(plan, key))


@blueprint.post("/rencana/<int:plan_id>/bagian/<key>/<int:row_id>/pulihkan")
@allow("adoption.edit")
def restore_row(plan_id: int, key: str, row_id: int) -> ResponseReturnValue:
    """Put a removed row back."""
    plan, shown, form = load(plan_id, "adoption.edit"), _part(key), Form()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        parts.restore(session, stored, parts.get(session, shown.kind, stored, row_id), actor=actor)

    or_refuse(attempt(form, changing(plan_id, act)), form)
    return done("Dipulihkan.", _list_url(plan, key))


@blueprint.post("/rencana/<int:plan_id>/tahapan-baku")
@allow("adoption.edit")
def use_template(plan_id: int) -> ResponseReturnValue:
    """Fill the list of milestones from the template."""
    plan, form = load(plan_id, "adoption.edit"), StartForm()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        parts.use_template(session, stored, form.start.data, actor=actor)

    if status := attempt(form, changing(plan_id, act)):
        return _list_page(plan, PARTS["tahapan"], form, status)
    return done("Langkah baku diisikan. Sesuaikan tenggatnya.", _list_url(plan, "tahapan"))


@blueprint.get("/rencana/<int:plan_id>/tahapan/<int:row_id>/selesai")
@allow("adoption.edit")
def ask_finish(plan_id: int, row_id: int) -> ResponseReturnValue:
    """The form for the day a milestone was done."""
    plan = load(plan_id, "adoption.edit")
    milestone = parts.get(reading(), Milestone, plan, row_id)
    return form_page(FinishForm(data={"done": clock.today()}), _finish_page(plan, milestone))


@blueprint.post("/rencana/<int:plan_id>/tahapan/<int:row_id>/selesai")
@allow("adoption.edit")
def finish(plan_id: int, row_id: int) -> ResponseReturnValue:
    """Note that a milestone was done."""
    plan, form = load(plan_id, "adoption.edit"), FinishForm()
    milestone = parts.get(reading(), Milestone, plan, row_id)

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        target = parts.get(session, Milestone, stored, row_id)
        parts.finish(session, stored, target, form.done.data, actor=actor)

    if status := attempt(form, changing(plan_id, act)):
        return form_page(form, _finish_page(plan, milestone), status)
    return done("Langkah ditandai selesai.", url_for(".show", plan_id=plan.id, _anchor="tahapan"))


@blueprint.post("/rencana/<int:plan_id>/tahapan/<int:row_id>/belum")
@allow("adoption.edit")
def unfinish(plan_id: int, row_id: int) -> ResponseReturnValue:
    """Take back that a milestone was done."""
    plan, form = load(plan_id, "adoption.edit"), Form()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        parts.unfinish(session, stored, parts.get(session, Milestone, stored, row_id), actor=actor)

    or_refuse(attempt(form, changing(plan_id, act)), form)
    return done("Langkah ditandai belum selesai.", url_for(".show", plan_id=plan.id, _anchor="tahapan"))


def _part(key: str) -> PartPage:
    if key not in PARTS:
        raise NotFound("Bagian rencana ini tidak ada.")
    return PARTS[key]


def _form_type(shown: PartPage, plan: Plan, found: PartOf) -> type[Saved]:
    return shown.form_for(found, has_reason=parts.needs_reason(plan, found))


def _list_url(plan: Plan, key: str) -> str:
    return url_for(".part", plan_id=plan.id, key=key)


def _list_page(plan: Plan, shown: PartPage, form: StartForm, status: int = 200) -> ResponseReturnValue:
    kind: Any = shown.kind
    removed = reading().scalars(
        select(kind).where(kind.plan_id == plan.id, kind.removed_at.is_not(None)).order_by(kind.id)
    )
    return render_template(
        "adoption/part.html",
        plan=plan,
        part=shown,
        rows=getattr(plan, _LISTS[shown.key]),
        removed=removed.all(),
        start_form=form,
        today=clock.today(),
        is_kpi=kind is Kpi,
    ), status


_LISTS = {
    "tahapan": "milestones",
    "kpi": "kpis",
    "anggaran": "budget",
    "risiko": "risks",
    "tim": "team",
    "mitra": "partners",
}


def _crumb(plan: Plan, shown: PartPage) -> tuple[tuple[str, str], ...]:
    return ((shown.title, _list_url(plan, shown.key)),)


def _row_page(plan: Plan, shown: PartPage, found: PartOf | None) -> Page:
    title = f"Ubah {shown.one}" if found is not None else f"Tambah {shown.one}"
    return Page(title, _list_url(plan, shown.key), crumbs=_crumb(plan, shown), plan=plan)


def _removal_page(plan: Plan, shown: PartPage) -> Page:
    lead = "Baris ini tidak tampil lagi di rencana. Jejaknya tetap tersimpan dan dapat dipulihkan."
    title = f"Hapus {shown.one} ini?"
    back = _list_url(plan, shown.key)
    return Page(title, back, "Hapus", lead, kind="stop", crumbs=_crumb(plan, shown), plan=plan)


def _finish_page(plan: Plan, milestone: Milestone) -> Page:
    back = url_for(".show", plan_id=plan.id, _anchor="tahapan")
    return Page("Tandai selesai", back, "Tandai selesai", milestone.title, plan=plan)
