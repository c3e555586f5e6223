"""From a document to what Whoosh's writer is given: its postings, and the columns beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np

from portal.search import analysis
from portal.search.engine import schema, scoring
from portal.search.engine.document import Document
from portal.search.engine.ordering import collated

SHORT_FIELD_WEIGHT = 2.0
"""From this weight on a field is short and names things (a title): its stop words count too."""

PIECE = 220  # characters: a piece of text is what an excerpt shows, about two lines
_SENTENCE_ENDS = (". ", "? ", "! ", "; ")
_Kind = tuple[tuple[str, ...], bool]


def read(document: Document, weights: Mapping[str, float]) -> dict[str, object]:
    """What the writer is given of a document, field by field."""
    if "\n" in document.key or not document.key:
        raise ValueError(f"a document's key is one line of text, not {document.key!r}")
    reader = _Reader()
    texts = {name: document.fields.get(name, "").split() for name in weights}
    given: dict[str, object] = {}
    piece_starts: list[int] = []
    piece_places: list[int] = []
    shown = b""
    for name, weight in weights.items():
        begins = reader.add(texts[name], weight)
        if weight:  # else the field is only shown
            given[name] = {term: (float(len(places)), places) for term, places in reader.own.items()}
        if name == document.excerpt:
            shown, piece_starts, first_tokens = _cut(" ".join(texts[name]))
            piece_places = [begins[token] for token in first_tokens]
    shape = np.array([reader.place, *reader.starts], dtype="<i4").tobytes()
    facts = {
        "facets": {name: list(dict.fromkeys(values)) for name, values in document.facets.items()},
        "sort_keys": {name: collated(value) for name, value in document.sort_keys.items()},
    }
    pieces = np.array([piece_starts, piece_places], dtype="<i4").T
    return given | {
        schema.KEY: document.key,
        schema.ALL: {term: (worth, reader.places[term]) for term, worth in reader.worth.items() if worth > 0},
        schema.WORDS: sorted(word for word in reader.words if reader.worth[word] > 0),
        schema.ROW: dict(document.stored),
        schema.DIGEST: document.digest(),
        schema.SHAPE: shape + np.array([reader.length], dtype="<f4").tobytes(),
        schema.SHOWN: shown,
        schema.PIECES: pieces.tobytes(),
        schema.FACTS: json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace"),
    }


class _Reader:
    """Reads the fields of one document, one after another; a gap of one place stands behind each."""

    def __init__(self) -> None:
        self.own: dict[str, list[int]] = {}  # of the field read last: term -> places within it
        self.places: dict[str, list[int]] = {}
        self.worth: dict[str, float] = {}
        self.words: set[str] = set()
        self.starts: list[int] = []
        self.length = 0.0
        self.place = 0

    def add(self, chunks: Sequence[str], weight: float) -> list[int]:
        """Read a field; gives the place at which each of its chunks begins."""
        leads = [weight * lead for lead in scoring.LEADS.tolist()]
        last = len(leads) - 1
        is_short = weight >= SHORT_FIELD_WEIGHT
        start = place = self.place
        own: dict[str, list[int]] = {}
        begins = []
        for chunk in chunks:
            begins.append(place)
            for terms, is_stop in _kinds(chunk, analysis.positions):
                if is_short or not is_stop:
                    self.length += weight
                    self.words.add(terms[0])
                    at = place - start
                    lead = leads[min(at, last)]
                    for term in terms:
                        if term in own:
                            own[term].append(at)
                        else:
                            own[term] = [at]
                        if term in self.worth:
                            self.worth[term] += lead
                            self.places[term].append(place)
                        else:
                            self.worth[term] = lead
                            self.places[term] = [place]
                place += 1
        self.own, self.place = own, place + 1
        self.starts.append(start)
        return begins


@lru_cache(maxsize=1 << 18)
def _kinds(chunk: str, _analysis: object) -> tuple[_Kind, ...]:
    """The places of a stretch of text; kept by the analysis too, which a measurement may exchange."""
    return tuple((place.terms, place.is_stop) for place in analysis.places(chunk))


def _cut(text: str) -> tuple[bytes, list[int], list[int]]:
    """Cut a text with single spaces into pieces: its bytes, each piece's first byte and first token.

    A piece ends after a sentence where one ends in time, else after a word; words are never cut.
    """
    starts, first_tokens = [], []
    begin = token = 0
    while begin < len(text):
        starts.append(begin)
        first_tokens.append(token)
        end = _end_of_piece(text, begin)
        token += text.count(" ", begin, end)
        begin = end
    pieces = [text[begin:end].encode("utf-8", "replace") for begin, end in pairwise([*starts, len(text)])]
    return b"".join(pieces), [0, *accumulate(map(len, pieces))][:-1], first_tokens


def _end_of_piece(text: str, begin: int) -> int:
    if len(text) - begin <= PIECE * 5 // 4:
        return len(text)
    limit = begin + PIECE
    for mark in _SENTENCE_ENDS:
        if (found := text.rfind(mark, begin + PIECE // 3, limit)) >= 0:
            return found + 2
    if (found := text.rfind(" ", begin, limit)) >= 0:
        return found + 1
    return text.find(" ", limit) + 1 or len(text)  # a word longer than a piece
