"""Changing plans: who may, until when, and what must be explained."""

from __future__ import annotations

from portal.access import Actor, Role
from portal.adoption.models import Kpi, Plan
from portal.adoption.rules import MIN_REASON, Stage
from portal.errors import RuleViolation
from portal.records import RecordKind


def is_head(actor: Actor, opd: str) -> bool:
    """Does the actor head this OPD (definitive, Plt. or Plh.)?"""
    return (Role.HEAD, opd) in actor.posts


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
    if needs_reason(plan, row) and len(reason.strip()) < MIN_REASON:
        raise RuleViolation(
            f"Uji coba sudah berjalan. Tulis alasan perubahan, paling sedikit {MIN_REASON} huruf.", "reason"
        )


PLAN = RecordKind("adoption", "plan", "rencana", 50, refuse_stopped, check_reason)
require, note = PLAN.require, PLAN.note
