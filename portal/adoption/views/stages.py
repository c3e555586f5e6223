"""A plan on its way: submit, hand back, approve, move, evaluate, decide, look back."""

from __future__ import annotations

from functools import partial

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
from portal.records.asking import Asked, asks
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


@asks(blueprint, "/rencana/<int:plan_id>/kembalikan", "adoption.hand-back")
def hand_back(plan_id: int) -> Asked:
    """Give a proposal back to its writers, or take the own one back."""
    plan, form = load(plan_id, "adoption.hand-back"), HandBackForm()
    act = changing(plan_id, lambda s, row, who: plans.hand_back(s, row, form.reason.data, actor=who))
    if plan.submitted_by == access.actor().account_id:
        lead = "Usulan menjadi konsep lagi. Perbaiki, lalu ajukan lagi kapan saja."
        page = Page("Tarik usulan", _plan_url(plan), "Tarik usulan", lead, plan=plan)
    else:
        lead = "Usulan menjadi konsep lagi. Penulisnya membaca alasan ini di atas rencananya."
        page = Page("Kembalikan usulan", _plan_url(plan), "Kembalikan", lead, plan=plan)
    return Asked(form, page, act, "Usulan dikembalikan sebagai konsep.", _plan_url(plan))


@asks(blueprint, "/rencana/<int:plan_id>/setujui", "adoption.approve")
def approve(plan_id: int) -> Asked:
    """Approve a proposal."""
    plan, form = load(plan_id, "adoption.approve"), ApprovalForm()
    act = changing(plan_id, lambda s, row, who: plans.approve(s, row, note_text=form.reason.data, actor=who))
    lead = "Dengan menyetujui, Anda menyatakan OPD mengerjakan rencana ini. Bacalah isinya dahulu."
    links = (("Baca usulan", _plan_url(plan)), ("Kembalikan", url_for(".hand_back", plan_id=plan.id)))
    page = Page("Setujui usulan", _plan_url(plan), "Setujui", lead, plan=plan, links=links)
    return Asked(form, page, act, "Usulan disetujui.", _plan_url(plan))


@asks(blueprint, "/rencana/<int:plan_id>/pindah/<stage>", "adoption.move")
def move(plan_id: int, stage: str) -> Asked:
    """Move a plan to another stage; before it is made, what it asks for."""
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

    is_discard = rules.is_discard(plan.facts, wanted)
    said = "Konsep dibuang." if is_discard else f"Rencana dipindah ke tahap {STAGE_NAMES[wanted]}."
    address = url_for(".index") if is_discard else _plan_url(plan)
    shown = partial(_move_page, form, plan, wanted)
    return Asked(form, shown, changing(plan_id, act), said, address)


@asks(blueprint, "/rencana/<int:plan_id>/evaluasi", "adoption.edit")
def evaluation(plan_id: int) -> Asked:
    """Write the evaluation of a trial."""
    plan = load(plan_id, "adoption.edit")
    form, back = filled(EvaluationForm, _evaluation(plan)), _plan_url(plan, "evaluasi")

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        at, mark = form.read_at(), form.mark.data or ""
        evaluations.write(session, stored, **form.values(), version=at, mark=mark, actor=actor)

    page = Page("Evaluasi uji coba", back, plan=plan)
    return Asked(
        form, page, changing(plan_id, act), "Evaluasi tersimpan.", back, lambda: _evaluation(load(plan_id))
    )


@asks(blueprint, "/rencana/<int:plan_id>/keputusan", "adoption.approve")
def decide(plan_id: int) -> Asked:
    """Decide on the evaluation; "terapkan" leads straight on where nothing else is missing."""
    plan, form = load(plan_id, "adoption.approve"), DecisionForm()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        evaluations.decide(session, stored, form.decision.data, form.remark.data, actor=actor)

    def then() -> ResponseReturnValue:
        chosen, address = form.decision.data, _plan_url(plan, "evaluasi")
        wanted = {Decision.APPLY: Stage.APPLIED, Decision.STOP: Stage.STOPPED}.get(chosen)
        if wanted and access.may(access.actor(), plans.permission_for(plan, wanted), opd=plan.opd):
            address = url_for(".move", plan_id=plan.id, stage=wanted.value)
        return done(f"Keputusan tersimpan: {DECISIONS[chosen].lower()}.", address)

    return Asked(form, partial(_decision_page, form, plan), changing(plan_id, act), then=then)


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


def _discard_page(plan: Plan) -> Page:
    lead = (
        "Konsep ini belum pernah disetujui. Ia hilang dari daftar, tetapi tidak dihapus: cari lewat saringan "
        "“Konsep yang dibuang”. Kepala OPD dapat membukanya lagi."
    )
    return Page("Buang konsep ini?", _plan_url(plan), "Ya, buang konsep", lead, kind="stop", plan=plan)


def _move_page(form: MoveForm, plan: Plan, wanted: Stage, status: int) -> ResponseReturnValue:
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


def _decision_page(form: DecisionForm, plan: Plan, status: int) -> ResponseReturnValue:
    if plan.evaluation is None:
        raise RuleViolation("Belum ada evaluasi uji coba yang dapat diputuskan.")
    findings = [(kpi.name, words.finding(kpi)) for kpi in plan.kpis]
    return render_template("adoption/decide.html", form=form, plan=plan, findings=findings), status
