"""The same edition searched by Whoosh alone, while its arrays are missing: slower, without reasons.

Whoosh's searcher walks the postings, and an own weighting model says what each is worth; the formula
then is that of the arrays (scoring.py), so both ways give the same documents in the same order.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from heapq import nlargest
from itertools import islice, takewhile
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
from whoosh import index as whoosh
from whoosh.reading import TermNotFound
from whoosh.scoring import BaseScorer, WeightingModel
from whoosh.searching import Searcher

from portal.errors import SearchNotReady
from portal.search.engine import schema
from portal.search.engine.edition import Edition
from portal.search.engine.facets import Facet, gather
from portal.search.engine.manifest import IndexSeal, unseal
from portal.search.engine.matching import NO_SCORES, Match
from portal.search.engine.ordering import ranks
from portal.search.engine.ranking import Ranking
from portal.search.engine.scoring import Floats, Ints, dampening, lead, pivot_length, saturation
from portal.search.engine.segment import Longs
from portal.search.grammar import GAP, Concept, Form, Query

LOOKED_AT, TAKEN = 300, 50
"""Terms with a prefix that are looked at, and how many of them, the commonest, are searched."""

AFFORDABLE = 60_000
"""Postings that a query may walk; beyond that its commonest words, which say least, are left out."""

FAR, LONGEST_RUN = 1 << 32, 64
"""More places than a document has; more terms than a run has."""


class Stored(WeightingModel):  # type: ignore[misc]
    """A posting is worth what was stored with it: field weight × lead, summed; times the form's weight."""

    def scorer(
        self,
        searcher: Searcher,  # noqa: ARG002 -- Whoosh's signature
        fieldname: str,  # noqa: ARG002
        text: bytes,  # noqa: ARG002
        qf: float = 1.0,
    ) -> BaseScorer:
        """See whoosh.scoring."""
        return _StoredScorer(qf)


class _StoredScorer(BaseScorer):  # type: ignore[misc]
    def __init__(self, factor: float) -> None:
        self._factor = factor

    def score(self, matcher: Any) -> float:
        weight: float = matcher.weight()
        return weight * self._factor


class _Turns:
    """Lets one thread read at a time, because Whoosh's readers keep their place in a file."""

    def __init__(self, searcher: Searcher) -> None:
        self.lock = RLock()
        weakref.finalize(self, searcher.close)


