"""Scenarios: ask, read the answer, compare."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.db import reading
from portal.documents import DOCX, Document, make_docx, make_pdf
from portal.errors import RuleViolation
from portal.government import our_government
from portal.portfolio import facts, page, scenarios, weights, words
from portal.portfolio.exports import decision_document
from portal.portfolio.forms import MAX_PAIRS, ScenarioForm, scenario_form
from portal.portfolio.models import Scenario, Status
from portal.portfolio.snapshot import Request, read_inputs
from portal.portfolio.views import blueprint
from portal.records.saving import attempt, done, refuse
from portal.web.addresses import outside
from portal.web.attachments import PDF, attachment
from portal.web.filters import number

LISTED = 200
MOST_COMPARED = 3


@blueprint.get("/skenario/baru")
@allow("portfolio.plan")
def new_scenario() -> ResponseReturnValue:
    """The form for a scenario, filled from another one where asked (`dari`)."""
    return _form_page(_form(_source()))


@blueprint.post("/skenario/baru")
@allow("portfolio.plan")
def make_scenario() -> ResponseReturnValue:
    """Compute a scenario and keep it; computing happens before anything is locked."""
    form = _form(None)
    if not form.validate():
        return _form_page(form, 422)
    try:
        computed = scenarios.compute(reading(), form.request())
    except RuleViolation as error:
        refuse(form, error)
        return _form_page(form, 422)
    kept: list[Scenario] = []

    def act(session: Session, actor: Actor) -> None:
        name, reason = form["name"].data, form.reason.data
        kept.append(scenarios.keep(session, computed, name=name, reason=reason, actor=actor))

    if status := attempt(form, act):
        return _form_page(form, status)
    address = url_for(".scenario", scenario_id=kept[0].id)
    return done("Skenario dihitung dan disimpan sebagai rancangan.", address)


@blueprint.get("/skenario/<int(max=2147483647):scenario_id>")
@allow("portfolio.read")
def scenario(scenario_id: int) -> ResponseReturnValue:
    """A scenario: what was asked, what is proposed, what people changed and decided."""
    session, actor = reading(), access.actor()
    row = scenarios.get(session, scenario_id)
    is_open = row.status is Status.DRAFT
    changed = page.changed_since(row, facts.gather(session, weights.in_force(session))) if is_open else 0
    in_force = scenarios.in_force(session)
    return render_template(
        "portfolio/scenario.html",
        view=page.view_of(row),
        weights=page.weight_lines(read_inputs(row.inputs).weights),
        changed=changed,
        replaced_by=in_force if not is_open and in_force and in_force.id != row.id else None,
        may_plan=access.may(actor, "portfolio.plan"),
        may_decide=access.may(actor, "portfolio.decide"),
        is_open=is_open,
        about_sums=words.ABOUT_SUMS,
    )


@blueprint.get("/skenario/<int(max=2147483647):scenario_id>.pdf")
@allow("portfolio.read")
def scenario_pdf(scenario_id: int) -> ResponseReturnValue:
    """A scenario as a paper: a draft says that it is one, a decision who took it."""
    return attachment(make_pdf(_paper(scenario_id)), PDF, f"prioritas-skenario-{scenario_id}.pdf")


@blueprint.get("/skenario/<int(max=2147483647):scenario_id>.docx")
@allow("portfolio.read")
def scenario_docx(scenario_id: int) -> ResponseReturnValue:
    """The same paper to go on writing in."""
    return attachment(make_docx(_paper(scenario_id)), DOCX, f"prioritas-skenario-{scenario_id}.docx")


def _paper(scenario_id: int) -> Document:
    row = scenarios.get(reading(), scenario_id)
    address = outside(".scenario", scenario_id=row.id)
    return decision_document(page.view_of(row), our_government(), page_address=address)


@blueprint.get("/bandingkan")
@allow("portfolio.read")
def compare() -> ResponseReturnValue:
    """Two or three scenarios side by side."""
    session = reading()
    listed = scenarios.listed(session, limit=LISTED)
    asked = request.args.getlist("skenario")[: MOST_COMPARED + 1]
    chosen = [row for row in listed if str(row.id) in asked]
    problem = ""
    if asked and not 2 <= len(chosen) <= MOST_COMPARED:
        problem = f"Pilih dua sampai {MOST_COMPARED} skenario."
    views, rows, shared = page.compared(chosen) if chosen and not problem else ([], [], 0)
    return render_template(
        "portfolio/compare.html",
        listed=listed,
        chosen={row.id for row in chosen},
        problem=problem,
        views=views,
        rows=rows,
        shared=shared,
        fund_years=page.compared_fund_years(views),
        most=MOST_COMPARED,
    )


def _source() -> Request | None:
    """The request of the scenario that a new one begins from."""
    asked = request.args.get("dari", "")
    return read_inputs(scenarios.get(reading(), number(asked) or 0).inputs).request if asked else None


def _form(source: Request | None) -> ScenarioForm:
    session = reading()
    rows = min(sum(name.startswith("either_a_") for name in request.form), MAX_PAIRS)
    return scenario_form(facts.gather(session, weights.in_force(session)), source, rows=rows)


def _form_page(form: ScenarioForm, status: int = 200) -> ResponseReturnValue:
    return render_template("portfolio/new_scenario.html", form=form, status=status), status
