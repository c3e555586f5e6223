"""What every form of this room does alike: load the plan, change it, show the form again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor
from portal.adoption import queries
from portal.adoption.models import Plan
from portal.db import reading
from portal.records.saving import CLASH, Page, Saved, clash


def load(plan_id: int, permission: str = "") -> Plan:
    """A plan that this request may read and, where a permission is named, may do that to."""
    plan = queries.get_plan(reading(), plan_id, access.actor())
    if permission:
        access.require(permission, opd=plan.opd)
    return plan


def changing(
    plan_id: int, act: Callable[[Session, Plan, Actor], object]
) -> Callable[[Session, Actor], object]:
    """A change of a plan, which is loaded anew inside the transaction that changes it."""

    def run(session: Session, actor: Actor) -> object:
        return act(session, queries.get_plan(session, plan_id, actor, lock=True), actor)

    return run


def form_page(form: FlaskForm, page: Page, status: int = 200, row: Any = None) -> ResponseReturnValue:
    """The page of a form; after a conflict it shows what is stored beside what was typed."""
    stored = clash(form, row) if status == CLASH and isinstance(form, Saved) else []
    return render_template(
        "adoption/form.html", form=form, page=page, stored=stored, status=status
    ), status or 200
