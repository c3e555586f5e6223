"""What a reader typed, as a query: words, "exact phrases", -excluded words, field:value filters.

Nothing typed here is an error: what has no meaning is left out. The text is cut to MAX_LENGTH
characters and MAX_WORDS words, so that no query can cost more than a long honest one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from portal.search import analysis
from portal.search.analysis import Position

MAX_LENGTH = 200
MAX_WORDS = 24
MIN_PREFIX = 3
MAX_FORMS = 16

GAP = ""  # a place in a phrase that any word may fill

_PIECE = re.compile(r'(?P<minus>-)?(?:(?P<field>[^\W\d_]\w*):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_SPECIAL = frozenset('"-:*')  # without these a query is nothing but words
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "−": "-", "–": "-"})


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a concept: an index term, a run of terms, or all terms with a prefix.

    A form of weight 0 finds nothing, but what others have found is shown and explained by it.
    """

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
    leads: bool = False  # a document's name: it comes first, and the others are measured without it


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. `is_blank` is true when nothing was typed, which asks for everything."""

    text: str = ""
    concepts: tuple[Concept, ...] = ()
    excluded: tuple[Concept, ...] = ()
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    requires_all: bool = False
    is_blank: bool = True


Spoken = tuple[Concept, bool]
"""A concept, and whether it is a stop word."""

Synonyms = Mapping[str, Sequence[tuple[tuple[str, ...], float]]]
"""A folded word or phrase -> alternatives, each some words and a weight between 0 and 1."""


def parse(
    text: str, *, filter_names: Collection[str] = (), requires_all: bool = False, as_you_type: bool = False
) -> Query:
    """Read what was typed. With `as_you_type` the last word may be unfinished."""
    clean = _clean(text)
    if _SPECIAL.isdisjoint(clean) and not as_you_type:
        spoken = [pair for token in analysis.tokens(clean) for pair in _spoken(token)][:MAX_WORDS]
        return Query(clean, _meaningful(spoken), (), {}, requires_all, not clean)
    filters: dict[str, frozenset[str]] = {}
    wanted: list[Spoken] = []
    excluded: list[Spoken] = []
    room = MAX_WORDS
    pieces = list(_PIECE.finditer(clean))
    for piece in pieces:
        name, phrase, word = piece["field"], piece["phrase"], piece["word"]
        if name and name in filter_names:
            value = analysis.fold(phrase or word or "")
            filters[name] = filters.get(name, frozenset()) | {value}
            continue
        if phrase is not None:
            found = _phrase(phrase, room)
        else:
            is_open = word.endswith("*") or (as_you_type and piece.end() == len(clean))
            found = _words(f"{name}:{word}" if name else word, room, is_open=is_open)
        room -= sum(_length(concept) for concept, _ in found)
        (excluded if piece["minus"] else wanted).extend(found)
    return Query(
        text=clean,
        concepts=_meaningful(wanted),
        excluded=_distinct(concept for concept, _ in excluded),
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


def printable(text: str) -> str:
    """What was typed, without what no page can show (control, format, surrogates)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text)


def _clean(text: str) -> str:
    """Cut to length, and keep what can be part of a word."""
    short = text[: MAX_LENGTH * 4]
    if not short.isascii() or not short.isprintable():
        short = unicodedata.normalize("NFC", printable(short.translate(_QUOTES)))
    return " ".join(short.split())[:MAX_LENGTH]


@lru_cache(maxsize=1 << 14)
def _spoken(token: str) -> tuple[Spoken, ...]:
    """The concepts of one token, each with whether it is a stop word."""
    places = analysis.positions(token)
    if places and places[0].joined and len(places) > 1:
        run = tuple(place.word for place in places)
        return ((Concept(token, (Form((places[0].joined,)), Form(run))), False),)
    return tuple(
        (Concept(token if len(places) == 1 else place.word, _forms(place)), place.is_stop) for place in places
    )


def _words(text: str, room: int, *, is_open: bool) -> list[Spoken]:
    """The concepts of a piece without quotes; the last word of an open piece may go on."""
    tokens = analysis.tokens(text)
    found = [pair for token in tokens for pair in _spoken(token)][: max(room, 0)]
    places = analysis.positions(tokens[-1]) if tokens and found else ()
    if is_open and len(places) == 1 and len(places[0].word) >= MIN_PREFIX:
        beginning = analysis.fold(tokens[-1])
        others = (form for form in _forms(places[0]) if not form.terms[0].startswith(beginning))
        found[-1] = (Concept(tokens[-1], (Form((beginning,), is_prefix=True), *others)), False)
    return found


def _forms(place: Position) -> tuple[Form, ...]:
    stem = Form((place.stem,))
    return (Form((place.joined,)), stem) if place.joined else (stem,)


def _phrase(text: str, room: int) -> list[Spoken]:
    """One required concept: these words, in this order, as written."""
    places = [place for token in analysis.tokens(text) for place in analysis.positions(token)]
    terms = [GAP if place.is_stop and len(places) > 1 else place.word for place in places][: max(room, 0)]
    run = _trimmed(terms)
    return [(Concept(f'"{text.strip()}"', (Form(run),), is_required=True), False)] if run else []


def _trimmed(terms: Sequence[str]) -> tuple[str, ...]:
    """Terms without the gaps at both ends."""
    filled = [at for at, term in enumerate(terms) if term != GAP]
    return tuple(terms[filled[0] : filled[-1] + 1]) if filled else ()


def _length(concept: Concept) -> int:
    return max(len(form.terms) for form in concept.forms)


def _meaningful(spoken: Sequence[Spoken]) -> tuple[Concept, ...]:
    """Leave stop words out, unless there is nothing else."""
    kept = [concept for concept, is_stop in spoken if not is_stop]
    return _distinct(kept or [concept for concept, _ in spoken])


def _distinct(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    first: dict[tuple[Form, ...], Concept] = {}
    for concept in concepts:
        first.setdefault(concept.forms, concept)
    return tuple(first.values())


def _with(concept: Concept, alternatives: Sequence[tuple[tuple[str, ...], float]]) -> Concept:
    forms = list(concept.forms)
    for words, weight in alternatives:
        tokens = (token for word in words for token in analysis.tokens(word))
        places = [place for token in tokens for place in analysis.positions(token)]
        run = _trimmed([GAP if place.is_stop and len(places) > 1 else place.stem for place in places])
        if run and all(form.terms != run for form in forms):
            forms.append(Form(run, weight))
    return replace(concept, forms=tuple(forms[:MAX_FORMS]))
