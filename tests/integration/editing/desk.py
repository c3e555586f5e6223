"""A curator at work without JavaScript: opens pages, fills in forms as a browser would, presses buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from xml.etree.ElementTree import Element

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.access import Actor, Role
from portal.accounts import sessions
from portal.accounts.models import Account, Membership
from portal.db import transaction
from tests.make import reader
from tests.queueing import led_on
from tests.reading import Reader, parse

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@dataclass
class Form:
    """A form of a page: where it goes, and what it would send."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str) -> str:
        """What one field holds."""
        return next((value for key, value in self.fields if key == name), "")

    def set(self, **values: str) -> None:
        """Type into fields; `__` stands for the hyphen in their names."""
        for key, value in values.items():
            name = key.replace("__", "-")
            self.fields = [(other, old) for other, old in self.fields if other != name]
            self.fields.append((name, value))


def make_account(app: Flask, username: str, *roles: Role) -> int:
    """A person with roles; gives the number of the account."""
    with app.app_context(), transaction() as session:
        account = Account(username=username, name=username.title(), created_at=NOW)
        account.memberships = [
            Membership(role=role.value, since=date(2020, 1, 1), kind="definitif") for role in roles
        ]
        session.add(account)
        session.flush()
        return account.id


def actor_of(app: Flask, username: str, *roles: Role) -> Actor:
    """A person with roles, as services see them."""
    return Actor(
        account_id=make_account(app, username, *roles), name=username.title(), roles=frozenset(roles)
    )


class Desk:
    """One browser, signed in as one person."""

    def __init__(self, app: Flask, account_id: int | None) -> None:
        self.client: Reader = reader(app)
        if account_id is not None:
            with app.app_context(), transaction() as session:
                account = session.get_one(Account, account_id)
                token = sessions.open_session(session, account, now=NOW, user_agent="", has_second_step=True)
            with self.client.session_transaction() as cookie:
                cookie["_user_id"] = token

    def get(self, path: str, **query: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, query_string=query or None)

    def form(self, path: str, action: str | None = None) -> Form:
        """The form of a page that goes to `action` (default: the page's own address)."""
        response = self.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return form_in(response.text, action or path.partition("?")[0])

    def send(self, form: Form, **pressed: str) -> TestResponse:
        """Press a button: send what the form holds, and wait where that is a job."""
        return led_on(self.client, self.order(form, **pressed))

    def order(self, form: Form, **pressed: str) -> TestResponse:
        """Press a button, and do not wait."""
        named = list(pressed.items())
        data: dict[str, list[str]] = {}
        for name, value in [*form.fields, *named]:
            data.setdefault(name, []).append(value)
        return self.client.post(form.action, data=data)

    def press(self, path: str, action: str, **pressed: str) -> TestResponse:
        """Open a page and press the button of one of its forms."""
        return self.send(self.form(path, action), **pressed)


def form_in(html: str, action: str) -> Form:
    """The form of a page that goes to an address, with everything it would send."""
    tree, _ = parse(html)
    for element in tree.iter("form"):
        if element.get("action") == action and element.get("method") == "post":
            return Form(action, [pair for one in element.iter() for pair in _sent(one)])
    raise AssertionError(f"no form to {action}")


def _sent(element: Element) -> list[tuple[str, str]]:
    name = element.get("name")
    if name is None:
        return []
    if element.tag == "textarea":
        return [(name, element.text or "")]
    if element.tag == "select":
        chosen = [option for option in element.iter("option") if option.get("selected") is not None]
        return [(name, chosen[0].get("value", "") if chosen else "")]
    if element.tag != "input" or element.get("type") == "submit":
        return []
    if element.get("type") in ("checkbox", "radio") and element.get("checked") is None:
        return []
    return [(name, element.get("value", ""))]


def rows(app: Flask) -> Session:
    """A session to look into the database; the test closes it."""
    return Session(app.extensions["engine"])
