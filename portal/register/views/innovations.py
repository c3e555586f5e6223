"""One innovation: enter it, read it, edit it a subject at a time, move it on, endorse and release it."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.db import reading
from portal.records.asking import Asked, asks, pressed
from portal.records.binding import Bound
from portal.records.moving import MovePage, ReasonForm
from portal.records.saving import FormPage
from portal.records.subjects import subject_routes
from portal.register import beginning, comments, doubles, ownership, page, seasons, service
from portal.register.changes import INNOVATION
from portal.register.forms import SUBJECTS, BeginForm, EnterForm, OwnerChoice, owner_of, owners
from portal.register.models import Innovation
from portal.register.rules import STAGE_NAMES, Stage
from portal.register.views import INNOVATIONS, blueprint, changing, load


@asks(blueprint, "/register/baru", "register.begin")
def new() -> Asked:
    """Enter an innovation: from ?rencana=number, from ?inovasi=slug, or by hand."""
    start = beginning.read(request.args, access.actor())
    chosen = owners(access.opds_where(access.actor(), "register.begin"))
    form = BeginForm(chosen, data={**start.shown, "owner": start.owner or (chosen[0][0] if chosen else "")})
    made: list[int] = []

    def act(session: Session, actor: Actor) -> None:
        opd, unit = owner_of(form.owner.data)
        typed = {name: form[name].data for name in ("title", "stage", "purpose")}
        made.append(
            service.begin(
                session,
                opd=opd,
                unit=unit,
                values={**start.values, **typed},
                plan_id=start.plan_id,
                case_slug=start.case_slug,
                actor=actor,
            ).id
        )

    def page_of(status: int) -> ResponseReturnValue:
        found = doubles.named(reading(), form.title.data or "", access.actor())
        return render_template("register/new.html", form=form, start=start, doubles=found), status

    return Asked(form, page_of, act, "Inovasi tercatat sebagai konsep.", lambda: _url(made[0]))


@blueprint.get("/register/<int:innovation_id>")
@allow("register.read")
def show(innovation_id: int) -> ResponseReturnValue:
    """An innovation: its profile, what is missing, where it stands."""
    innovation, actor = load(innovation_id), access.actor()
    found = doubles.of(reading(), innovation, actor)
    action = url_for("register.ask_on_innovation", innovation_id=innovation.id)
    thread = comments.COMMENTS.thread(comments.of_innovation(reading(), innovation.id), action, actor)
    view = page.view_of(innovation, actor, found)
    return render_template("register/show.html", innovation=innovation, view=view, thread=thread)


subject_routes(blueprint, "/register", INNOVATION, INNOVATIONS, SUBJECTS, service.edit)


def _ask_move(innovation: Innovation, wanted: Stage) -> Asked:
    """What a move asks for, and the move."""
    form, heading = ReasonForm(), page.offer_label(innovation, wanted)
    said = MovePage(heading, heading, is_end=wanted is Stage.ENDED)

    def act(session: Session, stored: Innovation, actor: Actor) -> None:
        service.move(session, stored, wanted, reason=form.reason.data, actor=actor)

    return Asked(
        form,
        lambda status: page.MOVES.page(form, innovation, wanted, said, status),
        changing(innovation.id, act),
        f"Inovasi sekarang pada tahapan {STAGE_NAMES[wanted].lower()}.",
        INNOVATION.address(innovation),
    )


page.MOVES.routes(blueprint, "/register/…/tahapan", "register.move", INNOVATIONS, Stage, _ask_move)


@blueprint.post("/register/<int:innovation_id>/ajukan")
@allow("register.edit")
def submit(innovation_id: int) -> ResponseReturnValue:
    """Put the profile before the head of the OPD."""
    load(innovation_id, "register.edit")
    change = changing(innovation_id, lambda s, stored, actor: service.submit(s, stored, actor=actor))
    return pressed(change, "Diajukan ke kepala OPD.", _url(innovation_id))


@asks(blueprint, "/register/<int:innovation_id>/sahkan", "register.endorse")
def endorse(innovation_id: int) -> Asked:
    """Endorse the profile as it was read."""
    innovation, form = load(innovation_id, "register.endorse"), Bound()

    def act(session: Session, stored: Innovation, actor: Actor) -> None:
        service.endorse(session, stored, actor=actor)

    lead = "Anda mengesahkan profil ini sebagaimana tertulis sekarang. Bacalah dahulu isinya."
    said = FormPage("Sahkan profil inovasi", _url(innovation_id), "Sahkan profil", lead, record=innovation)
    change = changing(innovation_id, act)
    binds = INNOVATION.named(innovation)
    return Asked(form, said, change, "Profil inovasi disahkan.", said.back, binds=binds)


@asks(blueprint, "/register/<int:innovation_id>/kembalikan", "register.give-back")
def give_back(innovation_id: int) -> Asked:
    """Give the profile back with what has to be mended."""
    innovation, form = load(innovation_id, "register.give-back"), ReasonForm()
    form.ask_for("Yang perlu diperbaiki, isian demi isian", is_needed=True)

    def act(session: Session, stored: Innovation, actor: Actor) -> None:
        service.give_back(session, stored, form.reason.data, actor=actor)

    said = FormPage("Kembalikan untuk diperbaiki", _url(innovation_id), "Kembalikan", record=innovation)
    change, binds = changing(innovation_id, act), INNOVATION.named(innovation)
    return Asked(form, said, change, "Dikembalikan ke penulisnya.", said.back, binds=binds)


@blueprint.post("/register/<int:innovation_id>/buka")
@allow("register.release")
def release(innovation_id: int) -> ResponseReturnValue:
    """Show the profile to everybody."""
    load(innovation_id, "register.release")
    change = changing(innovation_id, lambda s, stored, actor: service.release(s, stored, actor=actor))
    return pressed(change, "Inovasi terbuka untuk umum.", _url(innovation_id))


@asks(blueprint, "/register/<int:innovation_id>/tutup", "register.release")
def withdraw_release(innovation_id: int) -> Asked:
    """Take the public page back."""
    innovation, form = load(innovation_id, "register.release"), ReasonForm()
    form.ask_for("Alasan", is_needed=True)

    def act(session: Session, stored: Innovation, actor: Actor) -> None:
        service.withdraw(session, stored, form.reason.data, actor=actor)

    said = FormPage(
        "Tutup halaman umum?", _url(innovation_id), "Tutup halaman umum", kind="stop", record=innovation
    )
    return Asked(form, said, changing(innovation_id, act), "Halaman umum ditutup.", said.back)


@asks(blueprint, "/register/<int:innovation_id>/musim", "register.edit")
def enter_season(innovation_id: int) -> Asked:
    """Enter the innovation into a season; one that was reported before says what is new."""
    innovation, form = load(innovation_id, "register.edit"), EnterForm()
    offered = seasons.open_for(reading(), innovation)
    form.season.offer((str(one.id), f"Musim {one.year}") for one in offered)

    def act(session: Session, stored: Innovation, actor: Actor) -> None:
        season = seasons.get(session, int(form.season.data))
        seasons.enter(session, stored, season, form.development.data, actor=actor)

    title = "Ajukan kembali" if innovation.editions else "Ikutkan dalam musim"
    said = FormPage(title, _url(innovation_id, "musim"), title, record=innovation)
    return Asked(form, said, changing(innovation_id, act), "Inovasi ikut musim itu.", said.back)


@asks(blueprint, "/register/<int:innovation_id>/pemilik", "register.import")
def settle_owner(innovation_id: int) -> Asked:
    """Say whose an imported innovation is; files that name the owner so are understood from then on."""
    innovation, form = load(innovation_id, "register.import"), OwnerChoice(owners(None))

    def act(session: Session, stored: Innovation, actor: Actor) -> None:
        ownership.settle(session, stored, *owner_of(form.owner.data), actor=actor)

    lead = (
        f"Di berkas tertulis “{innovation.owner_text}”. Portal mengingat pilihan ini untuk impor berikutnya."
    )
    said = FormPage("Tetapkan pemilik", _url(innovation_id), lead=lead, record=innovation)
    return Asked(form, said, changing(innovation_id, act), "Pemilik ditetapkan.", said.back)


def _url(innovation_id: int, anchor: str | None = None) -> str:
    return url_for("register.show", innovation_id=innovation_id, _anchor=anchor)
