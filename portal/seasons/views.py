"""Pages of the calendar: what is open, what comes next, a year; one season; who has not done it."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access, clock
from portal.access import Actor, allow
from portal.db import reading
from portal.government.papers import paper_file
from portal.records.asking import Asked, asks
from portal.records.limits import FIRST_YEAR, LAST_YEAR
from portal.records.saving import FormPage
from portal.register import seasons
from portal.register.models import Season
from portal.seasons import letter, overview, progress, steps
from portal.seasons.forms import DoneForm, DueForm, OpenForm
from portal.taxonomy.calendar import CALENDAR
from portal.taxonomy.profile import STATUS_WORDS
from portal.web.filters import number

blueprint = Blueprint("seasons", __name__, template_folder="templates")


@blueprint.get("/musim")
@allow("seasons.read")
def index() -> ResponseReturnValue:
    """What is open now, what comes next, and a year by months."""
    today, asked = clock.today(), number(request.args.get("tahun", ""))
    year = asked if asked is not None and FIRST_YEAR <= asked <= LAST_YEAR else today.year
    found = seasons.every(reading())
    return render_template(
        "seasons/index.html",
        now=[one for one in found if overview.is_open(one, today)],
        coming=overview.coming(reading(), found, today),
        months=overview.months(reading(), found, year),
        absent=overview.without(found, year),
        year=year,
        today=today,
        doubts=STATUS_WORDS,
        may_open=_kinds(access.actor()),
    )


@blueprint.get("/musim/<int:season_id>")
@allow("seasons.read")
def show(season_id: int) -> ResponseReturnValue:
    """One season: its windows with their letters, its steps, how far the agencies are."""
    found, actor = seasons.get(reading(), season_id), access.actor()
    standings = steps.of_all(reading(), [found])
    kind = CALENDAR.get().kind(found.kind)
    return render_template(
        "seasons/show.html",
        season=found,
        kind=kind,
        standings=[(one, steps.may_mark(actor, one)) for one in standings],
        progress=progress.of(reading(), found),
        may_keep=seasons.may_keep(actor, found.kind),
        is_open=overview.is_open(found, clock.today()),
        text=letter.message(found, standings, clock.today()),
        today=clock.today(),
        doubts=STATUS_WORDS,
    )


@asks(blueprint, "/musim/baru", "seasons.open")
def new() -> Asked:
    """Open a season of a kind."""
    made = list[int]()
    form = OpenForm(_kinds(access.actor()), data={"kind": request.args.get("jenis", "")})

    def act(session: Session, actor: Actor) -> None:
        made.append(seasons.save(session, None, form.values(), actor=actor).id)

    page = FormPage("Buka musim", url_for(".index"), crumbs=_crumbs())
    return Asked(form, page, act, "Musim dibuka.", lambda: url_for(".show", season_id=made[0]))


@asks(blueprint, "/musim/<int:season_id>/langkah/<step>", "seasons.step")
def mark(season_id: int, step: str) -> Asked:
    """Say that a step is done, or that it is not after all."""
    found = seasons.get(reading(), season_id)
    standing = steps.get(reading(), found, step)
    is_done, form = standing.done_at is None, DoneForm()

    def act(session: Session, actor: Actor) -> None:
        stored = seasons.get(session, season_id)
        steps.mark(session, stored, step, is_done=is_done, note=form.note.data, actor=actor)

    button = "Tandai selesai" if is_done else "Tandai belum selesai"
    title = f"{button}: {standing.step.what}"
    page = FormPage(title, _url(season_id), button, lead=found.name, crumbs=_crumbs(found))
    return Asked(form, page, act, "Langkah tersimpan.", page.back)


@asks(blueprint, "/musim/<int:season_id>/langkah/<step>/tenggat", "seasons.open")
def due(season_id: int, step: str) -> Asked:
    """Give a step its day."""
    found = seasons.get(reading(), season_id)
    standing = steps.get(reading(), found, step)
    form = DueForm(data={"due": standing.due})

    def act(session: Session, actor: Actor) -> None:
        stored = seasons.get(session, season_id)
        steps.set_due(session, stored, step, form.due.data, actor=actor)

    title = f"Tenggat langkah: {standing.step.what}"
    page = FormPage(title, _url(season_id), lead=found.name, crumbs=_crumbs(found))
    return Asked(form, page, act, "Tenggat tersimpan.", page.back)


@blueprint.get("/musim/<int:season_id>/siapa-belum")
@allow("seasons.read")
def absent(season_id: int) -> ResponseReturnValue:
    """Which agencies have not done what the season asks of each of them."""
    found = seasons.get(reading(), season_id)
    standings = steps.of_all(reading(), [found])
    how_far = progress.of(reading(), found)
    return render_template(
        "seasons/absent.html",
        season=found,
        progress=how_far,
        text=letter.reminder(found, standings, how_far, clock.today()) if how_far else "",
    )


@blueprint.get("/musim/<int:season_id>/siapa-belum.<form>")
@allow("seasons.read")
def absent_letter(season_id: int, form: str) -> ResponseReturnValue:
    """The letter that reminds the agencies that have not."""
    found = seasons.get(reading(), season_id)
    dossier = letter.dossier(found, steps.of_all(reading(), [found]), progress.of(reading(), found))
    paper, name = letter.PAPER, f"siapa-belum-{found.kind}-{found.year}"
    return paper_file(paper, dossier, form, found.name, name)


def nav(_subject: object) -> str:
    """The entry of the main menu."""
    return render_template("seasons/nav.html") if access.may(access.actor(), "seasons.read") else ""


def way(season: Season) -> str:
    """The way from the register's page of a season to its windows and steps."""
    return render_template("seasons/way.html", season=season)


def _kinds(actor: Actor) -> list[tuple[str, str]]:
    """The kinds of seasons that the actor may open."""
    return [(one.id, one.name) for one in CALENDAR.get().seasons if seasons.may_keep(actor, one.id)]


def _url(season_id: int) -> str:
    return url_for(".show", season_id=season_id)


def _crumbs(found: Season | None = None) -> tuple[tuple[str, str], ...]:
    start = (("Musim", url_for(".index")),)
    return start if found is None else (*start, (found.name, _url(found.id)))
