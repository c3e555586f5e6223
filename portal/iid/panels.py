"""What this room hangs on the pages of others."""

from __future__ import annotations

from flask import render_template

from portal import access
from portal.db import reading
from portal.iid import assessing
from portal.register import Innovation, seasons
from portal.register.models import Season
from portal.taxonomy.calendar import IID as KIND


def for_innovation(innovation: Innovation) -> str:
    """The way from an innovation to its desk, in the season that is running and has it."""
    if not access.may(access.actor(), "iid.read", opd=innovation.opd):
        return ""
    season = seasons.running(reading())
    if season is None or not assessing.is_of(reading(), season, innovation):
        return ""
    return render_template("iid/way.html", season=season, innovation=innovation)


def for_season(season: Season) -> str:
    """The way from a season to its desk."""
    if season.kind != KIND or access.opds_where(access.actor(), "iid.read") == frozenset():
        return ""
    return render_template("iid/way.html", season=season, innovation=None)
