"""One plan: begin it, read it, edit it a subject at a time, take it away as PDF."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access, clock
from portal.access import Actor, allow
from portal.adoption import ninety, outline, page, parts, plans
from portal.adoption.changes import PLAN
from portal.adoption.exports import plan_document
from portal.adoption.forms import SUBJECTS, ProposalForm
from portal.adoption.views import blueprint
from portal.adoption.views.saving import PLANS, load
from portal.cases import Case, get_case
from portal.documents import make_pdf
from portal.errors import NotFound
from portal.government import Need, our_government
from portal.records.asking import Asked, asks
from portal.records.subjects import subject_routes
from portal.web.attachments import PDF, attachment


@asks(blueprint, "/rencana/baru", "adoption.propose")
def new() -> Asked:
    """Begin a plan, from ?inovasi=slug or ?kebutuhan=id."""
    case, need = _beginning()
    form = _proposal_form(case, need)
    made: list[int] = []
    kind = ninety.kind_for(case, need)

    def act(session: Session, actor: Actor) -> None:
        values = {name: form[name].data for name in plans.PROPOSAL_FIELDS}
        opd = form.opd.data
        plan = plans.propose(session, opd=opd, values=values, case=case, need=need, actor=actor)
        if kind is not None and form.ninety.data:
            start = form.first_day.data or clock.today()
            parts.use_template(session, plan, start, steps=ninety.steps_of(kind), actor=actor)
        made.append(plan.id)

    def page_of(status: int) -> ResponseReturnValue:
        return render_template("adoption/new.html", form=form, case=case, need=need, kind=kind), status

    then = lambda: url_for(".show", plan_id=made[0])  # noqa: E731 -- known once it is made
    return Asked(form, page_of, act, "Rencana tersimpan sebagai konsep.", then)


@blueprint.get("/rencana/<int:plan_id>")
@allow("adoption.read")
def show(plan_id: int) -> ResponseReturnValue:
    """A plan: where it stands, what is missing, and everything written in it."""
    plan = load(plan_id)
    return render_template("adoption/show.html", **outline.shown(plan, access.actor()))


@blueprint.get("/rencana/<int:plan_id>.pdf")
@allow("adoption.read")
def pdf(plan_id: int) -> ResponseReturnValue:
    """A plan as a document for the desk."""
    plan = load(plan_id)
    document = plan_document(plan, our_government(), page_address=page.address_of(plan), today=clock.today())
    return attachment(make_pdf(document), PDF, f"rencana-{plan.id}.pdf", how="inline")


subject_routes(blueprint, "/rencana", PLAN, PLANS, SUBJECTS, plans.edit)


def _beginning() -> tuple[Case | None, Need | None]:
    """The case or the need that a plan begins from."""
    slug, need_id = request.args.get("inovasi", ""), request.args.get("kebutuhan", "")
    need = our_government().need(need_id) if need_id else None
    if need_id and need is None:
        raise NotFound("Kebutuhan ini tidak ada di daftar.")
    return (get_case(slug) if slug else None), need


def _proposal_form(case: Case | None, need: Need | None) -> ProposalForm:
    government = our_government()
    allowed = access.opds_where(access.actor(), "adoption.propose")
    opds = [(opd.code, opd.name) for opd in government.opds if allowed is None or opd.code in allowed]
    suggested = [opd for opd in opds if need is not None and opd[0] in need.opds]
    return ProposalForm(
        government,
        opds,
        has_steps=ninety.kind_for(case, need) is not None,
        data={
            "ninety": request.args.get("langkah") == "90",
            "first_day": clock.today(),
            "opd": (suggested or opds)[0][0] if opds else "",
            "title": case.title if case else need.title if need else "",
            "local_need": need.text if need else "",
            "target_group": ", ".join(case.target_groups) if case else "",
        },
    )
