"""What this room hangs on the pages of others."""

from __future__ import annotations

from flask import render_template, url_for

from portal import access
from portal.adoption import Plan
from portal.cases import Case
from portal.db import reading
from portal.government import Need
from portal.regions import Region
from portal.visits import page, queries
from portal.visits.models import Visit
from portal.visits.rules import OUTCOME_NAMES, Outcome
from portal.visits.summaries import summaries

SHOWN = 20  # visits in a panel


def case_button(case: Case) -> str:
    """The button to put a case into a visit, for people who write for an OPD."""
    return render_template("visits/case_action.html", case=case) if _may_begin() else ""


def for_region(region: Region) -> str:
    """Our visits to a region, and what came of them."""
    actor = access.actor()
    if not actor.is_signed_in:
        return ""
    where = [Visit.region == region.id, queries.visible(actor)]
    visits = queries.listed(reading(), where, limit=SHOWN)
    return _panel("Kunjungan kita ke sini", visits, "") if visits else ""


def for_need(need: Need) -> str:
    """The visits that began from a need, and the button to begin one."""
    actor = access.actor()
    if not actor.is_signed_in:
        return ""
    visits = queries.listed(reading(), [Visit.need_id == need.id, queries.visible(actor)], limit=SHOWN)
    begin = url_for("visits.new", kebutuhan=need.id) if _may_begin() else ""
    return _panel("Kunjungan untuk kebutuhan ini", visits, begin) if visits or begin else ""


def for_plan(plan: Plan) -> str:
    """The visits that a plan asked for, and the button to begin one."""
    actor = access.actor()
    visits = queries.listed(reading(), [Visit.plan_id == plan.id, queries.visible(actor)], limit=SHOWN)
    may_begin = access.may(actor, "visits.begin", opd=plan.opd)
    begin = url_for("visits.new", rencana=plan.id) if may_begin else ""
    return _panel("Kunjungan untuk rencana ini", visits, begin) if visits or begin else ""


def for_case(case: Case) -> str:
    """The visits with a case on their reading list."""
    actor = access.actor()
    if not actor.is_signed_in:
        return ""
    visits = queries.of_case(reading(), case.slug, actor, limit=SHOWN)
    return _panel("Kunjungan tentang inovasi ini", visits, "") if visits else ""


def for_dashboard(_subject: object) -> str:
    """For the leadership: what came of the visits that took place."""
    found = summaries(reading())
    rows = [(one, {outcome: len(ids) for outcome, ids in one.by_outcome.items()}) for one in found]
    return render_template(
        "visits/panel_dashboard.html",
        rows=rows,
        outcomes=[(one, OUTCOME_NAMES[one], sum(counts[one] for _, counts in rows)) for one in Outcome],
        visits=sum(one.visits for one in found),
        trips=sum(one.trips for one in found),
        cost=sum(one.cost for one in found),
    )


def nav(_subject: object) -> str:
    """The entry of the main menu."""
    return render_template("visits/nav.html") if access.may(access.actor(), "visits.read") else ""


def _may_begin() -> bool:
    return access.opds_where(access.actor(), "visits.begin") != frozenset()


def _panel(heading: str, visits: list[Visit], begin: str) -> str:
    lines = [(visit, page.host_name(visit)) for visit in visits]
    return render_template("visits/panel.html", heading=heading, lines=lines, begin=begin)
