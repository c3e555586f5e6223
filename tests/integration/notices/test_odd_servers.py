"""Mail servers that behave badly: silent, plain where TLS was asked for, gone after the text, unsure."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from portal.notices import postmen
from tests.integration.adoption.conftest import Office
from tests.integration.notices.conftest import carry, gather, letters, sends_to

pytestmark = pytest.mark.enable_socket
Script = dict[str, str | None]  # first word of a command -> what is answered; None: the line is cut
USUAL: Script = {
    "": "220 hai",
    "ehlo": "250 hai",
    "rset": "250 ok",
    "mail": "250 ok",
    "rcpt": "250 ok",
    "data": "354 ya",
    ".": "250 ok",
    "quit": "221 dadah",
}


@contextmanager
def serving(*scripts: Script) -> Iterator[tuple[int, list[str]]]:
    """A server that follows a script a line; gives its port and what it was told."""
    told: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def work() -> None:
        for script in scripts:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with suppress(OSError), line, line.makefile("rwb") as talk:  # closing sends what was left to say
                answer(talk, {**USUAL, **script}, told)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], told
    finally:
        listener.close()


def answer(talk: Any, script: Script, told: list[str]) -> None:
    """Talk until the script, or the other side, ends it."""
    is_text, word = False, ""
    while (said := script.get(word, "250 ok")) is not None:
        try:
            if not is_text:
                talk.write(f"{said}\r\n".encode())
                talk.flush()
            is_text = is_text or (word == "data" and said.startswith("354"))
            heard = talk.readline()
        except OSError:
            return
        if not heard:
            return
        if is_text:
            is_text = heard != b".\r\n"
            word = "." if not is_text else word
            continue
        word = heard.split()[0].decode("latin-1").lower()
        told.append(word)


@pytest.mark.parametrize(
    ("scripts", "scheme", "state", "why"),
    [
        ([{".": None}], "smtp", "tidak diketahui", "putus saat surat diserahkan"),
        ([{"data": None}], "smtp", "tidak diketahui", "putus saat surat diserahkan"),
        ([{"rcpt": None}], "smtp", "menunggu", "memutus sambungan"),
        ([{".": "451 nanti"}], "smtp", "menunggu", "451 nanti"),
        ([{".": "554 bukan surat"}], "smtp", "ditolak", "554 bukan surat"),
        ([{"data": "554 tidak"}], "smtp", "ditolak", "554 tidak"),
        ([{"": "554 pergi"}], "smtp", "menunggu", "tidak dapat dihubungi"),
        ([{"": None}], "smtp", "menunggu", "tidak dapat dihubungi"),
        ([{}], "starttls", "menunggu", "tidak dapat dihubungi"),
        ([{}], "smtps", "menunggu", "tidak dapat dihubungi"),
    ],
)
def test_every_ending_has_its_state_and_its_reason(
    post: Office, scripts: list[Script], scheme: str, state: str, why: str
) -> None:
    with serving(*scripts) as (port, _):
        sends_to(post, f"{scheme}://127.0.0.1:{port}")
        post.plan()
        gather(post)
    ((found, said),) = letters(post)["kepala"]
    assert found == state
    assert why in said


def test_a_server_that_says_nothing_is_not_waited_for(post: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postmen, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sends_to(post, f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        post.plan()
        gather(post)
    ((state, said),) = letters(post)["kepala"]
    assert state == "menunggu"
    assert "tidak dapat dihubungi" in said


def test_first_later_then_never_is_never(post: Office) -> None:
    with serving({"rcpt": "450 nanti"}, {"rcpt": "550 tidak ada"}) as (port, told):
        sends_to(post, f"smtp://127.0.0.1:{port}")
        post.plan()
        gather(post)
        post.pass_days(1)
        carry(post)
        post.pass_days(1)
        carry(post)
    assert letters(post)["kepala"] == [("ditolak", "Server surel menolak: 550 tidak ada")]
    assert told.count("data") == 0
