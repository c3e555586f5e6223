"""People's part: another package than the one proposed, and the decision."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import Actor, allow
from portal.db import reading
from portal.portfolio import page, scenarios
from portal.portfolio.forms import DecisionForm, PackageForm
from portal.portfolio.frozen import read_numbers
from portal.portfolio.models import Scenario, Status
from portal.portfolio.views import blueprint
from portal.portfolio.views.saving import attempt


@blueprint.get("/skenario/<int(max=2147483647):scenario_id>/paket")
@allow("portfolio.plan")
def edit_package(scenario_id: int) -> ResponseReturnValue:
    """The form to put other plans into the package."""
    row = scenarios.get(reading(), scenario_id)
    chosen = [str(number) for number in read_numbers(row.package)]
    form = PackageForm(data={"wanted": chosen, "version": str(row.version)})
    return _package_page(form, row)


@blueprint.post("/skenario/<int(max=2147483647):scenario_id>/paket")
@allow("portfolio.plan")
def overrule(scenario_id: int) -> ResponseReturnValue:
    """Put other plans into the package, with a reason."""
    row, form = scenarios.get(reading(), scenario_id), PackageForm()
    _offer(form, row)

    def act(session: Session, actor: Actor) -> None:
        stored = scenarios.get(session, scenario_id, lock=True)
        wanted, at = form.wanted.numbers(), form.read_at()
        scenarios.overrule(session, stored, wanted, reason=form.reason.data, version=at, actor=actor)

    if status := attempt(form, act):
        return _package_page(form, scenarios.get(reading(), scenario_id), status)
    flash("Paket diubah. Usulan perhitungan tetap tercatat.")
    return redirect(url_for(".scenario", scenario_id=scenario_id), code=303)


@blueprint.get("/skenario/<int(max=2147483647):scenario_id>/tetapkan")
@allow("portfolio.decide")
def ask_decide(scenario_id: int) -> ResponseReturnValue:
    """Ask for the grounds before a package becomes the decision."""
    row = scenarios.get(reading(), scenario_id)
    if row.status is Status.DECIDED:
        return _back_to_decided(row)
    return _decision_page(DecisionForm(data={"version": str(row.version)}), row)


@blueprint.post("/skenario/<int(max=2147483647):scenario_id>/tetapkan")
@allow("portfolio.decide")
def decide(scenario_id: int) -> ResponseReturnValue:
    """Make a package the decision."""
    row, form = scenarios.get(reading(), scenario_id), DecisionForm()
    if row.status is Status.DECIDED:
        return _back_to_decided(row)

    def act(session: Session, actor: Actor) -> None:
        stored = scenarios.get(session, scenario_id, lock=True)
        scenarios.decide(session, stored, reason=form.reason.data, version=form.read_at(), actor=actor)

    if status := attempt(form, act):
        return _decision_page(form, scenarios.get(reading(), row.id), status)
    flash("Paket ditetapkan.")
    return redirect(url_for(".scenario", scenario_id=scenario_id), code=303)


def _back_to_decided(row: Scenario) -> ResponseReturnValue:
    """A form sent twice, or from the page before: there is nothing left to fill in, so show the decision."""
    flash(scenarios.ALREADY_DECIDED)
    return redirect(url_for(".scenario", scenario_id=row.id), code=303)


def _offer(form: PackageForm, row: Scenario) -> None:
    plans = page.view_of(row).inputs.plans
    form.wanted.offer([(one.id, f"{one.id}. {one.title} ({one.opd}), skor {one.value}") for one in plans])


def _package_page(form: PackageForm, row: Scenario, status: int = 200) -> ResponseReturnValue:
    _offer(form, row)
    _refresh(form, row, status)
    return render_template("portfolio/package.html", form=form, view=page.view_of(row), status=status), status


def _decision_page(form: DecisionForm, row: Scenario, status: int = 200) -> ResponseReturnValue:
    _refresh(form, row, status)
    return render_template("portfolio/decide.html", form=form, view=page.view_of(row), status=status), status


def _refresh(form: PackageForm | DecisionForm, row: Scenario, status: int) -> None:
    """After a conflict the form carries the newest version, so that it can be sent over it."""
    if status == 409:
        form.version.data, form.version.raw_data = str(row.version), None
