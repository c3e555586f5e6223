"""From texts to posting lists, as arrays: read documents one after another, then invert them all.

Reading is cutting at white space and one dictionary look-up a token; each distinct token is analysed
once. Inversion is a stable sort of the token stream by term.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.search.engine.document import Document
from portal.search.engine.lexicon import GAP, SLOTS, Analyse, Lexicon
from portal.search.engine.scoring import Bools, Floats, Ints, lead
from portal.search.engine.store import Excerptable

Longs = NDArray[np.int64]
SHORT_FIELD_WEIGHT = 2.0
"""From this weight on a field is short and names things (a title): its stop words count too."""

IS_WORD = 1  # the term occurs as a written word (to complete and correct), not only as a stem


@dataclass(slots=True)
class Inverted:
    """Posting lists of some documents.

    Term t has postings `starts[t]:starts[t + 1]` of `documents` (ascending) and `frequencies`
    (weighted), and places `place_starts[t]:place_starts[t + 1]` of `places` (ascending). A place
    is counted over all documents: document d has places `text_starts[d]:text_starts[d + 1]`, and
    its field f begins at `field_starts[d, f]`.
    """

    terms: list[str]  # ascending
    kinds: NDArray[np.uint8]
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


class Reader:
    """Collects the tokens of documents; `invert()` turns them into posting lists and empties it."""

    def __init__(self, weights: Mapping[str, float], analyse: Analyse):
        self.names = list(weights)
        self.weights = np.array([*weights.values(), 0.0], dtype=np.float32)
        self._lexicon = Lexicon(analyse)
        self._number = self._lexicon.numbering.__getitem__
        self._clear()

    def _clear(self) -> None:
        self._stream: list[Ints] = []
        self._count = 0
        self._field_starts = array("q")  # token numbers, one a field and document
        self._piece_starts = array("q")

    @property
    def token_count(self) -> int:
        """How many tokens wait for inversion."""
        return self._count

    def add(self, document: Document, excerpt: Excerptable) -> None:
        """Read one document; its excerpt text is read once, as the field that it is."""
        shared = next((name for name in self.names if document.fields.get(name) == document.excerpt), None)
        for name in self.names:
            self._field_starts.append(self._count)
            if name == shared:
                self._read_excerpt(excerpt)
            else:
                self._read(document.fields.get(name, "").split())
        self._field_starts.append(self._count)
        if shared is None:
            self._read_excerpt(excerpt)
        else:
            self._read([])

    def _read_excerpt(self, excerpt: Excerptable) -> None:
        self._piece_starts.extend([self._count + token for token in excerpt.first_tokens])
        self._read(excerpt.tokens)

    def _read(self, tokens: list[str]) -> None:
        """Number the tokens of a field, and leave a gap behind them."""
        tokens.append(GAP)
        self._count += len(tokens)
        self._stream.append(np.fromiter(map(self._number, tokens), np.int32, len(tokens)))

    def invert(self) -> tuple[Inverted, Ints]:
        """Give the posting lists, and the place at which each piece begins."""
        self._lexicon.learn()
        stream = np.concatenate([np.zeros(0, dtype=np.int32), *self._stream])
        token_places = offsets(self._lexicon.counts[stream])
        if token_places[-1] >= 2**31:
            raise OverflowError("one run of documents has more than 2^31 places")
        kinds = self._lexicon.spread(stream)
        regions = token_places[np.array(self._field_starts, dtype=np.int64)].astype(np.int32)
        pieces = token_places[np.array(self._piece_starts, dtype=np.int64)].astype(np.int32)
        inverted = self._sorted(kinds, regions.reshape(-1, len(self.names) + 1))
        self._clear()
        return inverted, pieces

    def _sorted(self, kinds: Ints, regions: Ints) -> Inverted:
        size = len(regions)
        text_starts = np.append(regions[:, 0], np.int32(len(kinds))).astype(np.int32)
        weights = _weight_of_places(regions, self.weights, len(kinds))
        names, terms_of_kind = self._lexicon.terms()
        terms = terms_of_kind[kinds]  # (places, slots), -1 where there is none
        terms[self._lexicon.is_stop[kinds] & (weights < SHORT_FIELD_WEIGHT)] = -1
        lengths = _sums(np.where(terms[:, 0] >= 0, weights, np.float32(0)), regions[:, 0], size)
        weights *= lead(_distances(regions, len(kinds)))
        present = terms.ravel() >= 0
        cells = np.flatnonzero(present)
        flat = terms.ravel()[present]
        order = _stable_order(flat, len(names))
        flat, cells = flat[order], cells[order]
        places, is_written = cells // SLOTS, cells % SLOTS == 0
        owners = np.repeat(np.arange(size, dtype=np.int32), np.diff(text_starts))[places]
        return _posting_lists(
            names,
            flat,
            places.astype(np.int32),
            owners,
            weights[places],
            is_written,
            text_starts,
            regions,
            lengths,
        )


def _weight_of_places(regions: Ints, weights: Floats, total: int) -> Floats:
    """Spread the field weights over the places; `regions[d, f]` is where field f of d begins."""
    bounds = np.append(regions.ravel(), np.int32(total))
    return np.repeat(np.tile(weights, len(regions)), np.diff(bounds))


def _distances(regions: Ints, total: int) -> Ints:
    """How far each place is from the beginning of its field."""
    begins = regions.ravel()
    ends = np.append(begins[1:], np.int32(total))
    spread = np.repeat(begins, ends - begins)
    distances: Ints = np.arange(total, dtype=np.int32) - spread
    return distances


def _stable_order(numbers: Ints, limit: int) -> NDArray[np.intp]:
    """Order by number, equal numbers in their old order; small numbers sort by radix, much faster."""
    if limit <= 1 << 16:
        return np.argsort(numbers.astype(np.uint16), kind="stable")
    low = np.argsort((numbers & 0xFFFF).astype(np.uint16), kind="stable")
    high = np.argsort((numbers[low] >> 16).astype(np.uint16), kind="stable")
    return low[high]


def _sums(values: Floats, begins: Ints, size: int) -> Floats:
    if size == 0:
        return np.zeros(0, dtype=np.float32)
    return np.add.reduceat(values, begins).astype(np.float32)


def _posting_lists(
    names: list[str],
    terms: Ints,
    places: Ints,
    owners: Ints,
    weights: Floats,
    is_written: Bools,
    text_starts: Ints,
    field_starts: Ints,
    lengths: Floats,
) -> Inverted:
    """Join the occurrences of one term in one document; `terms` is sorted, `places` within a term."""
    count = len(names)
    if len(terms):
        is_first = np.empty(len(terms), dtype=np.bool_)
        is_first[0] = True
        np.not_equal(terms[1:], terms[:-1], out=is_first[1:])
        is_first[1:] |= owners[1:] != owners[:-1]
        heads = np.flatnonzero(is_first)
        frequencies = np.add.reduceat(weights, heads).astype(np.float32)
        # Text that is shown but does not count (an excerpt outside the fields) makes no posting,
        # and its places are kept only in documents that have the word where it counts.
        counts = frequencies > 0
        kept = np.repeat(counts, np.diff(np.append(heads, len(terms))))
        heads, frequencies = heads[counts], frequencies[counts]
        posting_terms, posting_owners = terms[heads], owners[heads]
        terms, places, is_written = terms[kept], places[kept], is_written[kept]
    else:
        posting_terms, posting_owners, frequencies = terms, owners, weights
    return drop_unused(
        Inverted(
            terms=names,
            kinds=np.where(np.bincount(terms[is_written], minlength=count), IS_WORD, 0).astype(np.uint8),
            starts=offsets(np.bincount(posting_terms, minlength=count)),
            documents=posting_owners,
            frequencies=frequencies,
            place_starts=offsets(np.bincount(terms, minlength=count)),
            places=places,
            text_starts=text_starts,
            field_starts=field_starts,
            lengths=lengths,
        )
    )


def drop_unused(lists: Inverted) -> Inverted:
    """Leave out the terms that no document has (a word met only where it does not count)."""
    used = np.diff(lists.starts) > 0
    if used.all():
        return lists
    lists.place_starts = offsets(np.diff(lists.place_starts)[used])
    lists.starts = offsets(np.diff(lists.starts)[used])
    lists.kinds = lists.kinds[used]
    lists.terms = [term for term, is_used in zip(lists.terms, used.tolist(), strict=True) if is_used]
    return lists


def offsets(counts: NDArray[np.integer]) -> Longs:
    """Running starts: n counts give n + 1 offsets."""
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts
