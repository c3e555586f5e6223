"""Who takes letters away: a mail server, a folder, or the log.

A postman says what became of a letter by returning (taken), or by one of three errors. Between the moment a
server has all of a letter and its word that it took it, nobody can know whether it did: such a letter is
`Unknown` and is never sent a second time.
"""

from __future__ import annotations

import logging
import os
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from portal import clock
from portal.config import Settings
from portal.disk import sync_folder
from portal.errors import InvalidSettings

TIMEOUT = 20.0  # seconds for each answer of a server
FOLDER = "mail"
_log = logging.getLogger("portal.notices")

Handing = Callable[[], None]  # called when the letter is about to leave our hands for good
Postman = Callable[[EmailMessage, Handing], None]


class Later(Exception):
    """Not taken now; worth another try. `is_server` says that no other letter would fare better."""

    def __init__(self, said: str, *, is_server: bool = False) -> None:
        super().__init__(said)
        self.is_server = is_server


class Refused(Exception):
    """Not taken, and never will be."""


class Unknown(Exception):
    """Nobody can say whether it was taken."""


def message(settings: Settings, to: str, subject: str, body: str, mark: str) -> EmailMessage:
    """A letter as it travels; its Message-ID is the same however often it is made. Raises Refused."""
    if not to.isascii():  # an account's address may hold any letter; a server without SMTPUTF8 takes none
        raise Refused(f"Alamat surel {to} memuat huruf yang tidak dapat dikirim.")
    found = EmailMessage(policy=SMTP)
    sender = settings.mail_sender or "tiru@localhost.invalid"
    found["From"] = sender
    found["To"] = to
    found["Subject"] = subject
    found["Date"] = format_datetime(clock.local(clock.now()))
    found["Message-ID"] = f"<{mark}@{sender.rpartition('@')[2]}>"
    found["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine should answer it
    found.set_content(body)
    return found


@contextmanager
def postman(settings: Settings) -> Iterator[Postman]:
    """The one that the settings name; raises Later where its server cannot be reached."""
    if settings.mail_server == "berkas":
        yield _into(settings.instance / FOLDER)
    elif settings.mail_server == "log":
        yield _to_log
    else:
        with _server(settings) as server:
            yield lambda letter, handing: _hand_over(server, letter, handing)


def _into(folder: Path) -> Postman:
    def write(letter: EmailMessage, handing: Handing) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = str(letter["Message-ID"]).strip("<>").partition("@")[0]
        new = folder / f"{name}.new"
        new.write_bytes(letter.as_bytes())
        handing()
        os.replace(new, folder / f"{name}.eml")
        sync_folder(folder)

    return write


def _to_log(letter: EmailMessage, handing: Handing) -> None:
    handing()
    _log.info("letter %s: %s", letter["Message-ID"], letter["Subject"])


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A session with the mail server, signed in."""
    try:
        server = _open(settings)
    except (OSError, smtplib.SMTPException) as error:
        raise Later(f"Server surel tidak dapat dihubungi ({_short(error)}).", is_server=True) from error
    try:
        yield server
    finally:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _open(settings: Settings) -> smtplib.SMTP:
    found = urlsplit(settings.mail_server)
    host, port = str(found.hostname), int(found.port or 25)
    safe = ssl.create_default_context()
    if found.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=safe)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
    try:
        if found.scheme == "starttls":
            server.starttls(context=safe)
        if settings.mail_user:
            server.login(settings.mail_user, os.environ.get(settings.mail_password_env, ""))
        server.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException):
        server.close()  # half open: nobody else holds it
        raise
    return server


def _hand_over(server: smtplib.SMTP, letter: EmailMessage, handing: Handing) -> None:
    """The envelope first, where a server says what it does not want; then, for good, the letter."""
    try:
        server.rset()
        _say(server.mail(str(letter["From"])))
        _say(server.rcpt(str(letter["To"])))
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise Later(f"Server surel memutus sambungan ({_short(error)}).", is_server=True) from error
    handing()
    try:
        code, text = server.data(letter.as_bytes())
    except smtplib.SMTPDataError as error:  # refused before a word of the letter was said
        _say((error.smtp_code, _bytes(error.smtp_error)))
        raise Unknown("Server surel menjawab di luar kebiasaan.") from error
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise Unknown(f"Sambungan putus saat surat diserahkan ({_short(error)}).") from error
    _say((code, text))


def _say(answer: tuple[int, bytes]) -> None:
    """Raise what an answer of 4xx or 5xx means (RFC 5321, 4.2.1)."""
    code, text = answer
    if code < 400:
        return
    said = f"{code} {text.decode('utf-8', 'replace')}"[:200]
    if code < 500:
        raise Later(f"Server surel meminta menunggu: {said}", is_server=code == 421)
    raise Refused(f"Server surel menolak: {said}")


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _short(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "nama server tidak dikenal"
    return str(error)[:120] or type(error).__name__


def check(settings: Settings) -> None:
    """Refuse settings by which no letter could ever leave; raises InvalidSettings."""
    if "://" in settings.mail_server and not settings.mail_sender:
        raise InvalidSettings("Pengaturan 'mail_sender' wajib diisi bila mail_server diisi.")
    if not settings.mail_sender.isascii():
        raise InvalidSettings("Pengaturan 'mail_sender' memuat huruf yang tidak dapat dikirim.")