class WhooshMatcher:
    """Finds concepts in a segment by Whoosh."""

    def __init__(self, searcher: Searcher, shapes: Ints, lengths: Floats, weights: Floats, turns: _Turns):
        """`shapes` and `lengths` are those of the segment's documents, `weights` those of the fields."""
        reader = searcher.reader()
        self.size: int = reader.doc_count_all()
        self.lengths = lengths
        gone = [number for number in range(self.size) if reader.is_deleted(number)]
        self.deleted: Ints = np.array(gone, dtype=np.int32)
        self._searcher, self._reader = searcher, reader
        self._field_starts = shapes[:, 1:]
        self._weights = weights
        self._turns = turns
        self._dampening: Floats = NO_SCORES

    def normalise(self, pivot: float) -> None:
        """Say what the average length of the edition's documents is."""
        self._dampening = dampening(self.lengths, pivot)

    def count(self, term: str) -> int:
        """How many documents have a term."""
        with self._turns.lock:
            found: int = self._reader.doc_frequency(schema.ALL, term)
        return found

    def word_counts(self) -> dict[str, int]:
        """The written words, and how many documents have each."""
        with self._turns.lock:
            infos = self._reader.iter_from(schema.WORDS, "")
            own = takewhile(lambda pair: pair[0][0] == schema.WORDS, infos)
            return {text.decode(): info.doc_frequency() for (_, text), info in own}

    def terms(self, form: Form) -> list[str]:
        """The terms that a form stands for; of a prefix only so many."""
        if not form.is_prefix:
            return [term for term in form.terms if term != GAP]
        with self._turns.lock:
            begun = islice(self._reader.expand_prefix(schema.ALL, form.terms[0]), LOOKED_AT)
            return nlargest(TAKEN, [term.decode() for term in begun], key=self.count)

    def match(self, concept: Concept) -> Match:
        """Find the documents that have a concept in any of its forms."""
        frequencies = np.zeros(self.size, dtype=np.float32)
        with self._turns.lock:
            for form in concept.forms:
                if form.weight or len(concept.forms) == 1:
                    for documents, values in self._postings(form):
                        np.add.at(frequencies, documents, values)
        documents = np.flatnonzero(frequencies).astype(np.int32)
        found = saturation(frequencies[documents], self._dampening[documents])
        return Match(documents, found, len(documents))

    def _postings(self, form: Form) -> list[tuple[Ints, Floats]]:
        if len(form.terms) > 1:
            return [self._phrase(form)]
        return [self._walk(term, form.weight) for term in self.terms(form)]

    def _walk(self, term: str, weight: float) -> tuple[Ints, Floats]:
        documents, values = [], []
        matcher = self._matcher(term, weight)
        while matcher is not None and matcher.is_active():
            documents.append(matcher.id())
            values.append(matcher.score())
            matcher.next()
        return np.array(documents, dtype=np.int32), np.array(values, dtype=np.float32)

    def _matcher(self, term: str, weight: float = 1.0) -> Any:
        try:
            return self._searcher.postings(schema.ALL, term, qf=weight)
        except TermNotFound:
            return None

    def _phrase(self, form: Form) -> tuple[Ints, Floats]:
        """Documents with a run of terms, once for each place where it stands, and what it is worth there."""
        runs = [self._begins(term, at) for at, term in enumerate(form.terms) if term != GAP]
        common = runs[0]
        for run in runs[1:]:
            common = np.intersect1d(common, run, assume_unique=True)
        owners, begins = common // FAR, common % FAR - LONGEST_RUN
        starts = self._field_starts[owners]
        fields = (starts <= begins[:, None]).sum(axis=1) - 1
        distances = begins - starts[np.arange(len(owners)), fields]
        return owners.astype(np.int32), np.float32(form.weight) * self._weights[fields] * lead(distances)

    def _begins(self, term: str, at: int) -> Longs:
        """Where a run would begin that has this term at place `at`: document × FAR + place + LONGEST_RUN."""
        documents, values = [], []
        matcher = self._matcher(term)
        while matcher is not None and matcher.is_active():
            documents.append(matcher.id())
            values.append(matcher.value())
            matcher.next()
        owners = np.repeat(np.array(documents, dtype=np.int64), [len(value) // 4 for value in values])
        places = np.frombuffer(b"".join(values), dtype="<i4").astype(np.int64)
        begins: Longs = owners * FAR + places + (LONGEST_RUN - at)
        return begins


class WhooshEdition(Edition):
    """An edition searched through Whoosh's searcher."""

    _matchers: Sequence[WhooshMatcher]

    @classmethod
    def open(cls, folder: Path) -> WhooshEdition:
        """Open the index of an edition. Raises SearchNotReady where Whoosh's files are not whole."""
        seal = unseal(folder, IndexSeal)
        try:
            with ExitStack() as opened:
                searcher = whoosh.open_dir(str(folder)).searcher(weighting=Stored())
                opened.callback(searcher.close)
                edition = cls._of_index(searcher, seal.weights)
                opened.pop_all()  # the turns close it now, once nobody searches any more
        except Exception as problem:  # damage shows as almost any error
            raise SearchNotReady("Indeks pencarian rusak dan perlu dibuat ulang.") from problem
        return edition

    @classmethod
    def _of_index(cls, searcher: Searcher, weights: Mapping[str, float]) -> WhooshEdition:
        counted = np.array([*weights.values()], dtype=np.float32)
        turns = _Turns(searcher)
        keys: list[str] = []
        facts: list[bytes] = []
        matchers = []
        for leaf, _ in searcher.leaf_searchers() if searcher.doc_count_all() else ():
            reader = leaf.reader()
            keys += reader.column_reader(schema.KEY)
            facts += reader.column_reader(schema.FACTS)
            shapes, lengths = schema.shapes(reader)
            matchers.append(WhooshMatcher(leaf, shapes, lengths, counted, turns))
        lives = [np.delete(matcher.lengths, matcher.deleted) for matcher in matchers]
        total = float(sum(part.sum(dtype=np.float64) for part in lives))
        for matcher in matchers:
            matcher.normalise(pivot_length(total, sum(map(len, lives))))
        entries, sort_keys = gather(facts)
        facets = {name: Facet([(0, one)], len(keys)) for name, one in entries.items()}
        orders = {"": ranks(keys, [None] * len(keys))} | {
            name: ranks(keys, values) for name, values in sort_keys.items()
        }
        return cls(matchers, keys, facets, orders, list(weights))

    def _rank(self, query: Query) -> Ranking:
        return super()._rank(self._affordable(query))

    def _affordable(self, query: Query) -> Query:
        """Leave out the commonest words of a query that would take too long."""
        costs = sorted((self._cost(concept), at) for at, concept in enumerate(query.concepts))
        kept: set[int] = set()
        spent = 0
        for cost, at in costs:
            spent += cost
            if spent <= AFFORDABLE or query.concepts[at].is_required or not kept:
                kept.add(at)
        if len(kept) == len(costs):
            return query
        return replace(query, concepts=tuple(query.concepts[at] for at in sorted(kept)))

    def _cost(self, concept: Concept) -> int:
        return sum(
            matcher.count(term)
            for matcher in self._matchers
            for form in concept.forms
            if form.weight
            for term in matcher.terms(form)
        )
