"""Problems: the list, one problem with its way up and back, and what is done about it."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access, clock, edition
from portal.access import Actor, allow
from portal.adoption import problem_queries, problems, words
from portal.adoption.escalation import Level
from portal.adoption.forms import ReasonForm
from portal.adoption.models import Plan
from portal.adoption.part_forms import AnswerForm, ClosingForm, EscalationForm, ProblemForm
from portal.adoption.problem_models import PlanProblem
from portal.adoption.problem_queries import ProblemFilters
from portal.adoption.views import blueprint
from portal.adoption.views.saving import form_page, load
from portal.db import reading
from portal.government import our_government
from portal.records.saving import Page, attempt, done, filled
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
        may_answer=access.may(actor, "adoption.answer", opd=plan.opd),
        next_level=problem_queries.next_level(found, clock.today()),
    )


@blueprint.get("/rencana/<int:plan_id>/masalah/baru")
@allow("adoption.edit")
def new_problem(plan_id: int) -> ResponseReturnValue:
    """The form for a new problem."""
    plan = load(plan_id, "adoption.edit")
    due = clock.today() + timedelta(days=edition.settings().problem_days)
    return form_page(ProblemForm(data={"due": due}), _new_page(plan))


@blueprint.post("/rencana/<int:plan_id>/masalah/baru")
@allow("adoption.edit")
def open_problem(plan_id: int) -> ResponseReturnValue:
    """Note a problem."""
    plan, form = load(plan_id, "adoption.edit"), ProblemForm()
    made: list[PlanProblem] = []

    def act(session: Session, actor: Actor) -> None:
        stored = problem_queries.plan_of(session, plan.id, actor)
        title, text, due = form.title.data, form["text"].data, form.due.data
        made.append(problems.open_problem(session, stored, title=title, text=text, due=due, actor=actor))

    if status := attempt(form, act):
        return form_page(form, _new_page(plan), status)
    return done("Masalah tercatat.", _url(made[0].id))


@blueprint.get("/masalah/<int:problem_id>/ubah")
@allow("adoption.edit")
def edit_problem(problem_id: int) -> ResponseReturnValue:
    """The form of a problem."""
    found = _load(problem_id, "adoption.edit")
    return form_page(filled(ProblemForm, found), _page(found, "Ubah masalah"))


@blueprint.post("/masalah/<int:problem_id>/ubah")
@allow("adoption.edit")
def save_problem(problem_id: int) -> ResponseReturnValue:
    """Save a problem."""
    found = _load(problem_id, "adoption.edit")
    form = filled(ProblemForm, found)

    def act(session: Session, actor: Actor) -> None:
        stored = problem_queries.get(session, problem_id, actor)
        at, mark = form.read_at(), form.mark.data or ""
        problems.edit(session, stored.plan, stored, form.values(), version=at, mark=mark, actor=actor)

    if status := attempt(form, act):
        return form_page(form, _page(found, "Ubah masalah"), status, _load(problem_id))
    return done("Masalah tersimpan.", _url(problem_id))


@blueprint.get("/masalah/<int:problem_id>/naikkan")
@allow("adoption.escalate")
def ask_escalate(problem_id: int) -> ResponseReturnValue:
    """The form to send a problem up."""
    found = _load(problem_id, "adoption.escalate")
    data = {"post": _post(found), "due": clock.today() + timedelta(days=ANSWER_DAYS)}
    return form_page(EscalationForm(data=data), _escalation_page(found))


@blueprint.post("/masalah/<int:problem_id>/naikkan")
@allow("adoption.escalate")
def escalate(problem_id: int) -> ResponseReturnValue:
    """Send a problem up."""
    found, form = _load(problem_id, "adoption.escalate"), EscalationForm()

    def act(session: Session, actor: Actor) -> None:
        stored = problem_queries.get(session, problem_id, actor)
        tried, post, due = form.tried.data, form.post.data, form.due.data
        problems.escalate(session, stored.plan, stored, tried=tried, post=post, due=due, actor=actor)

    if status := attempt(form, act):
        return form_page(form, _escalation_page(found), status)
    return done("Masalah dinaikkan.", _url(problem_id))


@blueprint.get("/masalah/<int:problem_id>/jawab")
@allow("adoption.answer")
def ask_answer(problem_id: int) -> ResponseReturnValue:
    """The form of the leadership's answer."""
    found = _load(problem_id)
    return form_page(AnswerForm(), _page(found, "Jawab eskalasi", "Kirim jawaban"))


