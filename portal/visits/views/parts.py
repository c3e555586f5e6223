"""The parts of a visit: lists of rows, the form of one row, and the questions that the portal proposes."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.adoption import Plan
from portal.adoption.views.saving import CLASH, attempt, done, filled, or_refuse
from portal.db import reading
from portal.errors import NotFound
from portal.visits import page, parts, questions
from portal.visits.models import Visit
from portal.visits.part_forms import PARTS, PartPage
from portal.visits.parts import PLACES, PartOf
from portal.visits.views import blueprint
from portal.visits.views.saving import Page, changing, form_page, load
from portal.web.forms import Form


@blueprint.get("/kunjungan/<int:visit_id>/bagian/<key>")
@allow("visits.edit")
def part(visit_id: int, key: str) -> ResponseReturnValue:
    """The rows of a part, to add to and to edit."""
    visit, shown = load(visit_id, "visits.edit"), _part(key)
    kind: Any = shown.kind
    removed = select(kind).where(kind.visit_id == visit.id, kind.removed_at.is_not(None)).order_by(kind.id)
    return render_template(
        "visits/part.html",
        visit=visit,
        part=shown,
        rows=getattr(visit, PLACES[shown.kind]),
        removed=reading().scalars(removed).all(),
        warnings=page.warnings_of(reading(), visit) if key == "delegasi" else (),
        money=page.money_of(reading(), visit) if key == "biaya" else None,
    )


@blueprint.get("/kunjungan/<int:visit_id>/bagian/<key>/baru")
@allow("visits.edit")
def new_row(visit_id: int, key: str) -> ResponseReturnValue:
    """The form for a new row."""
    visit, shown = load(visit_id, "visits.edit"), _part(key)
    return form_page(_form(shown, visit), _row_page(visit, shown, None))


@blueprint.post("/kunjungan/<int:visit_id>/bagian/<key>/baru")
@allow("visits.edit")
def add_row(visit_id: int, key: str) -> ResponseReturnValue:
    """Add a row."""
    visit, shown = load(visit_id, "visits.edit"), _part(key)
    form = _form(shown, visit)

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        parts.add(session, stored, shown.kind, form.values(), actor=actor)

    if status := attempt(form, changing(visit_id, act)):
        return form_page(form, _row_page(visit, shown, None), status)
    return done(f"{shown.one[0].upper()}{shown.one[1:]} ditambahkan.", _list_url(visit, key))


@blueprint.get("/kunjungan/<int:visit_id>/bagian/<key>/<int:row_id>")
@allow("visits.edit")
def row(visit_id: int, key: str, row_id: int) -> ResponseReturnValue:
    """The form of a row."""
    visit, shown = load(visit_id, "visits.edit"), _part(key)
    found = parts.get(reading(), shown.kind, visit, row_id)
    return form_page(_form(shown, visit, found), _row_page(visit, shown, found))


@blueprint.post("/kunjungan/<int:visit_id>/bagian/<key>/<int:row_id>")
@allow("visits.edit")
def save_row(visit_id: int, key: str, row_id: int) -> ResponseReturnValue:
    """Save a row."""
    visit, shown = load(visit_id, "visits.edit"), _part(key)
    found = parts.get(reading(), shown.kind, visit, row_id)
    form = _form(shown, visit, found)

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        target = parts.get(session, shown.kind, stored, row_id)
        at, mark = form.read_at(), form.mark.data or ""
        parts.edit(session, stored, target, form.values(), version=at, mark=mark, actor=actor)

    if status := attempt(form, changing(visit_id, act)):
        fresh = parts.get(reading(), shown.kind, load(visit_id), row_id) if status == CLASH else None
        return form_page(form, _row_page(visit, shown, found), status, fresh)
    return done("Perubahan tersimpan.", _list_url(visit, key))


@blueprint.get("/kunjungan/<int:visit_id>/bagian/<key>/<int:row_id>/hapus")
@allow("visits.edit")
def ask_remove_row(visit_id: int, key: str, row_id: int) -> ResponseReturnValue:
    """Ask before a row is removed."""
    visit, shown = load(visit_id, "visits.edit"), _part(key)
    parts.get(reading(), shown.kind, visit, row_id)
    return form_page(Form(), _removal_page(visit, shown))


@blueprint.post("/kunjungan/<int:visit_id>/bagian/<key>/<int:row_id>/hapus")
@allow("visits.edit")
def remove_row(visit_id: int, key: str, row_id: int) -> ResponseReturnValue:
    """Remove a row; it can be put back."""
    visit, shown, form = load(visit_id, "visits.edit"), _part(key), Form()

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        parts.remove(session, stored, parts.get(session, shown.kind, stored, row_id), actor=actor)

    if status := attempt(form, changing(visit_id, act)):
        return form_page(form, _removal_page(visit, shown), status)
    return done("Dihapus. Bila keliru, pulihkan dari daftar di bawah.", _list_url(visit, key))


@blueprint.post("/kunjungan/<int:visit_id>/bagian/<key>/<int:row_id>/pulihkan")
@allow("visits.edit")
def restore_row(visit_id: int, key: str, row_id: int) -> ResponseReturnValue:
    """Put a removed row back."""
    visit, shown, form = load(visit_id, "visits.edit"), _part(key), Form()

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        parts.restore(session, stored, parts.get(session, shown.kind, stored, row_id), actor=actor)

    or_refuse(attempt(form, changing(visit_id, act)), form)
    return done("Dipulihkan.", _list_url(visit, key))


@blueprint.get("/kunjungan/<int:visit_id>/usulan-pertanyaan")
@allow("visits.edit")
def proposed_questions(visit_id: int) -> ResponseReturnValue:
    """The questions that the portal proposes, to tick."""
    return _proposals_page(load(visit_id, "visits.edit"), Form())


@blueprint.post("/kunjungan/<int:visit_id>/usulan-pertanyaan")
@allow("visits.edit")
def take_up_questions(visit_id: int) -> ResponseReturnValue:
    """Put the ticked questions on the list."""
    visit, form, keys = load(visit_id, "visits.edit"), Form(), request.form.getlist("usulan")

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        plan = session.get(Plan, stored.plan_id) if stored.plan_id else None
        questions.take_up(session, stored, plan, keys, actor=actor)

    if status := attempt(form, changing(visit_id, act)):
        return _proposals_page(visit, form, status)
    return done("Pertanyaan masuk daftar.", _list_url(visit, "pertanyaan"))


def _proposals_page(visit: Visit, form: Form, status: int = 200) -> ResponseReturnValue:
    plan = reading().get(Plan, visit.plan_id) if visit.plan_id else None
    plan = plan if plan and access.may(access.actor(), "visits.edit", opd=plan.opd) else None
    found = questions.proposals(visit, plan)
    groups = [
        (
            "Yang belum diketahui portal",
            [one for one in found if not one.key.startswith(("bank:", "rencana:"))],
        ),
        ("Dari syarat rencana", [one for one in found if one.key.startswith("rencana:")]),
        ("Bank pertanyaan menurut tema", [one for one in found if one.key.startswith("bank:")]),
    ]
    return render_template("visits/proposals.html", visit=visit, form=form, groups=groups), status


def _part(key: str) -> PartPage:
    if key not in PARTS:
        raise NotFound("Bagian kunjungan ini tidak ada.")
    return PARTS[key]


def _form(shown: PartPage, visit: Visit, found: PartOf | None = None) -> Any:
    form = filled(shown.form, found) if found is not None else shown.form()
    form.prepare(visit)
    return form


def _list_url(visit: Visit, key: str) -> str:
    return url_for(".part", visit_id=visit.id, key=key)


def _row_page(visit: Visit, shown: PartPage, found: PartOf | None) -> Page:
    title = f"Ubah {shown.one}" if found is not None else f"Tambah {shown.one}"
    back = _list_url(visit, shown.key)
    return Page(title, back, crumbs=((shown.title, back),), visit=visit)


def _removal_page(visit: Visit, shown: PartPage) -> Page:
    lead = "Baris ini tidak tampil lagi. Jejaknya tetap tersimpan dan dapat dipulihkan."
    back = _list_url(visit, shown.key)
    crumbs = ((shown.title, back),)
    return Page(f"Hapus {shown.one} ini?", back, "Hapus", lead, kind="stop", crumbs=crumbs, visit=visit)
