"""Questions and remarks on innovations: who may read them, and who knows the answers."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.db import reading
from portal.records.comments import Comments, Crumbs, anchor_of
from portal.register.changes import INNOVATION
from portal.register.models import Innovation, InnovationComment
from portal.register.queries import visible


def _address(row: InnovationComment) -> str:
    return url_for("register.show", innovation_id=row.innovation_id, _anchor=anchor_of(row))


def _crumbs(row: InnovationComment) -> Crumbs:
    return tuple(INNOVATION.crumbs(reading().get_one(Innovation, row.innovation_id)))


def _readable(actor: Actor) -> ColumnElement[bool]:
    return InnovationComment.innovation_id.in_(select(Innovation.id).where(visible(actor)))


def _experienced(session: Session, question: InnovationComment) -> Sequence[str]:
    return session.scalars(select(Innovation.opd).where(Innovation.id == question.innovation_id)).all()


COMMENTS = Comments(
    "register",
    InnovationComment,
    lambda row: f"innovation:{row.innovation_id}",
    _address,
    _crumbs,
    _readable,
    _experienced,
)


def of_innovation(session: Session, innovation_id: int) -> list[InnovationComment]:
    """Questions and remarks on an innovation."""
    return COMMENTS.listed(session, InnovationComment.innovation_id == innovation_id)
