"""Who may change something in this room."""

from __future__ import annotations

from portal.access import Actor, may
from portal.errors import Forbidden


def require(actor: Actor, permission: str) -> None:
    """Refuse an actor who does not hold the permission."""
    if not may(actor, permission):
        raise Forbidden("Anda tidak berwenang melakukan ini.")
