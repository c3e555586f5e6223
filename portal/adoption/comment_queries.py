"""Looking questions and remarks up."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from portal.access import Actor
from portal.adoption.models import Plan
from portal.adoption.problem_models import Comment
from portal.adoption.queries import visible
from portal.errors import NotFound

MAX_SHOWN = 200


def of_plan(session: Session, plan_id: int) -> list[Comment]:
    """Questions and remarks on a plan, newest first, each with its answers."""
    return _listed(session, Comment.plan_id == plan_id)


def of_case(session: Session, slug: str) -> list[Comment]:
    """Questions and remarks on a case, newest first, each with its answers."""
    return _listed(session, (Comment.case_slug == slug) & Comment.plan_id.is_(None))


def get(session: Session, comment_id: int, actor: Actor) -> Comment:
    """A remark that the actor may read; raises NotFound."""
    statement = (
        select(Comment)
        .outerjoin(Plan, Plan.id == Comment.plan_id)
        .where(Comment.id == comment_id, Comment.plan_id.is_(None) | visible(actor))
        .options(selectinload(Comment.answers))
    )
    row = session.scalar(statement)
    if row is None:
        raise NotFound("Tulisan ini tidak ada, atau belum dibuka untuk Anda.")
    return row


def waiting(session: Session, where: ColumnElement[bool], *, limit: int = 50) -> list[Comment]:
    """Questions without an answer, oldest first."""
    statement = select(Comment).where(
        Comment.is_question, Comment.is_answered.is_(False), Comment.withdrawn_at.is_(None), where
    )
    return list(session.scalars(statement.order_by(Comment.id).limit(limit)))


def _listed(session: Session, where: ColumnElement[bool]) -> list[Comment]:
    statement = (
        select(Comment)
        .where(where, Comment.answer_to.is_(None), Comment.withdrawn_at.is_(None))
        .options(selectinload(Comment.answers))
        .order_by(Comment.id.desc())
        .limit(MAX_SHOWN)
    )
    return list(session.scalars(statement))
