"""Find concepts in running words, of a document or of a query: the longest form at each place wins.

"rumah sakit jiwa" is neither "rumah" nor "rumah sakit"; what lies within a longer form is not looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from portal.search.analysis import Position, positions, tokens
from portal.search.concepts import DEEPEST, Concepts, Entry
from portal.search.engine.vocabulary import LONGEST, SHORTEST, LetterTable

HINT = 0.5  # what a hint counts beside a word
MARKS = 6  # words of a concept that are shown in what was found
TOKEN = "k0"  # noqa: S105 -- how the index terms of concepts begin; no reader types it
BROADER = 0.5  # what a mention of a concept counts for the next broader one

_SENTENCE = re.compile(r"[.;:!?]\s+|\n+")
_CLITIC = re.compile(r"(.{4,}?)(?:nya|lah|kah|pun)\Z")
_VERB = re.compile(r"(?:memper|diper|di|ber|bel|be|ter|meng|meny|mem|men|me)(.+)\Z")

Key = tuple[str, ...]
Table = dict[Key, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of words with a meaning (`begin`, `length`), and the concepts it may stand for, up to 1 each."""

    begin: int
    length: int
    text: str
    stems: tuple[str, ...]
    concepts: Mapping[str, float]


class Lexicon:
    """All forms of all concepts, ready to be found."""

    def __init__(self, found: Concepts) -> None:
        self.entries: Mapping[str, Entry] = found.concepts
        self.light = frozenset(place.stem for word in found.light for place in read(word))
        self._forms: Table = {}
        self._turns: Table = {}
        for name, entry in self.entries.items():
            for forms, weight in ((entry.words, 1.0), (entry.hints, HINT)):
                for form in forms:
                    self._add(form, name, weight)
        self._words = {word for table in (self._forms, self._turns) for key in table for word in key}
        self._marks: dict[str, tuple[str, ...]] = dict.fromkeys(self.entries, ())
        for key, concepts in self._forms.items():
            for name in concepts if len(key) == 1 else ():
                self._marks[name] = (*self._marks[name], key[0].removeprefix("="))[:MARKS]
        self._longest_form = _longest(self._forms)
        self._longest_turn = _longest(self._turns)
        self.broader = {name: dict(self._climb(name, 1.0)) for name in self.entries}

    def _add(self, form: str, name: str, weight: float) -> None:
        places = read(form)
        bare = [place for place in places if not place.is_stop]
        if len(places) > len(bare) and (len(bare) == 1 or self.light.issuperset(_stems(bare))):
            table, key = self._turns, _words(places)
        elif form.startswith("=") or (len(bare) == 1 and not is_inflected(bare[0])):
            table, key = self._forms, _words(bare)
        else:
            table, key = self._forms, _stems(bare)
        concepts = table.setdefault(key, {})
        concepts[name] = max(weight, concepts.get(name, 0.0))

    def _climb(self, name: str, weight: float) -> Iterator[tuple[str, float]]:
        for other in self.entries[name].broader:
            if other in self.entries and weight > BROADER**DEEPEST:
                yield other, weight * BROADER
                yield from self._climb(other, weight * BROADER)

    def forms(self) -> Iterator[tuple[str, list[Position], float]]:
        """Every form of every concept: the concept, the words with a meaning, the weight."""
        for name, entry in self.entries.items():
            for forms, weight in ((entry.words, 1.0), (entry.hints, HINT)):
                for form in forms:
                    yield name, [place for place in read(form) if not place.is_stop], weight

    def knows(self, word: str) -> bool:
        """Whether a word stands in any form of a concept, so that nobody mistyped it."""
        return any(place.stem in self._words or _word(place) in self._words for place in read(word))

    def nearest(self, word: str) -> str | None:
        """The word of a form that was likely meant by a mistyped one; None where there is no such."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
            return None
        ranked = sorted((one[0] != word[0], one) for one, _ in self._letters.near(word, 1))
        return ranked[0][1] if ranked else None

    @cached_property
    def _letters(self) -> LetterTable:
        said = {place.word for _, form, _ in self.forms() for place in form}
        return LetterTable(sorted(one for one in said if one.isalpha() and SHORTEST <= len(one) <= LONGEST))

    def label(self, name: str) -> str:
        """What readers are shown as the name of a concept: the first of its words."""
        return self.entries[name].words[0].removeprefix("=")

    def marks(self, name: str) -> tuple[str, ...]:
        """The index terms by which a reader recognises a concept: those of its forms of one word."""
        return self._marks[name]

    def is_light(self, mention: Mention) -> bool:
        """Whether a single word, one that says little, is all that mentions a concept."""
        return mention.length == 1 and self.light.issuperset(mention.stems) and bool(mention.stems)

    def mentions(self, text: str) -> list[Mention]:
        """The concepts that a text mentions, in order; no mention lies within another."""
        found: list[Mention] = []
        for sentence in _SENTENCE.split(text):
            found += self._in_sentence(read(sentence))
        return found

    def weigh(self, text: str) -> dict[str, float]:
        """How much a text mentions each concept, and each concept broader than those."""
        total: dict[str, float] = {}
        for mention in self.mentions(text):
            for name, weight in mention.concepts.items():
                total[name] = total.get(name, 0.0) + weight
                for other, share in self.broader[name].items():
                    total[other] = total.get(other, 0.0) + weight * share
        return total

    def _in_sentence(self, places: Sequence[Position]) -> Iterator[Mention]:
        bare = [place for place in places if not place.is_stop]
        turns = self._turns_in(places)
        end = 0
        for begin in range(len(bare)):
            mention = self._form_at(bare, begin)
            if (turn := turns.get(begin)) and (mention is None or mention.length <= turn.length):
                mention = turn
            if mention is not None and begin + mention.length > end:
                end = begin + mention.length
                yield mention

    def _form_at(self, bare: Sequence[Position], begin: int) -> Mention | None:
        """The longest form that begins here; stop words within it do not count, light ones need not."""
        first = bare[begin]
        longest = max(self._longest_form.get(first.stem, 0), self._longest_form.get(_word(first), 0))
        if not longest:
            return None
        heavy = [
            at
            for at, place in enumerate(bare[begin + 1 : begin + longest + 2], begin + 1)
            if place.stem not in self.light
        ]
        for length in range(min(longest, len(bare) - begin), 0, -1):
            near = self._mention(bare, range(begin, begin + length))
            if near is None and 1 < length <= len(heavy) + 1:
                near = self._mention(bare, [begin, *heavy[: length - 1]])
            if near is not None:
                return near
        return None

    def _mention(self, bare: Sequence[Position], chosen: Sequence[int]) -> Mention | None:
        run = [bare[at] for at in chosen]
        stems = _stems(run)
        by_stem, by_word = self._forms.get(stems), self._forms.get(_words(run))
        if not by_stem and not by_word:
            return None
        concepts = _either(by_stem or {}, by_word or {})
        text = " ".join(place.word for place in run)
        return Mention(chosen[0], chosen[-1] - chosen[0] + 1, text, stems, concepts)

    def _turns_in(self, places: Sequence[Position]) -> dict[int, Mention]:
        """Turns of speech without a telling word, word for word ("sudah beres", "tidak punya apa-apa").

        By the number of their first word with a meaning.
        """
        found: dict[int, Mention] = {}
        number = 0  # of words with a meaning before this place
        for begin, place in enumerate(places):
            for length in range(self._longest_turn.get(_word(place), 0), 1, -1):
                run = places[begin : begin + length]
                if len(run) == length and (concepts := self._turns.get(_words(run))):
                    said = " ".join(one.word for one in run)
                    stems = _stems([one for one in run if not one.is_stop])
                    found.setdefault(number, Mention(number, len(stems), said, stems, concepts))
                    break
            number += not place.is_stop
        return found


def token_of(name: str) -> str:
    """The index term of a concept; no reader types it, no analysis changes it."""
    return f"{TOKEN}{name.replace('-', '0')}"


def as_text(weights: Mapping[str, float], least: float) -> str:
    """A field that says what a document is about: each concept as often as it weighs, heaviest first."""
    counts = {name: round(weight) for name, weight in weights.items() if weight >= least}
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return " ".join(token_of(name) for name, count in ranked for _ in range(count))


def read(text: str) -> list[Position]:
    """The words of a text, stop words included."""
    return [place for token in tokens(text) for place in positions(token)]


def _stems(places: Sequence[Position]) -> Key:
    return tuple(place.stem for place in places)


def _words(places: Sequence[Position]) -> Key:
    return tuple(_word(place) for place in places)


def _word(place: Position) -> str:
    """A word as written, marked so that it is not taken for a stem."""
    return f"={_bare(place.word)}"


def _longest(table: Table) -> dict[str, int]:
    """The longest form that begins with a word."""
    longest: dict[str, int] = {}
    for key in table:
        longest[key[0]] = max(len(key), longest.get(key[0], 0))
    return longest


def _either(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {name: max(one.get(name, 0.0), other.get(name, 0.0)) for name in {**one, **other}}


def is_inflected(place: Position) -> bool:
    """Whether a word says the same as its root: "memilah" and "pilah", but not "pemilih"."""
    word = _bare(place.word)
    if word == place.stem:
        return True
    verb = _VERB.match(word)
    return verb is not None and place.stem.endswith(verb[1]) and len(place.stem) - len(verb[1]) <= 1


@lru_cache(maxsize=1 << 16)
def _bare(word: str) -> str:
    """A word without the endings that only point: "tetangganya" is "tetangga"."""
    match = _CLITIC.match(word)
    return match[1] if match else word
