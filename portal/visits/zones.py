"""Whose clock the agenda of a visit goes by: that of the place, where somebody travels there."""

from __future__ import annotations

from portal import clock
from portal.regions import REGIONS
from portal.regions.timezones import zone_of
from portal.visits.models import Visit
from portal.visits.rules import Mode


def zone_name(visit: Visit) -> str:
    """WIB, WITA or WIT: of the region visited; our own for what is done at the desk or by video."""
    there = zone_of(REGIONS.get().get(visit.region)) if visit.mode is Mode.TRIP else ""
    return there or str(clock.zone())
