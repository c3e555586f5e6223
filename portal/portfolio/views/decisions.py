"""People's part: another package than the one proposed, and the decision."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.db import reading
from portal.portfolio import page, scenarios
from portal.portfolio.forms import DecisionForm, PackageForm
from portal.portfolio.models import Status
from portal.portfolio.snapshot import read_numbers
from portal.portfolio.views import blueprint
from portal.records.asking import Asked, Shown, asks
from portal.records.saving import CLASH, done


@asks(blueprint, "/skenario/<int(max=2147483647):scenario_id>/paket", "portfolio.plan")
def overrule(scenario_id: int) -> Asked:
    """Put other plans into the package, with a reason."""
    row = scenarios.get(reading(), scenario_id)
    chosen = [str(number) for number in read_numbers(row.package)]
    form = PackageForm(data={"wanted": chosen, "version": str(row.version)})
    plans = page.view_of(row).inputs.plans
    form.wanted.offer([(one.id, f"{one.id}. {one.title} ({one.opd}), skor {one.value}") for one in plans])

    def act(session: Session, actor: Actor) -> None:
        stored = scenarios.get(session, scenario_id, lock=True)
        wanted, at = form.wanted.numbers(), form.read_at()
        scenarios.overrule(session, stored, wanted, reason=form.reason.data, version=at, actor=actor)

    said = "Paket diubah. Usulan perhitungan tetap tercatat."
    return Asked(form, _page("portfolio/package.html", form, scenario_id), act, said, _url(scenario_id))


@asks(blueprint, "/skenario/<int(max=2147483647):scenario_id>/tetapkan", "portfolio.decide")
def decide(scenario_id: int) -> Asked | ResponseReturnValue:
    """Make a package the decision, with its grounds."""
    row = scenarios.get(reading(), scenario_id)
    if row.status is Status.DECIDED:  # sent twice, or from the page before: show the decision
        return done(scenarios.ALREADY_DECIDED, _url(scenario_id))
    form = DecisionForm(data={"version": str(row.version)})

    def act(session: Session, actor: Actor) -> None:
        stored = scenarios.get(session, scenario_id, lock=True)
        scenarios.decide(session, stored, reason=form.reason.data, version=form.read_at(), actor=actor)

    shown = _page("portfolio/decide.html", form, scenario_id)
    return Asked(form, shown, act, "Paket ditetapkan.", _url(scenario_id))


def _url(scenario_id: int) -> str:
    return url_for(".scenario", scenario_id=scenario_id)


def _page(template: str, form: PackageForm | DecisionForm, scenario_id: int) -> Shown:
    """The form; after a conflict it carries the newest version, so that it can be sent over it."""

    def show(status: int) -> ResponseReturnValue:
        row = scenarios.get(reading(), scenario_id)
        if status == CLASH:
            form.carry(row.version)
        return render_template(template, form=form, view=page.view_of(row), status=status), status

    return show
