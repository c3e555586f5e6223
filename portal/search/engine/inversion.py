"""From texts to posting lists, as arrays: read documents one after another, then invert them all.

Reading is one regular expression and one dictionary look-up a token; each distinct token is
analysed once. Inversion is a stable sort of the token stream by term.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import Position
from portal.search.engine.document import Document
from portal.search.engine.scoring import Bools, Floats, Ints, lead

Longs = NDArray[np.int64]
Analyse = Callable[[str], tuple[Position, ...]]

SHORT_FIELD_WEIGHT = 2.0
"""From this weight on a field is short and names things (a title): its stop words count too."""

IS_WORD = 1  # the term occurs as a written word (to complete and correct), not only as a stem

_SLOTS = 3  # a place has at most a word, a stem and a joined compound


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


class _Numbering(dict[str, int]):
    """Numbers tokens in the order in which they are first met; 0 is the gap between fields."""

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self)
        return number


class Reader:
    """Collects the tokens of documents; `invert()` turns them into posting lists and empties it."""

    def __init__(self, weights: Mapping[str, float], analyse: Analyse, find: Callable[[str], list[str]]):
        self.names = list(weights)
        self.weights = np.array([*weights.values(), 0.0], dtype=np.float32)
        self._analyse = analyse
        self._find = find
        self._clear()

    def _clear(self) -> None:
        self._numbering = _Numbering({"": 0})
        self._stream = array("i")
        self._field_starts = array("q")  # token numbers, one a field and document
        self._piece_starts = array("q")

    @property
    def token_count(self) -> int:
        """How many tokens wait for inversion."""
        return len(self._stream)

    def add(self, document: Document, pieces: Sequence[str]) -> None:
        """Read one document; `pieces` are its excerpt text, cut."""
        shared = next((name for name in self.names if document.fields.get(name) == document.excerpt), None)
        for name in self.names:
            self._field_starts.append(len(self._stream))
            if name == shared:
                self._read_pieces(pieces)
            elif text := document.fields.get(name):
                self._stream.extend(map(self._numbering.__getitem__, self._find(text)))
            self._stream.append(0)
        self._field_starts.append(len(self._stream))
        if shared is None:
            self._read_pieces(pieces)
        self._stream.append(0)

    def _read_pieces(self, pieces: Iterable[str]) -> None:
        for piece in pieces:
            self._piece_starts.append(len(self._stream))
            self._stream.extend(map(self._numbering.__getitem__, self._find(piece)))

    def invert(self) -> tuple[Inverted, Ints]:
        """Give the posting lists, and the place at which each piece begins."""
        lexicon = _Lexicon(self._numbering, self._analyse)
        stream = np.array(self._stream, dtype=np.int32)
        counts = lexicon.counts[stream]
        token_places = np.zeros(len(stream) + 1, dtype=np.int64)
        np.cumsum(counts, out=token_places[1:])
        if token_places[-1] >= 2**31:
            raise OverflowError("one run of documents has more than 2^31 places")
        kinds_of_place = lexicon.spread(stream, counts)
        regions = token_places[np.array(self._field_starts, dtype=np.int64)].astype(np.int32)
        pieces = token_places[np.array(self._piece_starts, dtype=np.int64)].astype(np.int32)
        inverted = self._sorted(lexicon, kinds_of_place, regions.reshape(-1, len(self.names) + 1))
        self._clear()
        return inverted, pieces

    def _sorted(self, lexicon: _Lexicon, stream: Ints, regions: Ints) -> Inverted:
        size = len(regions)
        text_starts = np.append(regions[:, 0], np.int32(len(stream))).astype(np.int32)
        weights = _weight_of_places(regions, self.weights, len(stream))
        terms = lexicon.terms_of_place[stream]  # (places, slots), -1 where there is none
        terms[lexicon.is_stop[stream] & (weights < SHORT_FIELD_WEIGHT)] = -1
        lengths = _sums(np.where(terms[:, 0] >= 0, weights, np.float32(0)), regions[:, 0], size)
        weights *= lead(_distances(regions, len(stream)))
        present = terms.ravel() >= 0
        cells = np.flatnonzero(present)
        flat = terms.ravel()[present]
        order = _stable_order(flat, len(lexicon.terms))
        flat, cells = flat[order], cells[order]
        places, is_written = cells // _SLOTS, cells % _SLOTS == 0
        owners = np.repeat(np.arange(size, dtype=np.int32), np.diff(text_starts))[places]
        return _posting_lists(
            lexicon,
            flat,
            places.astype(np.int32),
            owners,
            weights[places],
            is_written,
            text_starts,
            regions,
            lengths,
        )


class _Lexicon:
    """Every distinct token analysed: its places, and the terms of each kind of place."""

    def __init__(self, numbering: Mapping[str, int], analyse: Analyse):
        kinds: dict[Position | None, int] = {None: 0}
        sequences: list[tuple[int, ...]] = [(0,)]
        for token in list(numbering)[1:]:
            sequences.append(tuple(kinds.setdefault(place, len(kinds)) for place in analyse(token)))
        self._kind_sequences = np.fromiter((kind for run in sequences for kind in run), np.int32)
        self.counts = np.fromiter(map(len, sequences), np.int32, len(sequences))
        self._sequence_starts = np.cumsum(self.counts) - self.counts
        self.terms = sorted({term for place in kinds if place for term in place.terms})
        number = {term: place for place, term in enumerate(self.terms)}
        self.terms_of_place = np.full((len(kinds), _SLOTS), -1, dtype=np.int32)
        self.is_stop: Bools = np.zeros(len(kinds), dtype=np.bool_)
        for place, kind in kinds.items():
            if place:
                self.is_stop[kind] = place.is_stop
                found = [number[term] for term in place.terms]
                self.terms_of_place[kind, : len(found)] = found

    def spread(self, stream: Ints, counts: Ints) -> Ints:
        """Replace each token by the kinds of its places."""
        total = int(counts.sum(dtype=np.int64))
        first = np.repeat(self._sequence_starts[stream] - (np.cumsum(counts) - counts), counts)
        return self._kind_sequences[first + np.arange(total)]


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
    lexicon: _Lexicon,
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
    count = len(lexicon.terms)
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
            terms=lexicon.terms,
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
