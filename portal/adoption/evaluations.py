"""Verbs on what a trial taught: the evaluation, the head's decision, and the reviews after penerapan."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption import rules
from portal.adoption.changes import PLAN, note, require
from portal.adoption.models import Evaluation, Plan, Review
from portal.adoption.rules import Decision, Stage
from portal.adoption.timing import DueReview, open_reviews
from portal.errors import RuleViolation
from portal.records.binding import authors
from portal.records.changes import assign, check_unchanged, is_head
from portal.records.limits import explains
from portal.records.reviews import Reviews

FIELDS = ("text", "lessons")
ANSWERS = {
    "berjalan": "Masih berjalan",
    "sebagian": "Berjalan sebagian",
    "tidak": "Tidak berjalan lagi",
}


def write(
    session: Session,
    plan: Plan,
    *,
    text: str,
    lessons: str,
    version: int = 0,
    mark: str = "",
    actor: Actor,
) -> Evaluation:
    """Write the evaluation of a trial, or change it while nothing is decided on it."""
    require(actor, "adoption.edit", plan)
    if plan.stage is not Stage.TRIAL:
        raise RuleViolation("Evaluasi ditulis pada tahap uji coba.")
    row = plan.evaluation
    if row is not None and row.decision is Decision.REPEAT:
        row.is_superseded, row = True, None  # the trial goes round again
    if row is not None and row.decision is not None:
        raise RuleViolation("Evaluasi ini sudah diputuskan, jadi tidak dapat diubah lagi.")
    if row is None:
        row = Evaluation(plan_id=plan.id, text="", lessons="", version=0)
        session.add(row)
    else:
        check_unchanged(row, FIELDS, version=version, mark=mark)
    if changes := assign(row, {"text": text, "lessons": lessons}):
        row.version += 1
        row.at, row.by, row.by_name = clock.now(), actor.account_id, actor.name
        row.head_wrote = row.head_wrote or is_head(actor, plan.opd)
        session.flush()
        note(session, plan, "evaluate", actor=actor, part=f"evaluation:{row.id}", changes=changes)
    return row


def decide(session: Session, plan: Plan, decision: Decision, remark: str, *, actor: Actor) -> None:
    """The head's decision on an evaluation; what it leads to is a move of its own."""
    require(actor, "adoption.approve", plan)
    row = plan.evaluation
    if plan.stage is not Stage.TRIAL or row is None or not row.text:
        raise RuleViolation("Belum ada evaluasi uji coba yang dapat diputuskan.")
    if row.decision is not None:
        raise RuleViolation("Evaluasi ini sudah diputuskan.")
    wrote = authors(session, PLAN.named(plan, f"evaluation:{row.id}"), plan.opd)
    rules.check_decider(
        writers=wrote.accounts | {row.by or 0},
        decider=actor.account_id,
        is_head=is_head(actor, plan.opd),
        head_wrote=row.head_wrote,
    )
    unmet = plan.progress.kpis - plan.progress.met
    if decision is Decision.APPLY and unmet and not explains(remark):
        raise RuleViolation(f"{unmet} KPI belum mencapai target. Tulis mengapa tetap diterapkan.", "remark")
    row.decision, row.decision_note = decision, remark
    row.decided_at, row.decided_by, row.decided_by_name = clock.now(), actor.account_id, actor.name
    row.version += 1
    note(
        session,
        plan,
        "decide",
        actor=actor,
        part=f"evaluation:{row.id}",
        changes={"decision": (None, str(decision))},
        reason=remark,
    )


def reviews_open(plan: Plan) -> tuple[DueReview, ...]:
    """The reviews of a plan that wait for an answer, now or later."""
    return open_reviews(plan.stage, plan.applied_on, {review.due for review in plan.reviews})


REVIEWS = Reviews(PLAN, Review, "months", ANSWERS, reviews_open)
answer_review = REVIEWS.answer
