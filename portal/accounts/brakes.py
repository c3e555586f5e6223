"""The brake on guessing, for views."""

from __future__ import annotations

from flask import request

from portal import clock
from portal.accounts import throttle
from portal.db import transaction
from portal.errors import TooMany
from portal.web import security_log


def brake(login: str) -> None:
    """Count a try; raises TooMany when there were too many from here."""
    with transaction() as writing:
        minutes = throttle.note(writing, login=login, address=_address(), now=clock.now())
    if minutes:
        security_log.note("throttled", who=login, status=TooMany.status)
        raise TooMany(f"Terlalu banyak percobaan masuk dari sini. Coba lagi {minutes} menit lagi.")


def brake_writing() -> None:
    """Count what somebody who has not signed in sends; raises TooMany. Apart from the tries to sign in."""
    with transaction() as writing:
        minutes = throttle.note(writing, login="tulisan", address=f"tulisan {_address()}", now=clock.now())
    if minutes:
        security_log.note("throttled", who="tulisan", status=TooMany.status)
        raise TooMany(f"Terlalu banyak kiriman dari sini. Coba lagi {minutes} menit lagi.")


def release_brake(login: str) -> None:
    """Forget the tries of somebody who then got it right."""
    with transaction() as writing:
        throttle.reset(writing, login=login, address=_address())


def _address() -> str:
    return request.remote_addr or "?"
