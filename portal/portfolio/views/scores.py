"""Scores: every plan that waits for money, ranked; one score opened to its parts; the list as a sheet."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal import access, clock
from portal.access import allow
from portal.adoption import get_plan
from portal.db import reading
from portal.documents.sheets import XLSX, make_xlsx
from portal.errors import NotFound
from portal.government import our_government
from portal.portfolio import facts, page, scenarios, weights
from portal.portfolio.exports import score_sheet
from portal.portfolio.facts import Candidate
from portal.portfolio.views import blueprint
from portal.web.attachments import attachment
from portal.web.paging import paging

PAGE_SIZE = 50
SHOWN = 10  # scenarios on the first page


@blueprint.get("")
@allow("portfolio.score")
def index() -> ResponseReturnValue:
    """The plans by score, the scenarios, and the decision in force."""
    session, actor = reading(), access.actor()
    reads_all = access.may(actor, "portfolio.read")
    ranked = _ranked()
    pages = paging(len(ranked), PAGE_SIZE)
    return render_template(
        "portfolio/index.html",
        ranked=list(enumerate(ranked, 1))[pages.offset : pages.offset + PAGE_SIZE],
        paging=pages,
        total=len(ranked),
        opds=our_government().opds,
        opd=request.args.get("opd", "")[:60],
        reads_all=reads_all,
        may_plan=access.may(actor, "portfolio.plan"),
        decided=scenarios.in_force(session) if reads_all else None,
        scenarios=scenarios.listed(session, limit=SHOWN) if reads_all else [],
        weights=page.weight_lines(weights.in_force(session)),
    )


@blueprint.get("/skor.xlsx")
@allow("portfolio.score")
def xlsx() -> ResponseReturnValue:
    """The scores with their parts as an Excel workbook."""
    sheet = score_sheet(_ranked(), weights.in_force(reading()), our_government(), clock.today())
    return attachment(make_xlsx(sheet), XLSX, f"prioritas-{clock.today():%Y%m%d}.xlsx")


@blueprint.get("/rencana/<int(max=2147483647):plan_id>")
@allow("portfolio.score")
def score(plan_id: int) -> ResponseReturnValue:
    """A plan's score, opened to its parts."""
    session, actor = reading(), access.actor()
    plan = get_plan(session, plan_id, actor)
    access.require("portfolio.score", opd=plan.opd)
    found = facts.score_all([plan], weights.in_force(session))[0]
    if not facts.is_candidate(plan):
        raise NotFound("Rencana ini tidak sedang menunggu anggaran, jadi tidak diberi skor.")
    return render_template("portfolio/score.html", plan=plan, score=found.score, lines=page.part_lines(found))


def _ranked() -> list[Candidate]:
    """What this reader may see, the highest score first, the lower number first among equals."""
    session = reading()
    found = facts.gather(
        session, weights.in_force(session), access.opds_where(access.actor(), "portfolio.score")
    )
    opd = request.args.get("opd", "")
    kept = [one for one in found if not opd or one.plan.opd == opd]
    return sorted(kept, key=lambda one: (-one.score.value, one.plan.id))
