"""The papers of a plan, as DOCX and PDF."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.adoption.changes import PLAN
from portal.adoption.papers import PAPERS, origin_of
from portal.adoption.views import blueprint
from portal.adoption.views.saving import load
from portal.government.papers import groups, paper_by_name, paper_file
from portal.government.sender import our_sender

WHAT = "Rencana ini"


@blueprint.get("/rencana/<int:plan_id>/dokumen")
@allow("adoption.read")
def papers(plan_id: int) -> ResponseReturnValue:
    """The papers that a plan can be printed as, and what it still lacks for each."""
    plan = load(plan_id)
    listed = groups(PAPERS, origin_of(plan), our_sender())
    return render_template("adoption/papers.html", plan=plan, groups=listed, start=PLAN.crumbs(plan))


@blueprint.get("/rencana/<int:plan_id>/dokumen/<name>.<form>")
@allow("adoption.read")
def paper(plan_id: int, name: str, form: str) -> ResponseReturnValue:
    """One paper, to be edited or printed."""
    plan = load(plan_id)
    found = paper_by_name(PAPERS, name, WHAT)
    return paper_file(found, origin_of(plan), form, f"rencana nomor {plan_id}", f"{name}-{plan_id}")
