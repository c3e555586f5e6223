"""Verbs on questions and remarks: ask, answer, withdraw."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor, Role, may
from portal.adoption.models import Plan
from portal.adoption.problem_models import Comment
from portal.adoption.rules import ADOPTED
from portal.errors import Forbidden, RuleViolation
from portal.records.limits import check_reason
from portal.records.privacy import REFUSAL, holds_nip

MAX_OPEN = 20  # unanswered questions of one person; more is not asking


def ask(
    session: Session,
    *,
    text: str,
    is_question: bool,
    plan: Plan | None = None,
    case_slug: str = "",
    actor: Actor,
) -> Comment:
    """Ask, or remark, on a plan or on a case."""
    if not may(actor, "adoption.ask"):
        raise Forbidden("Masuk dahulu untuk bertanya.")
    waiting = session.scalars(
        select(Comment.id).where(
            Comment.by == actor.account_id,
            Comment.is_question,
            Comment.is_answered.is_(False),
            Comment.withdrawn_at.is_(None),
        )
    ).all()
    if is_question and len(waiting) >= MAX_OPEN:
        raise RuleViolation(f"{MAX_OPEN} pertanyaan Anda belum terjawab. Tunggu jawabannya dahulu.")
    row = Comment(
        plan_id=plan.id if plan is not None else None,
        case_slug=case_slug,
        text=text,
        is_question=is_question,
        **_signed(actor),
    )
    session.add(row)
    session.flush()
    _note(session, row, "ask" if is_question else "remark", actor=actor)
    return row


def may_answer(session: Session, question: Comment, *, actor: Actor) -> bool:
    """Curators may, and the OPD of the plan, or any OPD that has experience with the case."""
    if Role.CURATOR in actor.roles:
        return may(actor, "adoption.answer-question")
    return any(may(actor, "adoption.answer-question", opd=opd) for opd in experienced(session, question))


def require_answerer(session: Session, question: Comment, *, actor: Actor) -> None:
    """Refuse whoever can not know the answer."""
    if not may_answer(session, question, actor=actor):
        raise Forbidden("Pertanyaan ini dijawab kurator atau OPD yang sudah berpengalaman.")


def experienced(session: Session, question: Comment) -> list[str]:
    """The OPDs that know from their own work what a question is about."""
    if question.plan_id is not None:
        return list(session.scalars(select(Plan.opd).where(Plan.id == question.plan_id)))
    begun = Plan.stage.in_(ADOPTED) | Plan.halted_from.in_(ADOPTED)
    return list(
        session.scalars(select(Plan.opd).where(Plan.case_slug == question.case_slug, begun).distinct())
    )


def answer(session: Session, question: Comment, text: str, *, actor: Actor) -> Comment:
    """Answer a question."""
    if question.answer_to is not None or question.withdrawn_at is not None:
        raise RuleViolation("Ini bukan pertanyaan yang dapat dijawab.")
    require_answerer(session, question, actor=actor)
    row = Comment(
        plan_id=question.plan_id,
        case_slug=question.case_slug,
        answer_to=question.id,
        text=text,
        **_signed(actor),
    )
    session.add(row)
    question.is_answered = True
    session.flush()
    _note(session, row, "answer-question", actor=actor)
    return row


def withdraw(session: Session, row: Comment, why: str, *, actor: Actor) -> None:
    """Take a remark out of sight: its writer, or the curator with the reason why."""
    if row.withdrawn_at is not None:
        raise RuleViolation("Tulisan ini sudah ditarik.")
    is_own = row.by is not None and row.by == actor.account_id
    if not is_own:
        if not may(actor, "adoption.moderate"):
            raise Forbidden("Hanya penulisnya dan kurator yang dapat menarik tulisan ini.")
        check_reason(why, "reason")
    row.withdrawn_at, row.withdrawn_by_name, row.withdrawn_why = clock.now(), actor.name, why
    if row.answer_to is not None:
        _ask_again(session, row)
    _note(session, row, "withdraw", actor=actor, reason=why)


def _ask_again(session: Session, withdrawn: Comment) -> None:
    """A question whose only answer was withdrawn waits again."""
    question = session.get_one(Comment, withdrawn.answer_to)
    others = (one for one in question.answers if one.id != withdrawn.id and one.withdrawn_at is None)
    question.is_answered = any(True for _ in others)


def _signed(actor: Actor) -> dict[str, object]:
    """Who writes: the name, and an OPD where the actor holds a post in one."""
    return {
        "at": clock.now(),
        "by": actor.account_id,
        "by_name": actor.name,
        "by_opd": min(actor.opds(Role.HEAD, Role.OPERATOR), default=""),
    }


def _note(session: Session, row: Comment, verb: str, *, actor: Actor, reason: str = "") -> None:
    subject = (
        f"plan:{row.plan_id}:comment:{row.id}" if row.plan_id else f"case:{row.case_slug}:comment:{row.id}"
    )
    if holds_nip(row.text) or holds_nip(reason):
        raise RuleViolation(REFUSAL)
    changes = {"text": (None, row.text)} if verb != "withdraw" else {"withdrawn": (False, True)}
    audit.record(
        session, actor=actor, action=f"adoption.{verb}", subject=subject, changes=changes, reason=reason
    )
