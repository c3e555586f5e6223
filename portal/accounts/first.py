"""The first admin: nobody has an account by default, so the first start hands out a one-time link."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from portal import clock
from portal.access import command_actor
from portal.accounts import links, queries
from portal.db import transaction


def first_admin_token() -> str | None:
    """A fresh token for making the first admin; None where there is an admin already."""
    with transaction() as session:
        if queries.open_admins(session, clock.today()):
            return None
        return links.make(session, None, actor=command_actor("user first-admin"), now=clock.now())


def note_for_start(app: Flask) -> Callable[[], str]:
    """What the server says when it is ready: the link, while nobody is admin; {address} is filled in."""

    def note() -> str:
        with app.app_context():
            token = first_admin_token()
        if token is None:
            return ""
        own = app.extensions["settings"].address or "{address}"
        return f"Belum ada admin. Buka sekali untuk membuatnya: {own}/akun/tautan/{token}"

    return note
