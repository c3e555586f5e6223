"""All readings of an OPD on one page, and what is done with several plans of a list at once."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access, clock
from portal.access import Actor, allow
from portal.adoption import measuring, page, plans, queries
from portal.adoption.measuring import ToMeasure
from portal.adoption.models import Plan
from portal.adoption.rules import RUNNING, Stage
from portal.adoption.views import blueprint
from portal.db import reading
from portal.errors import RuleViolation
from portal.records.asking import Asked, asks
from portal.records.fields import REQUIRED, Day, Figure, Line
from portal.records.saving import attempt, done
from portal.web import chat
from portal.web.addresses import outside
from portal.web.forms import Form

NONE_READ = "Belum ada angka yang diisi."
NONE_CHOSEN = "Belum ada rencana yang dipilih. Beri tanda pada daftar, lalu tekan lagi."
MOST_CHOSEN = 50  # plans of one request


class ValueForm(Form):
    """The value of one KPI; empty where it was not read."""

    value = Figure("Nilai")
    note = Line("Catatan")


class MeasuringForm(Form):
    """The readings of one day."""

    day = Day("Tanggal ukur", validators=[REQUIRED])
    rows: list[tuple[ToMeasure, ValueForm]]

    def read(self) -> list[tuple[ToMeasure, ValueForm]]:
        """The rows with a figure, or with what was meant to be one."""
        return [(one, row) for one, row in self.rows if getattr(row.value, "typed", "")]

    def validate(self, extra_validators: Any = None) -> bool:
        """Is every figure one, and is there any?"""
        is_sound = bool(super().validate(extra_validators))
        judged = [row.validate() for _, row in self.read()]
        if is_sound and not judged:
            self.form_errors.append(NONE_READ)
        return is_sound and bool(judged) and all(judged)


class OwnerForm(Form):
    """The post that answers for several plans."""

    owner_post = Line("Jabatan penanggung jawab", validators=[REQUIRED])


@asks(blueprint, "/rencana/hasil-ukur", "adoption.edit")
def measure() -> Asked:
    """Write down what was measured, for every KPI of the reader's running plans."""
    only = request.args.get("rencana", type=int)
    listed = measuring.to_measure(reading(), access.actor(), only)
    form = MeasuringForm(data={"day": clock.today()})
    form.rows = [(one, ValueForm(prefix=f"kpi-{one.kpi.id}-", meta={"csrf": False})) for one in listed]

    def act(session: Session, actor: Actor) -> None:
        read = [(one.plan.id, one.kpi.id, row.value.data, row.note.data) for one, row in form.read()]
        measuring.write(session, form.day.data, read, actor=actor)

    def shown(status: int) -> ResponseReturnValue:
        return render_template("adoption/measure.html", form=form, only=only, today=clock.today()), status

    back = url_for(".show", plan_id=only, _anchor="kpi") if only else url_for(".measure")
    return Asked(form, shown, act, "Hasil ukur tersimpan.", back)


@blueprint.get("/rencana/terpilih")
@allow("adoption.read")
def chosen() -> ResponseReturnValue:
    """Several plans of a list: a text to remind by, their file, and who answers for them."""
    return _chosen_page(OwnerForm(formdata=None), 200, _numbers(request.args.getlist("pilih")))


@blueprint.post("/rencana/terpilih")
@allow("adoption.edit")
def assign_chosen() -> ResponseReturnValue:
    """Name the post that answers for several plans: for all of them, or for none."""
    form, numbers = OwnerForm(), _numbers(request.form.getlist("pilih"))

    def act(session: Session, actor: Actor) -> None:
        for plan_id in numbers:
            plan = queries.get_plan(session, plan_id, actor, lock=True)
            try:
                values = {"owner_post": form.owner_post.data}
                plans.edit(session, plan, values, version=plan.version, actor=actor)
            except RuleViolation as error:
                raise RuleViolation(f"{plan.title}: {error}", error.field) from error

    if status := attempt(form, act):
        return _chosen_page(form, status, numbers)
    return done("Penanggung jawab tersimpan.", url_for(".chosen", pilih=numbers))


def _chosen_page(form: OwnerForm, status: int, numbers: list[int]) -> ResponseReturnValue:
    actor, today = access.actor(), clock.today()
    found = queries.listed(reading(), [queries.visible(actor), Plan.id.in_(numbers)]) if numbers else []
    lines = [page.line_of(plan, today) for plan in found]
    may_assign = [
        plan
        for plan in found
        if access.may(actor, "adoption.edit", opd=plan.opd) and plan.stage is not Stage.STOPPED
    ]
    return render_template(
        "adoption/chosen.html",
        lines=lines,
        form=form,
        may_assign=len(may_assign) == len(found) and bool(found),
        text=chat.list_of("Mohon kabar rencana berikut", map(_asked, found), outside(".index")),
        none_chosen=NONE_CHOSEN,
    ), status


def _asked(plan: Plan) -> str:
    """What a plan is reminded of, in a line with its address."""
    late = [row.title for row in plan.milestones if row.facts.is_late(clock.today())]
    is_late = plan.stage in RUNNING and bool(late)
    what = f"langkah terlambat: {'; '.join(late)}" if is_late else "mohon perbarui kabarnya"
    return f"{plan.title} ({plan.owner_post or plan.opd}), {what}: {page.address_of(plan)}"


def _numbers(said: list[str]) -> list[int]:
    return [int(one) for one in dict.fromkeys(said) if one.isdecimal() and len(one) < 10][:MOST_CHOSEN]
