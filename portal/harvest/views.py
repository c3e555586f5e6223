"""From a plan that reached penerapan to the draft of a local case, with one button."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import access
from portal.access import allow
from portal.adoption import Plan, Stage, case_draft
from portal.db import reading, transaction
from portal.editing import start_draft
from portal.editing.models import CaseDraft
from portal.errors import NotFound
from portal.records.saving import done

blueprint = Blueprint("harvest", __name__, template_folder="templates")


@blueprint.post("/rencana/<int(max=2147483647):plan_id>/kasus")
@allow("harvest.start")
def start(plan_id: int) -> ResponseReturnValue:
    """Begin the draft of a local case from a finished plan, and go on in its form."""
    with transaction() as session:
        plan = session.get(Plan, plan_id)
        if plan is None:
            raise NotFound("Rencana ini tidak ada.")
        draft = start_draft(session, access.actor(), case_draft(plan), origin_of(plan_id))
        slug = draft.slug
    return done(
        "Draf kasus dibuat dari rencana. Lengkapi, lalu terbitkan.", url_for("editing.edit", slug=slug)
    )


def panel_for_plan(plan: Plan) -> str:
    """The button on the page of a finished plan, and the drafts that already grew out of it."""
    if plan.stage is not Stage.APPLIED or not access.may(access.actor(), "harvest.start"):
        return ""
    begun = reading().scalars(select(CaseDraft.slug).where(CaseDraft.origin == origin_of(plan.id)).distinct())
    return render_template("harvest/panel.html", plan=plan, begun=list(begun))


def living_plans(session: Session) -> dict[str, int]:
    """How many plans that were not stopped adopt each case: what is used most is verified first."""
    wanted = (
        select(Plan.case_slug, func.count().label("plans"))
        .where(Plan.case_slug != "", Plan.stage != Stage.STOPPED)
        .group_by(Plan.case_slug)
    )
    return {row.case_slug: row.plans for row in session.execute(wanted)}


def origin_of(plan_id: int) -> str:
    """How a draft names the plan it grew out of."""
    return f"rencana:{plan_id}"
