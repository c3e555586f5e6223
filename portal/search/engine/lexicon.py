"""Every distinct token of a build, analysed once: its places, and the terms of each kind of place."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import Position
from portal.search.engine.scoring import Bools, Ints

Analyse = Callable[[str], tuple[Position, ...]]

SLOTS = 3  # a place has at most a word, a stem and a joined compound
GAP = ""  # the token between fields; it has one place and no terms


class Numbering(dict[str, int]):
    """Numbers things in the order in which they are first met."""

    def __missing__(self, thing: str) -> int:
        number = self[thing] = len(self)
        return number


class Lexicon:
    """Grows with the tokens read; token numbers are those of `numbering`.

    Many tokens share a kind of place: "Desa", "desa" and the second part of "kantor-desa".
    """

    def __init__(self, analyse: Analyse):
        self.numbering = Numbering({GAP: 0})
        self._analyse = analyse
        self._kinds: dict[Position, int] = {}
        self._terms = Numbering()
        self._kind_sequences = array("i", [0])  # the kinds of each token's places, one after another
        self._counts = array("i", [1])  # how many places each token has
        self._terms_of_kind = array("i", [-1] * SLOTS)
        self._stops = bytearray(b"\0")

    def learn(self) -> None:
        """Analyse the tokens that are new since the last time."""
        known = len(self._counts)
        for token in list(self.numbering)[known:]:
            places = self._analyse(token)
            self._kind_sequences.extend([self._kind(place) for place in places])
            self._counts.append(len(places))

    def _kind(self, place: Position) -> int:
        if (kind := self._kinds.get(place)) is None:
            kind = self._kinds[place] = len(self._stops)
            numbers = [self._terms[term] for term in place.terms]
            self._terms_of_kind.extend([*numbers, *[-1] * (SLOTS - len(numbers))])
            self._stops.append(place.is_stop)
        return kind

    @property
    def counts(self) -> Ints:
        """How many places each token has."""
        return np.array(self._counts, dtype=np.int32)

    @property
    def is_stop(self) -> Bools:
        """Whether each kind of place is a stop word."""
        return np.frombuffer(bytes(self._stops), dtype=np.bool_)

    def terms(self) -> tuple[list[str], NDArray[np.int32]]:
        """All terms in order, and for each kind of place its terms' numbers in this order (or -1)."""
        ordered = sorted(self._terms)
        rank = np.empty(len(ordered) + 1, dtype=np.int32)
        rank[[self._terms[term] for term in ordered]] = np.arange(len(ordered), dtype=np.int32)
        rank[-1] = -1  # what -1 is turned into
        return ordered, rank[np.array(self._terms_of_kind, dtype=np.int32)].reshape(-1, SLOTS)

    def spread(self, stream: Ints) -> Ints:
        """Replace each token by the kinds of its places."""
        counts = self.counts
        starts = np.cumsum(counts, dtype=np.int64) - counts
        repeats = counts[stream]
        first = np.repeat(starts[stream] - (np.cumsum(repeats, dtype=np.int64) - repeats), repeats)
        return np.array(self._kind_sequences, dtype=np.int32)[first + np.arange(len(first))]
