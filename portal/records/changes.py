"""Changing rows: on which version, and what of it the audit trail is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from portal import clock
from portal.access import Actor, Role
from portal.errors import Conflict

Changes = Mapping[str, tuple[object, object]]


class Versioned(Protocol):
    """A row that counts its saves."""

    version: int


def is_head(actor: Actor, opd: str) -> bool:
    """Does the actor head this OPD (definitive, Plt. or Plh.)?"""
    return (Role.HEAD, opd) in actor.posts


def seen(row: object, names: Iterable[str]) -> str:
    """A short mark of some fields of a row; equal marks mean that nobody changed those fields."""
    text = json.dumps([plain(getattr(row, name)) for name in names], ensure_ascii=True)
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
            changes[name] = (plain(before), plain(value))
            setattr(row, name, value)
    return changes


def created(row: object, names: Iterable[str]) -> dict[str, tuple[object, object]]:
    """The fields of a new row, as (nothing, value)."""
    return {
        name: (None, plain(value)) for name in names if (value := getattr(row, name)) not in (None, "", False)
    }


def signed(actor: Actor) -> dict[str, Any]:
    """Who writes a row, and when."""
    return {"at": clock.now(), "by": actor.account_id, "by_name": actor.name}


def plain(value: object) -> object:
    """A value as JSON can hold it."""
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, str) else value
