"""What the evidence room is told about plans: whose they are, and who may read their papers."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from portal.access import Actor, may
from portal.adoption.models import Plan
from portal.db import reading
from portal.evidence import About, Subject


def find(session: Session, plan_id: int) -> About | None:
    """A plan as the evidence room knows it."""
    plan = session.get(Plan, plan_id)
    if plan is None:
        return None
    return About(plan.opd, plan.title, url_for("adoption.show", plan_id=plan.id, _anchor="bukti"))


def may_read(actor: Actor, subject: Subject) -> bool:
    """The papers of a draft are as private as the draft itself."""
    plan = reading().get(Plan, int(subject.key.partition(":")[2]))
    return plan is not None and (not plan.is_draft or may(actor, "adoption.read-draft", opd=plan.opd))
