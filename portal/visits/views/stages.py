"""Moving a visit on, and looking back at what became of it."""

from __future__ import annotations

from functools import partial

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from portal import access
from portal.errors import NotFound, RuleViolation
from portal.records.asking import Asked, asks
from portal.visits import page, rules, stages
from portal.visits.forms import MoveForm, ReviewForm
from portal.visits.models import Visit
from portal.visits.rules import STAGE_NAMES, Stage
from portal.visits.views import blueprint
from portal.visits.views.saving import VISITS, changing, load


@asks(blueprint, "/kunjungan/<int:visit_id>/tahap/<stage>", "visits.step")
def move(visit_id: int, stage: str) -> Asked:
    """Move a visit to another stage; before it is made, its gate, and room for a reason or remark."""
    visit, wanted, form = load(visit_id), _stage(stage), MoveForm()
    access.require(stages.permission_for(visit, wanted), opd=visit.opd)
    act = changing(
        visit_id, lambda s, row, who: stages.move(s, row, wanted, reason=form.reason.data, actor=who)
    )
    said, address = f"Kunjungan sekarang {STAGE_NAMES[wanted].lower()}.", url_for(".show", visit_id=visit_id)
    return Asked(form, partial(_move_page, form, visit, wanted), act, said, address)


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


def _move_page(form: MoveForm, visit: Visit, wanted: Stage, status: int) -> ResponseReturnValue:
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
