"""Ranks: the place of every document in the order of its key and of each sort key."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

from portal.search.engine.scoring import Ints

Value = str | float | None


def ranks(keys: Sequence[str], values: Sequence[Value]) -> Ints:
    """Rank documents: numbers largest first, then texts upwards, then none; equals by key."""
    order = sorted(range(len(keys)), key=lambda number: (*_place(values[number]), keys[number]))
    found = np.empty(len(keys), dtype=np.int32)
    found[order] = np.arange(len(keys), dtype=np.int32)
    return found


def collated(value: str | float) -> str | float:
    """A text as it is compared: case and accents do not count."""
    if not isinstance(value, str):
        return value
    decomposed = unicodedata.normalize("NFKD", value).casefold()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _place(value: Value) -> tuple[int, float, str]:
    if value is None:
        return 2, 0.0, ""
    return (1, 0.0, value) if isinstance(value, str) else (0, -value, "")
