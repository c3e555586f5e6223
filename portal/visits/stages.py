"""Moving a visit on: propose, approve, reject, hand back, schedule, report, close, cancel; and looks back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from portal import clock
from portal.access import LEADERS, Actor, may
from portal.records.binding import Authors
from portal.records.changes import is_head
from portal.records.reviews import Reviews
from portal.visits import rules
from portal.visits.changes import VISIT, note, require
from portal.visits.models import Visit, VisitMove, VisitReview
from portal.visits.preparation import DueReview, open_reviews
from portal.visits.rules import Stage

REVIEW_ANSWERS = {
    "berjalan": "Berjalan sesuai rencana",
    "sebagian": "Berjalan sebagian",
    "tidak": "Belum atau tidak berjalan",
}


def move(session: Session, visit: Visit, wanted: Stage, *, reason: str = "", actor: Actor) -> None:
    """Move a visit to another stage, through its gate where it leads forward."""
    require(actor, permission_for(visit, wanted), visit)
    rules.check_move(visit.facts, wanted, reason=reason, today=clock.today())
    if wanted in (Stage.APPROVED, Stage.REJECTED) and visit.stage is Stage.PROPOSED:
        _check_approver(session, visit, actor)
        visit.decided_at, visit.decided_by = clock.now(), actor.account_id
        visit.decided_by_name = actor.name
    if wanted is Stage.PROPOSED and visit.stage is Stage.DRAFT:
        visit.submitted_at, visit.submitted_by = clock.now(), actor.account_id
        session.flush()
        visit.head_proposed = _authors(session, visit).has_head or is_head(actor, visit.opd)
    if wanted is Stage.DRAFT:
        visit.submitted_at = visit.submitted_by = visit.decided_at = visit.decided_by = None
        visit.decided_by_name = ""
    if wanted is Stage.REPORTED and visit.stage is Stage.UNDER_WAY:
        visit.reported_on = visit.reported_on or clock.today()
    changes = VISIT.step(session, visit, VisitMove, wanted, actor=actor, reason=reason)
    note(session, visit, "move", actor=actor, changes=changes, reason=reason)


def permission_for(visit: Visit, wanted: Stage) -> str:
    """The permission that a move asks for."""
    if visit.stage is Stage.PROPOSED and wanted in (Stage.APPROVED, Stage.REJECTED):
        return "visits.approve"
    if visit.stage is Stage.DRAFT or wanted is Stage.DRAFT:
        return "visits.edit"  # nobody has approved it: its writers may take it back or put it away
    if wanted is Stage.CANCELLED or rules.is_backward(visit.stage, wanted):
        return "visits.halt"
    return "visits.move"


def may_decide(visit: Visit, actor: Actor) -> bool:
    """Is the actor somebody who neither wrote nor proposed, where a head proposed the leadership?"""
    is_own = actor.account_id in (visit.created_by, visit.submitted_by)
    return not is_own and (not visit.head_proposed or bool(actor.roles & LEADERS))


def decides(visit: Visit, actor: Actor) -> bool:
    """Does the decision on this proposal fall to the actor?"""
    return may(actor, "visits.approve", opd=visit.opd) and may_decide(visit, actor)


def _authors(session: Session, visit: Visit) -> Authors:
    """Who wrote the proposal as it stands, or wrote in it since it was handed back."""

    def is_given_back(verb: str, changes: Mapping[str, Sequence[object]]) -> bool:
        return verb == "move" and changes.get("stage", [None])[-1] == Stage.DRAFT.value

    return VISIT.authors(session, visit, is_given_back)


def _check_approver(session: Session, visit: Visit, actor: Actor) -> None:
    proposers = _authors(session, visit)
    rules.check_approver(
        proposers=proposers.accounts,
        approver=actor.account_id,
        is_leadership=bool(actor.roles & LEADERS),
        head_proposed=visit.head_proposed or proposers.has_head,
    )


def reviews_open(visit: Visit) -> tuple[DueReview, ...]:
    """The looks back at a visit that wait for an answer, now or later."""
    if visit.stage not in rules.DONE:
        return ()
    return open_reviews(visit.reported_on, [review.days for review in visit.reviews])


REVIEWS = Reviews(VISIT, VisitReview, "days", REVIEW_ANSWERS, reviews_open)
answer_review = REVIEWS.answer
