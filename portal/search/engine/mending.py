"""Mend a query: words that nobody wrote, words written together, words written apart.

What was typed always stays in the query; mending only adds forms to its concepts. It is a step of
its own, between `parse` or `expand` and `search`, so that a caller can offer the query untouched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from portal.search.analysis import positions
from portal.search.engine.edition import Edition
from portal.search.grammar import Concept, Form, Query

CORRECTED = 0.7  # what a likely correction counts beside a word that occurs
CORRECTIONS = 2
SHORTEST_PART = 3
COMMON_ENOUGH = 0.3
"""Written apart, a word must occur in this share of the documents that have it written together:
"ibukota" is also "ibu kota", but "berada" is hardly ever "ber ada"."""


@dataclass(frozen=True, slots=True)
class Mended:
    """The query with more forms, and what was taken for a mistake: word -> what it is read as."""

    query: Query
    read_as: dict[str, str]


def mend(query: Query, edition: Edition, knows: Callable[[str], bool] | None = None) -> Mended:
    """Add the likely meanings of mistyped words, and the other way to write compounds.

    A word that the caller `knows` is not mistyped, although no document has it.
    """
    concepts = list(query.concepts)
    read_as: dict[str, str] = {}
    for at, concept in enumerate(concepts):
        word = _single_word(concept)
        if word is None:
            continue
        forms = [Form(parts) for parts in _apart(word, edition)]
        if not forms and not _occurs(concept, edition) and not (knows and knows(word)):
            found = edition.vocabulary.corrections(word, CORRECTIONS)
            meant = [place for one in found for place in positions(one) if not place.is_stop]
            forms = [Form((place.stem,), CORRECTED) for place in meant]
            if found:
                read_as[concept.word] = found[0]
        elif forms and not _occurs(concept, edition):
            read_as[concept.word] = " ".join(forms[0].terms)
        concepts[at] = _with(concept, forms)
    for at, (first, second) in enumerate(pairwise(query.concepts)):
        together = (_single_word(first) or "") + (_single_word(second) or "")
        if _single_word(first) and _single_word(second) and together in edition.vocabulary:
            form = Form((positions(together)[0].stem,))
            concepts[at], concepts[at + 1] = _with(concepts[at], [form]), _with(concepts[at + 1], [form])
    return Mended(replace(query, concepts=tuple(concepts)), read_as)


def _single_word(concept: Concept) -> str | None:
    """The folded word of a concept that is one; None for phrases, beginnings and numbers."""
    if concept.is_required or any(form.is_prefix for form in concept.forms):
        return None
    places = positions(concept.word)
    return places[0].word if len(places) == 1 and places[0].word.isalpha() else None


def _occurs(concept: Concept, edition: Edition) -> bool:
    return any(
        edition.vocabulary.count(form.terms[0]) if len(form.terms) == 1 else edition.phrase_count(form.terms)
        for form in concept.forms
    )


def _apart(word: str, edition: Edition) -> Iterator[tuple[str, ...]]:
    """Ways to write a word apart that the documents know: "layadrawat" -> layad rawat."""
    count = edition.vocabulary.count(word)
    for parts in _splits(word, 2 if count else 3):
        if all(part in edition.vocabulary and not positions(part)[0].is_stop for part in parts):
            apart = edition.phrase_count(parts)
            if apart and apart >= COMMON_ENOUGH * count:
                yield parts


def _splits(word: str, parts: int) -> Iterator[tuple[str, ...]]:
    """Cut a word into two parts, or up to three."""
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        yield word[:at], word[at:]
    if parts == 3:
        for at in range(2, len(word) - 2 * 2 + 1):
            for to in range(at + 2, len(word) - 2 + 1):
                if max(at, to - at, len(word) - to) > SHORTEST_PART:
                    yield word[:at], word[at:to], word[to:]


def _with(concept: Concept, forms: Sequence[Form]) -> Concept:
    known = {form.terms for form in concept.forms}
    return replace(concept, forms=(*concept.forms, *(form for form in forms if form.terms not in known)))
