"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

Spans = list[tuple[str, bool]]
"""A text in parts; True marks a part that matched."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit matches a concept: the form found, how often in which fields, and its share."""

    word: str
    found: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]  # form -> (field, occurrences)
    score: float


class Hit:
    """One document found."""

    __slots__ = ("excerpt", "explanation", "key", "score")

    def __init__(self, key: str, score: float):
        self.key = key
        self.score = score
        self.excerpt: Spans = []
        self.explanation: tuple[Reason, ...] = ()

    def __repr__(self) -> str:
        return f"Hit({self.key!r}, {self.score:.4f})"


@dataclass(frozen=True, slots=True)
class Results:
    """How many documents were found, the asked-for slice of them, and the facet counts."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
