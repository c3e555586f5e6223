"""Places at heavy work: so many at work, so many more waiting, and nobody waits long.

A thread that waits serves no page. So whoever comes when the queue is full is told at once, and whoever
has waited a few seconds is told then: 503 and when to try again, never a portal that stands still.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from portal.errors import Busy

WAIT_SECONDS = 5.0


class Places:
    """Places of one process for one kind of work; `busy` makes the error that tells that all are taken."""

    def __init__(self, at_work: int, waiting: int, busy: Callable[[], Busy]) -> None:
        self._work = BoundedSemaphore(at_work)
        self._queue = BoundedSemaphore(at_work + waiting)
        self._busy = busy
        self._people: set[str] = set()
        self._lock = Lock()

    @contextmanager
    def one(self, person: str = "") -> Iterator[None]:
        """Hold a place; of a named person one at a time. Raises what `busy` makes."""
        with self._own(person):
            if not self._queue.acquire(blocking=False):
                raise self._busy()
            try:
                if not self._work.acquire(timeout=WAIT_SECONDS):
                    raise self._busy()
                try:
                    yield
                finally:
                    self._work.release()
            finally:
                self._queue.release()

    @contextmanager
    def _own(self, person: str) -> Iterator[None]:
        if not person:
            yield
            return
        with self._lock:
            if person in self._people:
                raise self._busy()
            self._people.add(person)
        try:
            yield
        finally:
            with self._lock:
                self._people.discard(person)
