"""A small government with people in it, a clock that the test sets, and browsers that send tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.access import Role, command_actor
from portal.accounts import passwords, people, queries, sessions
from portal.accounts.models import Account, SecondStep
from portal.accounts.people import Person
from portal.accounts.rules import Tenure, Term
from portal.config import Settings
from portal.db import transaction
from tests import databases
from tests.portals import open_portal
from tests.queueing import led_on

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)  # 12.00 WIB
OPDS = {"Dinkes": "Dinas Kesehatan", "Disdikbud": "Dinas Pendidikan", "Kec. Batang": "Kecamatan Batang"}
PASSWORD = "kuda payung sawah biru"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CSRF_SEED = "0" * 40
TOKEN = re.compile(r"/akun/tautan/([\w-]+)")


@cache
def _hash() -> str:
    return passwords.make_hash(PASSWORD)


class Browser(FlaskClient):
    """A browser that reads answers to their end, and sends the token of its own session with every form."""

    def open(self, *args: Any, **named: Any) -> TestResponse:
        """Fetch, and read to the end."""
        return super().open(*args, **{"buffered": True, **named})

    def send(self, path: str, data: dict[str, Any] | None = None, **named: Any) -> TestResponse:
        """POST a form as a person would, and wait where that is a job."""
        with self.session_transaction() as cookie:
            cookie.setdefault("csrf_token", CSRF_SEED)
            seed = cookie["csrf_token"]
        signer = URLSafeTimedSerializer(self.application.config["SECRET_KEY"], salt="wtf-csrf-token")
        answer = self.post(path, data={"csrf_token": signer.dumps(seed), **(data or {})}, **named)
        return led_on(self, answer)

    def token(self) -> str:
        """The sign-in token in this browser's cookie."""
        with self.session_transaction() as cookie:
            return str(cookie.get("_user_id", ""))


@dataclass
class World:
    """The portal of one test."""

    app: Flask
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.app.extensions["clock"] = lambda: self.now
        self.app.extensions["opd_names"] = lambda: dict(OPDS)
        self.app.test_client_class = Browser

    def pass_time(self, **units: float) -> None:
        """Let time go by."""
        self.now += timedelta(**units)

    @contextmanager
    def change(self) -> Iterator[Session]:
        """A transaction outside of any request."""
        with self.app.app_context(), transaction() as session:
            yield session

    def person(
        self,
        username: str = "budi",
        *roles: Role | tuple[Role, str],
        name: str = "",
        nip: str = "",
        second_step: bool = False,
    ) -> int:
        """A person who knows PASSWORD; a role alone is for the whole government. Returns the number."""
        actor = command_actor("test")
        with self.change() as session:
            person = Person(username, name or username.title(), nip)
            account = people.add(session, person, actor=actor, now=self.now)
            account.password_hash = _hash()
            for role in roles:
                what, opd = role if isinstance(role, tuple) else (role, None)
                term = Term(what, opd, date(2026, 1, 1), None, Tenure.DEFINITIVE)
                codes = frozenset(OPDS)
                people.give_role(session, account, term, opd_codes=codes, actor=actor, now=self.now)
            if second_step:
                session.add(SecondStep(account_id=account.id, secret=SECRET, confirmed_at=self.now))
            return account.id

    def admin(self, username: str = "sri") -> int:
        """An admin with a second step."""
        return self.person(username, Role.ADMIN, second_step=True)

    def browser(self, account_id: int | None = None, *, second_step: bool = True) -> Browser:
        """A browser, signed in as somebody or as nobody."""
        client = self.app.test_client()
        assert isinstance(client, Browser)
        if account_id is not None:
            with self.change() as session:
                token = sessions.open_session(
                    session,
                    queries.get(session, account_id),
                    now=self.now,
                    user_agent="Mozilla/5.0 (X11; Linux) Firefox/140.0",
                    has_second_step=second_step,
                )
            with client.session_transaction() as cookie:
                cookie["_user_id"] = token
        return client

    def code(self, steps: int = 0) -> str:
        """The authenticator's code of now, or of some steps away."""
        return pyotp.TOTP(SECRET).at(int(self.now.timestamp()) + 30 * steps)

    def account(self, account_id: int) -> Account:
        """A person as stored now, with roles."""
        with self.change() as session:
            account = queries.get(session, account_id)
            assert account.memberships is not None
            assert account.second_step is None or account.second_step.secret
            session.expunge_all()
            return account


def build(root: Path, **settings: Any) -> World:
    """A portal without content, on an empty database."""
    (root / "content").mkdir(parents=True)
    databases.empty().put(root / "instance")
    folders: dict[str, Any] = {name: root / name for name in ("content", "index", "instance")}
    return World(open_portal(Settings(government="batang", name="Tiru", **folders, **settings)))
