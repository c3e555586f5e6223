"""Problems: the list, one problem with its way up and back, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access, clock, edition
from portal.access import Actor, Role, allow
from portal.accounts.queries import holders
from portal.adoption import problem_queries, problems, words
from portal.adoption.escalation import RULING_ACTS, Level, may_answer
from portal.adoption.models import Plan
from portal.adoption.part_forms import AnswerForm, ClosingForm, EscalationForm, ProblemForm
from portal.adoption.problem_models import PlanProblem
from portal.adoption.problem_queries import ProblemFilters, named
from portal.adoption.views import blueprint
from portal.adoption.views.saving import changing, load
from portal.db import reading
from portal.government import our_government
from portal.records.asking import Act, Asked, asks
from portal.records.moving import ReasonForm
from portal.records.saving import FormPage, done, filled
from portal.web.paging import paging

PAGE_SIZE = 25
ANSWER_DAYS = 14  # what the escalation form offers


@blueprint.get("/masalah")
@allow("adoption.read")
def all_problems() -> ResponseReturnValue:
    """Problems of all plans: who has to act, what is overdue, what was solved where."""
    session, actor, today = reading(), access.actor(), clock.today()
    filters = ProblemFilters.read(request.args)
    pages = paging(problem_queries.count(session, filters, actor, today), PAGE_SIZE)
    return render_template(
        "adoption/problems.html",
        filters=filters,
        listed=problem_queries.listed(session, filters, actor, today, offset=pages.offset, limit=PAGE_SIZE),
        solved=problem_queries.solved_where(session, actor),
        levels=[(level, _level_name(level)) for level in Level],
        level_name=_level_name,
        paging=pages,
        today=today,
    )


@blueprint.get("/masalah/<int:problem_id>")
@allow("adoption.read")
def problem(problem_id: int) -> ResponseReturnValue:
    """One problem: what it is, who was asked, what they answered."""
    found = _load(problem_id)
    plan, actor = found.plan, access.actor()
    return render_template(
        "adoption/problem.html",
        problem=found,
        plan=plan,
        today=clock.today(),
        age=(clock.today() - clock.local(found.at).date()).days,
        level_name=_level_name,
        may_edit=access.may(actor, "adoption.edit", opd=plan.opd),
        may_escalate=access.may(actor, "adoption.escalate", opd=plan.opd),
        may_answer=access.may(actor, "adoption.answer", opd=plan.opd)
        and found.waiting is not None
        and may_answer(found.waiting.level, actor.roles),
        next_level=_next(found),
    )


@asks(blueprint, "/rencana/<int:plan_id>/masalah/baru", "adoption.edit")
def open_problem(plan_id: int) -> Asked:
    """Note a problem."""
    plan = load(plan_id, "adoption.edit")
    form = ProblemForm(data={"due": clock.today() + timedelta(days=edition.settings().problem_days)})
    made: list[PlanProblem] = []

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        title, text, due = form.title.data, form["text"].data, form.due.data
        made.append(problems.open_problem(session, stored, title=title, text=text, due=due, actor=actor))

    back = url_for(".show", plan_id=plan.id, _anchor="masalah")
    lead = "Masalah diselesaikan di OPD lebih dulu. Bila tidak bisa, kepala OPD menaikkannya."
    page = FormPage("Catat masalah", back, lead=lead, record=plan)
    return Asked(form, page, changing(plan_id, act), then=lambda: done("Masalah tercatat.", _url(made[0].id)))


@asks(blueprint, "/masalah/<int:problem_id>/ubah", "adoption.edit")
def edit_problem(problem_id: int) -> Asked:
    """Change what is written about a problem."""
    found = _load(problem_id, "adoption.edit")
    form = filled(ProblemForm, found)

    def act(session: Session, stored: PlanProblem, actor: Actor) -> None:
        at, mark = form.read_at(), form.mark.data or ""
        problems.edit(session, stored.plan, stored, form.values(), version=at, mark=mark, actor=actor)

    page, said = _page(found, "Ubah masalah"), "Masalah tersimpan."
    return Asked(form, page, _changing(problem_id, act), said, _url(problem_id), lambda: _load(problem_id))


@asks(blueprint, "/masalah/<int:problem_id>/naikkan", "adoption.escalate")
def escalate(problem_id: int) -> Asked:
    """Send a problem up."""
    found = _load(problem_id, "adoption.escalate")
    level = _next(found)
    post = _level_name(level) if level else ""
    form = EscalationForm(data={"post": post, "due": clock.today() + timedelta(days=ANSWER_DAYS)})

    def act(session: Session, stored: PlanProblem, actor: Actor) -> None:
        problems.escalate(
            session,
            stored.plan,
            stored,
            request=form.request(),
            tried=form.tried.data,
            post=form.post.data,
            due=form.due.data,
            actor=actor,
        )

    page = _page(found, f"Naikkan ke {post}" if post else "Naikkan masalah", "Naikkan")
    change = _changing(problem_id, act)
    return Asked(form, page, change, "Masalah dinaikkan.", _url(problem_id), binds=named(found))


@asks(blueprint, "/masalah/<int:problem_id>/jawab", "adoption.answer")
def answer_problem(problem_id: int) -> Asked:
    """Answer an escalation, as the leadership."""
    found, form = _load(problem_id), AnswerForm()
    asked = found.waiting
    form.prepare(asked)

    def act(session: Session, stored: PlanProblem, actor: Actor) -> None:
        ruling, text = form.ruling.data, form.answer.data
        chosen = form.chosen.data if "chosen" in form else ""
        problems.answer(
            session, stored.plan, stored, ruling=ruling, text=text, chosen=chosen or "", actor=actor
        )

    def show(status: int) -> ResponseReturnValue:
        return render_template(
            "adoption/answer.html",
            form=form,
            problem=found,
            plan=found.plan,
            asked=asked,
            today=clock.today(),
            ruling_acts=RULING_ACTS,
        ), status

    said, change = "Jawaban tersimpan. Masalah kembali ke OPD.", _changing(problem_id, act)
    return Asked(form, show, change, said, _url(problem_id), binds=named(found))


@asks(blueprint, "/masalah/<int:problem_id>/tutup", "adoption.edit")
def close(problem_id: int) -> Asked:
    """Close a problem."""
    found, form = _load(problem_id, "adoption.edit"), ClosingForm()
    act = _changing(
        problem_id, lambda s, row, who: problems.close(s, row.plan, row, form.result.data, actor=who)
    )
    page, said = _page(found, "Tutup masalah", "Tutup"), "Masalah ditutup."
    return Asked(form, page, act, said, _url(problem_id), binds=named(found))


@asks(blueprint, "/masalah/<int:problem_id>/buka-lagi", "adoption.edit")
def reopen(problem_id: int) -> Asked:
    """Open a problem again."""
    found, form = _load(problem_id, "adoption.edit"), ReasonForm()
    act = _changing(
        problem_id, lambda s, row, who: problems.reopen(s, row.plan, row, form.reason.data, actor=who)
    )
    page = _page(found, "Buka lagi masalah", "Buka lagi")
    return Asked(form, page, act, "Masalah dibuka lagi.", _url(problem_id), binds=named(found))


def _load(problem_id: int, permission: str = "") -> PlanProblem:
    found = problem_queries.get(reading(), problem_id, access.actor())
    if permission:
        access.require(permission, opd=found.plan.opd)
    return found


def _changing(problem_id: int, act: Callable[[Session, PlanProblem, Actor], object]) -> Act:
    return lambda session, actor: act(session, problem_queries.get(session, problem_id, actor), actor)


def _next(found: PlanProblem) -> Level | None:
    """The level that a problem can go up to now."""
    has_assistant = found.plan.opd in holders(reading(), Role.ASSISTANT, clock.today())
    return problem_queries.next_level(found, clock.today(), has_assistant=has_assistant)


def _level_name(level: Level) -> str:
    return words.level_name(level, our_government())


def _url(problem_id: int) -> str:
    return url_for(".problem", problem_id=problem_id)


def _page(found: PlanProblem, title: str, button: str = "Simpan") -> FormPage:
    back = _url(found.id)
    return FormPage(
        title, back, button, found.title, crumbs=(("Masalah", back),), record=found.plan, row=found
    )
