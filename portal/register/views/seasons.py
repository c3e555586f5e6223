"""Seasons: their days, who takes part, closing them; and an edition as it was frozen."""

from __future__ import annotations

from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.db import reading
from portal.errors import NotFound
from portal.records.asking import Asked, asks
from portal.records.labels import labels
from portal.records.saving import FormPage, filled
from portal.register import queries, seasons
from portal.register.forms import SeasonForm
from portal.register.models import PROFILE_FIELDS, Edition, Innovation, Season
from portal.register.views import blueprint
from portal.taxonomy.calendar import IID
from portal.taxonomy.profile import PROFILE, STATUS_WORDS
from portal.web.forms import Form


@blueprint.get("/register/musim")
@allow("register.read")
def season_list() -> ResponseReturnValue:
    """Every season with its days and its rule."""
    profile = PROFILE.get()
    rows = [(one, profile.rule(one.year)) for one in seasons.listed(reading())]
    may_change = seasons.may_keep(access.actor(), IID)
    return render_template("register/seasons.html", rows=rows, may_change=may_change, doubts=STATUS_WORDS)


@blueprint.get("/register/musim/<int:season_id>")
@allow("register.read")
def season(season_id: int) -> ResponseReturnValue:
    """A season and the innovations in it."""
    found = seasons.get(reading(), season_id)
    editions = seasons.of_season(reading(), found)
    wanted = [Innovation.id.in_([one.innovation_id for one in editions]), queries.visible(access.actor())]
    named = {one.id: one for one in queries.listed(reading(), wanted)}
    return render_template(
        "register/season.html",
        season=found,
        rule=PROFILE.get().rule(found.year),
        doubts=STATUS_WORDS,
        rows=[(one, named[one.innovation_id]) for one in editions if one.innovation_id in named],
        may_change=seasons.may_keep(access.actor(), found.kind),
    )


@asks(blueprint, "/register/musim/baru", "register.seasons")
def new_season() -> Asked:
    """Open a season."""
    form, made = SeasonForm(), list[int]()

    def act(session: Session, actor: Actor) -> None:
        made.append(seasons.save(session, None, form.values(), actor=actor).id)

    page = FormPage("Buka musim register", url_for(".season_list"), crumbs=_crumbs())
    return Asked(form, page, act, "Musim dibuka.", lambda: url_for(".season", season_id=made[0]))


@asks(blueprint, "/register/musim/<int:season_id>/ubah", "register.seasons")
def edit_season(season_id: int) -> Asked:
    """Change the days of a season; the first day of closing stays known."""
    season = seasons.get(reading(), season_id)
    form = filled(SeasonForm, season)

    def act(session: Session, actor: Actor) -> None:
        stored, at = seasons.get(session, season_id), form.read_at()
        seasons.save(session, stored, form.values(), version=at, actor=actor)

    back = url_for("seasons.show", season_id=season_id)
    page = FormPage(f"Ubah musim: {season.name}", back, crumbs=_crumbs())
    fresh = lambda: seasons.get(reading(), season_id)  # noqa: E731 -- said where it is used
    return Asked(form, page, act, "Musim tersimpan.", back, fresh=fresh)


@asks(blueprint, "/register/musim/<int:season_id>/tutup", "register.seasons")
def close_season(season_id: int) -> Asked:
    """Close a season: its innovations are kept as they stand."""
    found = seasons.get(reading(), season_id)

    def act(session: Session, actor: Actor) -> None:
        seasons.close(session, seasons.get(session, season_id), actor=actor)

    back = url_for("seasons.show", season_id=season_id)
    what = warning = ""
    if found.kind == IID:
        count = len(seasons.of_season(reading(), found))
        what = f"Profil, tim, dan bukti {count} inovasi yang ikut dibekukan seperti adanya sekarang."
        warning = "" if count else "Belum ada inovasi yang diikutkan, jadi musim ini akan ditutup kosong."
    lead = f"{what} Musim yang ditutup tidak dapat dibuka lagi.".strip()
    title = f"Tutup {found.name}?"
    page = FormPage(title, back, "Tutup musim", lead, warning, kind="stop", crumbs=_crumbs())
    return Asked(Form(), page, act, "Musim ditutup.", back)


@blueprint.get("/register/edisi/<int:edition_id>")
@allow("register.read")
def edition(edition_id: int) -> ResponseReturnValue:
    """An innovation as it was reported in a season."""
    found = reading().get(Edition, min(edition_id, 2**62))
    if found is None:
        raise NotFound("Profil musim ini tidak ada.")
    innovation = queries.get_innovation(reading(), found.innovation_id, access.actor())
    return render_template(
        "register/edition.html",
        edition=found,
        season=reading().get_one(Season, found.season_id),
        innovation=innovation,
        fields=frozen_fields(found.frozen) if found.frozen else [],
    )


def frozen_fields(frozen: dict[str, object]) -> list[tuple[str, str]]:
    """Label and text of what a profile held, in the profile's order."""
    known = labels(Innovation)
    return [(known[name].text, thawed(name, frozen.get(name))) for name in PROFILE_FIELDS]


def thawed(name: str, value: object) -> str:
    """A stored value as a reader sees it."""
    one = labels(Innovation)[name]
    if isinstance(value, str) and name.endswith("_on"):
        return one.write(date.fromisoformat(value))
    return one.write(value)


def _crumbs() -> tuple[tuple[str, str], ...]:
    return (("Register", url_for(".index")), ("Musim", url_for(".season_list")))
