"""Score a query term at a time over arrays: any of its concepts, or all that are required."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from portal.search.engine.matching import NO_SCORES, NOTHING, Match, Matching
from portal.search.engine.scoring import Bools, Floats, Ints, best, rarity
from portal.search.grammar import Concept, Query

FEW = 64  # up to so many, sorting a list is faster than sorting arrays
SEARCH = 8  # what one binary search costs, in writes to a row

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
        total: int | None = None,
        leading: Places = NOTHING,
    ):
        self.documents = documents
        self.scores = scores
        self.concepts = concepts
        self.rarities = rarities
        self.leading = leading  # those called by name
        self._size = size
        if total is None:
            total = len(documents) if documents is not None else int(np.count_nonzero(scores > 0))
        self.total = total

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

    def trim(self, least: float, enough: int) -> None:
        """Leave out what scores next to nothing beside the best.

        What scores less than `least` of the best always goes, and what scores less than twice as
        much goes where `enough` documents score more. A document that was called by its name leads; what
        stands behind it is measured by the best of the others.
        """
        if self.total <= 1:
            return
        found = self._without_leading()
        top = float(found.max())
        last = float(np.partition(found, -enough)[-enough]) if len(found) >= enough else 0.0
        bound = np.float32(min(max(last, least * top), 2 * least * top))
        kept = self.scores >= bound
        places = np.flatnonzero(kept)
        if self.documents is None:
            self.keep(places, kept)
        else:
            self.documents, self.scores, self.total = self.documents[places], self.scores[places], len(places)

    def _without_leading(self) -> Floats:
        """The scores of those that were not called by name; all of them where there are no others."""
        if not len(self.leading):
            return self.scores if self.documents is not None else self.scores[self.scores > 0]
        at = self.leading if self.documents is None else np.isin(self.documents, self.leading)
        others = self.scores.copy()
        others[at] = 0
        others = others[others > 0]
        return others if len(others) else self.scores[self.scores > 0]

    def first(self, count: int, tie_rank: Ints) -> list[tuple[int, float]]:
        """The best documents and their scores, best first; equal scores in the order of `tie_rank`."""
        at = best(self.scores, count)
        places = at if self.documents is None else self.documents[at]
        scores = self.scores[at]
        if len(at) > FEW:
            order = np.lexsort((tie_rank[places], -scores))[:count]
            places, scores = places[order], scores[order]
        triples = zip((-scores).tolist(), tie_rank[places].tolist(), places.tolist(), strict=True)
        return [(place, -score) for score, _, place in sorted(triples)[:count]]

    def first_by(self, ranks: Ints, count: int) -> list[tuple[int, float]]:
        """The first documents in the order of their ranks, which are all different; and their scores."""
        places: Places = np.flatnonzero(self.scores > 0) if self.documents is None else self.documents
        ranked = ranks[places]
        if count < len(ranked):
            at = np.argpartition(ranked, count)[:count]
            places, ranked = places[at], ranked[at]
        first: Places = places[np.argsort(ranked)]
        where: Places = first if self.documents is None else np.searchsorted(self.documents, first)
        return list(zip(first.tolist(), self.scores[where].tolist(), strict=True))


def rank(
    query: Query,
    matchers: Sequence[Matching],
    bases: Sequence[int],
    documents: int,
) -> Ranking:
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


def _everything(matchers: Sequence[Matching], bases: Sequence[int]) -> Ranking:
    lives = np.ones(bases[-1], dtype=np.bool_)
    for matcher, base in zip(matchers, bases, strict=False):
        lives[matcher.deleted + base] = False
    places = np.flatnonzero(lives)
    return Ranking(places, np.zeros(len(places), dtype=np.float32), bases[-1])


def _scored(query: Query, matchers: Sequence[Matching], bases: Sequence[int], documents: int) -> Ranking:
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
    if len(concepts) == 1 and len(matchers) == 1:
        match = matches[0][0]
        places, scores = _single(match, rarities[0], matchers[0])
        return Ranking(places, scores, bases[-1], concepts, rarities, match.count)
    if any(required):
        parts = [
            _intersection([found[at] for found in matches], rarities, required, matcher, base)
            for at, (matcher, base) in enumerate(zip(matchers, bases, strict=False))
        ]
        places = np.concatenate([places for places, _ in parts])
        scores = np.concatenate([scores for _, scores in parts])
        return Ranking(places, scores, bases[-1], concepts, rarities)
    leading = [
        _places(match) + base
        for concept, found in zip(concepts, matches, strict=True)
        if concept.leads
        for match, base in zip(found, bases, strict=False)
    ]
    total = np.zeros(bases[-1], dtype=np.float32)
    for at, (matcher, base) in enumerate(zip(matchers, bases, strict=False)):
        own = total[base : base + matcher.size]
        here = [found[at] for found in matches]
        _add_all(own, here, rarities, matcher)
    named = np.concatenate(leading) if leading else NOTHING
    return Ranking(None, total, bases[-1], concepts, rarities, leading=named)


def _single(match: Match, rarity_: float, matcher: Matching) -> tuple[Ints | None, Floats]:
    """Score one concept in the only segment."""
    # A new array of a large edition costs more than the multiplication, so a match's own one is reused.
    written = match.saturations if match.is_own else None
    places, scores = match.documents, np.multiply(match.saturations, np.float32(rarity_), out=written)
    if places is None:
        scores[matcher.deleted] = 0
    elif len(matcher.deleted) and match.count < len(places):
        lives = np.isin(places, matcher.deleted, invert=True)
        places, scores = places[lives], scores[lives]
    return places, scores


def _add_all(total: Floats, matches: Sequence[Match], rarities: Sequence[float], matcher: Matching) -> None:
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
    matcher: Matching,
    base: int,
) -> tuple[Ints, Floats]:
    """Documents that have all required concepts, scored by all concepts; the rarest is read first."""
    size = matcher.size
    order = [at for at, is_required in enumerate(required) if is_required]
    order.sort(key=lambda at: matches[at].count)
    rows = {at: match.saturations for at, match in enumerate(matches) if match.documents is None}
    rarest = matches[order[0]]
    if rarest.documents is None:
        has = rarest.saturations > 0
        for at in order[1:]:
            has &= rows[at] > 0 if at in rows else _row(matches[at], size) > 0
        places = np.flatnonzero(has).astype(np.int32)
        values = {}
    else:
        places, values = rarest.documents, {order[0]: rarest.saturations}
        for at in order[1:]:
            found = values_at(matches[at], places, size)
            kept = np.flatnonzero(found > 0)
            if len(kept) < len(places):
                places, found = places[kept], found[kept]
                values = {other: old[kept] for other, old in values.items()}
            values[at] = found
    if len(matcher.deleted):
        lives = np.isin(places, matcher.deleted, invert=True)
        places = places[lives]
        values = {at: old[lives] for at, old in values.items()}
    scores = np.zeros(len(places), dtype=np.float32)
    for at, (match, rarity_) in enumerate(zip(matches, rarities, strict=True)):
        found = values[at] if at in values else values_at(match, places, size)
        scores += found * np.float32(rarity_)
    return places + np.int32(base) if base else places, scores


def _row(match: Match, size: int) -> Floats:
    """A match as a row over all documents."""
    if match.documents is None:
        return match.saturations
    row = np.zeros(size, dtype=np.float32)
    row[match.documents] = match.saturations
    return row


def _places(match: Match) -> Ints:
    if match.documents is None:
        return np.flatnonzero(match.saturations > 0).astype(np.int32)
    return match.documents


def values_at(match: Match, documents: Ints, size: int) -> Floats:
    """Saturations of a match at given documents (ascending), 0 where it has none."""
    if match.documents is None:
        return match.saturations[documents]
    if not len(match.documents):
        return np.zeros(len(documents), dtype=np.float32)
    if SEARCH * len(documents) > len(match.documents):
        # Many look-ups: writing the list into a row is cheaper than searching in it so often.
        return _row(match, size)[documents]
    found = np.searchsorted(match.documents, documents)
    found[found == len(match.documents)] = 0
    return np.where(match.documents[found] == documents, match.saturations[found], np.float32(0))
