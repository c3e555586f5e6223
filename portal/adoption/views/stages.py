"""A plan on its way: submit, hand back, approve, move, evaluate, decide, look back."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.adoption import evaluations, page, plans, rules, words
from portal.adoption.forms import ApprovalForm, DecisionForm, EvaluationForm, HandBackForm, MoveForm
from portal.adoption.models import Evaluation, Plan
from portal.adoption.part_forms import ReviewForm
from portal.adoption.rules import DECISIONS, STAGE_NAMES, Decision, Stage
from portal.adoption.views import blueprint
from portal.adoption.views.saving import PLANS, changing, form_page, load
from portal.errors import NotFound, RuleViolation
from portal.records.saving import Page, attempt, done, filled
from portal.web.forms import Form

REASON_LABELS = {Stage.STOPPED: "Apa yang terjadi?", Stage.PAUSED: "Mengapa ditunda?"}


@blueprint.post("/rencana/<int:plan_id>/ajukan")
@allow("adoption.edit")
def submit(plan_id: int) -> ResponseReturnValue:
    """Ask the head for approval."""
    plan, form = load(plan_id, "adoption.edit"), Form()
    act = changing(plan_id, lambda session, stored, actor: plans.submit(session, stored, actor=actor))
    if attempt(form, act):
        view = page.view_of(plan, access.actor())
        return render_template("adoption/show.html", plan=plan, view=view, refusal=form.form_errors[0]), 409
    return done("Usulan diajukan.", _plan_url(plan))


@blueprint.get("/rencana/<int:plan_id>/kembalikan")
@allow("adoption.hand-back")
def ask_hand_back(plan_id: int) -> ResponseReturnValue:
    """The form to give a proposal back."""
    plan = load(plan_id, "adoption.hand-back")
    return form_page(HandBackForm(), _hand_back_page(plan))


@blueprint.post("/rencana/<int:plan_id>/kembalikan")
@allow("adoption.hand-back")
def hand_back(plan_id: int) -> ResponseReturnValue:
    """Give a proposal back to its writers."""
    plan, form = load(plan_id, "adoption.hand-back"), HandBackForm()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        plans.hand_back(session, stored, form.reason.data, actor=actor)

    if status := attempt(form, changing(plan_id, act)):
        return form_page(form, _hand_back_page(plan), status)
    return done("Usulan dikembalikan sebagai konsep.", _plan_url(plan))


@blueprint.get("/rencana/<int:plan_id>/setujui")
@allow("adoption.approve")
def ask_approve(plan_id: int) -> ResponseReturnValue:
    """The form of approval."""
    plan = load(plan_id, "adoption.approve")
    return form_page(ApprovalForm(), _approval_page(plan))


@blueprint.post("/rencana/<int:plan_id>/setujui")
@allow("adoption.approve")
def approve(plan_id: int) -> ResponseReturnValue:
    """Approve a proposal."""
    plan, form = load(plan_id, "adoption.approve"), ApprovalForm()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        plans.approve(session, stored, note_text=form.reason.data, actor=actor)

    if status := attempt(form, changing(plan_id, act)):
        return form_page(form, _approval_page(plan), status)
    return done("Usulan disetujui.", _plan_url(plan))


@blueprint.get("/rencana/<int:plan_id>/pindah/<stage>")
@allow("adoption.move")
def ask_move(plan_id: int, stage: str) -> ResponseReturnValue:
    """What a move asks for, before it is made."""
    plan, wanted = load(plan_id), _stage(stage)
    access.require(plans.permission_for(plan, wanted), opd=plan.opd)
    return _move_page(MoveForm(), plan, wanted)


@blueprint.post("/rencana/<int:plan_id>/pindah/<stage>")
@allow("adoption.move")
def move(plan_id: int, stage: str) -> ResponseReturnValue:
    """Move a plan to another stage."""
    plan, wanted, form = load(plan_id), _stage(stage), MoveForm()
    access.require(plans.permission_for(plan, wanted), opd=plan.opd)

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        plans.move(
            session,
            stored,
            wanted,
            reason=form.reason.data,
            stop_reason=form.stop_reason.data if wanted is Stage.STOPPED else None,
            pause_until=form.pause_until.data if wanted is Stage.PAUSED else None,
            actor=actor,
        )

    if status := attempt(form, changing(plan_id, act)):
        return _move_page(form, plan, wanted, status)
    if rules.is_discard(plan.facts, wanted):
        return done("Konsep dibuang.", url_for(".index"))
    return done(f"Rencana dipindah ke tahap {STAGE_NAMES[wanted]}.", _plan_url(plan))


@blueprint.get("/rencana/<int:plan_id>/evaluasi")
@allow("adoption.edit")
def evaluation(plan_id: int) -> ResponseReturnValue:
    """The form of the evaluation."""
    plan = load(plan_id, "adoption.edit")
    return form_page(filled(EvaluationForm, _evaluation(plan)), _evaluation_page(plan))


@blueprint.post("/rencana/<int:plan_id>/evaluasi")
@allow("adoption.edit")
def write_evaluation(plan_id: int) -> ResponseReturnValue:
    """Save the evaluation."""
    plan = load(plan_id, "adoption.edit")
    form = filled(EvaluationForm, _evaluation(plan))

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        at, mark = form.read_at(), form.mark.data or ""
        evaluations.write(session, stored, **form.values(), version=at, mark=mark, actor=actor)

    if status := attempt(form, changing(plan_id, act)):
        fresh = _evaluation(load(plan_id)) if status == 409 else None
        return form_page(form, _evaluation_page(plan), status, fresh)
    return done("Evaluasi tersimpan.", _plan_url(plan, "evaluasi"))


@blueprint.get("/rencana/<int:plan_id>/keputusan")
@allow("adoption.approve")
def ask_decide(plan_id: int) -> ResponseReturnValue:
    """The form of the decision, under the evaluation it is about."""
    plan = load(plan_id, "adoption.approve")
    return _decision_page(DecisionForm(), plan)


@blueprint.post("/rencana/<int:plan_id>/keputusan")
@allow("adoption.approve")
def decide(plan_id: int) -> ResponseReturnValue:
    """Decide on the evaluation; "terapkan" leads straight on where nothing else is missing."""
    plan, form = load(plan_id, "adoption.approve"), DecisionForm()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        evaluations.decide(session, stored, form.decision.data, form.remark.data, actor=actor)

    if status := attempt(form, changing(plan_id, act)):
        return _decision_page(form, plan, status)
    message = f"Keputusan tersimpan: {DECISIONS[form.decision.data].lower()}."
    wanted = {Decision.APPLY: Stage.APPLIED, Decision.STOP: Stage.STOPPED}.get(form.decision.data)
    is_theirs = wanted is not None and access.may(
        access.actor(), plans.permission_for(plan, wanted), opd=plan.opd
    )
    if wanted is not None and is_theirs:
        return done(message, url_for(".ask_move", plan_id=plan.id, stage=wanted.value))
    return done(message, _plan_url(plan, "evaluasi"))


evaluations.REVIEWS.routes(
    blueprint,
    "/rencana",
    PLANS,
    ReviewForm,
    "Tinjauan: masih berjalan?",
    "{} bulan setelah penerapan: apakah inovasi ini masih berjalan?",
)


def _stage(text: str) -> Stage:
    try:
        return Stage(text)
    except ValueError:
        raise NotFound("Tahap ini tidak ada.") from None


def _plan_url(plan: Plan, anchor: str | None = None) -> str:
    return url_for(".show", plan_id=plan.id, _anchor=anchor)


def _evaluation(plan: Plan) -> Evaluation:
    """The evaluation to write on: the present one, or a new one."""
    row = plan.evaluation
    if row is None or row.decision is Decision.REPEAT:
        return Evaluation(text="", lessons="", version=0)
    return row


def _hand_back_page(plan: Plan) -> Page:
    if plan.submitted_by == access.actor().account_id:
        lead = "Usulan menjadi konsep lagi. Perbaiki, lalu ajukan lagi kapan saja."
        return Page("Tarik usulan", _plan_url(plan), "Tarik usulan", lead, plan=plan)
    lead = "Usulan menjadi konsep lagi. Penulisnya membaca alasan ini di atas rencananya."
    return Page("Kembalikan usulan", _plan_url(plan), "Kembalikan", lead, plan=plan)


def _discard_page(plan: Plan) -> Page:
    lead = (
        "Konsep ini belum pernah disetujui. Ia hilang dari daftar, tetapi tidak dihapus: cari lewat saringan "
        "“Konsep yang dibuang”. Kepala OPD dapat membukanya lagi."
    )
    return Page("Buang konsep ini?", _plan_url(plan), "Ya, buang konsep", lead, kind="stop", plan=plan)


def _approval_page(plan: Plan) -> Page:
    lead = "Dengan menyetujui, Anda menyatakan OPD mengerjakan rencana ini. Bacalah isinya dahulu."
    hand_back = url_for(".ask_hand_back", plan_id=plan.id)
    links = (("Baca usulan", _plan_url(plan)), ("Kembalikan", hand_back))
    return Page("Setujui usulan", _plan_url(plan), "Setujui", lead, plan=plan, links=links)


def _evaluation_page(plan: Plan) -> Page:
    return Page("Evaluasi uji coba", _plan_url(plan, "evaluasi"), plan=plan)


def _move_page(form: MoveForm, plan: Plan, wanted: Stage, status: int = 200) -> ResponseReturnValue:
    facts = plan.facts
    if wanted not in rules.open_moves(facts):
        raise RuleViolation(
            f"Rencana tahap {STAGE_NAMES[plan.stage]} tidak dapat dipindah ke {STAGE_NAMES[wanted]}."
        )
    if rules.is_discard(facts, wanted):
        return form_page(Form(), _discard_page(plan), status)
    requirements = rules.gate(facts, wanted)
    is_needed = rules.needs_reason(plan.stage, wanted)
    label = REASON_LABELS.get(wanted, "Alasan" if is_needed else "Catatan")
    form.ask_for(reason=label, is_needed=is_needed)
    return render_template(
        "adoption/move.html",
        form=form,
        plan=plan,
        wanted=wanted,
        requirements=requirements,
        is_ready=not rules.missing(requirements),
        needs_reason=is_needed,
        Stage=Stage,
        is_backward=rules.is_backward(plan.stage, wanted),
        no_offence=rules.NO_OFFENCE,
    ), status


def _decision_page(form: DecisionForm, plan: Plan, status: int = 200) -> ResponseReturnValue:
    if plan.evaluation is None:
        raise RuleViolation("Belum ada evaluasi uji coba yang dapat diputuskan.")
    findings = [(kpi.name, words.finding(kpi)) for kpi in plan.kpis]
    return render_template("adoption/decide.html", form=form, plan=plan, findings=findings), status
