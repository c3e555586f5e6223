"""Score a query term at a time over arrays: any of its concepts, or all that are required."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from portal.search.engine.matching import NO_SCORES, NOTHING, Match, Matcher
from portal.search.engine.scoring import Bools, Floats, Ints, best, rarity
from portal.search.grammar import Concept, Query

Places = NDArray[np.intp] | Ints


class Ranking:
    """The documents found and their scores.

    Either `documents` lists them (ascending) and `scores` belongs to the list, or `documents` is
    None and `scores` has a value for every document of the edition, 0 where it was not found.
    """

    def __init__(
        self,
        documents: Places | None,
        scores: Floats,
        size: int,
        concepts: Sequence[Concept] = (),
        rarities: Sequence[float] = (),
    ):
        self.documents = documents
        self.scores = scores
        self.concepts = concepts
        self.rarities = rarities
        self._size = size
        self._found: dict[int, float] = {}
        self.total = len(documents) if documents is not None else int(np.count_nonzero(scores > 0))

    @property
    def has_scores(self) -> bool:
        """False when everything was asked for, so nothing is better than anything else."""
        return bool(self.concepts)

    def mask(self) -> Bools:
        """For every document of the edition, whether it was found."""
        if self.documents is None:
            return self.scores > 0
        found = np.zeros(self._size, dtype=np.bool_)
        found[self.documents] = True
        return found

    def keep(self, places: Places, is_kept: Bools) -> None:
        """Keep only some of the documents; both arguments say the same."""
        if self.documents is None:
            self.scores = self.scores[places]
        else:
            self.scores = self.scores[is_kept[self.documents]]
        self.documents = places
        self.total = len(places)

    def drop(self, places: Places) -> None:
        """Leave documents out."""
        found = self.mask()
        found[places] = False
        self.keep(np.flatnonzero(found), found)

    def first(self, count: int, tie_rank: Ints) -> list[int]:
        """The best documents, best first; equal scores in the order of `tie_rank`."""
        at = best(self.scores, count)
        places = at if self.documents is None else self.documents[at]
        scores = self.scores[at]
        order = np.lexsort((tie_rank[places], -scores))[:count]
        first: list[int] = places[order].tolist()
        self._found = dict(zip(first, scores[order].tolist(), strict=True))
        return first

    def first_by(self, ranks: Ints, count: int) -> list[int]:
        """The first documents in the order of their ranks, which are all different."""
        places = np.flatnonzero(self.scores > 0) if self.documents is None else self.documents
        ranked = ranks[places]
        if count < len(ranked):
            at = np.argpartition(ranked, count)[:count]
            places, ranked = places[at], ranked[at]
        first: list[int] = places[np.argsort(ranked)].tolist()
        scores = self._scores_at(np.array(first, dtype=np.intp))
        self._found = dict(zip(first, scores.tolist(), strict=True))
        return first

    def score(self, place: int) -> float:
        """The score of a document that `first` or `first_by` has given."""
        return self._found[place]

    def _scores_at(self, places: NDArray[np.intp]) -> Floats:
        if self.documents is None:
            return self.scores[places]
        return self.scores[np.searchsorted(self.documents, places)]


def rank(query: Query, matchers: Sequence[Matcher], bases: Sequence[int], documents: int) -> Ranking:
    """Find and score; `bases` number each segment's first document, `documents` are all that live."""
    if query.is_blank or (query.excluded and not query.concepts):
        ranking = _everything(matchers, bases)
    else:
        ranking = _scored(query, matchers, bases, documents)
    for concept in query.excluded:
        found = [matcher.match(concept) for matcher in matchers]
        ranking.drop(
            np.concatenate([_places(match) + base for match, base in zip(found, bases, strict=False)])
        )
    return ranking


def _everything(matchers: Sequence[Matcher], bases: Sequence[int]) -> Ranking:
    lives = np.ones(bases[-1], dtype=np.bool_)
    for matcher, base in zip(matchers, bases, strict=False):
        lives[matcher.deleted + base] = False
    places = np.flatnonzero(lives)
    return Ranking(places, np.zeros(len(places), dtype=np.float32), bases[-1])


