"""Nobody holds a thread by sending or taking a byte now and then."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Thread

import pytest

from portal.web import pace
from portal.web.pace import PacedSocket

LARGE = b"x" * 4_000_000  # more than the kernel takes at once


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "GRACE", 0.3)
    monkeypatch.setattr(pace, "SLOW_AFTER", 0.05)


@contextmanager
def pair(slow: BoundedSemaphore | None = None) -> Iterator[tuple[PacedSocket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with PacedSocket(ours, slow) as paced, theirs:
        yield paced, theirs


def test_what_comes_is_read() -> None:
    with pair() as (ours, theirs):
        theirs.sendall(b"halo")

        assert ours.recv(10) == b"halo"


def test_a_sender_who_stops_is_left() -> None:
    with pair() as (ours, theirs):
        theirs.sendall(b"h")
        assert ours.recv(10) == b"h"
        begun = time.monotonic()

        with pytest.raises(ConnectionResetError):
            ours.recv(10)
        assert time.monotonic() - begun < 5


def test_a_byte_now_and_then_buys_no_time() -> None:
    with pair() as (ours, theirs):
        ours.reading.waited = pace.GRACE  # as after many single bytes
        ours.reading.moved = 20

        with pytest.raises(ConnectionResetError):
            ours.recv(10)
        theirs.sendall(b"x")


def test_who_moves_much_may_take_longer() -> None:
    with pair() as (ours, theirs):
        ours.reading.waited, ours.reading.moved = 60.0, 60 * pace.SLOWEST
        theirs.sendall(b"more")

        assert ours.recv(10) == b"more"


def test_a_reader_who_takes_nothing_is_left() -> None:
    with pair(BoundedSemaphore(1)) as (ours, _theirs), pytest.raises(ConnectionResetError):
        ours.sendall(LARGE)


def test_of_slow_readers_only_some_keep_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "GRACE", 60.0)
    with pair(BoundedSemaphore(1)) as (ours, _theirs):
        assert ours.slow is not None
        ours.slow.acquire()  # somebody else is slow already
        begun = time.monotonic()

        with pytest.raises(ConnectionResetError):
            ours.sendall(LARGE)
        assert time.monotonic() - begun < 10


def test_the_place_of_a_slow_reader_is_free_after_the_answer() -> None:
    slow = BoundedSemaphore(1)
    with pair(slow) as (ours, _theirs):
        with pytest.raises(ConnectionResetError):
            ours.sendall(LARGE)
        assert not slow.acquire(blocking=False)

        ours.begin()

        assert slow.acquire(blocking=False)


@pytest.mark.parametrize("count", [None, 100, 3_000_000])
def test_a_file_comes_over_whole_or_as_far_as_asked(count: int | None) -> None:
    content = bytes(range(256)) * 12_000
    wanted = content[7:] if count is None else content[7 : 7 + count]
    with pair() as (ours, theirs):
        taken: list[bytes] = []

        def take() -> None:
            while piece := theirs.recv(100_000):
                taken.append(piece)

        reader = Thread(target=take)
        reader.start()
        sent = ours.sendfile(io.BytesIO(content), 7, count)
        ours.shutdown(socket.SHUT_WR)
        reader.join(20)

    assert sent == len(wanted)
    assert b"".join(taken) == wanted
