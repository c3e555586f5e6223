"""What this room hangs on the pages of others."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, render_template
from sqlalchemy import or_, select

from portal import access, clock
from portal.access import LEADERS
from portal.adoption import RULING_ACTS, Plan, Stage, living, visible
from portal.benchmark import Gap
from portal.dashboards.board import order_of_stages
from portal.dashboards.glance import glance
from portal.db import reading
from portal.government import Opd, our_government

SHOWN = 5  # plans at a gap


def nav(_subject: object) -> str:
    """The entry of the main menu."""
    if not access.may(access.actor(), "dashboards.read"):
        return ""
    return render_template("dashboards/nav.html")


def home(_subject: object) -> str:
    """The leadership's first screen."""
    actor = access.actor()
    if not actor.roles & LEADERS:
        return ""
    return render_template(
        "dashboards/glance.html",
        found=glance(reading(), actor),
        stage_names=order_of_stages(),
        acts=RULING_ACTS,
        today=clock.today(),
    )


def for_opd(opd: Opd) -> str:
    """The way from an OPD's page to its scorecard."""
    if not access.may(access.actor(), "dashboards.opd", opd=opd.code):
        return ""
    return render_template("dashboards/panel_opd.html", opd=opd)


@dataclass(frozen=True)
class Answer:
    """A plan that may close a gap."""

    plan_id: int
    title: str
    opd: str
    stage: Stage
    sector: str
    indicator: str
    case_slug: str


def for_gap(gap: Gap) -> str:
    """The plans that already work on a gap, or that there is none."""
    indicator = gap.indicator
    own = {one.id for one in our_government().plan.indicators if one.indicator == indicator.id}
    cases = {case.slug for case in (*gap.cases, *gap.other_cases)}
    found = [
        plan
        for plan in _answers()
        if plan.indicator in own or plan.case_slug in cases or plan.sector in indicator.sectors
    ]
    return render_template(
        "dashboards/panel_gap.html",
        indicator=indicator,
        plans=found[:SHOWN],
        total=len(found),
        is_signed_in=access.actor().is_signed_in,
    )


def _answers() -> list[Answer]:
    """The living plans that the reader may know of, asked for once a page."""
    if "gap_answers" not in g:
        actor = access.actor()
        known = visible(actor) if actor.is_signed_in else Plan.approved_at.is_not(None)
        columns = (
            Plan.id, Plan.title, Plan.opd, Plan.stage, Plan.sector, Plan.indicator, Plan.case_slug,
        )  # fmt: skip
        about = or_(Plan.sector != "", Plan.indicator != "", Plan.case_slug != "")
        rows = reading().execute(select(*columns).where(known, living(), about).order_by(Plan.id))
        g.gap_answers = [Answer(*row) for row in rows]
    found: list[Answer] = g.gap_answers
    return found
