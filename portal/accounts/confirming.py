"""A change that a passer-by at an open screen, or a thief of a cookie, must not make asks for the password.

A sign-in counts as confirmed for some minutes; after that the form is answered by one question, which carries
everything that was sent, and is made once the password fits.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.accounts import passwords, second_step, sessions
from portal.accounts.brakes import brake, release_brake
from portal.db import transaction
from portal.web import security_log

LIFE = timedelta(minutes=10)
FIELD = "konfirmasi_sandi"
ASKED = 403
View = Callable[..., ResponseReturnValue]


def confirmed(view: View) -> View:
    """Ask for the password before the view where it was not given lately."""

    @wraps(view)
    def run(**values: Any) -> ResponseReturnValue:
        row = current_user.sign_in
        if not sessions.is_confirmed(row, clock.now(), LIFE):
            typed = request.form.get(FIELD, "")
            if not typed or not _fits(typed):
                return _question(is_wrong=bool(typed)), ASKED
            with transaction() as writing:
                sessions.confirm(writing, row.id, clock.now())
        return view(**values)

    run.asks_password = True  # type: ignore[attr-defined]  # read by the tests of the doors
    return run


def _fits(typed: str) -> bool:
    """Is it the password; or, for whoever has none because of SSO, the code of the second step?"""
    account = current_user.account
    brake(f"password:{account.id}")
    if account.password_hash is None:
        with transaction() as writing:
            mine = writing.get_one(type(account), account.id)
            is_right = second_step.check(writing, mine, typed, clock.now())
    else:
        is_right = passwords.matches(account.password_hash, typed)
    if is_right:
        release_brake(f"password:{account.id}")
    else:
        security_log.note("confirmation-failed", who=f"account:{account.id}", status=ASKED)
    return is_right


def _question(*, is_wrong: bool) -> str:
    kept = [
        (name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", FIELD)
    ]
    return render_template(
        "accounts/confirm.html",
        kept=kept,
        field=FIELD,
        is_wrong=is_wrong,
        account=current_user.account,
        by_code=current_user.account.password_hash is None,
        minutes=LIFE // timedelta(minutes=1),
    )