@blueprint.post("/masalah/<int:problem_id>/jawab")
@allow("adoption.answer")
def answer_problem(problem_id: int) -> ResponseReturnValue:
    """Answer an escalation."""
    found, form = _load(problem_id), AnswerForm()

    def act(session: Session, actor: Actor) -> None:
        stored = problem_queries.get(session, problem_id, actor)
        problems.answer(
            session, stored.plan, stored, ruling=form.ruling.data, text=form.answer.data, actor=actor
        )

    if status := attempt(form, act):
        return form_page(form, _page(found, "Jawab eskalasi", "Kirim jawaban"), status)
    return done("Jawaban tersimpan. Masalah kembali ke OPD.", _url(problem_id))


@blueprint.get("/masalah/<int:problem_id>/tutup")
@allow("adoption.edit")
def ask_close(problem_id: int) -> ResponseReturnValue:
    """The form to close a problem."""
    found = _load(problem_id, "adoption.edit")
    return form_page(ClosingForm(), _page(found, "Tutup masalah", "Tutup"))


@blueprint.post("/masalah/<int:problem_id>/tutup")
@allow("adoption.edit")
def close(problem_id: int) -> ResponseReturnValue:
    """Close a problem."""
    found, form = _load(problem_id, "adoption.edit"), ClosingForm()

    def act(session: Session, actor: Actor) -> None:
        stored = problem_queries.get(session, problem_id, actor)
        problems.close(session, stored.plan, stored, form.result.data, actor=actor)

    if status := attempt(form, act):
        return form_page(form, _page(found, "Tutup masalah", "Tutup"), status)
    return done("Masalah ditutup.", _url(problem_id))


@blueprint.get("/masalah/<int:problem_id>/buka-lagi")
@allow("adoption.edit")
def ask_reopen(problem_id: int) -> ResponseReturnValue:
    """The form to open a problem again."""
    found = _load(problem_id, "adoption.edit")
    return form_page(ReasonForm(), _page(found, "Buka lagi masalah", "Buka lagi"))


@blueprint.post("/masalah/<int:problem_id>/buka-lagi")
@allow("adoption.edit")
def reopen(problem_id: int) -> ResponseReturnValue:
    """Open a problem again."""
    found, form = _load(problem_id, "adoption.edit"), ReasonForm()

    def act(session: Session, actor: Actor) -> None:
        stored = problem_queries.get(session, problem_id, actor)
        problems.reopen(session, stored.plan, stored, form.reason.data, actor=actor)

    if status := attempt(form, act):
        return form_page(form, _page(found, "Buka lagi masalah", "Buka lagi"), status)
    return done("Masalah dibuka lagi.", _url(problem_id))


def _load(problem_id: int, permission: str = "") -> PlanProblem:
    found = problem_queries.get(reading(), problem_id, access.actor())
    if permission:
        access.require(permission, opd=found.plan.opd)
    return found


def _level_name(level: Level) -> str:
    return words.level_name(level, our_government())


def _url(problem_id: int) -> str:
    return url_for(".problem", problem_id=problem_id)


def _post(found: PlanProblem) -> str:
    """The post that the next level usually is."""
    level = problem_queries.next_level(found, clock.today())
    return _level_name(level) if level else ""


def _new_page(plan: Plan) -> Page:
    back = url_for(".show", plan_id=plan.id, _anchor="masalah")
    lead = "Masalah diselesaikan di OPD lebih dulu. Bila tidak bisa, kepala OPD menaikkannya."
    return Page("Catat masalah", back, lead=lead, plan=plan)


def _page(found: PlanProblem, title: str, button: str = "Simpan") -> Page:
    back = _url(found.id)
    return Page(title, back, button, found.title, crumbs=(("Masalah", back),), plan=found.plan)


def _escalation_page(found: PlanProblem) -> Page:
    back, target = _url(found.id), _post(found)
    title = f"Naikkan ke {target}" if target else "Naikkan masalah"
    return Page(title, back, "Naikkan", found.title, crumbs=(("Masalah", back),), plan=found.plan)
