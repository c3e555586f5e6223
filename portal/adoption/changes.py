"""Changing plans: who may, until when, and what must be explained."""

from __future__ import annotations

from portal.adoption.models import Kpi, Plan
from portal.adoption.rules import Stage
from portal.errors import RuleViolation
from portal.records import RecordKind, limits


def refuse_stopped(plan: Plan) -> None:
    """Refuse to change what has come to its end; it can be reopened."""
    if plan.stage is Stage.STOPPED:
        raise RuleViolation("Rencana ini sudah dihentikan. Kepala OPD dapat membukanya lagi.")


def needs_reason(plan: Plan, row: object) -> bool:
    """Must a change of this row be explained?"""
    return isinstance(row, Kpi) and (
        Stage.TRIAL in (plan.stage, plan.halted_from) or plan.stage is Stage.APPLIED
    )


def check_reason(plan: Plan, row: object, reason: str) -> None:
    """Once the trial has begun, a KPI changes only for a reason in words.

    Otherwise a missed target could be moved to where the arrow hit.
    """
    if needs_reason(plan, row):
        limits.check_reason(reason, "reason", "Uji coba sudah berjalan. Tulis alasan perubahan")


PLAN = RecordKind(
    "adoption",
    "plan",
    "rencana",
    50,
    refuse_stopped,
    check_reason,
    is_undecided=lambda plan: plan.stage is Stage.PROPOSED,
    beside=frozenset({"evaluation", "problem", "reading", "review"}),
)
require, note = PLAN.require, PLAN.note
