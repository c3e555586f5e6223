"""Ranks: the place of every document in the order of its key and of each sort key.

Each segment keeps its own documents in order, so that ordering an edition is merging a few ordered
runs, which Python's sort does in one pass.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from portal.search.engine.scoring import Ints

KEY = ""  # the name of the order by key; no sort key is called so

Value = str | float | None
Place = tuple[int, float, str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """Keys and sort keys of a segment's documents (`values` may be shorter), and their order."""

    keys: Sequence[str]
    values: Sequence[Value]
    order: Sequence[int]

    def in_order(self, base: int) -> Iterator[tuple[Place, int]]:
        """Each document's place in the order and its number, `base` added."""
        known, keys, values = len(self.values), self.keys, self.values
        for number in self.order:
            value = values[number] if number < known else None
            yield _place(value, keys[number]), base + number


def order(keys: Sequence[str], values: Sequence[Value]) -> list[int]:
    """Put documents in order: numbers largest first, then texts upwards, then none; equals by key."""
    whole = Column(keys, values, range(len(keys)))
    return [number for _, number in sorted(whole.in_order(0))]


def ranks(columns: Sequence[Column]) -> Ints:
    """Rank the documents of all segments."""
    places: list[tuple[Place, int]] = []
    base = 0
    for column in columns:
        places.extend(column.in_order(base))
        base += len(column.keys)
    places.sort()
    found = np.empty(base, dtype=np.int32)
    found[[number for _, number in places]] = np.arange(base, dtype=np.int32)
    return found


def collated(value: str | float) -> str | float:
    """A text as it is compared: case and accents do not count."""
    if not isinstance(value, str):
        return value
    decomposed = unicodedata.normalize("NFKD", value).casefold()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _place(value: Value, key: str) -> Place:
    if value is None:
        return 2, 0.0, "", key
    if isinstance(value, str):
        return 1, 0.0, value, key
    return 0, -value, "", key
