"""Why a document was found: which words, in which forms and fields, and what each contributed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from portal.search.engine.matching import Matcher
from portal.search.engine.results import Reason
from portal.search.engine.scoring import Ints, saturation
from portal.search.grammar import GAP, Concept, Form

OTHER = "teks"  # text that is shown but belongs to no field


def explain(
    matcher: Matcher,
    document: int,
    concepts: Sequence[Concept],
    rarities: Sequence[float],
    field_names: Sequence[str],
) -> tuple[Reason, ...]:
    """Take the score of one document of a segment apart, concept by concept."""
    reasons = []
    for concept, rarity_ in zip(concepts, rarities, strict=True):
        frequency = 0.0
        found = []
        for form in concept.forms:
            owners, frequencies = matcher.postings(form)
            frequency += form.weight * float(frequencies[owners == document].sum())
            counts = _fields_of(matcher, document, form, field_names)
            if counts:
                found.append((_name(form), counts))
        if frequency > 0:
            tf = np.array([frequency], dtype=np.float32)
            share = float(saturation(tf, matcher.segment.dampening[[document]])[0]) * rarity_
            reasons.append(Reason(concept.word, tuple(found), share))
    return tuple(reasons)


def _name(form: Form) -> str:
    text = " ".join("…" if term == GAP else term for term in form.terms)
    return f"{text}*" if form.is_prefix else text


def _fields_of(
    matcher: Matcher, document: int, form: Form, names: Sequence[str]
) -> tuple[tuple[str, int], ...]:
    """How often a form stands in each field of a document, fields without it left out."""
    segment = matcher.segment
    begin, end = segment.lists.text_starts[document : document + 2].tolist()
    places: list[Ints] = []
    if len(form.terms) > 1:
        places.append(matcher.phrase_places(form.terms))
    else:
        number = segment.numbers.get(form.terms[0])
        numbers = range(*segment.prefix_range(form.terms[0])) if form.is_prefix else ()
        places += [segment.places(at) for at in numbers or ([] if number is None else [number])]
    here = [run[np.searchsorted(run, begin) : np.searchsorted(run, end)] for run in places]
    within = np.concatenate([*here, np.zeros(0, dtype=np.int32)])
    fields = matcher.fields(np.full(len(within), document, dtype=np.int32), within)
    counts = np.bincount(fields, minlength=len(names) + 1).tolist()
    return tuple((name, count) for name, count in zip([*names, OTHER], counts, strict=True) if count)
