"""What the evidence room is told about visits: whose they are, and who may read their papers."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.db import reading
from portal.evidence import About, Subject
from portal.visits.models import Visit
from portal.visits.queries import visible


def find(session: Session, visit_id: int) -> About | None:
    """A visit as the evidence room knows it."""
    visit = session.get(Visit, visit_id)
    if visit is None:
        return None
    return About(visit.opd, visit.title, url_for("visits.show", visit_id=visit.id, _anchor="bukti"))


def may_read(actor: Actor, subject: Subject) -> bool:
    """The papers of a draft are as private as the draft itself."""
    visit_id = int(subject.key.partition(":")[2])
    return reading().scalar(select(Visit.id).where(Visit.id == visit_id, visible(actor))) is not None
