"""The office of the adoption tests, with addresses, and a real mail server on loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.accounts.models import Account
from portal.notices import ordered
from portal.notices.models import Letter
from tests.integration.adoption.conftest import PEOPLE, Office, office, peopled
from tests.queueing import do_jobs

__all__ = ["office", "peopled"]


@dataclass
class Mail:
    """What a mail server does with what reaches it: the name before the @ says how it answers."""

    port: int
    taken: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    cut: set[str] = field(
        default_factory=set
    )  # names at whose letters the line is cut, after they were taken

    @property
    def address(self) -> str:
        """As the setting says it."""
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, name: str) -> list[EmailMessage]:
        """The letters that somebody got."""
        return [one for one in self.taken if str(one["To"]).startswith(f"{name}@")]

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Who is known here."""
        assert (server, session, options) is not None
        if refusal := self.answers.get(address.partition("@")[0]):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """A letter has come."""
        assert session is not None
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.taken.append(letter)
        if envelope.rcpt_tos[0].partition("@")[0] in self.cut:
            transport: Any = server.transport
            transport.abort()
            await asyncio.sleep(0)
        return "250 OK"


@pytest.fixture
def mail() -> Iterator[Mail]:
    """A mail server of this test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = Mail(port)
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    yield found
    controller.stop()


@pytest.fixture
def post(office: Office, mail: Mail) -> Office:
    """The office, with letters on and an address for everybody."""
    sends_to(office, mail.address)
    with office.inside() as session:
        for account in session.query(Account):
            account.email = f"{account.username}@contoh.go.id"
    return office


def sends_to(office: Office, server: str) -> None:
    """Turn letters on."""
    settings = office.app.extensions["settings"]
    office.app.extensions["settings"] = settings.model_copy(
        update={
            "mail_server": server,
            "mail_sender": "tiru@contoh.go.id",
            "address": "https://tiru.contoh.go.id",
        }
    )


def gather(office: Office, *, with_digest: bool = False) -> None:
    """Let the portal look who has something new, and carry letters away."""
    with office.inside() as session:
        ordered.ask_to_gather(session, with_digest=with_digest)
    do_jobs(office.app)


def carry(office: Office) -> None:
    """Let the portal carry letters away."""
    with office.inside() as session:
        ordered.ask_to_post(session)
    do_jobs(office.app)


def letters(office: Office) -> dict[str, list[tuple[str, str]]]:
    """State and reason of each letter, by who it is for."""
    names = list(PEOPLE)
    found: dict[str, list[tuple[str, str]]] = {}
    with office.inside() as session:
        for one in session.query(Letter).order_by(Letter.id):
            found.setdefault(names[one.account_id - 1], []).append((one.state, one.said))
    return found
