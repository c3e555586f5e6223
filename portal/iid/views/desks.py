"""The desk of a season with its what-if, and of one innovation."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import access
from portal.access import allow
from portal.db import reading
from portal.errors import NotFound
from portal.iid import desk, page, sheets, work
from portal.iid.papers.origin import statement_dossier
from portal.iid.papers.registry import papers_of
from portal.iid.views import blueprint
from portal.register import get_innovation, seasons
from portal.register.models import Season
from portal.taxonomy.calendar import IID as KIND
from portal.taxonomy.iid import IID, IidVersion
from portal.web.filters import number


@blueprint.get("/iid")
@allow("iid.read")
def index() -> ResponseReturnValue:
    """The desk of the season that is running."""
    access.opds_where(access.actor(), "iid.read")
    season = seasons.running(reading())
    if season is None:
        return render_template("iid/none.html")
    return redirect(url_for(".season", season_id=season.id))


@blueprint.get("/iid/<int:season_id>")
@allow("iid.read")
def season(season_id: int) -> ResponseReturnValue:
    """The score of a season, its parts, what would change it; innovations as far as one may read them."""
    found = season_of(season_id)
    opds = access.opds_where(access.actor(), "iid.read")
    loaded = desk.load(reading(), found, version_for(found))
    asked = page.Asked(sent=_numbers("kirim"), held=_numbers("tahan"))
    view = page.season_view(loaded, asked, opds, access.actor())
    return render_template("iid/season.html", view=view, season=found)


@blueprint.get("/iid/<int:season_id>/inovasi/<int:innovation_id>")
@allow("iid.read")
def innovation(season_id: int, innovation_id: int) -> ResponseReturnValue:
    """One innovation: twenty indicators, with the level that its record gives and why."""
    found = season_of(season_id)
    record = get_innovation(reading(), innovation_id, access.actor())
    access.require("iid.read", opd=record.opd)
    loaded = desk.load(reading(), found, version_for(found), only=record.id)
    if not loaded.innovations:
        raise NotFound(f"Inovasi ini tidak ikut musim {found.year}.")
    view = page.innovation_view(loaded, loaded.innovations[0], access.actor())
    offered = papers_of(statement_dossier(reading(), record, access.actor(), None))
    return render_template(
        "iid/innovation.html",
        view=view,
        season=found,
        innovation=record,
        papers=offered,
        may_take=sheets.newest(record) is not None and access.may(access.actor(), "iid.decide"),
    )


@blueprint.get("/iid/<int:season_id>/pekerjaan")
@allow("iid.read")
def to_do(season_id: int) -> ResponseReturnValue:
    """Next year's work: what was claimed and not verified, of the season before and of this one."""
    found = season_of(season_id)
    opds = access.opds_where(access.actor(), "iid.read")
    loaded = desk.load(reading(), found, version_for(found))
    earlier = work.before(reading(), found)
    before = work.carried(reading(), earlier, loaded) if earlier else []
    lists = [(earlier, before)] if earlier else []
    lists.append((found, work.of_this(loaded)))
    mine = [(one, [duty for duty in duties if opds is None or duty.opd in opds]) for one, duties in lists]
    shown = [(one, duties[: work.MOST_SHOWN], len(duties)) for one, duties in mine]
    return render_template("iid/work.html", season=found, lists=shown)


@blueprint.get("/iid/<int:season_id>/verifikasi")
@allow("iid.verify")
def waiting(season_id: int) -> ResponseReturnValue:
    """The claims that wait for a verdict of this reader, the oldest first."""
    found, actor = season_of(season_id), access.actor()
    claims = work.waiting(reading(), found, actor, access.opds_where(actor, "iid.verify"))
    version = version_for(found)
    return render_template(
        "iid/waiting.html", season=found, claims=claims, known=version.by_no if version else {}
    )


def season_of(season_id: int) -> Season:
    """A season of the index; other kinds of seasons have no desk."""
    found = seasons.get(reading(), season_id)
    if found.kind != KIND:
        raise NotFound("Meja IID hanya ada bagi musim IID.")
    return found


def version_for(season: Season) -> IidVersion | None:
    """The version that is asked for in the address, else the one of the season's year."""
    rules = IID.get()
    return rules.version(request.args.get("versi", "")) or rules.of_year(season.year)


def _numbers(name: str) -> frozenset[int]:
    found = (number(text) for text in request.args.getlist(name))
    return frozenset(one for one in found if one is not None)
