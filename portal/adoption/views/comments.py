"""Questions and remarks: ask, answer, withdraw."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.adoption import comment_queries, comments
from portal.adoption.models import Plan
from portal.adoption.part_forms import CommentForm, ReplyForm
from portal.adoption.problem_models import Comment
from portal.adoption.tasks import url_of
from portal.adoption.views import blueprint
from portal.adoption.views.saving import changing, form_page, load
from portal.cases import get_case
from portal.db import reading
from portal.records.asking import Asked, asks
from portal.records.moving import ReasonForm
from portal.records.saving import FormPage, attempt, done


@blueprint.post("/rencana/<int:plan_id>/tulisan")
@allow("adoption.ask")
def ask_on_plan(plan_id: int) -> ResponseReturnValue:
    """Ask or remark on a plan."""
    plan, form = load(plan_id), CommentForm()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        is_question = form.kind.data == "tanya"
        comments.ask(session, text=form.text.data, is_question=is_question, plan=stored, actor=actor)

    back = url_for(".show", plan_id=plan_id, _anchor="tanya-jawab")
    if status := attempt(form, changing(plan_id, act)):
        return form_page(form, FormPage("Tanya jawab", back, "Kirim", record=plan), status)
    return done("Tulisan Anda terkirim.", back)


@blueprint.post("/inovasi/<slug>/tulisan")
@allow("adoption.ask")
def ask_on_case(slug: str) -> ResponseReturnValue:
    """Ask or remark on a case."""
    case, form = get_case(slug), CommentForm()

    def act(session: Session, actor: Actor) -> None:
        is_question = form.kind.data == "tanya"
        comments.ask(session, text=form.text.data, is_question=is_question, case_slug=case.slug, actor=actor)

    back = url_for("cases.show", slug=slug, _anchor="tanya-jawab")
    if status := attempt(form, act):
        return form_page(form, _case_page("Tanya jawab", case.title, back, "Kirim"), status)
    return done("Tulisan Anda terkirim.", back)


@asks(blueprint, "/tulisan/<int:comment_id>/jawab", "adoption.answer-question")
def reply(comment_id: int) -> Asked:
    """Answer a question."""
    row, form = _load(comment_id), ReplyForm()
    comments.require_answerer(reading(), row, actor=access.actor())

    def act(session: Session, actor: Actor) -> None:
        stored = comment_queries.get(session, comment_id, actor)
        comments.answer(session, stored, form.text.data, actor=actor)

    return Asked(form, _page(row, "Jawab pertanyaan", "Kirim jawaban"), act, "Jawaban terkirim.", url_of(row))


@asks(blueprint, "/tulisan/<int:comment_id>/tarik", "adoption.ask")
def withdraw(comment_id: int) -> Asked:
    """Withdraw a remark."""
    row, form = _load(comment_id), ReasonForm()

    def act(session: Session, actor: Actor) -> None:
        stored = comment_queries.get(session, comment_id, actor)
        comments.withdraw(session, stored, form.reason.data, actor=actor)

    page, address = _page(row, "Tarik tulisan ini?", "Tarik", kind="stop"), url_of(row).partition("#")[0]
    return Asked(form, page, act, "Tulisan ditarik.", address)


def _load(comment_id: int) -> Comment:
    return comment_queries.get(reading(), comment_id, access.actor())


def _page(row: Comment, title: str, button: str, kind: str = "") -> FormPage:
    if row.plan_id is not None:
        plan = load(row.plan_id)
        return FormPage(title, url_of(row), button, row.text, kind=kind, record=plan)
    return _case_page(title, row.text, url_of(row), button, kind)


def _case_page(title: str, lead: str, back: str, button: str, kind: str = "") -> FormPage:
    return FormPage(title, back, button, lead, kind=kind, crumbs=(("Inovasi", back),))
