"""What a question means: it is read, mended, and the concepts it mentions are searched beside its words.

Each word keeps its own place in the score, and each concept gets one of its own, because a rare word
and a common concept must not be counted as one (docs/search-relevance.md has what was measured).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.search import names
from portal.search.analysis import positions
from portal.search.colloquial import javanese, variants
from portal.search.engine.edition import Edition
from portal.search.engine.mending import mend
from portal.search.grammar import Concept, Form, Query
from portal.search.guesses import Guesses
from portal.search.lexicon import Lexicon, Mention, read, token_of

CONCEPT = 2.0  # what a concept that is mentioned counts beside a word
BROADER = 0.3  # ... the next broader one
NEAR = 0.3  # ... a neighbouring one
LIGHT = 0.5  # a word, or a concept known by it, that says little: "orang", "punya", "harus"
COVERED = 0.7  # a word that stands for a concept which is searched too
WITHIN = 0.75  # a word within a form of several: "rumah" in "rumah makan"
NAME = 1.0  # the name of a document within the question
WHOLE = 5.0  # ... that is all of the question
SPOKEN = 0.9  # a written word found for a spoken one
MOST = 24  # concepts searched
MARKED = 0.4  # from this weight on the words of a concept are shown where they stand

_UNSPOKEN = re.compile(r"""(?:^|\s)-\S+|\S*"[^"]*"|\b[^\W\d_]\w*:\S*""")
"""Exclusions, phrases and filters: they are taken by the letter, so they mention no concept."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A query ready to be searched, and the words that were taken for mistakes: typed -> meant."""

    query: Query
    corrected: Mapping[str, str]


def understand(query: Query, edition: Edition, lexicon: Lexicon, guesses: Guesses) -> Understood:
    """Read spoken words as written ones, mend mistakes, and add the concepts that are mentioned."""
    plain, spoken = _written(query, edition, lexicon)
    mended = mend(plain, edition, lambda word: word in spoken or lexicon.knows(word))
    corrected = {**_misspelt(mended.query, edition, lexicon, {*spoken, *mended.read_as}), **mended.read_as}
    as_typed = _UNSPOKEN.sub(" ", query.text)
    text = _replaced(as_typed, {**spoken, **corrected})
    mentions = lexicon.mentions(text)
    named = list(_named(as_typed, edition, lexicon)) or list(_named(text, edition, lexicon))
    spoken_for = {place.stem for name in named for place in read(name.word)}
    others = [place for place in read(text) if place.stem not in spoken_for]
    guessed = guesses.of(others, mentions, edition.vocabulary)
    words = [_weighed(concept, mentions, lexicon) for concept in mended.query.concepts]
    return Understood(
        replace(mended.query, concepts=(*words, *named, *_concepts([*mentions, *guessed], lexicon))),
        corrected,
    )


def _replaced(text: str, meant: Mapping[str, str]) -> str:
    for typed, word in meant.items():
        text = re.sub(rf"\b{re.escape(typed)}\b", word, text, flags=re.IGNORECASE)
    return text


def _misspelt(query: Query, edition: Edition, lexicon: Lexicon, read: Collection[str]) -> dict[str, str]:
    """Mistyped words that no document has correctly either, but some form of a concept."""
    found = {}
    for concept in query.concepts:
        word = _single(concept)
        if word and concept.word not in read and not _is_known(word, edition, lexicon):
            meant = lexicon.nearest(word)
            if meant is not None:
                found[concept.word] = meant
    return found


def _single(concept: Concept) -> str:
    """The folded word of a concept that is one; "" for phrases, numbers and beginnings."""
    places = positions(concept.word) if not concept.is_required else ()
    word = places[0].word if len(places) == 1 else ""
    return word if word.isalpha() and not any(form.is_prefix for form in concept.forms) else ""


def _named(text: str, edition: Edition, lexicon: Lexicon) -> Iterator[Concept]:
    """Documents that the text calls by name; a name within a longer one is not looked for.

    A name that is also a word of a concept ("ponsel"), or light ("BISA"), is one only where it is all
    that is asked.
    """
    taken = ""
    whole = names.term(text)
    for term, run in names.within(text):
        if term != whole and ((len(run) == 1 and lexicon.knows(run[0])) or _is_light(run, lexicon)):
            continue
        if term in edition.vocabulary and term.removeprefix(names.MARK) not in taken:
            taken += term.removeprefix(names.MARK) + " "
            yield Concept(" ".join(run), (Form((term,)),), boost=WHOLE if term == whole else NAME, leads=True)


def _is_light(run: Sequence[str], lexicon: Lexicon) -> bool:
    return lexicon.light.issuperset(place.stem for word in run for place in read(word))


def _written(query: Query, edition: Edition, lexicon: Lexicon) -> tuple[Query, dict[str, str]]:
    """Give words that only speech has the form of the written word."""
    concepts: list[Concept] = []
    spoken: dict[str, str] = {}
    for concept in query.concepts:
        word = _single(concept)
        if word and (javanese(word) or not _is_known(word, edition, lexicon)):
            meant = next((one for one in variants(word) if _is_known(one, edition, lexicon)), None)
            if meant is not None:
                spoken[word] = meant
                forms = (*concept.forms, Form((positions(meant)[0].stem,), SPOKEN))
                concept = replace(concept, forms=forms)
        concepts.append(concept)
    return replace(query, concepts=tuple(concepts)), spoken


def _is_known(word: str, edition: Edition, lexicon: Lexicon) -> bool:
    place = positions(word)[0]
    return place.is_stop or place.stem in edition.vocabulary or lexicon.knows(word)


def _concepts(mentions: Sequence[Mention], lexicon: Lexicon) -> list[Concept]:
    """The concepts to search, those asked for most first."""
    asked: dict[str, tuple[float, str]] = {}
    for mention in mentions:
        is_light = lexicon.is_light(mention)
        for name, weight in mention.concepts.items():
            entry = lexicon.entries[name]
            share = weight * (LIGHT if is_light else 1.0)
            for other, part in (
                (name, share),
                *((other, share * BROADER) for other in entry.broader),
                *((other, share * NEAR) for other in entry.near),
            ):
                heavier = part * lexicon.entries[other].weight
                if heavier > asked.get(other, (0.0, ""))[0]:
                    asked[other] = (heavier, mention.text)
    ranked = sorted(asked.items(), key=lambda pair: (-pair[1][0], pair[0]))
    concepts = []
    for name, (weight, said) in ranked[:MOST]:
        marks = lexicon.marks(name) if weight >= MARKED else ()
        forms = (Form((token_of(name),)), *(Form((term,), 0.0) for term in marks))
        concepts.append(Concept(said, forms, boost=CONCEPT * weight))
    return concepts


def _weighed(concept: Concept, mentions: Sequence[Mention], lexicon: Lexicon) -> Concept:
    """Let a word count less where it says little, or where its concept is searched too."""
    if concept.is_required:
        return concept
    stems = {term for form in concept.forms for term in form.terms}
    boost = LIGHT if {place.stem for place in positions(concept.word)} <= lexicon.light else 1.0
    longest = max((mention.length for mention in mentions if not stems.isdisjoint(mention.stems)), default=0)
    if longest:
        boost *= COVERED * (WITHIN if longest > 1 else 1.0)
    return replace(concept, boost=boost)
