"""How far a publication is: each case is read, rendered, made ready for the search and indexed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

T = TypeVar("T")
Tell = Callable[[int, int, str], object]  # steps done, of how many, and what is being done
STAGES = ("Membaca", "Menata", "Menyiapkan", "Mengindeks")
LAST = "Menyusun indeks pencarian"


def silent(_done: int, _total: int, _words: str) -> None:
    """Tell nobody."""


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

    def preparing(self, items: Collection[T]) -> Iterator[T]:
        """Cases while it is worked out what the search is to know of them."""
        return self._over(items, 2)

    def indexing(self, items: Collection[T]) -> Iterator[T]:
        """Cases on their way into the search index; behind them the index is put together."""
        yield from self._over(items, 3)
        done = len(STAGES) * len(items)
        self._tell(done, done + 1, LAST)

    def _over(self, items: Collection[T], stage: int) -> Iterator[T]:
        count = len(items)
        for number, item in enumerate(items):
            done = stage * count + number
            self._tell(done, len(STAGES) * count + 1, f"{STAGES[stage]} kasus {number + 1} dari {count}")
            yield item
