"""Names by which calendars and feed readers know a thing again: the same at every address of the portal.

They are made of the government and the thing, not of the host a request came by, so an address by number, by
name or a new domain gives the same ones. The demo has names of its own.
"""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from portal import edition


def identifier(kind: str, key: object) -> str:
    """A UUID (RFC 9562, version 5) for a thing of this portal."""
    settings = edition.settings()
    place = f"{settings.government}{':demo' if settings.demo else ''}"
    return str(uuid5(NAMESPACE_URL, f"tiru:{place}:{kind}:{key}"))
