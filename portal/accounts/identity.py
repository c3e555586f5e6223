"""From the cookie of a request to the actor that the other rooms see."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from flask import Flask, current_app, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError

from portal import clock
from portal.access import ANONYMOUS, Actor, Role
from portal.accounts import sessions
from portal.accounts.models import Account, LoginSession
from portal.db import reading, transaction

PENDING = "second-step"  # key in the cookie between password and second step
OURS = "_user_id"  # where Flask-Login keeps the token


class Visitor(UserMixin):  # type: ignore[misc]
    """Who Flask-Login thinks the user is: one living sign-in, named by its token."""

    def __init__(self, token: str, row: LoginSession | None = None) -> None:
        self.token = token
        self.row = row

    def get_id(self) -> str:
        """What Flask-Login puts into the signed cookie (its docs: alternative tokens)."""
        return self.token


def to_actor(account: Account, *, has_second_step: bool, day: date) -> Actor:
    """What a person may be on a day; roles that need a second step are withheld without one."""
    held = [one.term for one in account.memberships if one.holds_on(day)]
    guarded = {Role(name) for name in current_app.extensions["settings"].two_step_roles}
    withheld = frozenset() if has_second_step else frozenset(term.role for term in held) & guarded
    usable = [term for term in held if term.role not in withheld]
    return Actor(
        account_id=account.id,
        name=account.name,
        roles=frozenset({Role.READER, *(term.role for term in usable)}),
        posts=frozenset((term.role, term.opd) for term in usable if term.opd),
        withheld=withheld,
    )


def enter(token: str) -> None:
    """Give the browser a cookie that holds nothing of what it held before (no session fixation)."""
    session.clear()
    login_user(Visitor(token))
    session.pop("_id", None)  # Flask-Login's digest of address and browser, which we do not use


def leave() -> None:
    """Empty the cookie."""
    logout_user()
    session.clear()


def own_session() -> LoginSession:
    """The sign-in that this request came with; only for pages behind the door."""
    row: LoginSession = current_user.row
    return row


def own_account() -> Account:
    """The account of whoever is signed in; only for pages behind the door."""
    return own_session().account


def _find(token: str) -> Visitor | None:
    now = clock.now()
    row = sessions.find(reading(), token, now)
    if row is None:
        return None
    if sessions.needs_touch(row, now):
        with suppress(OperationalError), transaction() as writing:  # a busy database must not cost the page
            sessions.touch(writing, row.id, now)
    return Visitor(token, row)


def _actor() -> Actor:
    if OURS not in session:
        return ANONYMOUS
    visitor: Any = current_user
    if not visitor.is_authenticated:
        session.clear()
        return ANONYMOUS
    row = own_session()
    return to_actor(row.account, has_second_step=row.has_second_step, day=clock.today())


def init_app(app: Flask) -> None:
    """Let Flask-Login carry the token, without its remember-me and its own session protection."""
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(_find)
    manager.init_app(app, add_context_processor=False)
    app.extensions["actor_source"] = _actor
