"""Join posting lists: runs of one build, or segments that have become too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from portal.search.engine.inversion import Inverted, Longs, offsets
from portal.search.engine.scoring import Bools, Ints

SCANS = 4  # up to so many documents, scanning for each is faster than marking them all


def merge(parts: Sequence[Inverted]) -> Inverted:
    """Join posting lists; the documents of a later part are numbered after those of an earlier.

    Each posting is copied once, to the place that counting has found for it. The parts of a build
    and the segments of an index are merged alike, so both give the same lists.
    """
    if len(parts) == 1:
        return parts[0]
    terms = sorted(set().union(*(part.terms for part in parts)))
    number = {term: place for place, term in enumerate(terms)}
    maps = [np.fromiter(map(number.__getitem__, part.terms), np.int64, len(part.terms)) for part in parts]
    kinds = np.zeros(len(terms), dtype=np.uint8)
    for part, where in zip(parts, maps, strict=True):
        kinds[where] |= part.kinds
    document_bases = _bases(part.size for part in parts)
    place_bases = _bases(int(part.text_starts[-1]) for part in parts)
    if place_bases[-1] >= 2**31:
        raise OverflowError("one segment has more than 2^31 places")
    starts, targets = _layout(len(terms), maps, [part.starts for part in parts])
    documents = np.empty(int(starts[-1]), dtype=np.int32)
    frequencies = np.empty(int(starts[-1]), dtype=np.float32)
    for part, target, base in zip(parts, targets, document_bases, strict=False):
        documents[target] = part.documents + np.int32(base)
        frequencies[target] = part.frequencies
    place_starts, targets = _layout(len(terms), maps, [part.place_starts for part in parts])
    places = np.empty(int(place_starts[-1]), dtype=np.int32)
    for part, target, base in zip(parts, targets, place_bases, strict=False):
        places[target] = part.places + np.int32(base)
    bases = list(zip(parts, place_bases, strict=False))
    return Inverted(
        terms=terms,
        kinds=kinds,
        starts=starts,
        documents=documents,
        frequencies=frequencies,
        place_starts=place_starts,
        places=places,
        text_starts=np.concatenate(
            [*(part.text_starts[:-1] + np.int32(base) for part, base in bases), [place_bases[-1]]]
        ).astype(np.int32),
        field_starts=np.concatenate([part.field_starts + np.int32(base) for part, base in bases]),
        lengths=np.concatenate([part.lengths for part in parts]),
    )


def without(part: Inverted, is_kept: Bools) -> Inverted:
    """Take documents out of posting lists; `is_kept` has one answer a document."""
    if is_kept.all():
        return part
    text_lengths = np.diff(part.text_starts)[is_kept]
    text_starts = np.append(np.int32(0), np.cumsum(text_lengths)).astype(np.int32)
    new_number = np.cumsum(is_kept).astype(np.int32) - np.int32(1)
    shift = np.zeros(part.size, dtype=np.int32)
    shift[is_kept] = text_starts[:-1] - part.text_starts[:-1][is_kept]

    keeps = is_kept[part.documents]
    counts = _counts(keeps, part.starts)
    owners = np.searchsorted(part.text_starts, part.places, side="right") - 1
    keeps_place = is_kept[owners]
    place_counts = _counts(keeps_place, part.place_starts)
    used = counts > 0
    return Inverted(
        terms=[term for term, is_used in zip(part.terms, used.tolist(), strict=True) if is_used],
        kinds=part.kinds[used],
        starts=offsets(counts[used]),
        documents=new_number[part.documents[keeps]],
        frequencies=part.frequencies[keeps],
        place_starts=offsets(place_counts[used]),
        places=(part.places + shift[owners])[keeps_place],
        text_starts=text_starts,
        field_starts=(part.field_starts + shift[:, None])[is_kept],
        lengths=part.lengths[is_kept],
    )


def term_counts(part: Inverted, documents: Ints) -> Ints:
    """How many of these documents have each term."""
    if len(documents) > SCANS:
        is_wanted = np.zeros(part.size, dtype=np.bool_)
        is_wanted[documents] = True
        found = np.flatnonzero(is_wanted[part.documents])
    else:
        # One comparison a document and posting is faster than one look-up a posting.
        scans = [np.flatnonzero(part.documents == number) for number in documents.tolist()]
        found = np.concatenate([np.zeros(0, dtype=np.intp), *scans])
    terms = np.searchsorted(part.starts, found, side="right") - 1
    return np.bincount(terms, minlength=len(part.terms)).astype(np.int32)


def _bases(sizes: Iterable[int]) -> list[int]:
    return [0, *np.cumsum(list(sizes)).tolist()]


def _counts(keeps: Bools, starts: Longs) -> Longs:
    before = np.zeros(len(keeps) + 1, dtype=np.int64)
    np.cumsum(keeps, out=before[1:])
    return before[starts[1:]] - before[starts[:-1]]


def _layout(
    size: int, maps: Sequence[NDArray[np.int64]], starts: Sequence[Longs]
) -> tuple[Longs, Iterator[NDArray[np.int64]]]:
    """Find where every entry of every part goes: term by term, within a term part after part.

    The places are given one part after the other, because for all at once they would be larger
    than what is merged.
    """
    total = np.zeros(size, dtype=np.int64)
    for where, part_starts in zip(maps, starts, strict=True):
        total[where] += np.diff(part_starts)
    whole = offsets(total)

    def targets() -> Iterator[NDArray[np.int64]]:
        free = whole[:-1].copy()
        for where, part_starts in zip(maps, starts, strict=True):
            counts = np.diff(part_starts)
            yield np.repeat(free[where] - part_starts[:-1], counts) + np.arange(part_starts[-1])
            free[where] += counts

    return whole, targets()
