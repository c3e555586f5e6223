"""What the demo needs at each start: its data, and a password that is told."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from multiprocessing import get_context

from flask import Flask
from sqlalchemy import func, select

from portal.accounts.models import Account
from portal.config import Settings
from portal.db import reading, transaction
from portal.demo import people
from portal.demo.build import build

VARIABLE = "DEMO_PASSWORD"


def note_for_start(app: Flask) -> Callable[[], str]:
    """Fill the demo at its first start; returns what the server says when it is ready."""

    def note() -> str:
        settings: Settings = app.extensions["settings"]
        password = _password(settings)
        with app.app_context():
            is_empty = not reading().scalar(select(func.count()).select_from(Account))
        if is_empty:
            _build_apart(app, password)
        else:
            with app.app_context(), transaction() as session:
                people.set_password(session, password)
        names = ", ".join(person.username for person in people.everybody() if "-" not in person.username)
        return (
            f"Demo dengan data contoh. Masuk di {{address}}/masuk sebagai: {names}. "
            f"Kata sandi semua akun: {_shown(password)}"
        )

    return note


def _build_apart(app: Flask, password: str) -> None:
    """Fill the demo in a process that ends with it.

    Its papers are typeset, which starts threads; the server's workers, forked from a process that had them,
    would wait for them for ever.
    """
    app.extensions["engine"].dispose()
    child = get_context("fork").Process(target=build, args=(app, password))
    child.start()
    child.join()
    if child.exitcode:
        raise RuntimeError("the demo could not be filled")


def _password(settings: Settings) -> str:
    """The password given in the environment, else one made once and kept beside the demo's database."""
    if given := os.environ.get(VARIABLE):
        return given
    path = settings.instance / "password"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(12), "ascii")
        path.chmod(0o600)
    return path.read_text("ascii").strip()


def _shown(password: str) -> str:
    """The password for the terminal; one that was given is not repeated there."""
    return (
        f"(dari {VARIABLE})" if os.environ.get(VARIABLE) else password.replace("{", "{{").replace("}", "}}")
    )
