"""Questions and remarks on plans and on cases."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.adoption.changes import PLAN
from portal.adoption.comments import COMMENTS
from portal.adoption.views import blueprint
from portal.adoption.views.saving import PLANS
from portal.cases import get_case
from portal.records.comments import ANCHOR
from portal.records.saving import FormPage

COMMENTS.routes(blueprint, "/rencana", PLAN, PLANS)
COMMENTS.answer_routes(blueprint, "/tulisan")


@blueprint.post("/inovasi/<slug>/tulisan")
@allow("adoption.ask")
def ask_on_case(slug: str) -> ResponseReturnValue:
    """Ask or remark on a case."""
    case, back = get_case(slug), url_for("cases.show", slug=slug, _anchor=ANCHOR)
    page = FormPage(f"Tanya jawab: {case.title}", back, "Kirim", crumbs=(("Inovasi", back),))
    return COMMENTS.sent(page, case_slug=case.slug)
