"""Moving a visit on, and looking back at what became of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor
from portal.records.asking import Asked
from portal.records.moving import MovePage, ReasonForm
from portal.visits import page, stages
from portal.visits.changes import VISIT
from portal.visits.forms import ReviewForm
from portal.visits.models import Visit
from portal.visits.rules import STAGE_NAMES, Stage
from portal.visits.views import blueprint
from portal.visits.views.saving import VISITS, changing


def _ask_move(visit: Visit, wanted: Stage) -> Asked:
    """What a move asks for, and the move."""
    form, heading = ReasonForm(), page.offer_label(visit, wanted, access.actor())
    said = MovePage(heading, heading, is_end=wanted in (Stage.CANCELLED, Stage.REJECTED))

    def act(session: Session, stored: Visit, actor: Actor) -> None:
        stages.move(session, stored, wanted, reason=form.reason.data, actor=actor)

    return Asked(
        form,
        lambda status: page.MOVES.page(form, visit, wanted, said, status),
        changing(visit.id, act),
        f"Kunjungan sekarang {STAGE_NAMES[wanted].lower()}.",
        VISIT.address(visit),
    )


page.MOVES.routes(blueprint, "/kunjungan/…/tahap", "visits.step", VISITS, Stage, _ask_move)
stages.REVIEWS.routes(
    blueprint,
    "/kunjungan",
    VISITS,
    ReviewForm,
    "Tinjauan kunjungan",
    "{} hari setelah laporan: apa jadinya tindak lanjut kunjungan ini?",
)
