"""What a visit led to: recommendations, and follow-up that becomes plans and steps of plans."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.adoption import Plan, get_plan, visible
from portal.adoption.rules import Stage as PlanStage
from portal.db import reading
from portal.records.asking import Asked, asks
from portal.records.fields import REQUIRED, Option, whole
from portal.records.saving import CLASH, FormPage, attempt, done, filled
from portal.visits import comparison, follow_ups, outline, page, parts
from portal.visits.models import Visit
from portal.visits.part_forms import AdviceForm
from portal.visits.part_models import FollowUp
from portal.visits.views import blueprint
from portal.visits.views.saving import changing, load
from portal.web.forms import Form

MAX_PLANS = 200  # to choose from


class StepForm(Form):
    """The plan that an item of the follow-up becomes a step of."""

    plan_id = Option("Rencana", coerce=whole, validators=[REQUIRED])


@blueprint.get("/kunjungan/<int:visit_id>/perbandingan")
@allow("visits.read")
def comparison_page(visit_id: int) -> ResponseReturnValue:
    """The condition of the host beside ours."""
    visit = load(visit_id)
    return render_template(
        "visits/comparison.html",
        visit=visit,
        host=page.host_name(visit),
        conditions=comparison.conditions(visit),
    )


@asks(blueprint, "/kunjungan/<int:visit_id>/rekomendasi/<slug>", "visits.edit")
def recommend(visit_id: int, slug: str) -> Asked:
    """Say what is recommended for a case."""
    visit = load(visit_id, "visits.edit")
    row = follow_ups.case_row(visit, slug)
    form: Any = filled(AdviceForm, row)

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        target, at, mark = follow_ups.case_row(stored, slug), form.read_at(), form.mark.data or ""
        follow_ups.recommend(session, stored, target, form.values(), version=at, mark=mark, actor=actor)

    back = _url(visit, "laporan")
    return Asked(
        form,
        FormPage(f"Rekomendasi: {row.title}", back, record=visit),
        changing(visit_id, act),
        "Rekomendasi tersimpan.",
        back,
        fresh=lambda: follow_ups.case_row(load(visit_id), slug),
    )


@blueprint.post("/kunjungan/<int:visit_id>/tindak-lanjut/<int:row_id>/rencana")
@allow("visits.edit")
def make_plan(visit_id: int, row_id: int) -> ResponseReturnValue:
    """Begin a plan from an item of the follow-up."""
    load(visit_id, "visits.edit")
    form = Form()
    made: list[Plan] = []

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        item = parts.get(session, FollowUp, stored, row_id)
        made.append(follow_ups.make_plan(session, stored, item, actor=actor))

    if attempt(form, changing(visit_id, act)):
        return _refused(load(visit_id), row_id, form)
    message = "Tindak lanjut menjadi rencana. Lengkapi rencananya, lalu ajukan."
    return done(message, url_for("adoption.show", plan_id=made[0].id))


@asks(blueprint, "/kunjungan/<int:visit_id>/tindak-lanjut/<int:row_id>/langkah", "visits.edit")
def make_step(visit_id: int, row_id: int) -> Asked:
    """Put an item of the follow-up as a step into a plan."""
    visit, form = load(visit_id, "visits.edit"), _step_form()
    shown = parts.get(reading(), FollowUp, visit, row_id)

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        plan = get_plan(session, form.plan_id.data, actor, lock=True)
        item = parts.get(session, FollowUp, stored, row_id)
        follow_ups.make_milestone(session, stored, item, plan, actor=actor)

    back, lead = _url(visit, "tindak-lanjut"), f"{shown.action}. Pilih rencana yang mendapat langkah ini."
    page = FormPage("Jadikan langkah rencana", back, "Jadikan langkah", lead, record=visit)
    return Asked(form, page, changing(visit_id, act), "Tindak lanjut menjadi langkah rencana.", back)


def _refused(visit: Visit, row_id: int, form: Form) -> ResponseReturnValue:
    """The visit's page, with why the item did not become a plan and the plan that stands in its way."""
    shown = outline.shown(visit, access.actor())
    item = parts.get(reading(), FollowUp, visit, row_id)
    twin = shown["view"].twins.get(item.case_slug)
    return render_template(
        "visits/show.html",
        **shown,
        item=item,
        refusal=next(iter(form.form_errors), "Permintaan tidak lengkap. Coba lagi."),
        twin=twin if twin is not None and access.may(access.actor(), "adoption.edit", opd=twin.opd) else None,
    ), CLASH


def _url(visit: Visit, anchor: str) -> str:
    return url_for(".show", visit_id=visit.id, _anchor=anchor)


def _step_form() -> StepForm:
    """The plans of the actor's own OPDs that have not stopped."""
    actor, form = access.actor(), StepForm()
    opds = access.opds_where(actor, "adoption.edit")
    where = [visible(actor), Plan.stage != PlanStage.STOPPED]
    if opds is not None:
        where.append(Plan.opd.in_(opds))
    found = (
        select(Plan.id, Plan.title).where(*where).order_by(Plan.last_news_at.desc(), Plan.id).limit(MAX_PLANS)
    )
    form.plan_id.offer((plan_id, title) for plan_id, title in reading().execute(found))
    return form
