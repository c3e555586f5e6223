"""What this room hangs on the pages of others."""

from __future__ import annotations

from flask import render_template
from sqlalchemy import select

from portal import access
from portal.adoption.models import Plan
from portal.cases import Case
from portal.db import reading
from portal.government import our_government
from portal.register import queries
from portal.register.beginning import PLAN_STAGES
from portal.register.models import Innovation


def nav(_subject: object) -> str:
    """The entry of the main menu."""
    return render_template("register/nav.html") if access.may(access.actor(), "register.read") else ""


def for_plan(plan: Plan) -> str:
    """The innovation that a plan became, or the way to enter it."""
    actor = access.actor()
    if not actor.is_signed_in or plan.stage not in PLAN_STAGES:
        return ""
    found = queries.of_plan(reading(), plan.id, actor)
    may_begin = access.may(actor, "register.begin", opd=plan.opd)
    if found is None and not may_begin:
        return ""
    return render_template("register/panel_plan.html", plan=plan, innovation=found, may_begin=may_begin)


def for_case(case: Case) -> str:
    """For a case of our own: its innovation in the register, or the way to enter it."""
    if case.region != our_government().region:
        return ""
    actor = access.actor()
    wanted = select(Innovation).where(Innovation.case_slug == case.slug, Innovation.removed_at.is_(None))
    if not actor.is_signed_in:
        wanted = wanted.where(Innovation.released_at.is_not(None))
    else:
        wanted = wanted.where(queries.visible(actor))
    found = reading().scalar(wanted.order_by(Innovation.id))
    may_begin = actor.is_signed_in and access.opds_where(actor, "register.begin") != frozenset()
    if found is None and not may_begin:
        return ""
    return render_template(
        "register/panel_case.html", case=case, innovation=found, is_signed_in=actor.is_signed_in
    )


def catalogue(_subject: object) -> str:
    """The way to our own innovations, beside the cases."""
    return render_template("register/panel_catalogue.html")
