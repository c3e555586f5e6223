"""The security log: failed sign-ins, throttling, refusals; one JSON line each, on a logger of its own.

It names no person and no address: who tried is a keyed digest that changes every day, enough to see that a
hundred tries are one visitor's. What somebody did stands in the audit trail, with the name.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from datetime import UTC

from flask import Flask, current_app, request

from portal import clock

LOGGER = logging.getLogger("portal.security")
DIGITS = 12  # of a digest
_CONTROLS = {number: f"\\x{number:02x}" for number in (*range(32), *range(127, 160), 0x2028, 0x2029)}


class OneLine(logging.Filter):
    """Keeps what a visitor sent from beginning a line of its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Write control characters out."""
        said = record.getMessage()
        record.msg, record.args = said.translate(_CONTROLS), ()
        return True


def note(event: str, *, who: str = "", status: int = 0) -> None:
    """Write an event down; `who` is what was typed as a name, which only its digest tells."""
    line = {
        "at": clock.now().astimezone(UTC).isoformat(timespec="seconds"),
        "event": event,
        "endpoint": request.endpoint or "",
        "method": request.method,
        "status": status,
        "from": _digest("address", request.remote_addr or ""),
        "who": _digest("login", who) if who else "",
    }
    LOGGER.info(json.dumps(line, ensure_ascii=True))


def _digest(kind: str, text: str) -> str:
    """The same all day for the same text, and told by nobody without the portal's key."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    day = clock.today().isoformat()
    return hmac.new(key, f"{day} {kind}:{text}".encode(), hashlib.sha256).hexdigest()[:DIGITS]


def init_app(app: Flask) -> None:
    """Send the log to the standard error stream, where the service's journal takes it."""
    LOGGER.setLevel(logging.INFO)
    if not LOGGER.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("security %(message)s"))
        LOGGER.addHandler(handler)
    if not any(isinstance(one, OneLine) for one in app.logger.filters):
        app.logger.addFilter(OneLine())
