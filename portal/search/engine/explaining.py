"""Why a document was found: which words, in which forms and fields, and what each contributed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from portal.search.engine.matching import Matcher
from portal.search.engine.results import Reason
from portal.search.engine.scoring import Ints, saturation
from portal.search.grammar import GAP, Concept, Form

Found = list[tuple[str, tuple[tuple[str, int], ...]]]


def explain(
    matcher: Matcher,
    documents: Sequence[int],
    concepts: Sequence[Concept],
    rarities: Sequence[float],
    field_names: Sequence[str],
) -> list[tuple[Reason, ...]]:
    """Take the scores of some documents of a segment apart, concept by concept."""
    segment = matcher.segment
    row_of = np.full(segment.size, -1, dtype=np.int32)
    row_of[list(documents)] = np.arange(len(documents), dtype=np.int32)
    reasons: list[list[Reason]] = [[] for _ in documents]
    for concept, rarity_ in zip(concepts, rarities, strict=True):
        frequencies = np.zeros(len(documents), dtype=np.float32)
        found: list[Found] = [[] for _ in documents]
        for form in concept.forms:
            owners, values = matcher.postings(form)
            rows = row_of[owners]
            here = rows >= 0
            np.add.at(frequencies, rows[here], np.float32(form.weight) * values[here])
            for row in np.unique(rows[here]).tolist():
                if counts := _fields_of(matcher, documents[row], form, field_names):
                    found[row].append((_name(form), counts))
        shares = saturation(frequencies, segment.dampening[list(documents)]) * np.float32(rarity_)
        for row in np.flatnonzero(frequencies > 0).tolist():
            reasons[row].append(Reason(concept.word, tuple(found[row]), float(shares[row])))
    return [tuple(row) for row in reasons]


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
    counts = np.bincount(fields, minlength=len(names)).tolist()
    return tuple((name, count) for name, count in zip(names, counts, strict=True) if count)
