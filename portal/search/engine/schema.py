"""The fields of the index, and how Whoosh reads them: nothing but Whoosh's own extension points.

Each text is a field of its own, with positions, so that Whoosh's query parser answers over it. The
field `all` joins them: a term has one posting a document, whose weight is what the term counts there
(field weight × lead, summed) and whose positions are places counted over all fields. `words` has the
words as they were written, `key` names the document, and columns keep what postings cannot say.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from whoosh import analysis, fields, formats
from whoosh.reading import IndexReader, SegmentReader

from portal.search.analysis import TOKEN, positions
from portal.search.engine.scoring import Floats, Ints

KEY, ALL, WORDS, ROW = "key", "all", "words", "row"
DIGEST = "digest"  # names the document's content
SHAPE = "shape"  # int32: places of the document, where each field begins; then its length (float32)
SHOWN = "shown"  # the text that excerpts are cut from
PIECES = "pieces"  # int32 pairs, a piece of that text each: its first byte, its first place
FACTS = "facts"  # facets and sort keys (JSON)
COLUMNS = (DIGEST, SHAPE, SHOWN, PIECES, FACTS)
OWN = frozenset((KEY, ALL, WORDS, ROW, *COLUMNS))

Postings = Mapping[str, tuple[float, Sequence[int]]]
"""Of one document: a term -> its weight and its places, ascending."""


class Stems(analysis.Analyzer):  # type: ignore[misc]
    """What a query's words are looked for by: their stems, stop words left out."""

    def __call__(self, value: str, *, start_pos: int = 0, **options: Any) -> Iterator[Any]:
        """Give Whoosh its one token, changed from word to word."""
        token = analysis.Token(**options)
        read = ((word, place) for word in TOKEN.finditer(value) for place in positions(word[0]))
        for token.pos, (word, place) in enumerate(read, start_pos):
            if not place.is_stop:
                token.startchar, token.endchar = word.span()
                token.original = place.word
                token.text = place.stem
                yield token


class Places(formats.Format):  # type: ignore[misc]
    """Positions as plain numbers of four bytes, so that a whole list is read in one step."""

    def encode(self, places: Sequence[int]) -> bytes:
        """As they stand in a posting."""
        return array("I", places).tobytes()

    def decode_positions(self, value: bytes) -> array[int]:
        """See whoosh.formats."""
        found = array("I")
        found.frombytes(value)
        return found

    def decode_frequency(self, value: bytes) -> int:
        """See whoosh.formats."""
        return len(value) // 4


class Text(fields.FieldType):  # type: ignore[misc]
    """A field whose postings are ready when the writer is given a document."""

    def __init__(self) -> None:
        super().__init__(format=Places(), analyzer=Stems(), scorable=True)

    def index(self, value: Postings, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Give the writer (term, frequency, weight, positions) of each posting."""
        for term, (weight, places) in value.items():
            yield term.encode(), len(places), weight, self.format.encode(places)


def schema(names: Sequence[str]) -> fields.Schema:
    """The schema of an index over texts of these names."""
    if taken := OWN.intersection(names):
        raise ValueError(f"the index has fields of its own called {', '.join(sorted(taken))}")
    words = fields.KEYWORD(scorable=True)  # without lengths the writer would look for their file at each word
    words.format = formats.Existence()
    return fields.Schema(
        **{KEY: fields.ID(stored=True, unique=True, sortable=True), ALL: Text(), WORDS: words},
        **{ROW: fields.STORED()},
        **{name: fields.COLUMN() for name in COLUMNS},
        **{name: Text() for name in names},
    )


def segments(reader: IndexReader) -> list[tuple[SegmentReader, int]]:
    """The reader of each segment, and the number of its first document."""
    return list(reader.leaf_readers()) if reader.doc_count_all() else []


def shapes(reader: SegmentReader) -> tuple[Ints, Floats]:
    """Of each document of a segment: its number of places and where each field begins; and its length."""
    kept = np.frombuffer(b"".join(reader.column_reader(SHAPE)), dtype="<i4")
    rows = kept.reshape(reader.doc_count_all(), -1)
    return rows[:, :-1], np.ascontiguousarray(rows[:, -1]).view("<f4")
