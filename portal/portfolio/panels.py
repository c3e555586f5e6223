"""What this room hangs on the pages of others."""

from __future__ import annotations

from flask import render_template

from portal import access
from portal.adoption import Plan
from portal.db import reading
from portal.portfolio import facts, scenarios


def menu(_subject: object) -> str:
    """The entry of the account's menu."""
    actor = access.actor()
    may_enter = actor.is_signed_in and access.may_enter(actor, access.table()["portfolio.score"])
    return render_template("portfolio/menu.html") if may_enter else ""


def for_dashboard(_subject: object) -> str:
    """The decision in force and the newest scenarios, for those who read them."""
    if not access.may(access.actor(), "portfolio.read"):
        return ""
    session = reading()
    return render_template(
        "portfolio/panel_dashboard.html",
        decided=scenarios.in_force(session),
        newest=scenarios.listed(session, limit=3),
    )


def for_dashboard_actions(_subject: object) -> str:
    """The way to the priorities from the head of the dashboard, for those who read them."""
    may_read = access.may(access.actor(), "portfolio.read")
    return render_template("portfolio/panel_dashboard_action.html") if may_read else ""


def for_plan(plan: Plan) -> str:
    """The way to a plan's score, while it waits for money."""

    if not facts.is_candidate(plan) or not access.may(access.actor(), "portfolio.score", opd=plan.opd):
        return ""
    return render_template("portfolio/panel_plan.html", plan=plan)
