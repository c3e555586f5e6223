"""A plan on its way: submit, hand back, approve, move, evaluate, decide, look back."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.adoption import evaluations, outline, plans, rules, summary, words
from portal.adoption.changes import PLAN
from portal.adoption.forms import ApprovalForm, DecisionForm, EvaluationForm, HandBackForm, MoveForm
from portal.adoption.models import Evaluation, Plan
from portal.adoption.page import MOVES
from portal.adoption.part_forms import ReviewForm
from portal.adoption.rules import DECISIONS, STAGE_NAMES, Decision, Stage
from portal.adoption.views import blueprint
from portal.adoption.views.saving import PLANS, changing, load
from portal.errors import RuleViolation
from portal.government import our_government
from portal.records.asking import Asked, asks
from portal.records.binding import Bound
from portal.records.moving import MovePage
from portal.records.saving import CLASH, FormPage, done, filled

DISCARD = (
    "Konsep ini belum pernah disetujui. Ia hilang dari daftar, tetapi tidak dihapus: cari lewat saringan "
    "“Konsep yang dibuang”. Kepala OPD dapat membukanya lagi."
)
HEADINGS = {
    Stage.PAUSED: ("Tunda rencana ini", "Tunda", "Mengapa ditunda?", "pause_until"),
    Stage.STOPPED: ("Hentikan rencana ini", "Ya, hentikan", "Apa yang terjadi?", "stop_reason"),
}
LOST = {  # by going back to a stage
    Stage.PROPOSED: " Persetujuan gugur dan usulan harus diajukan lagi.",
    Stage.TRIAL: " Uji coba berikutnya memerlukan evaluasi baru.",
}


@blueprint.post("/rencana/<int:plan_id>/ajukan")
@allow("adoption.edit")
def submit(plan_id: int) -> ResponseReturnValue:
    """Ask the head for approval; a button on the plan's page, so that page says what stands against it."""
    plan, form = load(plan_id, "adoption.edit"), Bound()
    act = changing(plan_id, lambda session, stored, actor: plans.submit(session, stored, actor=actor))

    def show(_status: int) -> ResponseReturnValue:
        read = load(plan_id)
        shown = outline.shown(read, access.actor())
        return render_template("adoption/show.html", **shown, refused=form), CLASH

    asked = Asked(form, show, act, "Usulan diajukan.", PLAN.address(plan), binds=PLAN.named(plan))
    return asked.make("adoption")


@asks(blueprint, "/rencana/<int:plan_id>/kembalikan", "adoption.hand-back")
def hand_back(plan_id: int) -> Asked:
    """Give a proposal back to its writers."""
    plan, form = load(plan_id, "adoption.hand-back"), HandBackForm()
    title, button = "Kembalikan usulan", "Kembalikan"
    lead = "Usulan menjadi konsep lagi. Penulisnya membaca alasan ini di atas rencananya."
    if plan.submitted_by == access.actor().account_id:
        title = button = "Tarik usulan"
        lead = "Usulan menjadi konsep lagi. Perbaiki, lalu ajukan lagi kapan saja."

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        plans.hand_back(session, stored, form.reason.data, actor=actor)

    page = FormPage(title, PLAN.address(plan), button, lead, record=plan)
    change, said = changing(plan_id, act), "Usulan dikembalikan sebagai konsep."
    return Asked(form, page, change, said, page.back, binds=PLAN.named(plan))


@asks(blueprint, "/rencana/<int:plan_id>/setujui", "adoption.approve")
def approve(plan_id: int) -> Asked:
    """Approve a proposal."""
    plan, form = load(plan_id, "adoption.approve"), ApprovalForm()
    back = PLAN.address(plan)

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        plans.approve(session, stored, note_text=form.reason.data, actor=actor)

    def show(status: int) -> ResponseReturnValue:
        read = plan if status != CLASH else load(plan_id)  # as it stands after the conflict
        facts = summary.of(read, our_government())
        return render_template("adoption/approve.html", form=form, plan=read, facts=facts), status

    return Asked(form, show, changing(plan_id, act), "Usulan disetujui.", back, binds=PLAN.named(plan))