def _scored(query: Query, matchers: Sequence[Matcher], bases: Sequence[int], documents: int) -> Ranking:
    concepts, rarities, matches, required = [], [], [], []
    for concept in query.concepts:
        found = [matcher.match(concept) for matcher in matchers]
        count = sum(match.count for match in found)
        is_required = query.requires_all or concept.is_required
        if count:
            concepts.append(concept)
            rarities.append(rarity(documents, count) * concept.boost)
            matches.append(found)
            required.append(is_required)
        elif is_required:
            return Ranking(NOTHING, NO_SCORES, bases[-1])
    if not concepts:
        return Ranking(NOTHING, NO_SCORES, bases[-1])
    only = matches[0][0]
    if len(concepts) == 1 and len(matchers) == 1 and only.documents is not None:
        places, scores = _single(only.documents, only, rarities[0], matchers[0])
        return Ranking(places, scores, bases[-1], concepts, rarities)
    if any(required):
        parts = [
            _intersection([found[at] for found in matches], rarities, required, matcher, base)
            for at, (matcher, base) in enumerate(zip(matchers, bases, strict=False))
        ]
        places = np.concatenate([places for places, _ in parts])
        scores = np.concatenate([scores for _, scores in parts])
        return Ranking(places, scores, bases[-1], concepts, rarities)
    total = np.zeros(bases[-1], dtype=np.float32)
    for at, (matcher, base) in enumerate(zip(matchers, bases, strict=False)):
        _add_all(
            total[base : base + matcher.segment.size], [found[at] for found in matches], rarities, matcher
        )
    return Ranking(None, total, bases[-1], concepts, rarities)


def _single(places: Ints, match: Match, rarity_: float, matcher: Matcher) -> tuple[Ints, Floats]:
    scores = match.saturations * np.float32(rarity_)
    if len(matcher.deleted) and match.count < len(places):
        lives = np.isin(places, matcher.deleted, invert=True)
        places, scores = places[lives], scores[lives]
    return places, scores


def _add_all(total: Floats, matches: Sequence[Match], rarities: Sequence[float], matcher: Matcher) -> None:
    """Add the scores of each concept to `total`, which has a value for each document."""
    for match, rarity_ in zip(matches, rarities, strict=True):
        if match.documents is None:
            total += match.saturations * np.float32(rarity_)
        else:
            np.add.at(total, match.documents, match.saturations * np.float32(rarity_))
    if len(matcher.deleted):
        total[matcher.deleted] = 0


def _intersection(
    matches: Sequence[Match],
    rarities: Sequence[float],
    required: Sequence[bool],
    matcher: Matcher,
    base: int,
) -> tuple[Ints, Floats]:
    """Documents that have all required concepts, scored by all concepts; the rarest is read first."""
    order = sorted(
        (at for at, is_required in enumerate(required) if is_required), key=lambda at: matches[at].count
    )
    rarest = matches[order[0]]
    places = _places(rarest)
    values = {order[0]: rarest.saturations if rarest.documents is not None else rarest.saturations[places]}
    for at in order[1:]:
        found = values_at(matches[at], places)
        has = found > 0
        places = places[has]
        values = {other: kept[has] for other, kept in values.items()}
        values[at] = found[has]
    if len(matcher.deleted):
        lives = np.isin(places, matcher.deleted, invert=True)
        places = places[lives]
        values = {other: kept[lives] for other, kept in values.items()}
    scores = np.zeros(len(places), dtype=np.float32)
    for at, (match, rarity_) in enumerate(zip(matches, rarities, strict=True)):
        found = values[at] if at in values else values_at(match, places)
        scores += found * np.float32(rarity_)
    return places + np.int32(base) if base else places, scores


def _places(match: Match) -> Ints:
    if match.documents is None:
        return np.flatnonzero(match.saturations).astype(np.int32)
    return match.documents


def values_at(match: Match, documents: Ints) -> Floats:
    """Saturations of a match at given documents (ascending), 0 where it has none."""
    if match.documents is None:
        return match.saturations[documents]
    if not len(match.documents):
        return np.zeros(len(documents), dtype=np.float32)
    found = np.searchsorted(match.documents, documents)
    found[found == len(match.documents)] = 0
    return np.where(match.documents[found] == documents, match.saturations[found], np.float32(0))
