"""Who is served next: nobody waits behind the many requests of somebody else.

Each sender has a queue of his own; who has used least of the processor lately comes first. All who have used
much share a few threads, so that the pages of others do not compete with theirs. Of one sender at most half
of the threads are kept busy, a quarter with bodies that are on their way. Who asks for more than can wait is
sent away at once.
"""

from __future__ import annotations

import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
WAITING = 64  # requests of one sender
WAITING_IN_ALL = 256
WAITING_LARGE = 32
HALF_LIFE = 10.0  # seconds after which half of what a sender has used is forgotten
MUCH = 0.5  # seconds of the processor in this sense; about 35 ms each second
FOR_MUCH = 3  # threads that those who use much share
LONGEST_WAIT = 15.0  # seconds
COMPUTES = 1.0  # seconds; a request that takes longer mostly waits for something, and does not count there
REMEMBERED = 2_000  # senders


@dataclass(eq=False)
class Turn(Generic[T]):
    """A request of a sender, waiting or running."""

    sender: str
    request: T
    is_large: bool
    is_much: bool = False  # when it began, its sender had used much
    begun: float = 0.0  # since when it waits, then since when it runs


class Turns(Generic[T]):
    """Requests that wait for a thread, and those that run; used by one thread only."""

    def __init__(self, threads: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.threads = threads
        self.each = max(1, threads // 2)
        self.for_much = min(FOR_MUCH, self.each)
        self._clock = clock
        self._waiting: OrderedDict[str, deque[Turn[T]]] = OrderedDict()
        self._waiting_count: Counter[bool] = Counter()  # by: is large
        self._running: set[Turn[T]] = set()
        self._running_of: Counter[str] = Counter()
        self._large_of: Counter[str] = Counter()
        self._used: dict[str, tuple[float, float]] = {}  # seconds of the processor, as of a moment

    def add(self, sender: str, request: T, *, is_large: bool) -> T | None:
        """Let a request wait. Answers who must be sent away for it: this one, another one, or nobody."""
        count = self._waiting_count
        if len(self._waiting.get(sender, ())) >= WAITING or (is_large and count[True] >= WAITING_LARGE):
            return request
        sent_away = None
        if count.total() >= WAITING_IN_ALL:
            if self.used(sender) >= MUCH:
                return request
            sent_away = self._last_of(max(self._waiting, key=self.used))
        self._waiting.setdefault(sender, deque()).append(Turn(sender, request, is_large, begun=self._clock()))
        count[is_large] += 1
        return sent_away

    def next(self) -> Turn[T] | None:
        """The request whose turn it is, or None; it counts as running until it is `done`."""
        if len(self._running) >= self.threads:
            return None
        now = self._clock()
        computing = sum(turn.is_much and now - turn.begun < COMPUTES for turn in self._running)
        for used, sender in sorted((self.used(sender), sender) for sender in self._waiting):
            is_much = used >= MUCH
            if is_much and computing >= self.for_much:
                return None
            turn = self._first(sender)
            if turn is not None:
                turn.is_much, turn.begun = is_much, now
                self._running.add(turn)
                self._running_of[sender] += 1
                self._large_of[sender] += turn.is_large
                return turn
        return None

    def done(self, turn: Turn[T], used: float = 0.0) -> None:
        """A request has ended, after so many seconds of the processor."""
        self._running.discard(turn)
        sender = turn.sender
        self._running_of[sender] -= 1
        self._large_of[sender] -= turn.is_large
        if not self._running_of[sender]:
            del self._running_of[sender], self._large_of[sender]
        if len(self._used) >= REMEMBERED and sender not in self._used:
            self._used = {each: kept for each, kept in self._used.items() if self.used(each) >= MUCH / 10}
        self._used[sender] = (self.used(sender) + used, self._clock())

    def overdue(self) -> list[T]:
        """The requests that have waited too long; they wait no more."""
        old = self._clock() - LONGEST_WAIT
        late = [turn for queue in self._waiting.values() for turn in queue if turn.begun < old]
        for turn in late:
            self._leave(self._waiting[turn.sender], turn)
        return [turn.request for turn in late]

    def used(self, sender: str) -> float:
        """Seconds of the processor that a sender has used lately, older ones counting less."""
        used, at = self._used.get(sender, (0.0, 0.0))
        return used and used * 0.5 ** ((self._clock() - at) / HALF_LIFE)

    def _first(self, sender: str) -> Turn[T] | None:
        """Take the first request of a sender that may run now."""
        if self._running_of[sender] >= self.each:
            return None
        large, of_sender = self._large_of.total(), self._large_of[sender]
        is_full = large >= self.each or of_sender >= max(1, self.each // 2)
        queue = self._waiting[sender]
        turn = next((turn for turn in queue if not (turn.is_large and is_full)), None)
        if turn is not None:
            self._leave(queue, turn)
        return turn

    def _last_of(self, sender: str) -> T:
        queue = self._waiting[sender]
        turn = queue[-1]
        self._leave(queue, turn)
        return turn.request

    def _leave(self, queue: deque[Turn[T]], turn: Turn[T]) -> None:
        queue.remove(turn)
        self._waiting_count[turn.is_large] -= 1
        if not queue:
            del self._waiting[turn.sender]
