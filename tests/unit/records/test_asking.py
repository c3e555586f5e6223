"""A form is shown by GET and sent by POST; only what is sent changes anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from portal import db
from portal.errors import Conflict, RuleViolation
from portal.records.asking import Asked, asks
from portal.web.forms import Form


class Sent:
    """What the form's change was asked for, and what it raises."""

    def __init__(self) -> None:
        self.times = 0
        self.error: Exception | None = None

    def act(self, *_given: object) -> None:
        self.times += 1
        if self.error:
            raise self.error


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def client(tmp_path: Path, sent: Sent) -> Iterator[FlaskClient]:
    app, room = Flask("bare"), Blueprint("room", __name__)
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    db.init_app(app, tmp_path / "portal.sqlite3")

    @asks(room, "/ubah", "room.edit")
    def change() -> Asked:
        form = Form()
        return Asked(form, lambda status: (" ".join(form.form_errors), status), sent.act, "Ya.", "/sudah")

    app.register_blueprint(room)
    yield app.test_client()
    app.extensions["engine"].dispose()


def test_looking_at_a_form_changes_nothing(client: FlaskClient, sent: Sent) -> None:
    assert (client.get("/ubah").status_code, client.head("/ubah").status_code) == (200, 200)
    assert sent.times == 0


def test_a_form_that_was_sent_makes_its_change_once(client: FlaskClient, sent: Sent) -> None:
    answer = client.post("/ubah")

    assert (answer.status_code, answer.location, sent.times) == (303, "/sudah", 1)


@pytest.mark.parametrize(
    ("error", "status"), [(RuleViolation("Tidak boleh."), 422), (Conflict("Sudah diubah."), 409)]
)
def test_a_change_that_is_refused_shows_the_form_again(
    client: FlaskClient, sent: Sent, error: Exception, status: int
) -> None:
    sent.error = error

    answer = client.post("/ubah")

    assert (answer.status_code, answer.text) == (status, str(error))
