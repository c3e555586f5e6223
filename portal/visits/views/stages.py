"""Moving a visit on, and looking back at what became of it."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.errors import NotFound, RuleViolation
from portal.records.saving import attempt, done
from portal.visits import page, rules, stages
from portal.visits.forms import MoveForm, ReviewForm
from portal.visits.models import Visit
from portal.visits.rules import STAGE_NAMES, Stage
from portal.visits.views import blueprint
from portal.visits.views.saving import VISITS, changing, load


@blueprint.get("/kunjungan/<int:visit_id>/tahap/<stage>")
@allow("visits.step")
def ask_move(visit_id: int, stage: str) -> ResponseReturnValue:
    """The form of a move: its gate, and a reason or remark."""
    visit, wanted = load(visit_id), _stage(stage)
    access.require(stages.permission_for(visit, wanted), opd=visit.opd)
    return _move_page(MoveForm(), visit, wanted)


@blueprint.post("/kunjungan/<int:visit_id>/tahap/<stage>")
@allow("visits.step")
def move(visit_id: int, stage: str) -> ResponseReturnValue:
    """Move a visit to another stage."""
    visit, wanted, form = load(visit_id), _stage(stage), MoveForm()
    access.require(stages.permission_for(visit, wanted), opd=visit.opd)

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        stages.move(session, stored, wanted, reason=form.reason.data, actor=actor)

    if status := attempt(form, changing(visit_id, act)):
        return _move_page(form, visit, wanted, status)
    return done(f"Kunjungan sekarang {STAGE_NAMES[wanted].lower()}.", url_for(".show", visit_id=visit_id))


stages.REVIEWS.routes(
    blueprint,
    "/kunjungan",
    VISITS,
    ReviewForm,
    "Tinjauan kunjungan",
    "{} hari setelah laporan: apa jadinya tindak lanjut kunjungan ini?",
)


def _stage(text: str) -> Stage:
    try:
        return Stage(text)
    except ValueError:
        raise NotFound("Tahap ini tidak ada.") from None


def _move_page(form: MoveForm, visit: Visit, wanted: Stage, status: int = 200) -> ResponseReturnValue:
    facts = visit.facts
    if wanted not in rules.open_moves(facts):
        raise RuleViolation(
            f"Kunjungan tahap {STAGE_NAMES[visit.stage]} tidak dapat dipindah ke {STAGE_NAMES[wanted]}."
        )
    requirements = rules.gate(facts, wanted)
    is_needed = rules.needs_reason(visit.stage, wanted)
    form.ask_for(label="Alasan" if is_needed else "Catatan", is_needed=is_needed)
    return render_template(
        "visits/move.html",
        form=form,
        visit=visit,
        heading=page.offer_label(visit, wanted, access.actor()),
        requirements=requirements,
        links=page.links_of(visit),
        is_ready=not rules.missing(requirements),
        needs_reason=is_needed,
        is_end=wanted in (Stage.CANCELLED, Stage.REJECTED),
    ), status
