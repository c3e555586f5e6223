"""Questions and remarks on plans and on cases: who may read them, and who knows the answers."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.adoption.changes import PLAN
from portal.adoption.models import Plan
from portal.adoption.problem_models import Comment
from portal.adoption.queries import visible
from portal.adoption.rules import ADOPTED
from portal.db import reading
from portal.records.comments import Comments, Crumbs, anchor_of


def _subject(row: Comment) -> str:
    return f"plan:{row.plan_id}" if row.plan_id else f"case:{row.case_slug}"


def url_of(row: Comment) -> str:
    """Where a question or remark is read."""
    if row.plan_id is not None:
        return url_for("adoption.show", plan_id=row.plan_id, _anchor=anchor_of(row))
    return url_for("cases.show", slug=row.case_slug, _anchor=anchor_of(row))


def _crumbs(row: Comment) -> Crumbs:
    if row.plan_id is not None:
        return tuple(PLAN.crumbs(reading().get_one(Plan, row.plan_id)))
    return (("Inovasi", url_of(row)),)


def _readable(actor: Actor) -> ColumnElement[bool]:
    return Comment.plan_id.is_(None) | Comment.plan_id.in_(select(Plan.id).where(visible(actor)))


def _experienced(session: Session, question: Comment) -> Sequence[str]:
    """The OPD of the plan, or those that have begun to adopt the case and know it from their own work."""
    if question.plan_id is not None:
        return session.scalars(select(Plan.opd).where(Plan.id == question.plan_id)).all()
    begun = Plan.stage.in_(ADOPTED) | Plan.halted_from.in_(ADOPTED)
    return session.scalars(
        select(Plan.opd).where(Plan.case_slug == question.case_slug, begun).distinct()
    ).all()


COMMENTS = Comments("adoption", Comment, _subject, url_of, _crumbs, _readable, _experienced)


def of_plan(session: Session, plan_id: int) -> list[Comment]:
    """Questions and remarks on a plan."""
    return COMMENTS.listed(session, Comment.plan_id == plan_id)


def of_case(session: Session, slug: str) -> list[Comment]:
    """Questions and remarks on a case."""
    return COMMENTS.listed(session, (Comment.case_slug == slug) & Comment.plan_id.is_(None))
