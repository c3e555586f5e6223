"""One visit: begin it, read it, edit it a subject at a time, its reading list, what is known already."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.adoption import Plan, get_plan
from portal.cases import Case, get_case
from portal.db import reading
from portal.errors import NotFound
from portal.government import Need, our_government
from portal.records.asking import Asked, asks, pressed
from portal.records.saving import done
from portal.records.subjects import subject_routes
from portal.visits import known as knowledge
from portal.visits import outline, page, queries, records
from portal.visits.changes import VISIT
from portal.visits.forms import SUBJECTS, BeginForm, ChooseForm
from portal.visits.models import Visit
from portal.visits.rules import Mode
from portal.visits.views import blueprint
from portal.visits.views.saving import VISITS, changing, load


@asks(blueprint, "/kunjungan/baru", "visits.begin")
def new() -> Asked:
    """Begin a visit, from ?inovasi=slug, ?kebutuhan=id, ?rencana=number, or from nothing."""
    case, need, plan = start = _beginning()
    form, made = _begin_form(*start), list[int]()

    def act(session: Session, actor: Actor) -> None:
        opd, values = form.opd.data, {name: form[name].data for name in records.BEGINNING}
        made.append(
            records.begin(session, opd=opd, values=values, case=case, need=need, plan=plan, actor=actor).id
        )

    def page_of(status: int) -> ResponseReturnValue:
        return render_template("visits/new.html", form=form, start=start), status

    return Asked(form, page_of, act, "Kunjungan tersimpan sebagai konsep.", lambda: _url(made[0]))


@blueprint.get("/kunjungan/<int:visit_id>")
@allow("visits.read")
def show(visit_id: int) -> ResponseReturnValue:
    """A visit: where it stands, what is missing, and everything written in it."""
    visit = load(visit_id)
    return render_template("visits/show.html", **outline.shown(visit, access.actor()))


subject_routes(blueprint, "/kunjungan", VISIT, VISITS, SUBJECTS, records.edit)


@blueprint.get("/kunjungan/<int:visit_id>/yang-diketahui")
@allow("visits.read")
def known(visit_id: int) -> ResponseReturnValue:
    """What the portal knows already about the subject and the host."""
    visit, actor = load(visit_id), access.actor()
    return render_template(
        "visits/known.html",
        visit=visit,
        known=knowledge.known(reading(), visit, actor),
        host=page.host_name(visit),
        may_confirm=visit.mode is Mode.TRIP and access.may(actor, "visits.edit", opd=visit.opd),
    )


@blueprint.post("/kunjungan/<int:visit_id>/yang-diketahui")
@allow("visits.edit")
def confirm_known(visit_id: int) -> ResponseReturnValue:
    """Say that it was read."""
    load(visit_id, "visits.edit")
    change = changing(visit_id, lambda s, stored, actor: records.confirm_known(s, stored, actor=actor))
    return pressed(change, "Tercatat: yang sudah diketahui portal sudah dibaca.", _url(visit_id))


@asks(blueprint, "/inovasi/<slug>/kunjungan", "visits.begin")
def choose(slug: str) -> Asked | ResponseReturnValue:
    """Put a case into a visit: a draft of one's own OPD, or a new one."""
    case, form = get_case(slug), _choose_form()
    if request.method == "POST" and form.visit.data == "baru" and form.validate():
        return done("Isi nama dan tujuan kunjungan barunya.", url_for(".new", inovasi=slug))

    def act(session: Session, actor: Actor) -> None:
        stored = queries.get_visit(session, int(form.visit.data), actor, lock=True)
        records.add_case(session, stored, case, actor=actor)

    def page_of(status: int) -> ResponseReturnValue:
        return render_template("visits/choose.html", form=form, case=case), status

    then = lambda: _url(int(form.visit.data), "bacaan")  # noqa: E731 -- of the visit that was chosen
    return Asked(form, page_of, act, f"{case.title} masuk daftar bacaan.", then)


@blueprint.post("/kunjungan/<int:visit_id>/bacaan/<slug>")
@allow("visits.edit")
def add_case(visit_id: int, slug: str) -> ResponseReturnValue:
    """Put a case on the reading list, and stay at what the portal knows: there may be more to add."""
    load(visit_id, "visits.edit")
    case = get_case(slug)
    change = changing(visit_id, lambda s, stored, actor: records.add_case(s, stored, case, actor=actor))
    return pressed(change, f"{case.title} masuk daftar bacaan.", url_for(".known", visit_id=visit_id))


@blueprint.post("/kunjungan/<int:visit_id>/bacaan/<slug>/hapus")
@allow("visits.edit")
def remove_case(visit_id: int, slug: str) -> ResponseReturnValue:
    """Take a case off the reading list."""
    load(visit_id, "visits.edit")
    change = changing(visit_id, lambda s, stored, actor: records.remove_case(s, stored, slug, actor=actor))
    return pressed(change, "Inovasi dikeluarkan dari daftar bacaan.", _url(visit_id, "bacaan"))


@blueprint.post("/kunjungan/<int:visit_id>/bacaan/<slug>/dibaca")
@allow("visits.note-reading")
def mark_read(visit_id: int, slug: str) -> ResponseReturnValue:
    """Say that one has read a case of the list."""
    load(visit_id)

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        member = next((one for one in stored.members if one.account_id == actor.account_id), None)
        opd = member.opd if member else min(actor.opds(), default="")
        records.mark_read(session, stored, slug, opd=opd, actor=actor)

    return pressed(changing(visit_id, act), "Tercatat: Anda sudah membacanya.", _url(visit_id, "bacaan"))


def _url(visit_id: int, anchor: str | None = None) -> str:
    return url_for(".show", visit_id=visit_id, _anchor=anchor)


def _beginning() -> tuple[Case | None, Need | None, Plan | None]:
    """What a visit begins from."""
    slug, need_id = request.args.get("inovasi", ""), request.args.get("kebutuhan", "")
    plan_id = request.args.get("rencana", "")
    need = our_government().need(need_id) if need_id else None
    if need_id and need is None:
        raise NotFound("Kebutuhan ini tidak ada di daftar.")
    plan = None
    if plan_id:
        is_number = plan_id.isascii() and plan_id.isdigit() and len(plan_id) < 10
        plan = get_plan(reading(), int(plan_id) if is_number else 0, access.actor())
    return (get_case(slug) if slug else None), need, plan


def _begin_form(case: Case | None, need: Need | None, plan: Plan | None) -> BeginForm:
    allowed = access.opds_where(access.actor(), "visits.begin")
    opds = [(opd.code, opd.name) for opd in our_government().opds if allowed is None or opd.code in allowed]
    ours = our_government().region
    wanted = [opd for opd in opds if (plan and opd[0] == plan.opd) or (need and opd[0] in need.opds)]
    subject = case.title if case else plan.title if plan else need.title if need else ""
    return BeginForm(
        opds,
        data={
            "opd": (wanted or opds)[0][0] if opds else "",
            "title": f"Studi tiru: {subject}"[:120] if subject else "",
            "mode": Mode.DESK,
            "region": case.region if case and case.region != ours else "",
            "purpose": plan.local_need if plan else need.text if need else "",
        },
    )


def _choose_form() -> ChooseForm:
    opds = access.opds_where(access.actor(), "visits.begin")
    drafts = queries.drafts_of(reading(), opds)
    first = str(drafts[0].id) if drafts else "baru"
    return ChooseForm([(str(visit.id), visit.title) for visit in drafts], data={"visit": first})
