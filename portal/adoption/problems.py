"""Verbs on problems: open, edit, send up, answer, close, open again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor, Role
from portal.accounts.queries import holders
from portal.adoption import escalation as rules
from portal.adoption.changes import note, refuse_stopped, require
from portal.adoption.escalation import Level, Ruling, Wanted
from portal.adoption.models import Plan
from portal.adoption.problem_models import Escalation, PlanProblem
from portal.errors import Forbidden, RuleViolation
from portal.records.changes import assign, check_unchanged, created, signed
from portal.records.limits import check_reason

FIELDS = ("title", "text", "due")


@dataclass(frozen=True)
class Request:
    """What an escalation asks for; the amount in rupiah, two options where a decision is asked for."""

    wanted: Wanted
    asked: str
    amount: int | None = None
    option_a: str = ""
    option_b: str = ""


def open_problem(
    session: Session, plan: Plan, *, title: str, text: str, due: date, actor: Actor
) -> PlanProblem:
    """Note a problem; it starts in the OPD, with a day by which the OPD means to have solved it."""
    require(actor, "adoption.edit", plan)
    refuse_stopped(plan)
    if due < clock.today():
        raise RuleViolation("Tenggat tidak boleh sebelum hari ini.", "due")
    row = PlanProblem(
        plan_id=plan.id,
        title=title,
        text=text,
        due=due,
        waiting_at=Level.OPD,
        **signed(actor),
    )
    session.add(row)
    session.flush()
    note(session, plan, "open-problem", actor=actor, part=f"problem:{row.id}", changes=created(row, FIELDS))
    return row


def edit(
    session: Session,
    plan: Plan,
    problem: PlanProblem,
    values: Mapping[str, object],
    *,
    version: int,
    mark: str = "",
    actor: Actor,
) -> None:
    """Change what is said about an open problem."""
    require(actor, "adoption.edit", plan)
    if not problem.is_open:
        raise RuleViolation("Masalah ini sudah ditutup. Buka lagi untuk mengubahnya.")
    check_unchanged(problem, FIELDS, version=version, mark=mark)
    if changes := assign(problem, values):
        problem.version += 1
        note(session, plan, "edit", actor=actor, part=f"problem:{problem.id}", changes=changes)


def escalate(
    session: Session,
    plan: Plan,
    problem: PlanProblem,
    *,
    request: Request,
    tried: str,
    post: str,
    due: date,
    actor: Actor,
) -> Escalation:
    """Ask the next level up, Asisten, Sekda, Bupati: for what, a post, by a day, after trying what."""
    require(actor, "adoption.escalate", plan)
    level = rules.check_escalation(
        problem.facts,
        is_open=problem.is_open,
        tried=tried,
        due=due,
        today=clock.today(),
        has_assistant=plan.opd in holders(session, Role.ASSISTANT, clock.today()),
    )
    rules.check_asked(
        request.wanted,
        asked=request.asked,
        amount=request.amount,
        options=(request.option_a, request.option_b),
    )
    row = Escalation(
        problem_id=problem.id,
        **vars(request),
        level=level,
        tried=tried,
        post=post,
        due=due,
        **signed(actor),
    )
    session.add(row)
    before, problem.waiting_at = problem.waiting_at, level
    problem.version += 1
    session.flush()
    changes: dict[str, tuple[object, object]] = {
        "waiting_at": (str(before), str(level)),
        "post": (None, post),
        "due": (None, due.isoformat()),
        **created(row, vars(request)),
    }
    note(session, plan, "escalate", actor=actor, part=f"problem:{problem.id}", changes=changes, reason=tried)
    return row


def answer(
    session: Session,
    plan: Plan,
    problem: PlanProblem,
    *,
    ruling: Ruling,
    text: str,
    chosen: str = "",
    actor: Actor,
) -> None:
    """The leadership's answer and decision; the problem goes back to the OPD, which closes it."""
    require(actor, "adoption.answer", plan)
    waiting = [row for row in problem.escalations if row.answered_at is None]
    row = problem.waiting
    if not problem.is_open or row is None:
        raise RuleViolation("Tidak ada eskalasi yang menunggu jawaban.")
    if not rules.may_answer(row.level, actor.roles):
        raise Forbidden("Eskalasi ini ditujukan kepada pejabat yang lebih tinggi.")
    if ruling is not Ruling.GRANTED or row.wanted is None:
        check_reason(text, "answer", "Tulis jawabannya")
    rules.check_chosen(row.wanted, ruling, chosen)
    for one in waiting:  # an answer from higher up settles what waits below
        one.answered_at, one.answered_by_name = clock.now(), actor.name
        one.version += 1
    row.ruling, row.answer, row.chosen = ruling, text, chosen
    before, problem.waiting_at = problem.waiting_at, Level.OPD
    problem.version += 1
    changes: dict[str, tuple[object, object]] = {
        "waiting_at": (str(before), str(Level.OPD)),
        "ruling": (None, str(ruling)),
        **created(row, ("chosen",)),
    }
    note(session, plan, "answer", actor=actor, part=f"problem:{problem.id}", changes=changes, reason=text)


def close(session: Session, plan: Plan, problem: PlanProblem, result: str, *, actor: Actor) -> None:
    """Close a problem that is solved; where it was solved follows from who answered."""
    require(actor, "adoption.edit", plan)
    level = rules.check_closing(problem.facts, is_open=problem.is_open, result=result)
    problem.closed_at, problem.closed_by_name = clock.now(), actor.name
    problem.solved_at, problem.result, problem.waiting_at = level, result, Level.OPD
    problem.version += 1
    changes: dict[str, tuple[object, object]] = {"solved_at": (None, str(level))}
    note(
        session,
        plan,
        "close-problem",
        actor=actor,
        part=f"problem:{problem.id}",
        changes=changes,
        reason=result,
    )


def reopen(session: Session, plan: Plan, problem: PlanProblem, reason: str, *, actor: Actor) -> None:
    """Open a closed problem again, because it came back or was closed by mistake."""
    require(actor, "adoption.edit", plan)
    if problem.is_open:
        raise RuleViolation("Masalah ini masih terbuka.")
    check_reason(reason, "reason")
    solved = problem.solved_at
    problem.closed_at = problem.solved_at = None
    problem.closed_by_name = ""
    problem.waiting_at = rules.waiting_at(problem.facts)
    problem.version += 1
    changes: dict[str, tuple[object, object]] = {"solved_at": (str(solved), None)}
    note(
        session,
        plan,
        "reopen-problem",
        actor=actor,
        part=f"problem:{problem.id}",
        changes=changes,
        reason=reason,
    )
