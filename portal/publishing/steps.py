"""How far a publication is: each case is read, rendered and indexed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Tell = Callable[[int, int, str], object]  # steps done, of how many, and what is being done
STAGES = ("Membaca", "Menata", "Mengindeks")
TOUCH = 1.0  # seconds between two signs of life
LAST = "Menyusun indeks pencarian"


def silent(_done: int, _total: int, _words: str) -> None:
    """Tell nobody."""


def alive(lock: Path, tell: Tell) -> Tell:
    """Tell, and once a second touch the file of the lock, so that others see that the work goes on."""
    last = 0.0

    def told(done: int, total: int, words: str) -> object:
        nonlocal last
        if time.monotonic() - last >= TOUCH:
            last = time.monotonic()
            os.utime(lock)
        return tell(done, total, words)

    return told


class Steps:
    """Counts what passes through each stage, and tells."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def reading(self, items: Collection[T]) -> Iterator[T]:
        """Case files while they are read and checked."""
        return self._over(items, 0)

    def rendering(self, items: Collection[T]) -> Iterator[T]:
        """Cases while their articles are rendered, or taken over from the edition before."""
        return self._over(items, 1)

    def indexing(self, items: Collection[T]) -> Iterator[T]:
        """Cases on their way into the search index; behind them the index is put together."""
        yield from self._over(items, 2)
        done = len(STAGES) * len(items)
        self._tell(done, done + 1, LAST)

    def _over(self, items: Collection[T], stage: int) -> Iterator[T]:
        count = len(items)
        for number, item in enumerate(items):
            done = stage * count + number
            self._tell(done, len(STAGES) * count + 1, f"{STAGES[stage]} kasus {number + 1} dari {count}")
            yield item
