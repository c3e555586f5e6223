"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.search.engine.store import Store

Spans = list[tuple[str, bool]]
"""A text in parts; True marks a part that matched."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit matches a concept: the form found, how often in which fields, and its share."""

    word: str
    found: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]  # form -> (field, occurrences)
    score: float


class Hit:
    """One document found. `stored` is read when it is first asked for."""

    __slots__ = ("_number", "_store", "excerpt", "explanation", "key", "score")

    def __init__(self, key: str, score: float, store: Store, number: int):
        self.key = key
        self.score = score
        self.excerpt: Spans = []
        self.explanation: tuple[Reason, ...] = ()
        self._store = store
        self._number = number

    @property
    def stored(self) -> dict[str, object]:
        """What a result row shows."""
        return self._store.row(self._number)

    def __repr__(self) -> str:
        return f"Hit({self.key!r}, {self.score:.4f})"


@dataclass(frozen=True, slots=True)
class Results:
    """How many documents were found, the asked-for slice of them, and the facet counts."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
