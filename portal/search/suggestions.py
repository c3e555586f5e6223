"""What to offer while somebody types: titles, aliases, needs, regions, help, terms of the field.

First what has words that begin as typed; where that is little, also what has the letters within a word
("puskesmas" for "kesmas"), is one mistake away, or says the same in other words: that before the letters,
where every word typed is one that people say. Where nothing of that is to be had, terms that mean what was
typed ("ktp digital": IKD), so that the next question can be asked in the words of the field.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.cases import CASES, Entry
from portal.government import Government, our_government
from portal.regions import REGIONS, Region
from portal.search import opened
from portal.search.analysis import fold
from portal.search.colloquial import javanese
from portal.search.engine.vocabulary import LONGEST, LetterTable
from portal.search.glossary import GLOSSARY, Glossary
from portal.search.lexicon import Lexicon

LIMIT = 8
MIN_LENGTH = 2
WITHIN = 3  # letters from which on they are looked for within words
TERM = 3  # the rank of terms, which are offered last
MISTAKEN = 4  # letters from which on a word may be mistyped
LAST = chr(0x10FFFF)  # behind everything that a word can go on with


@dataclass(frozen=True)
class Suggestion:
    """One offer: what it says, what kind of thing it is, and where it leads."""

    label: str
    kind: str
    endpoint: str  # of the page it leads to; "" for words to search with
    key: str


@dataclass(frozen=True)
class _Entry:
    suggestion: Suggestion
    words: tuple[str, ...]
    rank: int
    concepts: frozenset[str]


class Suggestions:
    """Everything that can be offered, ready to be matched by the beginnings of words."""

    def __init__(
        self,
        cases: Mapping[str, Entry],
        regions: Mapping[str, Region],
        government: Government,
        glossary: Glossary,
        lexicon: Lexicon,
    ) -> None:
        self._lexicon = lexicon
        entries = [
            _Entry(suggestion, tuple(fold(text).split()), rank, _concepts(lexicon, text))
            for text, suggestion, rank in _offers(cases, regions, government, glossary)
        ]
        self._entries = sorted(entries, key=lambda entry: (entry.rank, entry.suggestion.label.casefold()))
        self._with: dict[str, list[int]] = {}  # word -> the offers that have it, by their numbers
        for number, entry in enumerate(self._entries):
            for word in dict.fromkeys(entry.words):
                self._with.setdefault(word, []).append(number)
        self._about: dict[str, set[int]] = {}
        self._terms: dict[str, set[int]] = {}
        for number, entry in enumerate(self._entries):
            about = self._terms if entry.rank == TERM else self._about
            for concept in entry.concepts:
                about.setdefault(concept, set()).add(number)
        self._words = sorted(self._with)
        self._run = "\n".join(["", *self._words, ""])  # to be searched for letters within a word
        self._letters = LetterTable([word for word in self._words if word.isalpha() and len(word) <= LONGEST])

    def matching(self, typed: str, limit: int = LIMIT) -> list[Suggestion]:
        """Offers of which some word begins with each word typed; those that begin alike first."""
        wanted = fold(typed[:100]).split()
        if len("".join(wanted)) < MIN_LENGTH:
            return []
        first: dict[Suggestion, None] = {}
        other: dict[Suggestion, None] = {}
        for entry in self._having([self._beginning(part) for part in wanted]):
            starts = entry.words[0].startswith(wanted[0])
            (first if starts else other)[entry.suggestion] = None
            if len(first) >= limit:
                break
        found = {**first, **other}
        by_letters, by_meaning = (self._within, self._mistyped), (self._by_meaning,)
        is_said = all(self._lexicon.knows(part) for part in wanted)  # "antri" is no slip for "anti"
        for looser in (*by_meaning, *by_letters) if is_said else (*by_letters, *by_meaning):
            if len(found) < limit:
                found.update(dict.fromkeys(looser(wanted)))
        return list(found or self._otherwise(wanted, self._terms))[:limit]

    def _having(self, words: Sequence[Iterable[str]]) -> Iterator[_Entry]:
        """The offers that have one of the words of each list, in their order."""
        sets = [{number for word in each for number in self._with[word]} for each in words]
        for number in sorted(set.intersection(*sets)):
            yield self._entries[number]

    def _beginning(self, part: str) -> Sequence[str]:
        """The words that begin so."""
        return self._words[bisect_left(self._words, part) : bisect_left(self._words, part + LAST)]

    def _containing(self, part: str) -> Iterator[str]:
        """The words that have these letters anywhere."""
        at = self._run.find(part)
        while at >= 0:
            end = self._run.index("\n", at)
            yield self._run[self._run.rindex("\n", 0, at) + 1 : end]
            at = self._run.find(part, end)

    def _within(self, wanted: Sequence[str]) -> Iterator[Suggestion]:
        """Offers that have the letters typed anywhere in their words."""
        if all(len(part) >= WITHIN for part in wanted):
            for entry in self._having([tuple(self._containing(part)) for part in wanted]):
                yield entry.suggestion

    def _mistyped(self, wanted: Sequence[str]) -> Iterator[Suggestion]:
        """Offers that have the words typed, or words one mistake away from them."""
        for entry in self._having([[*self._beginning(part), *self._near(part)] for part in wanted]):
            yield entry.suggestion

    def _near(self, part: str) -> list[str]:
        if not MISTAKEN <= len(part) <= LONGEST or not part.isalpha():
            return []
        return [word for word, _ in self._letters.near(part, 1)]

    def _by_meaning(self, wanted: Sequence[str]) -> Iterator[Suggestion]:
        """Offers whose titles are about everything that an everyday phrase mentions."""
        return self._otherwise(wanted, self._about)

    def _otherwise(self, wanted: Sequence[str], about: Mapping[str, set[int]]) -> Iterator[Suggestion]:
        meant = _concepts(self._lexicon, " ".join(javanese(part) or part for part in wanted))
        if meant:
            for number in sorted(set.intersection(*(about.get(one, set()) for one in meant))):
                yield self._entries[number].suggestion


_made: tuple[object, Suggestions] | None = None


def suggestions() -> Suggestions:
    """The suggestions of the edition in use."""
    global _made
    cases = CASES.get()
    if _made is None or _made[0] is not cases:
        lexicon = opened.knowledge().lexicon
        _made = (cases, Suggestions(cases.entries, REGIONS.get(), our_government(), GLOSSARY.get(), lexicon))
    return _made[1]


def _offers(
    cases: Mapping[str, Entry], regions: Mapping[str, Region], government: Government, glossary: Glossary
) -> Iterator[tuple[str, Suggestion, int]]:
    for case in cases.values():
        offer = Suggestion(case.title, "inovasi", "cases.show", case.slug)
        yield case.title, offer, 0
        for alias in case.aliases:
            yield alias, Suggestion(f"{alias} ({case.title})", "inovasi", "cases.show", case.slug), 1
    for need in government.needs:
        yield need.title, Suggestion(need.title, "kebutuhan", "government.need", need.id), 2
    for region in regions.values():
        if not region.is_reference:
            offer = Suggestion(region.name, "wilayah", "regions.show", region.id)
            for name in (region.short_name, region.name, *region.aliases):
                yield name, offer, 1
    for term in glossary.terms:
        meaning = f" ({term.expansions[0]})" if len(term.expansions) == 1 else ""
        yield term.term, Suggestion(f"{term.term}{meaning}", "istilah", "", term.term), TERM


def _concepts(lexicon: Lexicon, text: str) -> frozenset[str]:
    """What a text mentions for certain; light words mention nothing."""
    said = lexicon.mentions(text)
    return frozenset(
        name
        for mention in said
        if not lexicon.is_light(mention)
        for name, sure in mention.concepts.items()
        if sure == 1
    )
