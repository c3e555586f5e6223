"""The parts of a visit: lists of rows and the form of one row; the questions that the portal proposes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor
from portal.adoption import Plan
from portal.db import reading
from portal.records import PartPage, part_routes
from portal.records.asking import Asked, asks
from portal.records.part_views import PartViews, form_of
from portal.visits import page, questions, words
from portal.visits.changes import VISIT
from portal.visits.models import Visit
from portal.visits.part_forms import PARTS
from portal.visits.views import blueprint
from portal.visits.views.saving import changing, load
from portal.web.forms import Form


def _form_for(shown: PartPage, visit: Visit, found: Any, **named: Any) -> Any:
    form: Any = form_of(shown, visit, found, **named)
    form.prepare(visit)
    return form


def _extra(shown: PartPage, visit: Visit) -> Mapping[str, Any]:
    return {
        "warnings": page.warnings_of(reading(), visit, access.actor()) if shown.key == "delegasi" else (),
        "money": page.money_of(reading(), visit) if shown.key == "biaya" else None,
    }


VIEWS = PartViews(VISIT, PARTS, load, changing, words.part_title, words.part_detail, _form_for, _extra)
part_routes(blueprint, "/kunjungan", VIEWS)


@asks(blueprint, "/kunjungan/<int:visit_id>/usulan-pertanyaan", "visits.edit")
def take_up_questions(visit_id: int) -> Asked:
    """Put the ticked questions that the portal proposes on the list."""
    visit, form, keys = load(visit_id, "visits.edit"), Form(), request.form.getlist("usulan")

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        plan = session.get(Plan, stored.plan_id) if stored.plan_id else None
        questions.take_up(session, stored, plan, keys, actor=actor)

    back = VIEWS.list_url(visit, "pertanyaan")
    shown = partial(_proposals_page, visit, form)
    return Asked(form, shown, changing(visit_id, act), "Pertanyaan masuk daftar.", back)


def _proposals_page(visit: Visit, form: Form, status: int) -> ResponseReturnValue:
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
