"""The parts of a plan: what must hold for milestones, KPIs, budget lines and risks; verbs on milestones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption.changes import PLAN
from portal.adoption.measures import TEMPLATE, Direction, Phase, Step, leads_backwards
from portal.adoption.models import BudgetLine, Kpi, Milestone, Partner, Plan, Risk, TeamPost
from portal.errors import RuleViolation
from portal.records.changes import assign
from portal.records.kinds import Values
from portal.records.limits import check_figure, check_rupiah

PartOf = Milestone | Kpi | BudgetLine | Risk | TeamPost | Partner
MAX_SCORE = 5
get, add, edit, remove, restore = PLAN.get, PLAN.add, PLAN.edit, PLAN.remove, PLAN.restore


def use_template(
    session: Session, plan: Plan, start: date, *, steps: Sequence[Step] = TEMPLATE, actor: Actor
) -> list[Milestone]:
    """Fill an empty list of milestones with steps, due from a first day on; else those of replication."""
    if plan.milestones:
        raise RuleViolation("Tahapan sudah terisi. Ubah atau tambah langkahnya satu per satu.")
    return [
        add(
            session,
            plan,
            Milestone,
            {"title": step.title, "phase": step.phase, "due": start + timedelta(days=step.days)},
            actor=actor,
        )
        for step in steps
    ]


def add_milestone(
    session: Session, plan: Plan, *, title: str, phase: Phase, due: date | None, actor: Actor
) -> Milestone:
    """Add a step to a plan; for rooms of higher storeys whose work becomes steps of plans."""
    return add(session, plan, Milestone, {"title": title, "phase": phase, "due": due}, actor=actor)


def finish(session: Session, plan: Plan, milestone: Milestone, day: date, *, actor: Actor) -> None:
    """Note that a milestone was done on a day."""
    PLAN.open(actor, plan, milestone)
    if day > clock.today():
        raise RuleViolation("Tanggal selesai tidak boleh sesudah hari ini.", "done")
    if changes := assign(milestone, {"done": day}):
        PLAN.change(session, plan, milestone, "finish", changes, actor=actor)


def unfinish(session: Session, plan: Plan, milestone: Milestone, *, actor: Actor) -> None:
    """Take back that a milestone was done."""
    PLAN.open(actor, plan, milestone)
    if changes := assign(milestone, {"done": None}):
        PLAN.change(session, plan, milestone, "unfinish", changes, actor=actor)


@PLAN.rule(Milestone)
def _check_milestone(_session: Session, values: Values, _plan: Plan, _row: object) -> Values:
    done = values.get("done")
    if isinstance(done, date) and done > clock.today():
        raise RuleViolation("Tanggal selesai tidak boleh sesudah hari ini.", "done")
    return values


@PLAN.rule(Kpi)
def _check_kpi(_session: Session, values: Values, _plan: Plan, _row: object) -> Values:
    baseline, target, direction = values.get("baseline"), values.get("target"), values.get("direction")
    for name, figure in (("baseline", baseline), ("target", target)):
        if isinstance(figure, Decimal):
            check_figure(figure, name)
    day, target_day = values.get("baseline_date"), values.get("target_date")
    if isinstance(day, date) and day > clock.today():
        raise RuleViolation("Keadaan awal diukur paling lambat hari ini.", "baseline_date")
    if isinstance(day, date) and isinstance(target_day, date) and target_day <= day:
        raise RuleViolation("Tanggal target harus sesudah tanggal keadaan awal.", "target_date")
    if (
        isinstance(direction, Direction)
        and isinstance(baseline, Decimal)
        and isinstance(target, Decimal)
        and leads_backwards(direction, baseline, target)
    ):
        raise RuleViolation(
            "Target ini lebih buruk daripada keadaan awal. Periksa angka atau arahnya.", "target"
        )
    return values


@PLAN.returning(BudgetLine)
def _refuse_free(plan: Plan, _row: object) -> None:
    if plan.no_cost:
        raise RuleViolation("Rencana ini dinyatakan tanpa biaya. Cabut pernyataan itu dahulu.")


@PLAN.rule(BudgetLine)
def _check_budget(_session: Session, values: Values, plan: Plan, row: object) -> Values:
    _refuse_free(plan, row)
    for name in ("ceiling", "spent"):
        if isinstance(amount := values.get(name), int):
            check_rupiah(amount, name)
    if values.get("spent") and not values.get("dpa_number"):
        raise RuleViolation("Realisasi memerlukan nomor DPA.", "dpa_number")
    return values


@PLAN.rule(Risk)
def _check_risk(_session: Session, values: Values, _plan: Plan, _row: object) -> Values:
    for name in ("likelihood", "impact"):
        value = values.get(name)
        if value is not None and not (isinstance(value, int) and 1 <= value <= MAX_SCORE):
            raise RuleViolation(f"Pilih angka 1 sampai {MAX_SCORE}.", name)
    return values


@PLAN.removal(Kpi)
def _refuse_read(kpi: Kpi) -> None:
    if kpi.readings:
        raise RuleViolation(
            "KPI ini sudah punya hasil ukur, jadi tidak dapat dihapus. Hapus dahulu hasil ukurnya."
        )
