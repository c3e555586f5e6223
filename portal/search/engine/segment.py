"""One segment of the index as arrays: posting lists of documents that were published together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from portal.search.engine.arrays import read_array, write_array
from portal.search.engine.scoring import Floats, Ints, dampening, saturation
from portal.search.engine.store import Store

Longs = NDArray[np.int64]

DENSE_FROM = 512
"""Segments of at least this many documents keep rows for their commonest terms."""

DENSE_SHARE = 4
"""A term that at least one in this many documents has gets a row: adding a row is a single pass
over memory, and it takes at most this many times the room of the posting list's scores."""


@dataclass(slots=True)
class Lists:
    """Posting lists of some documents.

    Term t has postings `starts[t]:starts[t + 1]` of `documents` (ascending) and `frequencies`
    (weighted), and places `place_starts[t]:place_starts[t + 1]` of `places` (ascending). A place
    is counted over all documents: document d has places `text_starts[d]:text_starts[d + 1]`, and
    its field f begins at `field_starts[d, f]`.
    """

    terms: list[str]  # ascending
    is_word: NDArray[np.bool_]  # whether a term was written so, and is not only the stem of something
    starts: Longs
    documents: Ints
    frequencies: Floats
    place_starts: Longs
    places: Ints
    text_starts: Ints
    field_starts: Ints
    lengths: Floats

    @property
    def size(self) -> int:
        """Number of documents."""
        return len(self.lengths)


_ARRAYS = tuple(name for name in Lists.__annotations__ if name != "terms")


def write_lists(folder: Path, lists: Lists) -> None:
    """Write posting lists into a segment's folder."""
    (folder / "terms.txt").write_text("\n".join(lists.terms), encoding="utf-8")
    for name in _ARRAYS:
        values = getattr(lists, name)
        write_array(folder / name, values, values.dtype)


def read_lists(folder: Path, *, mapped: bool) -> Lists:
    """Read what `write_lists` wrote."""
    text = (folder / "terms.txt").read_text(encoding="utf-8")
    arrays = {name: read_array(folder / name, mapped=mapped) for name in _ARRAYS}
    return Lists(terms=text.split("\n") if text else [], **arrays)


def write_saturations(folder: Path, name: str, lists: Lists, pivot: float) -> None:
    """Write what each posting is worth before rarity, as a list and, for common terms, as rows.

    Both depend on the pivot length, and so on the whole edition: they stand beside the segment's folder.
    """
    values = saturation(lists.frequencies, dampening(lists.lengths, pivot)[lists.documents])
    write_array(folder / f"saturations_{name}", values, np.float32)
    write_array(folder / f"common_{name}", _dense_rows(lists, values), np.float32)


def _dense_terms(lists: Lists) -> Ints:
    if lists.size < DENSE_FROM:
        return np.zeros(0, dtype=np.int32)
    return np.flatnonzero(np.diff(lists.starts) * DENSE_SHARE >= lists.size).astype(np.int32)


def _dense_rows(lists: Lists, values: Floats) -> Floats:
    terms = _dense_terms(lists)
    rows = np.zeros((len(terms), lists.size), dtype=np.float32)
    for row, term in zip(rows, terms.tolist(), strict=True):
        begin, end = lists.starts[term], lists.starts[term + 1]
        row[lists.documents[begin:end]] = values[begin:end]
    return rows


class Segment:
    """A segment open for search."""

    def __init__(self, folder: Path, name: str, pivot: float, *, mapped: bool):
        self.lists = read_lists(folder / name, mapped=mapped)
        self.store = Store(folder / name, mapped=mapped)
        self.size = self.lists.size
        self.saturations: Floats = read_array(folder / f"saturations_{name}", mapped=mapped)
        self.dampening = dampening(self.lists.lengths, pivot)
        self.starts: list[int] = self.lists.starts.tolist()
        rows = read_array(folder / f"common_{name}", mapped=mapped)
        self.rows: dict[int, Floats] = dict(zip(_dense_terms(self.lists).tolist(), rows, strict=True))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number of each term."""
        return {term: number for number, term in enumerate(self.lists.terms)}

    def prefix_range(self, prefix: str) -> tuple[int, int]:
        """First term with a prefix, and the first after the last of them."""
        terms: Sequence[str] = self.lists.terms
        return bisect_left(terms, prefix), bisect_left(terms, prefix + "\U0010ffff")

    def places(self, term: int) -> Ints:
        """All places of a term, ascending."""
        starts = self.lists.place_starts
        return self.lists.places[starts[term] : starts[term + 1]]

    def owners(self, places: Ints) -> Ints:
        """The document each place belongs to."""
        return (np.searchsorted(self.lists.text_starts, places, side="right") - 1).astype(np.int32)


def offsets(counts: NDArray[np.integer]) -> Longs:
    """Running starts: n counts give n + 1 offsets."""
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts
