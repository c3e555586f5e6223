"""The papers of a plan, as DOCX and PDF."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.adoption.changes import PLAN
from portal.adoption.papers import PAPERS, origin_of
from portal.adoption.views import blueprint
from portal.adoption.views.saving import load
from portal.documents import DOCX
from portal.government.papers import groups, paper_by_name
from portal.government.sender import our_sender
from portal.web.attachments import PDF, private

WHAT = "Rencana ini"


@blueprint.get("/rencana/<int:plan_id>/dokumen")
@allow("adoption.read")
def papers(plan_id: int) -> ResponseReturnValue:
    """The papers that a plan can be printed as, and what it still lacks for each."""
    plan = load(plan_id)
    listed = groups(PAPERS, origin_of(plan), our_sender())
    return render_template("adoption/papers.html", plan=plan, groups=listed, start=PLAN.crumbs(plan))


@blueprint.get("/rencana/<int:plan_id>/dokumen/<name>.<any(docx,pdf):form>")
@allow("adoption.read")
def paper(plan_id: int, name: str, form: str) -> ResponseReturnValue:
    """One paper, to be edited or printed."""
    plan = load(plan_id)
    found, origin, sender = paper_by_name(PAPERS, name, WHAT), origin_of(plan), our_sender()
    if form == "docx":
        return private(found.docx(origin, sender), DOCX, f"{name}-{plan_id}.docx")
    remark = f"Konsep dari {sender.portal or 'portal'}, rencana nomor {plan_id}"
    return private(found.pdf(origin, sender, remark), PDF, f"{name}-{plan_id}.pdf", how="inline")
