"""Which documents of a segment a concept matches, and how strongly, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from portal.search.engine.scoring import Floats, Ints, lead, saturation
from portal.search.engine.segment import Segment
from portal.search.grammar import GAP, Concept, Form

NOTHING = np.zeros(0, dtype=np.int32)
MERGE = 8  # up to so many times longer, merging is cheaper than searching
FEW = 256  # a concept with postings for fewer than one in so many documents is rare
NO_SCORES = np.zeros(0, dtype=np.float32)


@dataclass(slots=True)
class Match:
    """A concept in a segment: saturations of `documents` (ascending), or a row over all of them.

    `count` is the number of documents that have it and are not deleted. `is_own` arrays were made for
    this match alone and may be written over; others belong to the segment.
    """

    documents: Ints | None
    saturations: Floats
    count: int
    is_own: bool = False


class Matching(Protocol):
    """A segment in which concepts can be found: by its arrays, or by Whoosh."""

    size: int
    deleted: Ints

    def match(self, concept: Concept) -> Match:
        """The documents that have a concept in any of its forms, and how strongly."""

    def count(self, term: str) -> int:
        """How many documents have a term."""

    def word_counts(self) -> dict[str, int]:
        """The written words, and how many documents have each."""


class Matcher:
    """A segment with the documents that a later edition has deleted from it."""

    def __init__(self, segment: Segment, weights: Floats, deleted: Ints, live_counts: Ints | None):
        self.segment = segment
        self.size = segment.size
        self.deleted = deleted
        self._weights = weights
        whole: Ints = np.diff(segment.lists.starts).astype(np.int32)
        self._counts: list[int] = (whole if live_counts is None else live_counts).tolist()

    def count(self, term: str) -> int:
        """How many documents have a term, deleted ones not counted."""
        number = self.segment.numbers.get(term)
        return 0 if number is None else self._counts[number]

    def word_counts(self) -> dict[str, int]:
        """The written words, and how many documents have each."""
        whole = zip(self.segment.lists.terms, self.segment.lists.is_word.tolist(), self._counts, strict=True)
        return {term: count for term, is_word, count in whole if is_word and count}

    def match(self, concept: Concept) -> Match:
        """Find the documents that have a concept in any of its forms."""
        forms = concept.forms
        if len(forms) > 1:
            forms = tuple(form for form in forms if form.weight)  # the others are only marked in excerpts
        segment = self.segment
        if len(forms) == 1:
            form = forms[0]
            if len(form.terms) == 1 and form.weight == 1.0 and not form.is_prefix:
                number = segment.numbers.get(form.terms[0])
                if number is None:
                    return Match(NOTHING, NO_SCORES, 0)
                if (row := segment.rows.get(number)) is not None:
                    return Match(None, row, self._counts[number])
                begin, end = segment.starts[number], segment.starts[number + 1]
                found = segment.lists.documents[begin:end]
                return Match(found, segment.saturations[begin:end], self._counts[number])
        return self._match_forms(forms)

    def _match_forms(self, forms: Sequence[Form]) -> Match:
        """Add the frequencies of all forms before saturation, as fields are added."""
        segment = self.segment
        found = [
            (documents, values, form.weight) for form in forms for documents, values in [self.postings(form)]
        ]
        found = [part for part in found if len(part[0])]
        if not found:
            return Match(NOTHING, NO_SCORES, 0)
        if FEW * sum(len(documents) for documents, _, _ in found) < segment.size:
            return self._match_few(found)
        frequencies = np.zeros(segment.size, dtype=np.float32)
        for documents, values, weight in found:
            weighed = values if weight == 1.0 else values * np.float32(weight)
            np.add.at(frequencies, documents.astype(np.intp), weighed)  # other integers take a slower way
        if len(self.deleted):
            frequencies[self.deleted] = 0
        saturations = saturation(frequencies, segment.dampening, out=frequencies)
        return Match(None, saturations, int(np.count_nonzero(saturations > 0)), is_own=True)

    def _match_few(self, found: Sequence[tuple[Ints, Floats, float]]) -> Match:
        """The same for so few postings that a pass over all documents would cost more."""
        segment = self.segment
        owners = np.concatenate([documents for documents, _, _ in found])
        documents, which = np.unique(owners, return_inverse=True)
        frequencies = np.zeros(len(documents), dtype=np.float32)
        weighed = [values * np.float32(weight) for _, values, weight in found]
        np.add.at(frequencies, which, np.concatenate(weighed))
        if len(self.deleted):
            lives = np.isin(documents, self.deleted, invert=True)
            documents, frequencies = documents[lives], frequencies[lives]
        return Match(documents, saturation(frequencies, segment.dampening[documents]), len(documents))

    def postings(self, form: Form) -> tuple[Ints, Floats]:
        """Documents and frequencies of one form; a document may come more than once."""
        segment = self.segment
        if len(form.terms) > 1:
            return self._phrase(form.terms)
        if form.is_prefix:
            first, last = segment.prefix_range(form.terms[0])
        else:
            number = segment.numbers.get(form.terms[0])
            if number is None:
                return NOTHING, NO_SCORES
            first, last = number, number + 1
        # Terms with a prefix stand side by side, and so do their postings: one slice takes all.
        begin, end = segment.starts[first], segment.starts[last]
        return segment.lists.documents[begin:end], segment.lists.frequencies[begin:end]

    def phrase_places(self, terms: Sequence[str]) -> Ints:
        """Where a run of terms begins; GAP in the run stands for any one word."""
        numbers = [(at, self.segment.numbers.get(term)) for at, term in enumerate(terms) if term != GAP]
        if any(number is None for _, number in numbers):
            return NOTHING
        runs = [(self.segment.places(number or 0), at) for at, number in numbers]
        runs.sort(key=lambda run: len(run[0]))
        begins = runs[0][0] - np.int32(runs[0][1])
        for places, at in runs[1:]:
            begins = _common(places - np.int32(at), begins) if len(begins) else begins
        return begins

    def _phrase(self, terms: Sequence[str]) -> tuple[Ints, Floats]:
        begins = self.phrase_places(terms)
        if not len(begins):
            return NOTHING, NO_SCORES
        owners = self.segment.owners(begins)
        fields = self.fields(owners, begins)
        distances = begins - self.segment.lists.field_starts[owners, fields]
        return owners, self._weights[fields] * lead(distances)

    def fields(self, owners: Ints, places: Ints) -> Ints:
        """The field number of each place."""
        begun = self.segment.lists.field_starts[owners] <= places[:, None]
        number: Ints = begun.sum(axis=1, dtype=np.int32) - np.int32(1)
        return number


def _common(long: Ints, short: Ints) -> Ints:
    """The numbers in both of two ascending arrays without repetition."""
    if len(long) > MERGE * len(short):
        found = np.searchsorted(long, short)
        found[found == len(long)] = 0
        shared: Ints = short[long[found] == short]
        return shared
    both = np.concatenate((long, short))
    both.sort(kind="stable")  # merges two ascending runs in one pass, three times as fast as searching
    twice: Ints = both[:-1][both[1:] == both[:-1]]
    return twice
