"""What a reader typed, as a query: words, "exact phrases", -excluded words, field:value filters.

Nothing typed here is an error: what has no meaning is left out. The text is cut to MAX_LENGTH
characters and MAX_WORDS words, so that no query can cost more than a long honest one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.search import analysis
from portal.search.analysis import Position

MAX_LENGTH = 200
MAX_WORDS = 24
MIN_PREFIX = 3
MAX_FORMS = 16

WORD_WEIGHT = 0.0  # how much the word as written counts beside its stem (see docs/search.md)
GAP = ""  # a place in a phrase that any word may fill

_PIECE = re.compile(r'(?P<minus>-)?(?:(?P<field>[^\W\d_]\w*):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "−": "-", "–": "-"})


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a concept: an index term, a run of terms, or all terms with a prefix."""

    terms: tuple[str, ...]
    weight: float = 1.0
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for, in every form that may say it; scored as if it were one word."""

    word: str  # as typed
    forms: tuple[Form, ...]
    is_required: bool = False
    boost: float = 1.0  # what it counts beside the other concepts of the query


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. `is_blank` is true when nothing was typed, which asks for everything."""

    text: str = ""
    plain: str = ""  # the words wanted, with their stop words, without quotes, exclusions and filters
    concepts: tuple[Concept, ...] = ()
    excluded: tuple[Concept, ...] = ()
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    requires_all: bool = False
    is_blank: bool = True


Synonyms = Mapping[str, Sequence[tuple[tuple[str, ...], float]]]
"""A folded word or phrase -> alternatives, each some words and a weight between 0 and 1."""


def parse(
    text: str, *, filter_names: Collection[str] = (), requires_all: bool = False, as_you_type: bool = False
) -> Query:
    """Read what was typed. With `as_you_type` the last word may be unfinished."""
    clean = _clean(text)
    filters: dict[str, frozenset[str]] = {}
    wanted: list[Concept] = []
    excluded: list[Concept] = []
    plain: list[str] = []
    room = MAX_WORDS
    pieces = list(_PIECE.finditer(clean))
    for piece in pieces:
        name, phrase, word = piece["field"], piece["phrase"], piece["word"]
        if name and name in filter_names:
            value = analysis.fold(phrase or word or "")
            filters[name] = filters.get(name, frozenset()) | {value}
            continue
        if phrase is not None:
            found = list(_phrase(phrase, room))
        else:
            is_open = as_you_type and piece is pieces[-1] and clean[-1:] == word[-1:]
            found = list(_words(f"{name}:{word}" if name else word, room, is_open=is_open))
            if not piece["minus"] and room > 0:
                plain.append(f"{name}:{word}" if name else word)
        room -= sum(len(max((form.terms for form in concept.forms), key=len)) for concept in found)
        (excluded if piece["minus"] else wanted).extend(found)
    return Query(
        text=clean,
        plain=" ".join(plain),
        concepts=_meaningful(wanted),
        excluded=_distinct(excluded),
        filters=filters,
        requires_all=requires_all,
        is_blank=not clean or (bool(filters) and not wanted and not excluded),
    )


def expand(query: Query, synonyms: Synonyms) -> Query:
    """Give each concept the other words for it; a phrase of several words is looked up first."""
    if not synonyms:
        return query
    concepts = list(query.concepts)
    for start in range(len(concepts)):
        for length in range(min(4, len(concepts) - start), 0, -1):
            key = " ".join(analysis.fold(concept.word) for concept in concepts[start : start + length])
            if alternatives := synonyms.get(key):
                for place in range(start, start + length):
                    concepts[place] = _with(concepts[place], alternatives)
                break
    return replace(query, concepts=tuple(concepts))


def widen(concept: Concept, words: Sequence[str], weight: float) -> Concept:
    """Let a concept also be said by these words, each with this weight."""
    return _with(concept, [((word,), weight) for word in words])


def printable(text: str) -> str:
    """What was typed, without what no page can show (control, format, surrogates)."""
    return "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text)


def _clean(text: str) -> str:
    """Cut to length, and keep what can be part of a word."""
    short = printable(text[: MAX_LENGTH * 4].translate(_QUOTES))
    return " ".join(unicodedata.normalize("NFC", short).split())[:MAX_LENGTH]


def _places(text: str) -> Iterator[tuple[str, tuple[Position, ...]]]:
    for token in analysis.tokens(text):
        yield token, analysis.positions(token)


def _words(text: str, room: int, *, is_open: bool) -> Iterator[Concept]:
    """Give a concept for each word of a piece without quotes."""
    starred = text.endswith("*")
    found = list(_places(text))
    for number, (token, places) in enumerate(found):
        if room <= 0:
            return
        is_last = number == len(found) - 1
        if is_last and (starred or is_open) and len(places) == 1 and len(places[0].word) >= MIN_PREFIX:
            folded = analysis.fold(token)
            forms = (Form((folded,), is_prefix=True), *_forms(places[0]))
            yield Concept(token, forms)
            room -= 1
        elif places and places[0].joined and len(places) > 1:
            run = tuple(place.word for place in places)
            yield Concept(token, (Form((places[0].joined,)), Form(run)))
            room -= len(places)
        else:
            for place in places[:room]:
                yield Concept(token if len(places) == 1 else place.word, _forms(place))
            room -= len(places)


def _forms(place: Position) -> tuple[Form, ...]:
    forms = [Form((place.stem,))]
    if WORD_WEIGHT and place.word != place.stem:
        forms.append(Form((place.word,), WORD_WEIGHT))
    if place.joined:
        forms.insert(0, Form((place.joined,)))
    return tuple(forms)


def _phrase(text: str, room: int) -> Iterator[Concept]:
    """Give one required concept: these words, in this order, as written."""
    places = [place for _, found in _places(text) for place in found][: max(room, 0)]
    terms = [GAP if place.is_stop and len(places) > 1 else place.word for place in places]
    run = tuple(terms[_first(terms) : len(terms) - _first(terms[::-1])])
    if run:
        yield Concept(f'"{text.strip()}"', (Form(run),), is_required=True)


def _first(terms: Sequence[str]) -> int:
    return next((place for place, term in enumerate(terms) if term), len(terms))


def _meaningful(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """Leave stop words out, unless there is nothing else."""
    kept = [concept for concept in concepts if not _is_stop(concept)]
    return _distinct(kept or concepts)


def _is_stop(concept: Concept) -> bool:
    if concept.is_required or len(concept.forms) > 1 or concept.forms[0].is_prefix:
        return False
    places = analysis.positions(concept.word)
    return bool(places) and all(place.is_stop for place in places)


def _distinct(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    return tuple({concept.forms: concept for concept in reversed(concepts)}.values())[::-1]


def _with(concept: Concept, alternatives: Sequence[tuple[tuple[str, ...], float]]) -> Concept:
    forms = list(concept.forms)
    for words, weight in alternatives:
        places = [place for word in words for _, found in _places(word) for place in found]
        run = tuple(GAP if place.is_stop and len(places) > 1 else place.stem for place in places)
        run = run[_first(run) : len(run) - _first(run[::-1])]
        if run and all(form.terms != run for form in forms):
            forms.append(Form(run, weight))
    return replace(concept, forms=tuple(forms[:MAX_FORMS]))
