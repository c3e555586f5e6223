"""Weights: what counts how much, who said so and when."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.db import reading
from portal.portfolio import page
from portal.portfolio import weights as verbs
from portal.portfolio.forms import WeightsForm
from portal.portfolio.rules import DEFAULT_WEIGHTS
from portal.portfolio.views import blueprint
from portal.records.asking import Asked, asks
from portal.records.saving import CLASH


@blueprint.get("/bobot")
@allow("portfolio.read")
def weights() -> ResponseReturnValue:
    """The weights in force and those before them."""
    session = reading()
    return render_template(
        "portfolio/weights.html",
        lines=page.weight_lines(verbs.in_force(session)),
        rows=[(row, page.weight_lines(verbs.read(row))) for row in verbs.history(session)],
        usual=page.weight_lines(DEFAULT_WEIGHTS),
        may_plan=access.may(access.actor(), "portfolio.plan"),
    )


@asks(blueprint, "/bobot/ubah", "portfolio.plan")
def set_weights() -> Asked:
    """Set new weights."""
    row = verbs.newest(reading())
    stored = {one.value: weight for one, weight in verbs.read(row).items()}
    form = WeightsForm(data={**stored, "version": str(row.id if row else 0)})

    def act(session: Session, actor: Actor) -> None:
        verbs.set_weights(
            session, form.weights(), reason=form.reason.data, read_at=form.read_at(), actor=actor
        )

    said = "Bobot baru berlaku untuk semua skor sejak sekarang."
    return Asked(form, lambda status: _page(form, status), act, said, url_for(".weights"))


def _page(form: WeightsForm, status: int) -> ResponseReturnValue:
    """The form; after a conflict it carries the newest number, so that it can be sent again."""
    current = []
    if status == CLASH:
        row = verbs.newest(reading())
        current = page.weight_lines(verbs.read(row))
        form.carry(row.id if row else 0)
    return render_template("portfolio/edit_weights.html", form=form, current=current, status=status), status
