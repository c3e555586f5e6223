"""For the curator: answers of visits that were offered as facts of cases."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import Actor, allow
from portal.cases import CASES
from portal.db import reading
from portal.records.saving import attempt, done
from portal.visits import answers
from portal.visits.page import host_name
from portal.visits.part_forms import SettleForm
from portal.visits.views import blueprint
from portal.web.addresses import outside


@blueprint.get("/kunjungan/fakta")
@allow("visits.curate")
def facts() -> ResponseReturnValue:
    """The facts that wait, with the text to paste, and those that were settled."""
    return _page(SettleForm(formdata=None), 0)


@blueprint.post("/kunjungan/fakta/<int:offer_id>")
@allow("visits.curate")
def decide_fact(offer_id: int) -> ResponseReturnValue:
    """Say what became of an offered fact."""
    form, is_used = SettleForm(), request.form.get("pakai") == "1"
    answers.offer(reading(), offer_id)

    def act(session: Session, actor: Actor) -> None:
        row = answers.offer(session, offer_id)
        answers.decide_fact(session, row, is_used=is_used, reason=form.reason.data, actor=actor)

    if status := attempt(form, act):
        return _page(form, offer_id, status)
    return done("Tercatat.", url_for(".facts"))


def _page(form: SettleForm, offer_id: int, status: int = 200) -> ResponseReturnValue:
    session = reading()
    return render_template(
        "visits/facts.html",
        form=form,
        blank=SettleForm(formdata=None),
        offer_id=offer_id,
        waiting=[
            (row, visit, question, host_name(visit))
            for row, visit, question in answers.offers(session, is_settled=False)
        ],
        settled=answers.offers(session, is_settled=True, limit=30),
        cases=CASES.get(),
        outside=outside,
    ), status
