"""The home page and the health pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from portal import clock, edition
from portal.access import OPD_ROLES, Role, actor, allow, may
from portal.cases import CASES, Shelf, most_complete, newest, slugs_for_need
from portal.db import reading
from portal.government import GOVERNMENTS, Need, our_government
from portal.home.first_steps import steps
from portal.home.health import BROKEN, look
from portal.pages import PAGES, about_portal
from portal.regions import REGIONS, Region
from portal.taxonomy import TAXONOMY, Term
from portal.web.fresh import fresh

blueprint = Blueprint("home", __name__, template_folder="templates")
CARDS = 3
NEEDS = 8
READING = {Role.READER}  # who looks for what others did


@dataclass(frozen=True)
class Doors:
    """The ways in from the front page: they change only with the edition, each with its number of cases."""

    needs: tuple[tuple[Need, int], ...]
    sectors: tuple[tuple[Term, int], ...]
    regions: tuple[tuple[Region, int], ...]
    complete: tuple[str, ...]  # slugs, as those of the newest
    newest: tuple[str, ...]
    sources: int  # that were read
    ended: int


def frame() -> dict[str, Any]:
    """What the frame of every page names; sound even where the government's file is missing."""
    settings = edition.settings()
    government = GOVERNMENTS.get().get(settings.government)
    pages = PAGES.get()
    return {
        "portal_name": settings.name,
        "is_demo": settings.demo,
        "portal_tagline": settings.tagline,
        "government_name": government.name if government else "",
        "government_short": government.short_name if government else "",
        "planning_agency": government.planning_agency if government else "",
        "footer_pages": about_portal(pages.values()),
    }


@blueprint.get("/")
@allow("library.read", guests=True)
@fresh
def show() -> ResponseReturnValue:
    """Search box, doors by need, sector and region, and cases to start with."""
    cases, regions, taxonomy = CASES.get(), REGIONS.get(), TAXONOMY.get()
    doors = cases.once("doors", lambda: _doors(cases))
    return render_template(
        "home/show.html",
        doors=doors,
        cases=cases,
        regions=regions,
        taxonomy=taxonomy,
        newest=[cases[slug] for slug in doors.newest],
        complete=[cases[slug] for slug in doors.complete],
        today=clock.today(),
        shows_needs=actor().roles <= READING | OPD_ROLES,
    )


def _doors(cases: Shelf) -> Doors:
    regions = REGIONS.get()
    answered = [
        (need, count)
        for need in our_government().needs
        if (count := len(slugs_for_need(need.id, need.cases, cases)))
    ]
    answered.sort(key=lambda entry: -entry[1])
    by_region = sorted(cases.by_region.items(), key=lambda pair: -len(pair[1]))
    complete = [case.slug for case in most_complete(cases, CARDS)]
    entries = cases.entries.values()
    return Doors(
        needs=tuple(answered[:NEEDS]),
        sectors=tuple(
            (term, len(slugs)) for term in TAXONOMY.get().sectors if (slugs := cases.by_sector.get(term.id))
        ),
        regions=tuple((regions[key], len(slugs)) for key, slugs in by_region if key in regions),
        complete=tuple(complete),
        newest=tuple(case.slug for case in newest(cases, CARDS, without=complete)),
        sources=sum(entry.read for entry in entries),
        ended=sum(entry.ended for entry in entries),
    )


@blueprint.get("/sehat")
@allow("portal.open", guests=True)
def health() -> ResponseReturnValue:
    """A word and codes for monitoring (JSON); 503 where people cannot work."""
    found = look()
    return jsonify(status=found.status, reasons=found.codes), 503 if found.status == BROKEN else 200


@blueprint.get("/sehat/rinci")
@allow("health.read")
def health_details() -> ResponseReturnValue:
    """What is not well and what to do, for the admin."""
    return render_template("home/health.html", health=look())


def for_admin(_subject: object) -> str:
    """The admin's first screen: the first steps until they are done, then how the portal is."""
    if not may(actor(), "health.read"):
        return ""
    found = steps(reading())
    return render_template(
        "home/admin.html", steps=found, health=look(), left=sum(not one.is_done for one in found)
    )


def menu(_subject: object) -> str:
    """The way to the details."""
    return render_template("home/menu.html") if may(actor(), "health.read") else ""
