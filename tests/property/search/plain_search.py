"""The reference: the same search in plain Python, document by document, with nothing clever in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from portal.search.analysis import positions, tokens
from portal.search.engine.document import Document
from portal.search.grammar import GAP, Concept, Form, Query

K1, B, LEAD, REACH, PIVOT_STEPS, SHORT_FIELD = 1.2, 0.5, 3.0, 4.0, 8, 2.0


class PlainSearch:
    """Searches documents by reading them all."""

    def __init__(self, documents: Sequence[Document], weights: Mapping[str, float]):
        self.weights = weights
        self.documents = {document.key: document for document in documents}
        self.fields = {key: self._read(document) for key, document in self.documents.items()}
        self.lengths = {key: self._length(key) for key in self.documents}
        total = sum(self.lengths.values())
        self.pivot = 1.0
        if total > 0:
            steps = round(PIVOT_STEPS * math.log2(total / len(documents)))
            self.pivot = 2.0 ** (steps / PIVOT_STEPS)

    def _read(self, document: Document) -> list[tuple[float, list[tuple[str, ...]]]]:
        """Fields as weight and, for each place, its terms."""
        fields = []
        for name, weight in self.weights.items():
            places = [place for token in tokens(document.fields.get(name, "")) for place in positions(token)]
            counted = [() if place.is_stop and weight < SHORT_FIELD else place.terms for place in places]
            fields.append((weight, counted))
        return fields

    def _length(self, key: str) -> float:
        return sum(weight * sum(map(bool, places)) for weight, places in self.fields[key])

    def frequency(self, key: str, form: Form) -> float:
        """Weighted number of times a document has a form."""
        found = 0.0
        for weight, places in self.fields[key]:
            for start in range(len(places)):
                run = places[start : start + len(form.terms)]
                if len(run) == len(form.terms):
                    surplus = LEAD * math.exp(-start / REACH) if start < 23 else 0.0
                    found += weight * round(16 * (1 + surplus)) / 16 * self._hits(run, form)
        return found

    @staticmethod
    def _hits(run: Sequence[tuple[str, ...]], form: Form) -> int:
        if form.is_prefix:
            return sum(term.startswith(form.terms[0]) for term in run[0])
        return int(all(term in (GAP, *place) for term, place in zip(form.terms, run, strict=True)))

    def frequencies(self, concept: Concept) -> dict[str, float]:
        """Documents that have a concept, and how much of it."""
        all_ = {
            key: sum(form.weight * self.frequency(key, form) for form in concept.forms)
            for key in self.documents
        }
        return {key: frequency for key, frequency in all_.items() if frequency > 0}

    def search(self, query: Query) -> dict[str, float]:
        """Scores of all documents found."""
        found = dict.fromkeys(self.documents, 0.0) if query.is_blank else self._scored(query)
        for concept in query.excluded:
            for key in self.frequencies(concept):
                found.pop(key, None)
        return found

    def _scored(self, query: Query) -> dict[str, float]:
        scores: dict[str, float] = {} if query.concepts else dict.fromkeys(self.documents, 0.0)
        if not query.concepts and not query.excluded:
            return {}
        needed = set(self.documents)
        for concept in query.concepts:
            frequencies = self.frequencies(concept)
            size, count = len(self.documents), len(frequencies)
            rarity = concept.boost * math.log(1 + (size - count + 0.5) / (count + 0.5))
            for key, frequency in frequencies.items():
                dampening = K1 * (1 - B + B * self.lengths[key] / self.pivot)
                scores[key] = scores.get(key, 0.0) + rarity * frequency / (frequency + dampening)
            if query.requires_all or concept.is_required:
                needed &= frequencies.keys()
        return {key: score for key, score in scores.items() if key in needed}

    def facet_counts(self, query: Query, filters: Mapping[str, frozenset[str]], name: str) -> dict[str, int]:
        """How many documents have each value, all filters but the facet's own applied."""
        counts: dict[str, int] = {}
        for key in self.search(query):
            facets = self.documents[key].facets
            others = (other for other in filters if other != name)
            if all(filters[other] & set(facets.get(other, ())) for other in others):
                for value in set(facets.get(name, ())):
                    counts[value] = counts.get(value, 0) + 1
        return counts

    def filtered(self, query: Query, filters: Mapping[str, frozenset[str]]) -> dict[str, float]:
        """Scores of the documents found that pass all filters."""
        return {
            key: score
            for key, score in self.search(query).items()
            if all(values & set(self.documents[key].facets.get(name, ())) for name, values in filters.items())
        }
