"""Verbs on KPI readings: add, correct, remove, put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption.changes import note, refuse_stopped, require
from portal.adoption.models import SAME_DAY, Kpi, Plan, Reading
from portal.errors import NotFound, RuleViolation
from portal.records.changes import assign, check_unchanged, created, signed
from portal.records.limits import check_figure, check_reason

FIELDS = ("day", "value", "note")
MAX_READINGS = 500  # of one KPI


def get(session: Session, kpi: Kpi, reading_id: int) -> Reading:
    """A reading of this KPI; raises NotFound."""
    row = session.get(Reading, reading_id)
    if row is None or row.kpi_id != kpi.id:
        raise NotFound("Hasil ukur ini tidak ada.")
    return row


def add(
    session: Session, plan: Plan, kpi: Kpi, *, day: date, value: Decimal, note_text: str = "", actor: Actor
) -> Reading:
    """Write down a KPI's value on a day; one reading a day."""
    require(actor, "adoption.edit", plan)
    refuse_stopped(plan)
    _check_day(session, kpi, day)
    if len(kpi.readings) >= MAX_READINGS:
        raise RuleViolation(f"Satu KPI memuat paling banyak {MAX_READINGS} hasil ukur.")
    check_figure(value, "value")
    row = Reading(
        plan_id=plan.id,
        kpi_id=kpi.id,
        day=day,
        value=value,
        note=note_text,
        **signed(actor),
    )
    session.add(row)
    session.flush()
    note(session, plan, "read-kpi", actor=actor, part=_name(kpi, row), changes=created(row, FIELDS))
    return row


def correct(
    session: Session,
    plan: Plan,
    kpi: Kpi,
    row: Reading,
    *,
    values: Mapping[str, object],
    reason: str,
    version: int,
    mark: str = "",
    actor: Actor,
) -> None:
    """Correct a reading, with the reason why."""
    require(actor, "adoption.edit", plan)
    refuse_stopped(plan)
    check_unchanged(row, FIELDS, version=version, mark=mark)
    if row.removed_at is not None:
        raise RuleViolation("Hasil ukur ini sudah dihapus. Pulihkan dahulu untuk mengubahnya.")
    check_reason(reason, "reason", "Tulis alasan perbaikan")
    day, value = values["day"], values["value"]
    if isinstance(value, Decimal):
        check_figure(value, "value")
    if isinstance(day, date):
        _check_day(session, kpi, day, except_id=row.id)
    if changes := assign(row, values):
        row.version += 1
        note(session, plan, "edit", actor=actor, part=_name(kpi, row), changes=changes, reason=reason)


def remove(session: Session, plan: Plan, kpi: Kpi, row: Reading, *, actor: Actor) -> None:
    """Take a reading out of sight; it stays stored and can be put back."""
    require(actor, "adoption.edit", plan)
    refuse_stopped(plan)
    if row.removed_at is None:
        row.removed_at = clock.now()
        row.version += 1
        note(session, plan, "remove", actor=actor, part=_name(kpi, row), changes={"removed": (False, True)})


def restore(session: Session, plan: Plan, kpi: Kpi, row: Reading, *, actor: Actor) -> None:
    """Put a removed reading back."""
    require(actor, "adoption.edit", plan)
    refuse_stopped(plan)
    if row.removed_at is not None:
        _check_day(session, kpi, row.day, except_id=row.id)
        row.removed_at = None
        row.version += 1
        note(session, plan, "restore", actor=actor, part=_name(kpi, row), changes={"removed": (True, False)})


def _check_day(session: Session, kpi: Kpi, day: date, except_id: int = 0) -> None:
    if kpi.removed_at is not None:
        raise RuleViolation("KPI ini sudah dihapus. Pulihkan dahulu untuk mencatat hasil ukur.")
    if day > clock.today():
        raise RuleViolation("Hasil ukur tidak boleh bertanggal sesudah hari ini.", "day")
    if kpi.baseline_date is not None and day < kpi.baseline_date:
        raise RuleViolation("Hasil ukur tidak boleh lebih awal daripada keadaan awal.", "day")
    same = session.scalar(
        select(Reading.id).where(
            Reading.kpi_id == kpi.id,
            Reading.day == day,
            Reading.removed_at.is_(None),
            Reading.id != except_id,
        )
    )
    if same is not None:
        raise RuleViolation(*SAME_DAY)


def _name(kpi: Kpi, row: Reading) -> str:
    return f"kpi:{kpi.id}:reading:{row.id}"
