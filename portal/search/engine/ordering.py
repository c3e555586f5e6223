"""Ranks: the place of every document in the order of a sort key, worked out once an edition."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from portal.search.engine.scoring import Ints

Value = str | float | None
Column = tuple[Sequence[str], Mapping[str, Sequence[Value]]]
Columns = Sequence[Column]
"""Each segment's keys and sort keys, document by document."""


def key_ranks(columns: Columns) -> Ints:
    """Rank all documents by key: the order among equals."""
    return _ranks([key for keys, _ in columns for key in keys])


def sort_ranks(columns: Columns, name: str) -> Ints:
    """Rank all documents by a sort key: numbers largest first, then texts as in a book, then none."""
    places: list[tuple[int, float, str, str]] = []
    for keys, values in columns:
        column = values.get(name) or [None] * len(keys)
        places.extend((*_place(value), key) for key, value in zip(keys, column, strict=True))
    return _ranks(places)


def _place(value: Value) -> tuple[int, float, str]:
    if value is None:
        return 2, 0.0, ""
    if isinstance(value, str):
        return 1, 0.0, _collated(value)
    return 0, -float(value), ""


@lru_cache(maxsize=1 << 14)
def _collated(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _ranks(places: Sequence[str] | Sequence[tuple[int, float, str, str]]) -> Ints:
    order = sorted(range(len(places)), key=places.__getitem__)
    ranks = np.empty(len(places), dtype=np.int32)
    ranks[order] = np.arange(len(places), dtype=np.int32)
    return ranks
