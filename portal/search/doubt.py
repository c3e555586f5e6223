"""Whether the library has what was asked for, or only documents that touch on a part of the question.

A search always finds something that is nearest. How near it is shows in four figures about the best
hits, and these were weighed on questions that the library answers and others that it does not
(docs/search-relevance.md): what the best hit scores of what it could; how much the rarest thing
asked for is a thing that it is about; what is asked for and missing; and how many words were spent,
because a long story names much that no case can have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.search.engine.edition import Edition
from portal.search.engine.results import Hit
from portal.search.engine.scoring import rarity
from portal.search.grammar import Concept, Query
from portal.search.lexicon import TOKEN
from portal.search.meaning import WHOLE
from portal.search.names import MARK

LOOKED_AT = 3  # hits
BASE, RAREST, MISSING, SCORED, WORDS = 8.2, -2.7, 0.117, -6.7, -1.06
WEAK = -0.7  # from here on nothing fits well; from 0 on the library has nothing about it
SURE = 0.85  # the share of a thing that a document about it has
PRESENT = 0.75
NAMED = 1.6  # a concept with this boost was said, not guessed
GUESSED = 0.9
TELLING = 0.5  # a word with more than this boost says something
SELDOM = 5  # documents; what more of them are about is not what the library lacks
MOST = 20.0


class Answer(StrEnum):
    """How well the library answers."""

    GOOD = "good"
    WEAK = "weak"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How well a question is answered, and what of it the library lacks, in the words of the reader."""

    answer: Answer
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A thing asked for: what it is worth, how many documents have it, and how much the best hits do."""

    said: str
    worth: float
    documents: int
    shares: Sequence[float]

    @property
    def most(self) -> float:
        return max(self.shares, default=0.0)


def judge(query: Query, hits: Sequence[Hit], edition: Edition) -> Verdict:
    """Weigh the best hits of a question, as the search understood it."""
    if any(concept.is_required for concept in query.concepts) or not query.concepts:
        return Verdict(Answer.GOOD if hits or query.is_blank else Answer.NOTHING)
    best = hits[:LOOKED_AT]
    found = [
        (concept, _Asked(concept.word, rarity(len(edition), count) * concept.boost, count, shares))
        for concept, count, shares in edition.shares(query, [hit.key for hit in best])
    ]
    if any(asked.documents and concept.boost >= WHOLE for concept, asked in found if _is_name(concept)):
        return Verdict(Answer.GOOD)  # it is asked for by its name
    topics = _topics(found)
    words = [asked for concept, asked in found if _is_word(concept) and concept.boost > TELLING]
    weight = _weight(topics, words, best[0].score if best else 0.0)
    if not best or weight > 0:
        return Verdict(Answer.NOTHING, _lacking(topics, words, query.text))
    return Verdict(Answer.WEAK if weight > WEAK else Answer.GOOD)


def _weight(topics: Sequence[_Asked], words: Sequence[_Asked], score: float) -> float:
    possible = sum(asked.worth for asked in (*topics, *words))
    rarest = max(topics, key=lambda asked: asked.worth, default=None)
    missing = sum(asked.worth * max(0.0, 1 - asked.most / PRESENT) for asked in topics)
    return (
        BASE
        + RAREST * (min(1.0, rarest.most / SURE) if rarest else 0.5)
        + MISSING * min(missing, MOST)
        + SCORED * (min(1.0, score / possible) if possible else 1.0)
        + WORDS * len(words)
    )


def _topics(found: Sequence[tuple[Concept, _Asked]]) -> list[_Asked]:
    for least in (NAMED, GUESSED):
        topics = [a for concept, a in found if _is_topic(concept) and concept.boost >= least]
        if topics:
            return topics
    return []


def _lacking(topics: Sequence[_Asked], words: Sequence[_Asked], text: str) -> str:
    """The rarest topic that no hit is about, else words that no document has, else all that was asked."""
    lacking = [a for a in topics if a.most < PRESENT and a.documents <= SELDOM and "…" not in a.said]
    if lacking:
        return max(lacking, key=lambda asked: asked.worth).said
    unknown = [asked.said for asked in words if not asked.documents]
    return " ".join(unknown[:2]) if unknown and not topics else text


def _is_topic(concept: Concept) -> bool:
    return concept.forms[0].terms[0].startswith(TOKEN)


def _is_name(concept: Concept) -> bool:
    return concept.forms[0].terms[0].startswith(MARK)


def _is_word(concept: Concept) -> bool:
    return not (_is_topic(concept) or _is_name(concept))
