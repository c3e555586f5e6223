"""Find cases: parse, widen by the glossary, ask the index, and help where little is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from portal.government import GOVERNMENTS
from portal.regions import REGIONS, Region
from portal.search import opened
from portal.search.analysis import fold
from portal.search.doubt import Answer, Verdict, judge
from portal.search.engine.by_whoosh import WhooshEdition
from portal.search.engine.results import Hit, Reason
from portal.search.facets import ADOPTED, ANY_OPD, FACETS
from portal.search.grammar import expand, parse
from portal.search.index import SLUG, TEXT
from portal.search.lexicon import Lexicon, token_of
from portal.search.meaning import understand
from portal.taxonomy import TAXONOMY, Taxonomy

PAGE_SIZE = 10
FEW_HITS = 3
LEAST = 0.1  # the share of the best score below which nothing is listed
REASONS = 6  # shown for a hit
SORT_KEYS = {"relevan": "relevance", "terbaru": "terbaru", "nama": "nama"}

Occurrences = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
"""Forms found, each with its fields and how often it stands there."""


@dataclass(frozen=True)
class Found:
    """The answer to a query: a page of hits, counts per facet, and help."""

    text: str
    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, Sequence[tuple[str, int]]]
    suggestion: str | None = None
    senses: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unknown_filters: tuple[str, ...] = ()
    is_widened: bool = False
    is_plain: bool = False  # found while the arrays are being made: without excerpts and reasons
    nearest: tuple[Hit, ...] = field(default=())
    verdict: Verdict = field(default=Verdict(Answer.GOOD))  # of the first page of a question


def find(
    text: str,
    *,
    chosen: Mapping[str, frozenset[str]] | None = None,
    sort: str = "relevan",
    page: int = 1,
    size: int = PAGE_SIZE,
    explain: bool = False,
) -> Found:
    """Answer a query; an empty one gives everything. Raises SearchNotReady."""
    (index, similar), words, known = opened.index(), opened.words(), opened.knowledge()
    query = parse(text, filter_names=FACETS)
    sets = adopted_sets()
    filters, unknown = _narrowing(query.filters, chosen or {}, sets)
    query = replace(query, filters={})
    engine_facets = (*(name for name in FACETS if name != ADOPTED), SLUG)
    ask = partial(index.search, least=LEAST, adjust=similar.lift if similar else None)
    understood = understand(expand(query, words.synonyms), index, known.lexicon, known.guesses)
    narrow = ask(understood.query, limit=FEW_HITS, excerpts=False).total
    is_few = narrow < FEW_HITS and not query.is_blank
    if is_few:  # with the filters or without: else a filter would bring hits that were not there
        understood = understand(expand(query, words.wider), index, known.lexicon, known.guesses)
    results = ask(
        understood.query,
        filters=filters,
        sort=SORT_KEYS.get(sort, "relevance") if not query.is_blank or sort != "relevan" else "nama",
        offset=(page - 1) * size,
        limit=size,
        facet_names=engine_facets,
        explain=explain,
    )
    is_lost = not results.total and bool(filters) and not query.is_blank
    is_first = sort == "relevan" and page == 1 and not filters
    return Found(
        text=query.text,
        total=results.total,
        hits=_labelled(results.hits, known.lexicon) if explain else results.hits,
        counts=_with_sets(results.facets, sets),
        suggestion=_corrected(query.text, understood.corrected),
        senses=words.senses_of(query.text),
        unknown_filters=unknown,
        is_widened=is_few and results.total > narrow,
        is_plain=isinstance(index, WhooshEdition),
        nearest=ask(understood.query, limit=FEW_HITS).hits if is_lost else (),
        verdict=judge(understood.query, results.hits, index) if is_first else Verdict(Answer.GOOD),
    )


def _narrowing(
    typed: Mapping[str, frozenset[str]],
    chosen: Mapping[str, frozenset[str]],
    sets: Mapping[str, frozenset[str]],
) -> tuple[dict[str, frozenset[str]], tuple[str, ...]]:
    """What a result is narrowed by, and what was typed but is not known.

    A facet both typed and clicked is widened, as two clicks are.
    """
    filters, unknown = resolve_filters(typed, REGIONS.get(), TAXONOMY.get())
    for name, values in chosen.items():
        filters[name] = filters.get(name, frozenset()) | {_today(name, value) for value in values}
    if wanted_sets := filters.pop(ADOPTED, None):
        filters[SLUG] = frozenset().union(*(sets.get(value, frozenset()) for value in wanted_sets))
    return filters, unknown


def _today(name: str, value: str) -> str:
    """A region's id and an agency's code as they are now, so that kept addresses go on working."""
    if name == "wilayah":
        return next((one.id for one in REGIONS.get().values() if value in one.former_ids), value)
    if name == ADOPTED and value != ANY_OPD:
        government = GOVERNMENTS.get().get(current_app.extensions["settings"].government)
        found = government.successor(value) if government else None
        return found.code if found else value
    return value


def adopted_sets() -> dict[str, frozenset[str]]:
    """Facet value -> slugs of the cases that agencies of ours have begun to adopt.

    The room that knows the plans stands above this one, so it leaves its answer at `adopted_by`.
    """
    adopted_by: Callable[[], Mapping[str, Sequence[str]]] | None = current_app.extensions.get("adopted_by")
    if adopted_by is None:
        return {}
    try:
        adopted = adopted_by()
    except SQLAlchemyError:  # what people do is only one of the facets; search stands without the database
        current_app.logger.exception("search goes without the plans")
        return {}
    sets: dict[str, set[str]] = {}
    for slug, opds in adopted.items():
        for value in (ANY_OPD, *opds):
            sets.setdefault(value, set()).add(slug)
    return {value: frozenset(slugs) for value, slugs in sets.items()}


def _with_sets(
    counts: Mapping[str, Sequence[tuple[str, int]]], sets: Mapping[str, frozenset[str]]
) -> dict[str, Sequence[tuple[str, int]]]:
    """The counts of the facets that readers see: those of the sets come from the counts of single cases."""
    found = {slug for slug, count in counts.get(SLUG, ()) if count}
    shown = {name: entries for name, entries in counts.items() if name != SLUG}
    return {**shown, ADOPTED: [(value, len(found & slugs)) for value, slugs in sorted(sets.items())]}


def resolve_filters(
    typed: Mapping[str, frozenset[str]], regions: Mapping[str, Region], taxonomy: Taxonomy
) -> tuple[dict[str, frozenset[str]], tuple[str, ...]]:
    """Turn typed filters (`wilayah:banyuwangi`, `sektor:kesehatan`) into facet values.

    Returns the filters and what was typed but is not known.
    """
    filters: dict[str, frozenset[str]] = {}
    unknown: list[str] = []
    for name, values in typed.items():
        for value in sorted(values):
            ids = _resolve(name, value, regions, taxonomy)
            if ids:
                filters[name] = filters.get(name, frozenset()) | ids
            else:
                unknown.append(f"{name}:{value}")
    return filters, tuple(unknown)


def _resolve(name: str, value: str, regions: Mapping[str, Region], taxonomy: Taxonomy) -> frozenset[str]:
    wanted = fold(value).replace("-", " ")
    if name == "wilayah":
        return frozenset(
            region.id
            for region in regions.values()
            if wanted
            in {
                fold(n).replace("-", " ")
                for n in (region.id, region.name, region.short_name, *region.aliases, *region.former_ids)
            }
        )
    terms = {"sektor": taxonomy.sectors, "bentuk": taxonomy.forms, "status": taxonomy.statuses}.get(name)
    if terms is None:
        return frozenset({value})
    return frozenset(
        term.id for term in terms if wanted in (fold(term.id).replace("-", " "), fold(term.label))
    )


def _corrected(text: str, corrected: Mapping[str, str]) -> str | None:
    """The query with its mistyped words as they were read; None where nothing was mistyped."""
    better = text
    for typed, meant in corrected.items():
        better = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", meant, better)
    return better if better != text else None


def _labelled(hits: Sequence[Hit], lexicon: Lexicon) -> tuple[Hit, ...]:
    """Explain hits by the words that readers see, not by the index terms of concepts."""
    names = {token_of(name): lexicon.label(name) for name in lexicon.entries}
    for hit in hits:
        heaviest = sorted(hit.explanation, key=lambda reason: -reason.score)
        told = _once(replace(reason, found=_seen(reason.found, names)) for reason in heaviest)
        hit.explanation = tuple(told)[:REASONS]
    return tuple(hits)


def _once(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """Each form found is told once, where it weighs most; a reason without one of its own says nothing."""
    told: set[str] = set()
    for reason in reasons:
        new = tuple(pair for pair in reason.found if fold(pair[0]) not in told)
        told.update(fold(form) for form, _ in new)
        if new:
            yield replace(reason, found=new)


def _seen(found: Occurrences, names: Mapping[str, str]) -> Occurrences:
    """The words found; the name of the concept where none of its words is shown."""
    shown = tuple((form, fields) for form, fields in found if form not in names)
    named = shown or tuple((names.get(form, form), fields) for form, fields in found)
    return tuple(
        (form, tuple(pair for pair in fields if pair[0] != TEXT) or fields) for form, fields in named
    )
