"""Verbs on the parts of a plan: milestones, KPIs, budget lines, risks, team posts, partners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption.changes import assign, check_unchanged, created, note, require
from portal.adoption.measures import TEMPLATE, Direction, Phase, check_figure, leads_backwards
from portal.adoption.models import BudgetLine, Kpi, Milestone, Partner, Plan, Risk, TeamPost
from portal.adoption.planning import check_rupiah
from portal.adoption.plans import refuse_stopped
from portal.adoption.rules import MIN_REASON, Stage
from portal.errors import NotFound, RuleViolation

PartOf = Milestone | Kpi | BudgetLine | Risk | TeamPost | Partner
P = TypeVar("P", Milestone, Kpi, BudgetLine, Risk, TeamPost, Partner)
MAX_ROWS = 50  # of one part in one plan
MAX_SCORE = 5


def get(session: Session, kind: type[P], plan: Plan, row_id: int) -> P:
    """A part of this plan; raises NotFound for a row of another plan."""
    row = session.get(kind, row_id)
    if row is None or row.plan_id != plan.id:
        raise NotFound("Bagian rencana ini tidak ada.")
    return row


def add(session: Session, plan: Plan, kind: type[P], values: Mapping[str, object], *, actor: Actor) -> P:
    """Add a row to a part of a plan."""
    require(actor, "adoption.edit", plan)
    refuse_stopped(plan)
    count = session.scalar(
        select(func.count()).select_from(kind).where(kind.plan_id == plan.id, kind.removed_at.is_(None))
    )
    if (count or 0) >= MAX_ROWS:
        raise RuleViolation(f"Satu rencana memuat paling banyak {MAX_ROWS} baris di bagian ini.")
    check(kind, values, plan)
    row = kind(plan_id=plan.id, **values)
    session.add(row)
    session.flush()
    note(session, plan, "add", actor=actor, part=part_name(row), changes=created(row, values))
    return row


def edit(
    session: Session,
    plan: Plan,
    row: PartOf,
    values: Mapping[str, object],
    *,
    version: int,
    mark: str = "",
    reason: str = "",
    actor: Actor,
) -> None:
    """Change a row; raises Conflict where somebody else changed it meanwhile.

    Once the trial has begun, a KPI's meaning, baseline and target change only for a reason in words:
    otherwise a missed target could be moved to where the arrow hit.
    """
    require(actor, "adoption.edit", plan)
    refuse_stopped(plan)
    _refuse_removed(row)
    check_unchanged(row, values, version=version, mark=mark)
    check(type(row), values, plan)
    changes = assign(row, values)
    if changes and needs_reason(plan, row) and len(reason.strip()) < MIN_REASON:
        raise RuleViolation(
            f"Uji coba sudah berjalan. Tulis alasan perubahan, paling sedikit {MIN_REASON} huruf.", "reason"
        )
    if changes:
        row.version += 1
        note(session, plan, "edit", actor=actor, part=part_name(row), changes=changes, reason=reason)


def needs_reason(plan: Plan, row: PartOf) -> bool:
    """Must a change of this row be explained?"""
    return (isinstance(row, Kpi) and Stage.TRIAL in (plan.stage, plan.halted_from)) or (
        isinstance(row, Kpi) and plan.stage is Stage.APPLIED
    )


def remove(session: Session, plan: Plan, row: PartOf, *, actor: Actor) -> None:
    """Take a row out of sight; it stays stored and can be put back."""
    require(actor, "adoption.edit", plan)
    refuse_stopped(plan)
    _refuse_removed(row)
    if isinstance(row, Kpi) and row.readings:
        raise RuleViolation(
            "KPI ini sudah punya hasil ukur, jadi tidak dapat dihapus. Hapus dahulu hasil ukurnya."
        )
    row.removed_at = clock.now()
    row.version += 1
    note(session, plan, "remove", actor=actor, part=part_name(row), changes={"removed": (False, True)})


def restore(session: Session, plan: Plan, row: PartOf, *, actor: Actor) -> None:
    """Put a removed row back."""
    require(actor, "adoption.edit", plan)
    refuse_stopped(plan)
    if row.removed_at is None:
        return
    check(type(row), {}, plan)
    row.removed_at = None
    row.version += 1
    note(session, plan, "restore", actor=actor, part=part_name(row), changes={"removed": (True, False)})


def use_template(session: Session, plan: Plan, start: date, *, actor: Actor) -> list[Milestone]:
    """Fill an empty list of milestones with the steps of replication, due from a first day on."""
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
        for step in TEMPLATE
    ]


def add_milestone(
    session: Session, plan: Plan, *, title: str, phase: Phase, due: date | None, actor: Actor
) -> Milestone:
    """Add a step to a plan; for rooms of higher storeys whose work becomes steps of plans."""
    return add(session, plan, Milestone, {"title": title, "phase": phase, "due": due}, actor=actor)


def finish(session: Session, plan: Plan, milestone: Milestone, day: date, *, actor: Actor) -> None:
    """Note that a milestone was done on a day."""
    require(actor, "adoption.edit", plan)
    refuse_stopped(plan)
    _refuse_removed(milestone)
    if day > clock.today():
        raise RuleViolation("Tanggal selesai tidak boleh sesudah hari ini.", "done")
    if changes := assign(milestone, {"done": day}):
        milestone.version += 1
        note(session, plan, "finish", actor=actor, part=part_name(milestone), changes=changes)


def unfinish(session: Session, plan: Plan, milestone: Milestone, *, actor: Actor) -> None:
    """Take back that a milestone was done."""
    require(actor, "adoption.edit", plan)
    refuse_stopped(plan)
    _refuse_removed(milestone)
    if changes := assign(milestone, {"done": None}):
        milestone.version += 1
        note(session, plan, "unfinish", actor=actor, part=part_name(milestone), changes=changes)


def part_name(row: PartOf) -> str:
    """How the audit trail names a row: its kind and number."""
    return f"{row.__tablename__.removeprefix('adoption_')}:{row.id}"


def _refuse_removed(row: PartOf) -> None:
    if row.removed_at is not None:
        raise RuleViolation("Bagian ini sudah dihapus. Pulihkan dahulu untuk mengubahnya.")


@dataclass(frozen=True)
class _Given:
    """The values of a row, as given."""

    values: Mapping[str, object]

    def __getitem__(self, name: str) -> object:
        return self.values.get(name)


def check(kind: type[PartOf], values: Mapping[str, object], plan: Plan) -> None:
    """Refuse a row that contradicts itself or its plan."""
    if rule := _CHECKS.get(kind):
        rule(_Given(values), plan)


def _check_milestone(given: _Given, _plan: Plan) -> None:
    done = given["done"]
    if isinstance(done, date) and done > clock.today():
        raise RuleViolation("Tanggal selesai tidak boleh sesudah hari ini.", "done")


def _check_kpi(given: _Given, _plan: Plan) -> None:
    baseline, target, direction = given["baseline"], given["target"], given["direction"]
    for name, figure in (("baseline", baseline), ("target", target)):
        if isinstance(figure, Decimal):
            check_figure(figure, name)
    day, target_day = given["baseline_date"], given["target_date"]
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


def _check_budget(given: _Given, plan: Plan) -> None:
    if plan.no_cost:
        raise RuleViolation("Rencana ini dinyatakan tanpa biaya. Cabut pernyataan itu dahulu.")
    for name in ("ceiling", "spent"):
        if isinstance(amount := given[name], int):
            check_rupiah(amount, name)
    if given["spent"] and not given["dpa_number"]:
        raise RuleViolation("Realisasi memerlukan nomor DPA.", "dpa_number")


def _check_risk(given: _Given, _plan: Plan) -> None:
    for name in ("likelihood", "impact"):
        value = given[name]
        if value is not None and not (isinstance(value, int) and 1 <= value <= MAX_SCORE):
            raise RuleViolation(f"Pilih angka 1 sampai {MAX_SCORE}.", name)


_CHECKS: dict[type[PartOf], Callable[[_Given, Plan], None]] = {
    Milestone: _check_milestone,
    Kpi: _check_kpi,
    BudgetLine: _check_budget,
    Risk: _check_risk,
}
