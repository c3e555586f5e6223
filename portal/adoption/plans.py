"""Verbs on a plan: propose, edit, submit, return, approve, move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption import rules
from portal.adoption.case_snapshot import case_snapshot
from portal.adoption.changes import PLAN, note, require
from portal.adoption.models import TWIN, Move, Plan
from portal.adoption.rules import HALTS, Stage, StopReason
from portal.cases import Case
from portal.errors import RuleViolation
from portal.government import Need
from portal.records.binding import Authors
from portal.records.changes import is_head
from portal.records.kinds import Values
from portal.records.ladder import Requirement, missing
from portal.records.limits import check_reason
from portal.records.planning import code_problems

edit = PLAN.save
PROPOSAL_FIELDS = ("title", "local_need", "target_group", "mission")
DETAILS = ("need_id", "served_directly", "people_served", "keep", "modify", "leave_out", "indicator")
APPROVED_FIELDS = frozenset({*PROPOSAL_FIELDS, *DETAILS})
FROZEN = (
    "Isian ini sudah disetujui. Untuk mengubahnya, kepala OPD mengembalikan rencana ke tahap usulan dengan "
    "alasan, lalu usulan disetujui lagi."
)


def propose(
    session: Session,
    *,
    opd: str,
    values: Mapping[str, object],
    case: Case | None = None,
    need: Need | None = None,
    actor: Actor,
) -> Plan:
    """Begin a plan of an OPD, from a case or from a need; it starts as a draft.

    Refuses a second living plan of the same OPD for the same case.
    """
    plan = Plan(opd=opd, stage=Stage.PROPOSED, head_proposed=is_head(actor, opd))
    require(actor, "adoption.propose", plan)
    if case is None and need is None:
        raise RuleViolation("Mulai rencana dari sebuah inovasi atau dari sebuah kebutuhan.")
    if case is not None:
        attach_case(plan, case)
        _refuse_twin(session, plan)
    if need is not None:
        plan.need_id = need.id
        plan.sector = plan.sector or need.sector
    filled = {name: values[name] for name in PROPOSAL_FIELDS if name in values}
    names = ("case_slug", "case_edition", "case_digest", "need_id")
    PLAN.begin(session, plan, filled, action="propose", beside=names, actor=actor)
    return plan


def attach_case(plan: Plan, case: Case) -> None:
    """Pin the plan to the revision of the case that is read now."""
    seen = case_snapshot(case)
    plan.case_slug, plan.case_title, plan.sector = case.slug, case.title, case.sector
    plan.case_edition, plan.case_digest = seen.edition, seen.digest


def submit(session: Session, plan: Plan, *, actor: Actor) -> None:
    """Ask the head of the OPD to approve a proposal."""
    require(actor, "adoption.edit", plan)
    rules.check_submission(plan.facts)
    plan.submitted_at, plan.submitted_by = clock.now(), actor.account_id
    session.flush()
    plan.head_proposed = _authors(session, plan).has_head or is_head(actor, plan.opd)
    _record(session, plan, "diajukan", Stage.PROPOSED, actor=actor)


def hand_back(session: Session, plan: Plan, reason: str, *, actor: Actor) -> None:
    """Give a submitted proposal back to its writers: by the approver, or by the OPD that takes it back."""
    if plan.stage is not Stage.PROPOSED or plan.submitted_at is None:
        raise RuleViolation("Hanya usulan yang sudah diajukan yang dapat dikembalikan.")
    if plan.submitted_by != actor.account_id:
        require(actor, "adoption.approve", plan)
    else:
        require(actor, "adoption.edit", plan)
    is_own = plan.submitted_by == actor.account_id
    what = "ditarik" if is_own else "dikembalikan dan apa yang perlu diperbaiki"
    check_reason(reason, "reason", f"Tulis mengapa usulan {what}")
    plan.submitted_at = plan.submitted_by = None
    _record(session, plan, "dikembalikan", Stage.PROPOSED, reason=reason, actor=actor)


def approve(session: Session, plan: Plan, *, note_text: str = "", actor: Actor) -> None:
    """Approve a proposal: the head of the OPD, or the curator where a head proposed; never a proposer."""
    require(actor, "adoption.approve", plan)
    rules.check_move(plan.facts, Stage.APPROVED, reason="")
    proposers = _authors(session, plan)
    rules.check_approver(
        proposers=proposers.accounts,
        approver=actor.account_id,
        is_head=is_head(actor, plan.opd),
        head_proposed=plan.head_proposed or proposers.has_head,
    )
    plan.approved_at, plan.approved_by = clock.now(), actor.account_id
    plan.approved_by_name = actor.name
    _record(session, plan, "disetujui", Stage.APPROVED, reason=note_text, actor=actor)


def _authors(session: Session, plan: Plan) -> Authors:
    """Who wrote the proposal as it stands, or wrote in it since it was handed back."""
    return PLAN.authors(session, plan, lambda verb, _changes: verb == "hand-back")


def move(
    session: Session,
    plan: Plan,
    wanted: Stage,
    *,
    reason: str = "",
    stop_reason: StopReason | None = None,
    pause_until: date | None = None,
    actor: Actor,
) -> None:
    """Move a plan to another stage: forward through a gate, back, into a pause, to a stop, or out of them."""
    if wanted is Stage.APPROVED and plan.stage is Stage.PROPOSED:
        approve(session, plan, actor=actor)
        return
    require(actor, permission_for(plan, wanted), plan)
    rules.check_move(plan.facts, wanted, reason=reason, stop_reason=stop_reason)
    if plan.stage is Stage.STOPPED:
        _refuse_twin(session, plan)
    if pause_until is not None and pause_until <= clock.today():
        raise RuleViolation("Tanggal akhir penundaan harus sesudah hari ini.", "pause_until")
    what = "dibuang" if rules.is_discard(plan.facts, wanted) else _what(plan.stage, wanted)
    if wanted in HALTS:
        plan.halted_from = plan.halted_from if plan.stage in HALTS else plan.stage
        plan.pause_until = pause_until if wanted is Stage.PAUSED else None
        plan.stop_reason = stop_reason if wanted is Stage.STOPPED else None
    else:
        _enter(plan, wanted)
    _record(session, plan, what, wanted, reason=reason, stop_reason=stop_reason, actor=actor)


def permission_for(plan: Plan, wanted: Stage) -> str:
    """The permission that a move asks for: going back, pausing, stopping and reopening are the head's."""
    if wanted is Stage.APPROVED and plan.stage is Stage.PROPOSED:
        return "adoption.approve"
    if plan.is_draft and wanted is Stage.STOPPED:
        return "adoption.edit"  # nobody was asked yet: the writers may put a draft away
    if rules.needs_reason(plan.stage, wanted) or plan.stage in HALTS:
        return "adoption.halt"
    return "adoption.move"


