"""The real server: slow senders and slow readers cost nobody else anything; no header is believed unasked."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator

import pytest

from tests.make import Maker, making
from tests.serving import served

pytestmark = pytest.mark.enable_socket
FORM = b"POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
BUSY = b"HTTP/1.1 503 "
WAYS = {
    "half a head": b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
    "nothing": b"",
    "half a form": FORM + b"Content-Length: 5000\r\n\r\na=",
    "half an upload": FORM + b"Content-Length: 900000\r\n\r\na=",
    "a body of unknown length": FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\na=",
    "a promise to send": FORM + b"Content-Length: 5000\r\nExpect: 100-continue\r\n\r\n",
    "a request and half of the next": b"GET /sehat HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHo",
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    for maker in making(tmp_path_factory.mktemp("served")):
        yield from serve(maker)


def serve(maker: Maker) -> Iterator[int]:
    maker.library()
    maker.publish()
    with served(maker.root, {}) as port:
        yield port


def opened(port: int, sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(sent)
    return connection


def asked(port: int, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.mark.parametrize("way", WAYS)
def test_forty_slow_connections_do_not_keep_a_page_from_others(port: int, way: str) -> None:
    slow = [opened(port, WAYS[way]) for _ in range(40)]
    try:
        begun = time.monotonic()
        for path in ("/sehat", "/"):
            answer, _ = asked(port, path)
            while answer.status == 503 and time.monotonic() - begun < 8:  # those of the test before still go
                answer, _ = asked(port, path)
            assert answer.status == 200
        assert time.monotonic() - begun < 8  # the slow ones hold on for 10 s and more
    finally:
        for connection in slow:
            connection.close()


def test_readers_who_take_nothing_do_not_keep_a_page_from_others(port: int) -> None:
    answer, body = asked(port, "/")
    many = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * (2_000_000 // max(1, len(body)))
    slow = [opened(port, many) for _ in range(20)]
    try:
        answer, _ = asked(port, "/sehat")
        assert answer.status == 200
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.parametrize("size", [5_000_000, 60_000_000])
def test_who_sends_too_much_reads_a_page_that_says_so(port: int, size: int) -> None:
    until, answer = time.monotonic() + 60, BUSY
    while answer.startswith(BUSY) and time.monotonic() < until:  # the places of slow ones before are freed
        answer = too_much(port, size)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"Kiriman terlalu besar" in answer


def too_much(port: int, size: int) -> bytes:
    """Send so much to the end, and read the answer; an error here is a connection that was cut."""
    with opened(port, FORM + b"Content-Length: %d\r\n\r\n" % size) as connection:
        piece = b"x" * 100_000
        for _ in range(size // len(piece)):
            connection.sendall(piece)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Protocol": "ssl", "X-Forwarded-Ssl": "on"},
        {"SCRIPT_NAME": "/palsu"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/palsu"},
        {"PATH_INFO": "/akun", "REMOTE_USER": "admin"},
    ],
)
def test_no_forwarded_header_is_believed_unless_the_settings_count_a_proxy(
    port: int, headers: dict[str, str]
) -> None:
    answer, body = asked(port, "/masuk", **headers)

    assert answer.status == 200
    assert answer.getheader("Strict-Transport-Security") is None
    cookie = answer.getheader("Set-Cookie") or ""
    assert "Secure" not in cookie
    assert "__Host-" not in cookie
    assert b"palsu" not in body
    assert b"evil.example" not in body


def test_two_requests_sent_at_once_are_both_answered(port: int) -> None:
    one = b"GET /sehat HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /sehat HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with opened(port, one + one + last) as connection:
        answers = b""
        while chunk := connection.recv(65536):
            answers += chunk

    assert answers.count(b"HTTP/1.1 200 OK") == 3


def test_a_connection_is_kept_for_the_next_request(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(3):
        connection.request("GET", "/sehat")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        assert not answer.will_close
    connection.close()
