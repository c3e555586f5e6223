"""How far a publication is: each case is read, rendered and indexed, and every step is counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

T = TypeVar("T")
Tell = Callable[[int, int, str], object]  # steps done, of how many, and what is being done
STAGES = ("Membaca", "Menata", "Mengindeks")


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

    def indexing(self, items: Collection[T]) -> Iterator[T]:
        """Cases on their way into the search index."""
        return self._over(items, 2)

    def _over(self, items: Collection[T], stage: int) -> Iterator[T]:
        count = len(items)
        for number, item in enumerate(items):
            done = stage * count + number
            self._tell(done, len(STAGES) * count, f"{STAGES[stage]} kasus {number + 1} dari {count}")
            yield item