def open_requirements(plan: Plan) -> tuple[Requirement, ...]:
    """What the plan's next gate still asks for; nothing where no stage comes next."""
    wanted = rules.next_stage(plan.facts)
    return missing(rules.gate(plan.facts, wanted)) if wanted else ()


def _enter(plan: Plan, wanted: Stage) -> None:
    """What a stage of the ladder brings along, and what going back to it takes away."""
    if wanted is Stage.PROPOSED and plan.stage is Stage.APPROVED:
        plan.approved_at = plan.approved_by = plan.submitted_at = plan.submitted_by = None
        plan.approved_by_name = ""
    if wanted is Stage.TRIAL and plan.stage is Stage.APPLIED:
        plan.applied_on = None
        if evaluation := plan.evaluation:  # a new round of trial gets a new evaluation
            evaluation.is_superseded = True
    if wanted is Stage.APPLIED and plan.stage is Stage.TRIAL:
        plan.applied_on = clock.today()
    plan.halted_from = plan.pause_until = plan.stop_reason = None


def _record(
    session: Session,
    plan: Plan,
    what: str,
    wanted: Stage,
    *,
    reason: str = "",
    stop_reason: StopReason | None = None,
    actor: Actor,
) -> None:
    """Change the stage, keep the step in the plan's history, and write it into the audit trail."""
    more = {"what": what, "stop_reason": stop_reason}
    changes = PLAN.step(session, plan, Move, wanted, actor=actor, reason=reason, **more)
    if what in ("diajukan", "dikembalikan"):
        changes = {"submitted": (what == "dikembalikan", what == "diajukan")}
    if stop_reason is not None:
        changes["stop_reason"] = (None, str(stop_reason))
    actions = {
        "diajukan": "submit",
        "dikembalikan": "hand-back",
        "disetujui": "approve",
        "dibuang": "discard",
    }
    note(session, plan, actions.get(what, "move"), actor=actor, changes=changes, reason=reason)


def _what(current: Stage, wanted: Stage) -> str:
    """The word for a move in the plan's history."""
    if wanted is Stage.STOPPED:
        return "dihentikan"
    if wanted is Stage.PAUSED:
        return "ditunda"
    if current is Stage.STOPPED:
        return "dibuka lagi"
    if current is Stage.PAUSED:
        return "dilanjutkan"
    return "dimundurkan" if rules.is_backward(current, wanted) else "dipindah"


@PLAN.rule(Plan)
def _check_fields(_session: Session, values: Values, plan: Plan, _row: object) -> Values:
    """Refuse what contradicts itself across fields, and other words than those that were approved.

    What stood empty when it was approved may be filled in.
    """
    for name in APPROVED_FIELDS & set(values) if plan.approved_at is not None else ():
        approved = getattr(plan, name)
        if approved not in (None, "") and values[name] != approved:
            raise RuleViolation(FROZEN, name)

    def after(name: str) -> object:
        return values.get(name, getattr(plan, name))

    start, end = after("trial_start"), after("trial_end")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise RuleViolation("Uji coba tidak dapat selesai sebelum mulai.", "trial_end")
    names = ("program_code", "activity_code", "subactivity_code")
    if any(name in values for name in names):
        for problem in code_problems(*(str(after(name)) for name in names)):
            raise RuleViolation(problem.message, problem.field)
    if values.get("no_cost") and plan.budget:
        raise RuleViolation("Hapus dahulu baris anggaran sebelum menyatakan tanpa biaya.", "no_cost")
    return values


def _refuse_twin(session: Session, plan: Plan) -> None:
    living = select(Plan.id).where(Plan.case_slug != "", Plan.stage != Stage.STOPPED)
    if twin := session.scalar(living.filter_by(opd=plan.opd, case_slug=plan.case_slug)):
        raise RuleViolation(f"{TWIN}: rencana nomor {twin}.", "opd")
