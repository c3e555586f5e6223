"""Who makes a request: `current_user` of Flask-Login, and the actor that the other rooms see.

The identifier in the signed cookie is not the account's number but the token of one sign-in (an alternative
identifier, in Flask-Login's words), so that a stolen cookie dies with the sign-in that is ended.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import cached_property

from flask import Flask, current_app, g, request, session
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal import clock
from portal.access import ANONYMOUS, Actor, Role, is_for_guests, to_sign_in
from portal.accounts import sessions
from portal.accounts.models import Account, LoginSession
from portal.db import reading, transaction

PENDING = "second-step"  # key in the cookie between password and second step


class User(UserMixin):  # type: ignore[misc]
    """A person who has signed in, as `current_user`: the account, and the sign-in it came by."""

    def __init__(self, sign_in: LoginSession, token: str) -> None:
        self.sign_in = sign_in
        self.account = sign_in.account
        self._token = token

    def get_id(self) -> str:
        """What Flask-Login keeps in the signed cookie and gives back to the user loader."""
        return self._token

    @property
    def is_active(self) -> bool:
        """Is the account open? Nobody enters by one that is closed."""
        return self.account.is_open

    @cached_property
    def actor(self) -> Actor:
        """What this person may be today."""
        return to_actor(self.account, has_second_step=self.sign_in.has_second_step, day=clock.today())


class Guest(AnonymousUserMixin):  # type: ignore[misc]
    """Somebody who has not signed in, as `current_user`."""

    actor = ANONYMOUS


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


def actor_now(account_id: int) -> Actor | None:
    """What a person may be today, every second step taken; None where the account is closed."""
    account = reading().get(Account, account_id)
    if account is None or not account.is_open:
        return None
    return to_actor(account, has_second_step=True, day=clock.today())


def enter(user: User) -> None:
    """Give the browser a cookie that holds nothing of what it held before (no session fixation)."""
    empty_cookie()
    login_user(user)
    session.pop("_id", None)  # Flask-Login's digest of address and browser, which we do not use


def empty_cookie() -> None:
    """Forget what the browser held, and the form token and the actor of this request that rested on it."""
    session.clear()
    g.pop("csrf_token", None)
    g.pop("actor", None)


def leave() -> None:
    """Empty the cookie."""
    logout_user()
    empty_cookie()


def load_user(token: str) -> User | None:
    """Flask-Login's user loader: the person of a living sign-in; a cookie with a dead one is emptied."""
    now = clock.now()
    user = find(reading(), token)
    if user is None:
        empty_cookie()
    elif sessions.needs_touch(user.sign_in, now):
        with suppress(OperationalError), transaction() as writing:  # a busy database must not cost the page
            sessions.touch(writing, user.sign_in.id, now)
    return user


def find(db: Session, token: str) -> User | None:
    """The person of a living sign-in."""
    sign_in = sessions.find(db, token, clock.now())
    return User(sign_in, token) if sign_in else None


def _require_sign_in() -> ResponseReturnValue | None:
    """Flask-Login's protection, before every view that does not say it is for guests.

    It knows nothing of the permission table, so that a mistake in one of the two opens nothing.
    """
    if request.endpoint is None or is_for_guests(current_app, request.endpoint):
        return None
    if current_user.is_authenticated:
        return None
    unauthorized: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return unauthorized


def init_app(app: Flask) -> None:
    """Let Flask-Login say who is there, without its remember-me and its binding to address and browser."""
    manager = LoginManager()
    manager.session_protection = None
    manager.anonymous_user = Guest
    manager.user_loader(load_user)
    manager.unauthorized_handler(to_sign_in)
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["current_user"] = current_user  # looked up only where a template asks
    app.extensions["actor_source"] = lambda: current_user.actor
    app.extensions["actor_now"] = actor_now
    app.before_request(_require_sign_in)
