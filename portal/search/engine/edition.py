"""One edition of the index, open for search: never changes, shared by threads, cheap to open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from portal.errors import SearchNotReady
from portal.search.engine import cache
from portal.search.engine.arrays import read_array
from portal.search.engine.excerpts import excerpts as cut_excerpts
from portal.search.engine.explaining import explain as take_apart
from portal.search.engine.facets import Facet
from portal.search.engine.manifest import ArraysSeal, IndexSeal, unseal
from portal.search.engine.matching import NOTHING, Match, Matcher, Matching
from portal.search.engine.ranking import Ranking, rank, values_at
from portal.search.engine.results import Hit, Results
from portal.search.engine.scoring import Bools, Ints
from portal.search.engine.segment import Segment
from portal.search.engine.vocabulary import Vocabulary
from portal.search.grammar import Concept, Form, Query

RELEVANCE = "relevance"
ENOUGH = 10  # documents that make a result long enough for its tail to be cut twice as short


class Edition:
    """What can be found, as it was published."""

    def __init__(
        self,
        matchers: Sequence[Matching],
        keys: Sequence[str],
        facets: Mapping[str, Facet],
        ranks: Mapping[str, Ints],
        fields: Sequence[str],
    ):
        """`ranks` place every document in the order of its key ("") and of each sort key."""
        self.keys = keys
        self._matchers = matchers
        self._bases = [0, *accumulate(matcher.size for matcher in matchers)]
        self._facets = facets
        self._ranks = ranks
        self._fields = fields
        self._live = len(keys) - sum(len(matcher.deleted) for matcher in matchers)

    @classmethod
    def open(cls, folder: Path) -> Edition:
        """Open the arrays of an edition: a few small files are read, the large ones mapped.

        Raises SearchNotReady for every kind of damage. All files are opened now: later a builder may
        have swept the folder away.
        """
        try:
            return cls._of_arrays(folder / cache.FOLDER, [*unseal(folder, IndexSeal).weights.items()])
        except SearchNotReady:
            raise
        except Exception as problem:  # damage shows as almost any error: EOFError, OSError, ValueError, …
            raise SearchNotReady("Indeks pencarian rusak dan perlu dibuat ulang.") from problem

    @classmethod
    def _of_arrays(cls, folder: Path, weights: Sequence[tuple[str, float]]) -> Edition:
        seal = unseal(folder, ArraysSeal)
        mapped = seal.is_mapped
        counted = np.array([weight for _, weight in weights], dtype=np.float32)
        matchers = []
        for name, gone in seal.segments.items():
            segment = Segment(folder, name, seal.pivot, mapped=mapped)
            deleted = read_array(folder / f"deleted_{name}", mapped=mapped) if gone else NOTHING
            live = read_array(folder / f"live_{name}", mapped=mapped) if gone else None
            matchers.append(Matcher(segment, counted, deleted, live))
        stores = [matcher.segment.store for matcher in matchers]
        bases = [0, *accumulate(matcher.size for matcher in matchers)]
        facets = {
            name: Facet(
                [
                    (base, store.facets[name])
                    for base, store in zip(bases, stores, strict=False)
                    if name in store.facets
                ],
                bases[-1],
            )
            for name in dict.fromkeys(name for store in stores for name in store.facets)
        }
        ranks = {
            name: read_array(folder / f"rank_{at}", mapped=mapped)
            for at, name in enumerate(["", *seal.sort_names])
        }
        keys = [key for store in stores for key in store.keys] if len(stores) != 1 else stores[0].keys
        return cls(matchers, keys, facets, ranks, [name for name, _ in weights])

    def __len__(self) -> int:
        return self._live

    @property
    def size(self) -> int:
        """Places for documents, those of deleted ones included."""
        return len(self.keys)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of this edition, to correct with."""
        return Vocabulary(self._matchers)

    def phrase_count(self, terms: Sequence[str]) -> int:
        """How many documents have these terms in a row."""
        concept = Concept(" ".join(terms), (Form(tuple(terms)),))
        return sum(matcher.match(concept).count for matcher in self._matchers)

    def shares(self, query: Query, keys: Sequence[str]) -> list[tuple[Concept, int, list[float]]]:
        """Of each concept asked for: how many documents have it, and how much each of these documents."""
        places = np.array([self._place_of[key] for key in keys], dtype=np.int64)
        found = []
        for concept in query.concepts:
            matches = [matcher.match(concept) for matcher in self._matchers]
            shares = [0.0] * len(keys)
            for match, (matcher, which, numbers) in self._with_matches(matches, places.tolist()):
                values = values_at(match, np.array(numbers, dtype=np.int32), matcher.size)
                for at, value in zip(which, values.tolist(), strict=True):
                    shares[at] = value
            found.append((concept, sum(match.count for match in matches), shares))
        return found

    def _with_matches(
        self, matches: Sequence[Match], places: Sequence[int]
    ) -> Iterator[tuple[Match, tuple[Matching, list[int], list[int]]]]:
        by_matcher = dict(zip(map(id, self._matchers), matches, strict=True))
        for part in self._by_segment(places):
            yield by_matcher[id(part[0])], part

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.keys)}

    def search(
        self,
        query: Query,
        *,
        filters: Mapping[str, frozenset[str]] | None = None,
        sort: str = RELEVANCE,
        offset: int = 0,
        limit: int = 10,
        facet_names: Sequence[str] = (),
        excerpts: bool = True,
        explain: bool = False,
        least: float = 0.0,
        adjust: Callable[[Ranking], None] | None = None,
    ) -> Results:
        """Find documents.

        With `least` the tail of the ranking is left out, documents that score less than this share of
        the best; `adjust` may change the scores before that.
        Filters widen within a facet and narrow between facets. The counts of a facet leave its
        own filter out, so they say what one more choice there would give.
        """
        ranking = self._rank(query)
        if adjust is not None and ranking.has_scores:
            adjust(ranking)
        if least and ranking.has_scores:
            ranking.trim(least, ENOUGH)
        chosen = _joined(query.filters, filters or {}) if query.filters or filters else {}
        facets: dict[str, list[tuple[str, int]]] = {}
        if facet_names or chosen:
            facets = self._narrow(ranking, chosen, facet_names)
        found = self._order(ranking, sort, offset + limit)[offset : offset + limit]
        hits = tuple([Hit(self.keys[place], score) for place, score in found])
        if hits and (excerpts or explain):
            self._show(hits, [place for place, _ in found], ranking, excerpts=excerpts, explain=explain)
        return Results(ranking.total, hits, facets)

    def _rank(self, query: Query) -> Ranking:
        return rank(query, self._matchers, self._bases, self._live)

    def _narrow(
        self, ranking: Ranking, chosen: Mapping[str, frozenset[str]], names: Sequence[str]
    ) -> dict[str, list[tuple[str, int]]]:
        """Apply filters to a ranking, and count facets."""
        found = ranking.mask()
        masks = {name: self._having(name, values) for name, values in chosen.items()}
        allowed = found.copy()
        for mask in masks.values():
            allowed &= mask
        places = np.flatnonzero(allowed)
        counts: dict[str, list[tuple[str, int]]] = {}
        for name in names:
            if (facet := self._facets.get(name)) is None:
                counts[name] = []
            elif name in masks:
                others = found.copy()
                for other, mask in masks.items():
                    if other != name:
                        others &= mask
                counts[name] = facet.counts(np.flatnonzero(others), others)
            else:
                counts[name] = facet.counts(places, allowed)
        if masks:
            ranking.keep(places, allowed)
        return counts

    def _having(self, name: str, values: frozenset[str]) -> Bools:
        if (facet := self._facets.get(name)) is None:
            return np.zeros(self.size, dtype=np.bool_)
        return facet.having(values)

    def _order(self, ranking: Ranking, sort: str, count: int) -> list[tuple[int, float]]:
        """The first documents in the wanted order, and their scores; equal ones by key."""
        if sort == RELEVANCE and ranking.has_scores:
            return ranking.first(count, self._ranks[""])
        return ranking.first_by(self._sort_rank(sort), count)

    def _sort_rank(self, sort: str) -> Ints:
        """A rank of every document in an order; a leading minus turns the order round."""
        name = sort.removeprefix("-")
        if (ranks := self._ranks.get(name)) is None:
            return self._ranks[""]
        return ranks if name == sort else np.int32(self.size) - ranks

    def _show(
        self, hits: Sequence[Hit], places: Sequence[int], ranking: Ranking, *, excerpts: bool, explain: bool
    ) -> None:
        """Add excerpts and reasons, which only arrays can give."""
        for matcher, which, numbers in self._by_segment(places):
            if not isinstance(matcher, Matcher):
                continue
            if excerpts:
                cut = cut_excerpts(matcher.segment, numbers, ranking.concepts, ranking.rarities)
                for at, spans in zip(which, cut, strict=True):
                    hits[at].excerpt = spans
            if explain:
                apart = take_apart(matcher, numbers, ranking.concepts, ranking.rarities, self._fields)
                for at, reasons in zip(which, apart, strict=True):
                    hits[at].explanation = reasons

    def _by_segment(self, places: Sequence[int]) -> Iterator[tuple[Matching, list[int], list[int]]]:
        """Each segment that holds some of the places: which of them, and their numbers there."""
        for matcher, (begin, end) in zip(self._matchers, pairwise(self._bases), strict=True):
            if which := [at for at, place in enumerate(places) if begin <= place < end]:
                yield matcher, which, [places[at] - begin for at in which]


def _joined(
    one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """Filters typed and filters clicked; the same facet in both is widened."""
    names = dict.fromkeys([*one, *other])
    joined = {name: one.get(name, frozenset()) | other.get(name, frozenset()) for name in names}
    return {name: values for name, values in joined.items() if values}
