"""A socket that does not wait for ever: what a reader takes or sends must move, or the connection ends.

Threads are few, so nobody may hold one by sending or taking a byte now and then. A transfer may wait
`GRACE` seconds and then as long as it moves `SLOWEST` bytes a second; of answers that are taken slowly, only
some at a time keep a thread.
"""

from __future__ import annotations

import errno
import select
import socket
import time
from threading import BoundedSemaphore
from typing import IO

GRACE = 10.0  # seconds
SLOWEST = 16 * 1024  # bytes a second
SLOW_AFTER = 0.5  # seconds of waiting, after which an answer counts as slow
BUFFER = 256 * 1024  # bytes of an answer that the kernel takes at once, so that a page frees its thread
CHUNK = 64 * 1024
_LONGEST = 3_600.0  # seconds; poll() takes no larger number than this needs


class Pace:
    """How much of one transfer has moved, and how long it was waited for."""

    def __init__(self, ahead: int = 0) -> None:
        self.moved = -ahead  # what lies in the kernel's buffer has not reached anybody
        self.waited = 0.0

    @property
    def left(self) -> float:
        """Seconds it may still be waited for."""
        return min(GRACE + max(0, self.moved) / SLOWEST - self.waited, _LONGEST)


class PacedSocket(socket.socket):
    """A connection for a thread; the event loop reads it with `arrived`."""

    slow: BoundedSemaphore | None = None  # places for answers that are taken slowly

    def __init__(self, accepted: socket.socket, slow: BoundedSemaphore | None = None) -> None:
        super().__init__(fileno=accepted.detach())
        self.slow = slow
        self.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
        self.is_slow = False
        self.begin()

    def begin(self) -> None:
        """A new request begins; the place of a slow answer is free again."""
        self.reading, self.writing = Pace(), Pace(ahead=2 * BUFFER)  # the kernel doubles it
        if self.is_slow and self.slow is not None:
            self.slow.release()
        self.is_slow = False

    def arrived(self, size: int) -> bytes:
        """What has come already. Raises BlockingIOError where nothing has."""
        return super().recv(size, socket.MSG_DONTWAIT)

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        """Wait for the next piece, as long as the pace allows. Raises ConnectionResetError."""
        self._wait(self.reading, select.POLLIN)
        data = super().recv(bufsize, flags)
        self.reading.moved += len(data)
        return data

    def sendall(self, data: object, flags: int = 0, /) -> None:
        """Send everything, as long as the pace allows. Raises ConnectionResetError."""
        left = memoryview(data).cast("B")  # type: ignore[arg-type]  # whatever has a buffer
        while left:
            try:
                sent = super().send(left, flags | socket.MSG_DONTWAIT)
            except BlockingIOError:
                self._wait(self.writing, select.POLLOUT)
                continue
            self.writing.moved += sent
            left = left[sent:]

    def sendfile(self, file: IO[bytes], offset: int = 0, count: int | None = None) -> int:  # type: ignore[override]
        """Send a file piece by piece, each at its pace."""
        file.seek(offset)
        total = 0
        while count is None or total < count:
            piece = file.read(CHUNK if count is None else min(CHUNK, count - total))
            if not piece:
                break
            self.sendall(piece)
            total += len(piece)
        return total

    def _wait(self, pace: Pace, for_what: int) -> None:
        while True:
            patience = pace.left
            if pace is self.writing and not self.is_slow:
                patience = min(patience, SLOW_AFTER - pace.waited)
            begun = time.monotonic()
            is_ready = patience > 0 and self._poll(for_what, patience)
            pace.waited += time.monotonic() - begun
            if is_ready:
                return
            if pace.left <= 0 or pace is self.reading or self.is_slow or not self._take_place():
                raise ConnectionResetError(errno.ECONNRESET, "the other side is too slow")

    def _poll(self, for_what: int, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self.fileno(), for_what)
        return bool(poll.poll(seconds * 1000))

    def _take_place(self) -> bool:
        """Become one of the slow answers, if there is room for one more."""
        self.is_slow = self.slow is None or self.slow.acquire(blocking=False)
        return self.is_slow
