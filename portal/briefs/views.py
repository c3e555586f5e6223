"""The leader's page of a case: to look at, as PDF and as DOCX."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.briefs.facts import DECISIONS
from portal.briefs.making import brief_of, chosen_need, letter_of, needs_for, senders
from portal.cases import Case, get_case
from portal.documents import DOCX, Letter, make_docx, make_letter_pdf
from portal.web.addresses import outside
from portal.web.attachments import PDF, attachment

blueprint = Blueprint("briefs", __name__, template_folder="templates")


@blueprint.get("/inovasi/<slug>/telaahan")
@allow("library.read", guests=True)
def show(slug: str) -> ResponseReturnValue:
    """The page as it will be printed, with the choice of need and agency."""
    case = get_case(slug)
    need = chosen_need(case, request.args.get("kebutuhan", ""))
    return render_template(
        "briefs/show.html",
        case=case,
        need=need,
        needs=needs_for(case),
        opds=senders(case, need),
        chosen=request.args.get("opd", ""),
        page=brief_of(case, need, outside("cases.show", slug=slug)),
        decisions=DECISIONS,
    )


@blueprint.get("/inovasi/<slug>/telaahan.pdf")
@allow("library.read", guests=True)
def pdf(slug: str) -> Response:
    """The page as PDF (PDF/UA-1)."""
    return attachment(make_letter_pdf([_letter(slug)]), PDF, f"telaahan-{slug}.pdf", how="inline")


@blueprint.get("/inovasi/<slug>/telaahan.docx")
@allow("library.read", guests=True)
def docx(slug: str) -> Response:
    """The page as an editable draft."""
    return attachment(make_docx([_letter(slug)]), DOCX, f"telaahan-{slug}.docx")


def button(case: Case) -> str:
    """The way from a case to its page for the leader."""
    return render_template("briefs/button.html", case=case)


def _letter(slug: str) -> Letter:
    case = get_case(slug)
    need = chosen_need(case, request.args.get("kebutuhan", ""))
    return letter_of(case, need, request.args.get("opd", "")[:80], outside("cases.show", slug=slug))
