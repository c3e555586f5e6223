"""From the glossary to the other words that a query may be said with.

Weights follow the rule of the field: exact > what an acronym stands for > equal word > related word.
Related words only widen a result that would be nearly empty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from portal.search.analysis import fold
from portal.search.glossary import Glossary, Term
from portal.search.grammar import Synonyms

EXPANSION = 0.8
EQUAL = 0.7
AMBIGUOUS = 0.4  # each sense of an acronym that has several
RELATED = 0.3


@dataclass(frozen=True)
class Thesaurus:
    """Synonyms to search with, the wider set for nearly empty results, and ambiguous acronyms."""

    synonyms: Synonyms
    wider: Synonyms
    senses: dict[str, tuple[str, ...]]

    def senses_of(self, text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The ambiguous words of a query, each with what it may stand for."""
        found = []
        for word in dict.fromkeys(text.split()):
            key = fold(word.strip('"-().,'))
            if key in self.senses:
                found.append((word, self.senses[key]))
        return tuple(found)


def thesaurus(glossary: Glossary) -> Thesaurus:
    """Read the glossary both ways: an acronym finds its words, and the words find the acronym."""
    equal: dict[str, dict[str, float]] = defaultdict(dict)
    related: dict[str, dict[str, float]] = defaultdict(dict)
    senses: dict[str, tuple[str, ...]] = {}
    for term in glossary.terms:
        if term.ambiguous and len(term.expansions) > 1:
            senses[fold(term.term)] = term.expansions
        for word, alternative, weight in _pairs(term):
            _note(equal, word, alternative, weight)
        for other in term.related:
            _note(related, term.term, other, RELATED)
    return Thesaurus(_frozen(equal), _frozen(equal, related), senses)


def _pairs(term: Term) -> Iterable[tuple[str, str, float]]:
    is_ambiguous = term.ambiguous and len(term.expansions) > 1
    for expansion in term.expansions:
        yield term.term, expansion, AMBIGUOUS if is_ambiguous else EXPANSION
        yield expansion, term.term, AMBIGUOUS if is_ambiguous else EXPANSION
    if is_ambiguous:
        return
    names = [term.term, *term.expansions]
    for equal in term.equal:
        for name in names:
            yield name, equal, EQUAL
            yield equal, name, EQUAL
    for one in term.equal:
        for other in term.equal:
            yield one, other, EQUAL


def _note(table: dict[str, dict[str, float]], word: str, alternative: str, weight: float) -> None:
    key, other = fold(word), fold(alternative)
    if key and other and key != other:
        table[key][other] = max(weight, table[key].get(other, 0.0))


def _frozen(*tables: dict[str, dict[str, float]]) -> Synonyms:
    merged: dict[str, dict[str, float]] = defaultdict(dict)
    for table in tables:
        for word, alternatives in table.items():
            for other, weight in alternatives.items():
                merged[word][other] = max(weight, merged[word].get(other, 0.0))
    return {
        word: [(tuple(other.split()), weight) for other, weight in alternatives.items()]
        for word, alternatives in merged.items()
    }
