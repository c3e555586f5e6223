"""Answers, written on a phone during the visit: each is kept as it is typed, and saved when it is done."""

from __future__ import annotations

from typing import Any

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal import access, clock
from portal.access import Actor, allow
from portal.db import reading, transaction
from portal.records.asking import Asked, asks, pressed
from portal.records.changes import seen
from portal.records.saving import CLASH, FormPage, attempt, clash, done
from portal.visits import answers as verbs
from portal.visits import page, parts
from portal.visits.bank import theme_name
from portal.visits.models import Visit
from portal.visits.part_forms import AnswerForm, OfferForm
from portal.visits.part_models import AnswerDraft, Question
from portal.visits.rules import ANSWERABLE
from portal.visits.views import blueprint
from portal.visits.views.saving import changing, load


@blueprint.get("/kunjungan/<int:visit_id>/jawaban")
@allow("visits.read")
def answers(visit_id: int) -> ResponseReturnValue:
    """The questions by theme, and which are answered."""
    visit, actor = load(visit_id), access.actor()
    groups: dict[str, list[Question]] = {}
    for question in visit.questions:
        groups.setdefault(theme_name(question.theme) or "Tanpa tema", []).append(question)
    return render_template(
        "visits/answers.html",
        visit=visit,
        groups=groups.items(),
        drafts=verbs.drafts_in(reading(), visit, actor),
        askers={member.id: member for member in visit.members},
        answered=sum(question.is_settled for question in visit.questions),
        account_id=actor.account_id,
    )


@blueprint.get("/kunjungan/<int:visit_id>/jawaban/<int:row_id>")
@allow("visits.answer")
def question(visit_id: int, row_id: int) -> ResponseReturnValue:
    """One question with room for its answer; what the writer typed before and did not save is there."""
    visit = load(visit_id)
    found = parts.get(reading(), Question, visit, row_id)
    verbs.require_answerer(visit, access.actor())
    draft = verbs.draft_of(reading(), row_id, access.actor())
    form = _with_draft(draft) if draft else AnswerForm(formdata=None, obj=found)
    if draft is None:
        form.version.data, form.mark.data = str(found.version), seen(found, form.names())
    return _answer_page(form, visit, found, draft=draft)


@blueprint.post("/kunjungan/<int:visit_id>/jawaban/<int:row_id>")
@allow("visits.answer")
def save_answer(visit_id: int, row_id: int) -> ResponseReturnValue:
    """Save an answer, and go on to the next question or back to the list."""
    visit, form = load(visit_id), AnswerForm()
    found = parts.get(reading(), Question, visit, row_id)
    verbs.require_answerer(visit, access.actor())

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        target = parts.get(session, Question, stored, row_id)
        at, mark = form.read_at(), form.mark.data or ""
        verbs.answer(session, stored, target, form.values(), version=at, mark=mark, actor=actor)

    if status := attempt(form, changing(visit_id, act)):
        fresh = load(visit_id)
        return _answer_page(form, fresh, parts.get(reading(), Question, fresh, row_id), status)
    following = _around(visit, found)[1]
    if request.form.get("lanjut") and following is not None:
        return done("Jawaban tersimpan.", url_for(".question", visit_id=visit_id, row_id=following.id))
    return done("Jawaban tersimpan.", _list_url(visit_id))


@blueprint.post("/kunjungan/<int:visit_id>/jawaban/<int:row_id>/simpanan")
@allow("visits.answer")
def keep_draft(visit_id: int, row_id: int) -> ResponseReturnValue:
    """Keep what is being typed; the script asks for this with every pause."""
    with transaction() as session:
        change = changing(
            visit_id,
            lambda s, visit, actor: verbs.keep_draft(
                s, visit, parts.get(s, Question, visit, row_id), request.form.to_dict(), actor=actor
            ),
        )
        change(session, access.actor())
    return jsonify(saved=clock.local(clock.now()).strftime("%H.%M.%S"))


@blueprint.post("/kunjungan/<int:visit_id>/jawaban/<int:row_id>/buang")
@allow("visits.answer")
def drop_draft(visit_id: int, row_id: int) -> ResponseReturnValue:
    """Throw away what was typed and not saved."""
    load(visit_id)

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        verbs.drop_draft(session, stored, parts.get(session, Question, stored, row_id), actor=actor)

    said = "Simpanan sementara dibuang. Yang tampil adalah jawaban tersimpan."
    return pressed(changing(visit_id, act), said, url_for(".question", visit_id=visit_id, row_id=row_id))


@asks(blueprint, "/kunjungan/<int:visit_id>/jawaban/<int:row_id>/fakta", "visits.answer")
def offer(visit_id: int, row_id: int) -> Asked:
    """Offer an answer to the curator as a fact of a case."""
    visit = load(visit_id)
    verbs.require_answerer(visit, access.actor())
    found = parts.get(reading(), Question, visit, row_id)
    fact = verbs.fact_text(visit, found, page.host_name(visit))
    form = OfferForm(data={"case_slug": found.case_slug, "section": "Hasil", "text": fact})
    form.case_slug.offer((row.slug, row.title) for row in visit.cases)
    form.section.offer((section, section) for section in verbs.OFFERABLE)

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        target = parts.get(session, Question, stored, row_id)
        slug, section, text = form.case_slug.data, form.section.data, form.text.data
        verbs.offer_fact(session, stored, target, case_slug=slug, section=section, text=text, actor=actor)

    said = "Jawaban ditawarkan kepada kurator."
    return Asked(form, _offer_page(visit, found), changing(visit_id, act), said, _list_url(visit_id))


def _with_draft(draft: AnswerDraft) -> AnswerForm:
    """The form as it was when its writer stopped typing."""
    return AnswerForm(formdata=MultiDict(draft.typed))


def _around(visit: Visit, found: Question) -> tuple[Question | None, Question | None]:
    """The question before and the one after."""
    rows = visit.questions
    place = next((number for number, row in enumerate(rows) if row.id == found.id), None)
    if place is None:
        return None, None
    return (rows[place - 1] if place else None), (rows[place + 1] if place + 1 < len(rows) else None)


def _answer_page(
    form: AnswerForm, visit: Visit, found: Question, status: int = 200, draft: AnswerDraft | None = None
) -> ResponseReturnValue:
    stored: list[Any] = clash(form, found) if status == CLASH else []
    before, after = _around(visit, found)
    return render_template(
        "visits/question.html",
        form=form,
        visit=visit,
        question=found,
        theme=theme_name(found.theme),
        number=next((place for place, row in enumerate(visit.questions, 1) if row.id == found.id), 0),
        before=before,
        after=after,
        draft=draft,
        stored=stored,
        status=status,
        is_open=visit.stage in ANSWERABLE,
        keep_as=f"{access.actor().account_id}:{found.id}",
    ), status


def _offer_page(visit: Visit, found: Question) -> FormPage:
    lead = (
        f"Pertanyaan: {found.text} Kurator memeriksa kalimat ini, lalu memasukkannya ke naskah lewat "
        "penyuntingan. Tidak ada yang terbit sebelum itu."
    )
    back = _list_url(visit.id)
    return FormPage(
        "Tawarkan untuk naskah",
        back,
        "Tawarkan",
        lead,
        crumbs=(("Jawaban", back),),
        record=visit,
        row=found,
    )


def _list_url(visit_id: int) -> str:
    return url_for(".answers", visit_id=visit_id)
