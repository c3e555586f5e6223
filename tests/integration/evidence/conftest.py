"""A portal with people, one plan, and nothing else; made anew for every test."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import config
from portal.access import Role
from portal.accounts import sessions
from portal.accounts.models import Account, Membership
from portal.config import Settings
from portal.db import transaction
from portal.evidence import About, register
from tests import databases
from tests.portals import close_portal, open_portal
from tests.unit.evidence import papers

ROOT = Path(__file__).parents[3]
OPD, OTHER_OPD = "1.02.0.00.0.00.01.0000", "1.03.0.00.0.00.01.0000"
PLANS = {
    12: About(OPD, "Rencana adopsi Simpus", "/rencana/12"),
    13: About(OTHER_OPD, "Rencana lain", "/rencana/13"),
}


class Client(FlaskClient):
    """A browser that reads every answer to its end."""

    def open(self, *given: Any, **named: Any) -> Any:
        """Ask, and read the answer."""
        return super().open(*given, **{"buffered": True, **named})


def plan_of(_session: Session, number: int) -> About | None:
    """The room of plans, as far as this room sees it."""
    return PLANS.get(number)


@pytest.fixture(name="evidence_content", scope="session")
def _content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The part of our content that every page reads; one folder, so that it is parsed once."""
    folder = tmp_path_factory.mktemp("isi")
    for name in ("government", "pages"):
        shutil.copytree(ROOT / "content" / name, folder / name)
    return folder


@pytest.fixture(name="evidence_settings")
def _settings(tmp_path: Path, evidence_content: Path) -> Settings:
    changes = {
        "content": evidence_content,
        "index": tmp_path / "index",
        "instance": tmp_path / "instance",
        "evidence_keep_free_mb": 1,
    }
    return databases.at(config.load().model_copy(update=changes))


@pytest.fixture(name="evidence_app")
def _app(evidence_settings: Settings) -> Iterator[Flask]:
    databases.empty().put(evidence_settings.instance)
    app = open_portal(evidence_settings)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Client
    register(app, "plan", find=plan_of)
    yield app
    close_portal(app)


@pytest.fixture(name="sign_in")
def _sign_in(evidence_app: Flask) -> Callable[..., Client]:
    """A browser in which a person with this role is signed in."""
    count = iter(range(1, 1000))

    def sign_in(role: Role, opd: str | None = None, name: str = "") -> Client:
        now = datetime.now(UTC)
        with evidence_app.app_context(), transaction() as session:
            number = next(count)
            account = Account(username=f"orang{number}", name=name or f"Orang {number}", created_at=now)
            session.add(account)
            session.flush()
            if role is not Role.READER:
                held = Membership(account_id=account.id, role=role.value, opd=opd, since=date(2020, 1, 1))
                session.add(held)
            token = sessions.open_session(session, account, now=now, user_agent="", has_second_step=True)
        client = evidence_app.test_client()
        assert isinstance(client, Client)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        return client

    return sign_in


@pytest.fixture(name="operator")
def _operator(sign_in: Callable[..., Client]) -> Client:
    return sign_in(Role.OPERATOR, OPD, "Operator Dinkes")


@pytest.fixture(name="curator")
def _curator(sign_in: Callable[..., Client]) -> Client:
    return sign_in(Role.CURATOR, name="Kurator Bapperida")


def typed(file: bytes | None = None, name: str = "SK Tim.pdf", **changed: Any) -> dict[str, Any]:
    """The form of a new piece of evidence, filled in."""
    fields = {
        "kind": "sk",
        "number": "188.45/120/2026",
        "dated": "2026-03-02",
        "issuer": "Bupati Batang",
        "signer": "Bupati Batang",
        "signer_level": "kdh",
        "year": "2026",
        "page": "3",
        "note": "",
        **changed,
    }
    content = papers.pdf() if file is None else file
    return {**fields, "file": (io.BytesIO(content), name)}


def multipart(form: dict[str, Any]) -> tuple[bytes, str]:
    """The body that a browser sends for this form, and its content type."""
    file, name = form["file"]
    parts = [
        f'--batas\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in form.items()
        if field != "file"
    ]
    head = f'--batas\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = b"".join([*parts, head.encode(), file.getvalue(), b"\r\n--batas--\r\n"])
    return body, "multipart/form-data; boundary=batas"


def add(client: Client, subject: str = "plan:12", **given: Any) -> int:
    """Upload evidence; answers its number."""
    answer = client.post(f"/bukti/baru?subjek={subject}", data=typed(**given))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return int(answer.location.rpartition("/")[2])
