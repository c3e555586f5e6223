"""The home page and the health pages."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from portal import clock, edition
from portal.access import OPD_ROLES, Role, actor, allow, may
from portal.cases import CASES, for_need, most_complete, newest
from portal.db import reading
from portal.government import GOVERNMENTS, our_government
from portal.home.first_steps import steps
from portal.home.health import BROKEN, look
from portal.pages import PAGES, about_portal
from portal.regions import REGIONS
from portal.taxonomy import TAXONOMY

blueprint = Blueprint("home", __name__, template_folder="templates")
CARDS = 3
NEEDS = 8
READING = {Role.READER}  # who looks for what others did


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
def show() -> ResponseReturnValue:
    """Search box, doors by need, sector and region, and cases to start with."""
    cases, regions, taxonomy = CASES.get(), REGIONS.get(), TAXONOMY.get()
    by_sector = Counter(case.sector for case in cases.values())
    by_region = Counter(case.region for case in cases.values())
    answered = [
        (need, count)
        for need in our_government().needs
        if (count := len(for_need(need.id, need.cases, cases)))
    ]
    answered.sort(key=lambda entry: -entry[1])
    complete = most_complete(cases.values(), CARDS)
    others = (case for case in cases.values() if case not in complete)
    return render_template(
        "home/show.html",
        cases=cases,
        regions=regions,
        taxonomy=taxonomy,
        sectors=[(term, by_sector[term.id]) for term in taxonomy.sectors if by_sector[term.id]],
        top_regions=[(regions[key], count) for key, count in by_region.most_common() if key in regions],
        needs=answered[:NEEDS],
        newest=newest(others, CARDS),
        complete=complete,
        sources=sum(source.read is not None for case in cases.values() for source in case.sources),
        ended=sum(case.ended is not None for case in cases.values()),
        today=clock.today(),
        shows_needs=actor().roles <= READING | OPD_ROLES,
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
