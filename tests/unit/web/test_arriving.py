"""A thread gets a request when it has all it needs."""

from __future__ import annotations

import pytest

from portal.web.arriving import MAX_HEAD, MAX_WAITED_FOR, Arrival

HEAD = b"POST /masuk HTTP/1.1\r\nHost: contoh\r\n"


def arrived(*chunks: bytes) -> Arrival:
    arrival = Arrival()
    for chunk in chunks:
        arrival.take(chunk)
    return arrival


def test_a_head_is_ready_when_its_empty_line_is_there_however_it_comes_in_pieces() -> None:
    whole = b"GET / HTTP/1.1\r\nHost: contoh\r\n\r\n"

    for cut in range(1, len(whole)):
        assert not arrived(whole[:cut]).is_ready
        assert arrived(whole[:cut], whole[cut:]).is_ready
    assert arrived(*(bytes([byte]) for byte in whole)).is_ready


def test_an_ordinary_body_is_waited_for() -> None:
    half = HEAD + b"content-LENGTH:  10 \r\n\r\n12345"
    arrival = arrived(half, b"67890")

    assert not arrived(half).is_ready
    assert arrival.is_ready
    assert not arrival.is_large


@pytest.mark.parametrize(
    "line",
    [
        b"Content-Length: %d" % (MAX_WAITED_FOR + 1),
        b"Transfer-Encoding: chunked",
        b"transfer-encoding: gzip, chunked",
        b"Content-Length: 10\r\nExpect: 100-continue",
    ],
)
def test_a_body_that_cannot_be_waited_for_is_one_of_the_large_ones(line: bytes) -> None:
    arrival = arrived(HEAD + line + b"\r\n\r\n")

    assert arrival.is_ready
    assert arrival.is_large


def test_a_head_without_end_is_given_up() -> None:
    assert arrived(b"GET / HTTP/1.1\r\nX: ", b"x" * MAX_HEAD).is_too_long
    assert not arrived(b"GET / HTTP/1.1\r\n\r\n", b"x" * MAX_HEAD).is_too_long


@pytest.mark.parametrize(
    ("proxies", "line", "sender"),
    [
        (0, b"X-Forwarded-For: 10.0.0.1", "peer"),
        (1, b"X-Forwarded-For: 10.0.0.1", "10.0.0.1"),
        (1, b"x-forwarded-for: 6.6.6.6, 10.0.0.1", "10.0.0.1"),
        (1, b"X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 10.0.0.1", "10.0.0.1"),
        (2, b"X-Forwarded-For: 10.0.0.1, 10.0.0.2", "10.0.0.1"),
        (2, b"X-Forwarded-For: 10.0.0.1", "peer"),
        (1, b"X-Other: 10.0.0.1", "peer"),
    ],
)
def test_who_asks_is_told_by_trusted_proxies_only(proxies: int, line: bytes, sender: str) -> None:
    assert arrived(b"GET / HTTP/1.1\r\n" + line + b"\r\n\r\n").sender("peer", proxies) == sender
