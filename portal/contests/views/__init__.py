"""Pages of contests: proposals, judging and selection, what an innovation brings along."""

from __future__ import annotations

from flask import Blueprint, url_for

from portal.contests import queries
from portal.records.asking import Finder

blueprint = Blueprint("contests", __name__, template_folder="../templates")
PROPOSALS = Finder("contests", queries.get)
load, changing = PROPOSALS.load, PROPOSALS.changing


def season_url(season_id: int) -> str:
    """The page of a season, which higher pages lead back to."""
    return url_for("seasons.show", season_id=season_id)


def crumbs(season_id: int, name: str) -> tuple[tuple[str, str], ...]:
    """The way to a season's contest."""
    return (("Musim", url_for("seasons.index")), (name, season_url(season_id)))
