"""One segment of the index as arrays: posting lists of documents that were published together.

A segment's folder is written once. Only two files depend on the whole edition, through the pivot
length: the saturations and the dense rows; their names carry the pivot's step, so that a later
edition links everything else and writes just these anew when the pivot has moved.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np

from portal.search.engine.arrays import read_array, write_array
from portal.search.engine.inversion import IS_WORD, Inverted
from portal.search.engine.scoring import PIVOT_STEPS, Floats, Ints, dampening, saturation
from portal.search.engine.store import Store

DENSE_FROM = 512
"""Segments of at least this many documents keep rows for their commonest terms."""

DENSE_SHARE = 4
"""A term that at least one in this many documents has gets a row: adding a row is a single pass
over memory, and it takes at most this many times the room of the posting list's scores."""

_FEW_ARRAYS = ("kinds", "starts", "place_starts", "text_starts", "field_starts", "lengths")
_POSTING_ARRAYS = ("documents", "frequencies", "places")


def write_lists(folder: Path, lists: Inverted) -> None:
    """Write posting lists into a segment's folder."""
    (folder / "terms.txt").write_text("\n".join(lists.terms), encoding="utf-8")
    for name in (*_FEW_ARRAYS, *_POSTING_ARRAYS):
        values = getattr(lists, name)
        write_array(folder / name, values, values.dtype)


def read_lists(folder: Path, *, mapped: bool) -> Inverted:
    """Read what `write_lists` wrote."""
    text = (folder / "terms.txt").read_text(encoding="utf-8")
    arrays = {name: read_array(folder / name, mapped=mapped) for name in (*_FEW_ARRAYS, *_POSTING_ARRAYS)}
    return Inverted(terms=text.split("\n") if text else [], **arrays)


def write_saturations(folder: Path, lists: Inverted, pivot: float) -> None:
    """Write what each posting is worth before rarity, as a list and, for common terms, as rows."""
    values = saturation(lists.frequencies, dampening(lists.lengths, pivot)[lists.documents])
    write_array(folder / _saturation_name(pivot), values, np.float32)
    write_array(folder / _row_name(pivot), _dense_rows(lists, values), np.float32)


def pivot_files(pivot: float) -> set[str]:
    """The files of a segment that depend on the pivot length."""
    return {f"{_saturation_name(pivot)}.npy", f"{_row_name(pivot)}.npy"}


def _saturation_name(pivot: float) -> str:
    return f"saturations_{_step(pivot)}"


def _row_name(pivot: float) -> str:
    return f"common_{_step(pivot)}"


def _step(pivot: float) -> int:
    return round(PIVOT_STEPS * math.log2(pivot))


def _dense_terms(lists: Inverted) -> Ints:
    if lists.size < DENSE_FROM:
        return np.zeros(0, dtype=np.int32)
    return np.flatnonzero(np.diff(lists.starts) * DENSE_SHARE >= lists.size).astype(np.int32)


def _dense_rows(lists: Inverted, values: Floats) -> Floats:
    terms = _dense_terms(lists)
    rows = np.zeros((len(terms), lists.size), dtype=np.float32)
    for row, term in zip(rows, terms.tolist(), strict=True):
        begin, end = lists.starts[term], lists.starts[term + 1]
        row[lists.documents[begin:end]] = values[begin:end]
    return rows


class Segment:
    """A segment open for search; the same object serves every edition that contains it."""

    def __init__(self, folder: Path, name: str, pivot: float, *, mapped: bool):
        self.folder = folder
        self.name = name
        self.pivot = pivot
        self.lists = read_lists(folder, mapped=mapped)
        self.store = Store(folder, mapped=mapped)
        self.size = self.lists.size
        self.saturations: Floats = read_array(folder / _saturation_name(pivot), mapped=mapped)
        self.dampening = dampening(self.lists.lengths, pivot)
        self.starts: list[int] = self.lists.starts.tolist()
        rows = read_array(folder / _row_name(pivot), mapped=mapped)
        self.rows: dict[int, Floats] = dict(zip(_dense_terms(self.lists).tolist(), rows, strict=True))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number of each term."""
        return {term: number for number, term in enumerate(self.lists.terms)}

    @cached_property
    def is_word(self) -> list[bool]:
        """For each term, whether it was written so (and is not only the stem of something)."""
        return [bool(kind & IS_WORD) for kind in self.lists.kinds.tolist()]

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


_open_segments: WeakValueDictionary[tuple[str, float, bool, int, int, int], Segment] = WeakValueDictionary()


def open_segment(folder: Path, name: str, pivot: float, *, mapped: bool) -> Segment:
    """Open a segment, or share it with an edition that has it open: segments never change.

    Editions share a segment's files by hard links, so the same file is the same segment; a name alone is
    not enough, because names are drawn by chance. A shared segment is from now on read from the new folder:
    the old one may be swept away.
    """
    file = (folder / "keys.txt").stat()
    key = (name, pivot, mapped, file.st_dev, file.st_ino, file.st_mtime_ns)
    if (segment := _open_segments.get(key)) is None:
        segment = _open_segments[key] = Segment(folder, name, pivot, mapped=mapped)
    segment.folder = segment.store.folder = folder
    return segment
