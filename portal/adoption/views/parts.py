"""The parts of a plan: lists of rows and the form of one row; the steps of the template, and their end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor, allow
from portal.adoption import ninety, parts, words
from portal.adoption.changes import PLAN, needs_reason
from portal.adoption.measures import TEMPLATE
from portal.adoption.models import Milestone, Plan
from portal.adoption.part_forms import PARTS, FinishForm, ReasonedKpiForm, StartForm
from portal.adoption.views import blueprint
from portal.adoption.views.saving import changing, load
from portal.cases import CASES
from portal.db import reading
from portal.records import PartPage, part_routes
from portal.records.asking import Asked, asks, pressed
from portal.records.part_views import Offer, PartViews, form_of
from portal.records.saving import FormPage, Saved, attempt, done, filled
from portal.same import same


def _form_for(shown: PartPage, plan: Plan, found: Any, **named: Any) -> Saved:
    if found is not None and needs_reason(plan, found):
        form: Saved = filled(ReasonedKpiForm, found)
        return form
    return form_of(shown, plan, found, **named)


def _extra(_shown: PartPage, plan: Plan) -> Mapping[str, Any]:
    kind = ninety.kind_for_plan(plan.case_slug, plan.sector)
    return {"form": StartForm(data={"start": clock.today()}), "beginning": kind}


def _offered(shown: PartPage, plan: Plan) -> list[Offer]:
    """KPIs as the results of the case name them; where we start and where to is measured at home."""
    case = CASES.get().get(plan.case_slug) if shown.key == "kpi" else None
    taken = {same(kpi.name) for kpi in plan.kpis}
    offers: list[Offer] = []
    for result in case.results if case else ():
        if same(result.metric) not in taken:
            typed = {
                "name": result.metric[:1].upper() + result.metric[1:200],
                "unit": result.unit[:40],
                "direction": str(words.way_of(result) or ""),
            }
            offers.append((words.result_line(result), typed))
    return offers


VIEWS = PartViews(
    PLAN, PARTS, load, changing, words.part_title, words.part_detail, _form_for, _extra, _offered
)
part_routes(blueprint, "/rencana", VIEWS)


@blueprint.post("/rencana/<int:plan_id>/tahapan-baku")
@allow("adoption.edit")
def use_template(plan_id: int) -> ResponseReturnValue:
    """Fill the list of milestones from the template."""
    plan, form = load(plan_id, "adoption.edit"), StartForm()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        kind = ninety.kind_for_plan(stored.case_slug, stored.sector) if form.ninety.data else None
        steps = ninety.steps_of(kind) if kind else TEMPLATE
        parts.use_template(session, stored, form.start.data, steps=steps, actor=actor)

    if status := attempt(form, changing(plan_id, act)):
        return VIEWS.list_page(plan, PARTS["tahapan"], status, form=form)
    return done("Langkah baku diisikan. Sesuaikan tenggatnya.", PLAN.address(plan, "tahapan"))


@asks(blueprint, "/rencana/<int:plan_id>/tahapan/<int:row_id>/selesai", "adoption.edit")
def finish(plan_id: int, row_id: int) -> Asked:
    """Note that a milestone was done."""
    plan, form = load(plan_id, "adoption.edit"), FinishForm(data={"done": clock.today()})
    milestone = parts.get(reading(), Milestone, plan, row_id)

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        target = parts.get(session, Milestone, stored, row_id)
        parts.finish(session, stored, target, form.done.data, actor=actor)

    back = url_for(".show", plan_id=plan_id, _anchor="tahapan")
    page = FormPage("Tandai selesai", back, "Tandai selesai", milestone.title, record=plan, row=milestone)
    return Asked(form, page, changing(plan_id, act), "Langkah ditandai selesai.", back)


@blueprint.post("/rencana/<int:plan_id>/tahapan/<int:row_id>/belum")
@allow("adoption.edit")
def unfinish(plan_id: int, row_id: int) -> ResponseReturnValue:
    """Take back that a milestone was done."""
    load(plan_id, "adoption.edit")

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        parts.unfinish(session, stored, parts.get(session, Milestone, stored, row_id), actor=actor)

    back = url_for(".show", plan_id=plan_id, _anchor="tahapan")
    return pressed(changing(plan_id, act), "Langkah ditandai belum selesai.", back)
