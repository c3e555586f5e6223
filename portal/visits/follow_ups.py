"""What a visit leads to: recommendations for its cases, and follow-up that becomes plans and milestones."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.adoption import Phase, Plan, add_milestone, propose
from portal.adoption import Stage as PlanStage
from portal.cases import CASES
from portal.errors import NotFound, RuleViolation
from portal.government import our_government
from portal.records.changes import assign, check_unchanged
from portal.visits.changes import note, refuse_ended, require
from portal.visits.models import Visit
from portal.visits.part_models import FollowUp, VisitCase
from portal.visits.rules import DONE


def case_row(visit: Visit, slug: str) -> VisitCase:
    """A case of the reading list; raises NotFound."""
    row = next((case for case in visit.cases if case.slug == slug), None)
    if row is None:
        raise NotFound("Inovasi ini tidak ada di daftar bacaan.")
    return row


def recommend(
    session: Session,
    visit: Visit,
    row: VisitCase,
    values: Mapping[str, object],
    *,
    version: int,
    mark: str = "",
    actor: Actor,
) -> None:
    """Say what the delegation recommends for a case, and why."""
    require(actor, "visits.edit", visit)
    refuse_ended(visit)
    check_unchanged(row, values, version=version, mark=mark)
    if changes := assign(row, values):
        row.version += 1
        note(session, visit, "recommend", actor=actor, part=f"case:{row.id}", changes=changes)


def runner(visit: Visit) -> str:
    """The OPD that a plan from this visit belongs to."""
    return visit.runner_opd or visit.opd


def twins(session: Session, visit: Visit) -> dict[str, Plan]:
    """Case slug -> the living plan that the running OPD has for it, for the cases of the follow-up.

    There is no second one: such an item becomes a step of that plan.
    """
    slugs = {item.case_slug for item in visit.follow_ups if item.case_slug and item.plan_id is None}
    if not slugs:
        return {}
    living = [Plan.opd == runner(visit), Plan.case_slug.in_(slugs), Plan.stage != PlanStage.STOPPED]
    return {plan.case_slug: plan for plan in session.scalars(select(Plan).where(*living))}


def make_plan(session: Session, visit: Visit, item: FollowUp, *, actor: Actor) -> Plan:
    """Begin an adoption plan from an item of the follow-up; it starts as a draft of the running OPD."""
    _check_unsettled(visit, item, actor)
    case = CASES.get().get(item.case_slug)
    need = our_government().need(visit.need_id) if visit.need_id else None
    if case is None and need is None:
        raise RuleViolation("Pilih inovasi pada tindak lanjut ini, atau kebutuhan pada kunjungan, lalu coba.")
    plan = propose(
        session,
        opd=runner(visit),
        values={"title": item.action[:120], "local_need": visit.purpose or item.action},
        case=case,
        need=need,
        actor=actor,
    )
    if item.due is not None:
        title = item.output or item.action
        add_milestone(session, plan, title=title, phase=Phase.PREPARATION, due=item.due, actor=actor)
    _link(session, visit, item, plan, None, actor)
    return plan


def make_milestone(session: Session, visit: Visit, item: FollowUp, plan: Plan, *, actor: Actor) -> None:
    """Put an item of the follow-up as a step into a plan that exists."""
    _check_unsettled(visit, item, actor)
    milestone = add_milestone(session, plan, title=item.action, phase=Phase.DESIGN, due=item.due, actor=actor)
    _link(session, visit, item, plan, milestone.id, actor)


def _link(
    session: Session, visit: Visit, item: FollowUp, plan: Plan, milestone_id: int | None, actor: Actor
) -> None:
    item.plan_id, item.milestone_id = plan.id, milestone_id
    item.version += 1
    changes: dict[str, tuple[object, object]] = {"plan": (None, plan.id), "milestone": (None, milestone_id)}
    note(session, visit, "follow-up", actor=actor, part=f"follow_up:{item.id}", changes=changes)


def _check_unsettled(visit: Visit, item: FollowUp, actor: Actor) -> None:
    require(actor, "visits.edit", visit)
    refuse_ended(visit)
    if visit.stage not in DONE:
        raise RuleViolation("Tindak lanjut menjadi rencana setelah kunjungan dilaporkan.")
    if item.removed_at is not None:
        raise RuleViolation("Tindak lanjut ini sudah dihapus.")
    if item.plan_id is not None:
        raise RuleViolation("Tindak lanjut ini sudah menjadi rencana.")
