"""Changing rows: who may, on which version, and what the audit trail is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor, Role, may
from portal.adoption.models import Plan
from portal.adoption.privacy import REFUSAL, holds_nip
from portal.errors import Conflict, Forbidden, RuleViolation


class Versioned(Protocol):
    """A row that counts its saves."""

    version: int


def require(actor: Actor, permission: str, plan: Plan) -> None:
    """Refuse an actor who does not hold the permission for the plan's OPD."""
    if not may(actor, permission, opd=plan.opd):
        raise Forbidden("Anda tidak berwenang melakukan ini untuk rencana OPD tersebut.")


def is_head(actor: Actor, opd: str) -> bool:
    """Does the actor head this OPD (definitive, Plt. or Plh.)?"""
    return (Role.HEAD, opd) in actor.posts


def seen(row: object, names: Iterable[str]) -> str:
    """A short mark of some fields of a row; equal marks mean that nobody changed those fields."""
    text = json.dumps([_plain(getattr(row, name)) for name in names], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def check_unchanged(row: Versioned, names: Iterable[str], *, version: int, mark: str = "") -> None:
    """Refuse to save over what somebody else saved meanwhile.

    A form carries the version it was read at. Where only other fields have changed since (the mark of
    these is the same), there is nothing to lose and no conflict.
    """
    if row.version != version and seen(row, names) != mark:
        raise Conflict("Isian ini sudah diubah orang lain sejak Anda membukanya.")


def assign(row: object, values: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """Set fields; what changed, as (before, after) for the audit trail."""
    changes = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = (_plain(before), _plain(value))
            setattr(row, name, value)
    return changes


def note(
    session: Session,
    plan: Plan,
    action: str,
    *,
    actor: Actor,
    part: str = "",
    changes: Mapping[str, tuple[object, object]] | None = None,
    reason: str = "",
) -> None:
    """Write a change of a plan, or of a part of it ("kpi:3"), into the audit trail; it counts as news.

    Every change comes by here, so here a NIP is refused whatever door it came through.
    """
    written = [reason, *(after for _, after in (changes or {}).values())]
    if any(holds_nip(text) for text in written if isinstance(text, str)):
        raise RuleViolation(REFUSAL)
    plan.last_news_at = clock.now()
    subject = f"plan:{plan.id}" + (f":{part}" if part else "")
    audit.record(
        session, actor=actor, action=f"adoption.{action}", subject=subject, changes=changes, reason=reason
    )


def created(row: object, names: Iterable[str]) -> dict[str, tuple[object, object]]:
    """The fields of a new row, as (nothing, value)."""
    return {
        name: (None, _plain(value))
        for name in names
        if (value := getattr(row, name)) not in (None, "", False)
    }


def _plain(value: object) -> object:
    """A value as JSON can hold it."""
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, str) else value
