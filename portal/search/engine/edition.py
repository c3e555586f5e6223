"""One edition of the index, open for search: never changes, shared by threads, cheap to open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np

from portal.errors import SearchNotReady
from portal.search.engine.arrays import read_array
from portal.search.engine.excerpts import excerpts as cut_excerpts
from portal.search.engine.explaining import explain as take_apart
from portal.search.engine.facets import Facet
from portal.search.engine.manifest import Manifest, damaged_files, read_manifest
from portal.search.engine.matching import Matcher
from portal.search.engine.ordering import KEY
from portal.search.engine.ranking import Ranking, rank
from portal.search.engine.results import Hit, Results
from portal.search.engine.scoring import Bools, Ints
from portal.search.engine.segment import open_segment
from portal.search.engine.vocabulary import Vocabulary
from portal.search.grammar import Concept, Form, Query

RELEVANCE = "relevance"
ENOUGH = 10  # documents that make a result long enough for its tail to be cut twice as short


class Edition:
    """What can be found, as it was published."""

    def __init__(self, folder: Path, manifest: Manifest):
        self.folder = folder
        self.manifest = manifest
        mapped = manifest.is_mapped
        weights = np.array([*manifest.weights.values(), 0.0], dtype=np.float32)
        self.matchers: list[Matcher] = []
        for part in manifest.segments:
            segment = open_segment(folder / "segments" / part.name, part.name, manifest.pivot, mapped=mapped)
            deleted = live = None
            if part.deleted:
                deleted = read_array(folder / f"deleted_{part.name}", mapped=mapped)
                live = read_array(folder / f"live_{part.name}", mapped=mapped)
            none = np.zeros(0, dtype=np.int32)
            self.matchers.append(Matcher(segment, weights, none if deleted is None else deleted, live))
        sizes = [matcher.segment.size for matcher in self.matchers]
        self.bases: list[int] = [0, *np.cumsum(sizes, dtype=np.int64).tolist()]
        self.size = self.bases[-1]
        self.live = manifest.documents
        # All files are opened now: later a builder may have swept the folder away.
        self._ranks: dict[str, Ints] = {
            name: read_array(folder / f"rank_{at}", mapped=mapped)
            for at, name in enumerate([KEY, *manifest.sort_names])
        }
        self._key_rank = self._ranks[KEY]

    @classmethod
    def open(cls, folder: Path) -> Edition:
        """Open the edition in a folder: a few small files are read, the large ones mapped.

        Raises SearchNotReady for every kind of damage. Small editions are summed in full, which
        takes milliseconds; of large ones the sizes are compared, and `damage` reads the rest.
        """
        try:
            manifest = read_manifest(folder)
            broken = [] if manifest.is_mapped else damaged_files(folder, manifest)
            edition = cls(folder, manifest)
        except SearchNotReady:
            raise
        except Exception as problem:  # damage shows as almost any error: EOFError, OSError, ValueError, …
            raise SearchNotReady("Indeks pencarian rusak dan perlu dibuat ulang.") from problem
        if broken:
            raise SearchNotReady(f"Indeks pencarian rusak ({broken[0]}) dan perlu dibuat ulang.")
        return edition

    def damage(self) -> list[str]:
        """Read every file, and name those whose content is not what was written."""
        return damaged_files(self.folder, self.manifest)

    def __len__(self) -> int:
        return self.live

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of this edition, to complete and correct with."""
        return Vocabulary(self.matchers)

    def complete(self, prefix: str, limit: int = 8) -> list[tuple[str, int]]:
        """Words that begin so, the commonest first, each with its number of documents."""
        return self.vocabulary.complete(prefix, limit)

    def correct(self, word: str) -> str | None:
        """The likeliest word meant ("Maksud Anda"); None for a word that occurs, or for nonsense."""
        return self.vocabulary.correct(word)

    def phrase_count(self, terms: Sequence[str]) -> int:
        """How many documents have these terms in a row."""
        concept = Concept(" ".join(terms), (Form(tuple(terms)),))
        return sum(matcher.match(concept).count for matcher in self.matchers)

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
        minimum_share: float = 0.0,
    ) -> Results:
        """Find documents.

        With `minimum_share` (0 to 1) a document must have that share of what is asked, rare words
        counting more: it cuts the long tail of texts that have only a common word of a long question.
        With `least` the tail of the ranking is left out, documents that score less than this share of
        the best; `adjust` may change the scores before that.
        Filters widen within a facet and narrow between facets. The counts of a facet leave its
        own filter out, so they say what one more choice there would give.
        """
        ranking = rank(query, self.matchers, self.bases, self.live, minimum_share)
        if adjust is not None and ranking.has_scores:
            adjust(ranking)
        if least and ranking.has_scores:
            ranking.trim(least, ENOUGH)
        chosen = _joined(query.filters, filters or {}) if query.filters or filters else {}
        facets: dict[str, list[tuple[str, int]]] = {}
        if facet_names or chosen:
            facets = self._narrow(ranking, chosen, facet_names)
        found = self._order(ranking, sort, offset + limit)[offset : offset + limit]
        hits = self._hits(found)
        if excerpts and hits:
            self._add_excerpts(hits, [place for place, _ in found], ranking)
        if explain:
            self._explain(hits, [place for place, _ in found], ranking)
        return Results(ranking.total, hits, facets)

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

    @cached_property
    def _facets(self) -> dict[str, Facet]:
        names = dict.fromkeys(name for matcher in self.matchers for name in matcher.segment.store.facets)
        return {
            name: Facet(
                [
                    (base, matcher.segment.store.facets[name])
                    for base, matcher in zip(self.bases, self.matchers, strict=False)
                    if name in matcher.segment.store.facets
                ],
                self.size,
            )
            for name in names
        }

    def _order(self, ranking: Ranking, sort: str, count: int) -> list[tuple[int, float]]:
        """The first documents in the wanted order, and their scores; equal ones by key."""
        if sort == RELEVANCE and ranking.has_scores:
            return ranking.first(count, self._key_rank)
        return ranking.first_by(self._sort_rank(sort), count)

    def _sort_rank(self, sort: str) -> Ints:
        """A rank of every document in an order; a leading minus turns the order round."""
        name = sort.removeprefix("-")
        if (ranks := self._ranks.get(name)) is None:
            return self._key_rank
        return ranks if name == sort else np.int32(self.size) - ranks

    def _hits(self, found: Sequence[tuple[int, float]]) -> tuple[Hit, ...]:
        if len(self.matchers) == 1:
            store = self.matchers[0].segment.store
            keys = store.keys
            return tuple([Hit(keys[place], score, store, place) for place, score in found])
        located = [(*self.locate(place), score) for place, score in found]
        return tuple(
            Hit(matcher.segment.store.keys[number], score, matcher.segment.store, number)
            for matcher, number, score in located
        )

    def locate(self, place: int) -> tuple[Matcher, int]:
        """The segment of a document of the edition, and its number there."""
        if len(self.matchers) == 1:
            return self.matchers[0], place
        which = int(np.searchsorted(self.bases, place, side="right")) - 1
        return self.matchers[which], place - self.bases[which]

    def _add_excerpts(self, hits: Sequence[Hit], places: Sequence[int], ranking: Ranking) -> None:
        for matcher, which, numbers in self._by_segment(places):
            cut = cut_excerpts(matcher.segment, numbers, ranking.concepts, ranking.rarities)
            for at, spans in zip(which, cut, strict=True):
                hits[at].excerpt = spans

    def _explain(self, hits: Sequence[Hit], places: Sequence[int], ranking: Ranking) -> None:
        names = list(self.manifest.weights)
        for matcher, which, numbers in self._by_segment(places):
            apart = take_apart(matcher, numbers, ranking.concepts, ranking.rarities, names)
            for at, reasons in zip(which, apart, strict=True):
                hits[at].explanation = reasons

    def _by_segment(self, places: Sequence[int]) -> Iterator[tuple[Matcher, list[int], list[int]]]:
        """Each segment that holds some of the places: which of them, and their numbers there."""
        for matcher, (begin, end) in zip(self.matchers, pairwise(self.bases), strict=True):
            if which := [at for at, place in enumerate(places) if begin <= place < end]:
                yield matcher, which, [places[at] - begin for at in which]


def _joined(
    one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """Filters typed and filters clicked; the same facet in both is widened."""
    names = dict.fromkeys([*one, *other])
    joined = {name: one.get(name, frozenset()) | other.get(name, frozenset()) for name in names}
    return {name: values for name, values in joined.items() if values}
