"""The words of an edition: what was mistyped is corrected with them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import fold
from portal.search.engine.matching import Matching
from portal.search.words import words

SHORTEST = 4  # letters: a shorter word has too many neighbours for a guess to be worth making
LONGEST = 24  # letters: longer words are neither corrected nor offered
ONE_CHANGE_UP_TO = 6  # letters: words up to this length may differ by one change, longer ones by two

Letters = NDArray[np.uint16]


class Vocabulary:
    """Written words and how many documents have each."""

    def __init__(self, matchers: Sequence[Matching]):
        self._matchers = matchers

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and any(matcher.count(word) for matcher in self._matchers)

    def count(self, word: str) -> int:
        """How many documents have a word."""
        return sum(matcher.count(word) for matcher in self._matchers)

    @cached_property
    def counts(self) -> Counter[str]:
        """All words, each with its number of documents."""
        total: Counter[str] = Counter()
        for matcher in self._matchers:
            total.update(matcher.word_counts())
        return total

    def corrections(self, word: str, limit: int = 3) -> list[str]:
        """The nearest words, likeliest first: same first letter before others, then commonest.

        A mistyped stop word is corrected to the stop word, although no document has it.
        """
        wanted = fold(word)
        if (
            not SHORTEST <= len(wanted) <= LONGEST
            or not wanted.isalpha()
            or wanted in self
            or wanted in words("stop")
        ):
            return []
        allowed = 1 if len(wanted) <= ONE_CHANGE_UP_TO else 2
        # Two mistakes of which one is the first letter are rare, chance likenesses are not.
        near = [
            (far, word) for word, far in self._table.near(wanted, allowed) if far < 2 or word[0] == wanted[0]
        ]
        nearest = min((far for far, _ in near), default=0)
        ranked = sorted(
            (word[0] != wanted[0], -self._weight(word), word) for far, word in near if far == nearest
        )
        return [word for *_, word in ranked[:limit]]

    def _weight(self, word: str) -> float:
        return math.inf if word in words("stop") else self.counts[word]

    @cached_property
    def _table(self) -> LetterTable:
        known = {*self.counts, *words("stop")}
        return LetterTable([word for word in known if word.isalpha() and 3 <= len(word) <= LONGEST])


class LetterTable:
    """Words as rows of letters, to compare one with all of them at once.

    A first look at the set of letters of each word (as bits of a number) leaves a few hundred of
    fifty thousand; only for these the distance is worked out, for all in the same steps. There is
    no index to build, and nothing to guess: what is within the distance is found.
    """

    def __init__(self, words: Sequence[str]):
        self._words = words
        self._lengths = np.array([len(word) for word in words], dtype=np.int16)
        codes = "".join(word.ljust(LONGEST, "\0") for word in words).encode("utf-32-le", "replace")
        self._letters: Letters = np.frombuffer(codes, dtype="<u4").astype(np.uint16).reshape(-1, LONGEST)
        self._sets = _letter_sets(self._letters)

    def near(self, word: str, allowed: int) -> list[tuple[str, int]]:
        """Words within a number of changes, and the number."""
        if not self._words:
            return []
        own = np.array([_codes(word)], dtype=np.uint16)
        # One change takes at most one letter out of the set and puts one in.
        differing = np.bitwise_count(self._sets ^ _letter_sets(own)[0])
        close = (differing <= 2 * allowed) & (np.abs(self._lengths - len(word)) <= allowed)
        rows = np.flatnonzero(close)
        distances = _distances(own[0, : len(word)], self._letters[rows], self._lengths[rows])
        hits = np.flatnonzero(distances <= allowed)
        return [(self._words[rows[at]], int(distances[at])) for at in hits.tolist()]


def _codes(word: str) -> list[int]:
    return [ord(letter) & 0xFFFF for letter in word.ljust(LONGEST, "\0")[:LONGEST]]


def _letter_sets(letters: Letters) -> NDArray[np.uint32]:
    bits = np.left_shift(np.uint32(1), (letters % 32).astype(np.uint32), dtype=np.uint32)
    sets: NDArray[np.uint32] = np.bitwise_or.reduce(np.where(letters > 0, bits, np.uint32(0)), axis=1)
    return sets


def _distances(word: Letters, others: Letters, lengths: NDArray[np.int16]) -> NDArray[np.int16]:
    """Changes between a word and each row: insertions, deletions, replacements, swaps of neighbours."""
    count, width = others.shape
    row = np.tile(np.arange(width + 1, dtype=np.int16), (count, 1)).T.copy()
    before = older = row
    columns = others.T.copy()
    for i in range(len(word)):
        older, before = before, row
        row = np.empty_like(before)
        row[0] = i + 1
        replaced = before[:-1] + (columns != word[i])
        row[1:] = np.minimum(before[1:] + 1, replaced)
        if i:
            swaps = (columns[:-1] == word[i]) & (columns[1:] == word[i - 1])
            row[2:] = np.where(swaps, np.minimum(row[2:], older[:-2] + 1), row[2:])
        for j in range(1, width + 1):
            np.minimum(row[j], row[j - 1] + 1, out=row[j])
    distances: NDArray[np.int16] = row[lengths, np.arange(count)]
    return distances