def _ask_move(plan: Plan, wanted: Stage) -> Asked:
    """What a move asks for, and the move."""
    form, back = MoveForm(), PLAN.address(plan)

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

    if rules.is_discard(plan.facts, wanted):
        page = FormPage("Buang konsep ini?", back, "Ya, buang konsep", DISCARD, kind="stop", record=plan)
        return Asked(Bound(), page, changing(plan.id, act), "Konsep dibuang.", url_for(".index"))
    said = _said(plan, wanted)
    return Asked(
        form,
        lambda status: MOVES.page(form, plan, wanted, said, status),
        changing(plan.id, act),
        f"Rencana dipindah ke tahap {STAGE_NAMES[wanted]}.",
        back,
    )


MOVES.routes(blueprint, "/rencana/…/pindah", "adoption.move", PLANS, Stage, _ask_move)


def _said(plan: Plan, wanted: Stage) -> MovePage:
    """What the page of a move says."""
    notes = [("notice", rules.NO_OFFENCE)] if wanted is Stage.STOPPED else []
    if rules.is_backward(plan.stage, wanted):
        notes.append(("", f"Rencana mundur satu tahap.{LOST.get(wanted, '')}"))
    if wanted not in HEADINGS:
        return MovePage(f"Pindah ke tahap {STAGE_NAMES[wanted].lower()}", "Pindahkan", notes=tuple(notes))
    heading, button, reason, field = HEADINGS[wanted]
    return MovePage(heading, button, reason, tuple(notes), (field,), is_end=wanted is Stage.STOPPED)


@asks(blueprint, "/rencana/<int:plan_id>/evaluasi", "adoption.edit")
def evaluation(plan_id: int) -> Asked:
    """Write the evaluation."""
    plan = load(plan_id, "adoption.edit")
    form = filled(EvaluationForm, _evaluation(plan))

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        at, mark = form.read_at(), form.mark.data or ""
        evaluations.write(session, stored, **form.values(), version=at, mark=mark, actor=actor)

    page = FormPage("Evaluasi uji coba", PLAN.address(plan, "evaluasi"), record=plan)
    change, fresh = changing(plan_id, act), lambda: _evaluation(load(plan_id))
    return Asked(form, page, change, "Evaluasi tersimpan.", page.back, fresh=fresh)


@asks(blueprint, "/rencana/<int:plan_id>/keputusan", "adoption.approve")
def decide(plan_id: int) -> Asked:
    """Decide on the evaluation; "terapkan" leads straight on where nothing else is missing."""
    plan, form = load(plan_id, "adoption.approve"), DecisionForm()

    def act(session: Session, stored: Plan, actor: Actor) -> None:
        evaluations.decide(session, stored, form.decision.data, form.remark.data, actor=actor)

    def then() -> ResponseReturnValue:
        message = f"Keputusan tersimpan: {DECISIONS[form.decision.data].lower()}."
        wanted = {Decision.APPLY: Stage.APPLIED, Decision.STOP: Stage.STOPPED}.get(form.decision.data)
        if wanted and access.may(access.actor(), plans.permission_for(plan, wanted), opd=plan.opd):
            return done(message, MOVES.address(plan, wanted))
        return done(message, PLAN.address(plan, "evaluasi"))

    show = lambda status: _decision_page(form, load(plan_id), status)  # noqa: E731 -- said where it is used
    return Asked(form, show, changing(plan_id, act), then=then, binds=PLAN.named(plan))


evaluations.REVIEWS.routes(
    blueprint,
    "/rencana",
    PLANS,
    ReviewForm,
    "Tinjauan: masih berjalan?",
    "{} bulan setelah penerapan: apakah inovasi ini masih berjalan?",
)


def _evaluation(plan: Plan) -> Evaluation:
    """The evaluation to write on: the present one, or a new one."""
    row = plan.evaluation
    if row is None or row.decision is Decision.REPEAT:
        return Evaluation(text="", lessons="", version=0)
    return row


def _decision_page(form: DecisionForm, plan: Plan, status: int = 200) -> ResponseReturnValue:
    if plan.evaluation is None:
        raise RuleViolation("Belum ada evaluasi uji coba yang dapat diputuskan.")
    findings = [(kpi.name, words.finding(kpi)) for kpi in plan.kpis]
    return render_template("adoption/decide.html", form=form, plan=plan, findings=findings), status
