"""Excerpts: the piece of a document's text that says most of what was asked, words marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from portal.search.analysis import TOKEN, parts_of, place_count
from portal.search.engine.results import Spans
from portal.search.engine.segment import Segment
from portal.search.grammar import GAP, Concept

SHORT = 120  # characters: a shorter best piece is shown together with the one after it
REPEATED = 0.1  # what one more occurrence is worth, as a share of a concept's first

Found = list[tuple[int, int]]
"""Places of a document that match, each with the number of the concept."""


def excerpts(
    segment: Segment, documents: Sequence[int], concepts: Sequence[Concept], rarities: Sequence[float]
) -> list[Spans]:
    """Cut an excerpt for each of these documents of a segment."""
    found = _find(segment, documents, concepts)
    return [
        _excerpt(segment, document, sorted(places), rarities)
        for document, places in zip(documents, found, strict=True)
    ]


def _find(segment: Segment, documents: Sequence[int], concepts: Sequence[Concept]) -> list[Found]:
    """Look up where the concepts stand in the excerpt texts: one binary search a term for all."""
    starts, ends = segment.lists.text_starts[:-1], segment.lists.text_starts[1:]
    rising = sorted(range(len(documents)), key=documents.__getitem__)
    edges = np.array([(starts[documents[at]], ends[documents[at]]) for at in rising], dtype=np.int32).ravel()
    found: list[Found] = [[] for _ in documents]
    for number, concept in enumerate(concepts):
        for term in _term_numbers(segment, concept):
            places = segment.places(term)
            cuts = np.searchsorted(places, edges).tolist()
            for at, begin, end in zip(rising, cuts[::2], cuts[1::2], strict=True):
                if begin < end:
                    found[at].extend((place, number) for place in places[begin:end].tolist())
    return found


def _term_numbers(segment: Segment, concept: Concept) -> set[int]:
    numbers: set[int] = set()
    for form in concept.forms:
        if form.is_prefix:
            numbers.update(range(*segment.prefix_range(form.terms[0])))
        else:
            known = (segment.numbers.get(term) for term in form.terms if term != GAP)
            numbers.update(number for number in known if number is not None)
    return numbers


def _excerpt(segment: Segment, document: int, found: Found, rarities: Sequence[float]) -> Spans:
    store = segment.store
    first, after = store.pieces_of(document)
    if first == after:
        return []
    bounds = store.piece_places[first:after].tolist()
    later = segment.lists.field_starts[document].tolist()
    end = next((start for start in later if start > bounds[0]), int(segment.lists.text_starts[document + 1]))
    found = [pair for pair in found if bounds[0] <= pair[0] < end]
    chosen = _best_piece(bounds, found, rarities)
    text = store.piece(first + chosen)
    if len(text) < SHORT and first + chosen + 1 < after:
        text += store.piece(first + chosen + 1)
    places = {place for place, _ in found[bisect_left(found, (bounds[chosen], 0)) :]}
    return _mark(" ".join(text.split()), bounds[chosen], places)


def _best_piece(bounds: list[int], found: Found, rarities: Sequence[float]) -> int:
    """Number the piece with the most different, rarest concepts; the first of equals."""
    worth: dict[int, float] = {}
    seen: set[tuple[int, int]] = set()
    for place, concept in found:
        piece = bisect_right(bounds, place) - 1
        share = REPEATED if (piece, concept) in seen else 1.0
        seen.add((piece, concept))
        worth[piece] = worth.get(piece, 0.0) + share * rarities[concept]
    return max(worth, key=lambda piece: (worth[piece], -piece)) if worth else 0


def _mark(text: str, place: int, places: set[int]) -> Spans:
    """Part a text into what matched and what did not; it begins at `place`."""
    spans: Spans = []
    written = 0
    for token in TOKEN.finditer(text):
        count = place_count(token[0])
        if not places.isdisjoint(range(place, place + count)):
            # A compound of several places (jemput-bola) is marked part by part.
            parts = [token.span()] if count == 1 else parts_of(text, *token.span())
            for number, (begin, end) in enumerate(parts):
                if count == 1 or place + number in places:
                    if begin > written:
                        spans.append((text[written:begin], False))
                    spans.append((text[begin:end], True))
                    written = end
        place += count
    if written < len(text):
        spans.append((text[written:], False))
    return spans
