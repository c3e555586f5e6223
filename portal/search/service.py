"""Find cases: parse, widen by the glossary, ask the index, and help where little is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from portal.regions import REGIONS, Region
from portal.search import opened
from portal.search.analysis import fold
from portal.search.engine.explaining import OTHER
from portal.search.engine.results import Hit
from portal.search.facets import FACETS
from portal.search.grammar import expand, parse
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
    nearest: tuple[Hit, ...] = field(default=())


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
    (index, kin), words, known = opened.index(), opened.words(), opened.knowledge()
    query = parse(text, filter_names=FACETS)
    filters, unknown = resolve_filters(query.filters, REGIONS.get(), TAXONOMY.get())
    for name, values in (chosen or {}).items():
        filters[name] = filters[name] & values if name in filters else values
    query = replace(query, filters={})
    ask = partial(index.search, least=LEAST, adjust=kin.lift if kin else None)
    understood = understand(expand(query, words.synonyms), index, known.lexicon, known.hunches)
    narrow = ask(understood.query, limit=FEW_HITS, excerpts=False).total
    is_few = narrow < FEW_HITS and not query.is_blank
    if is_few:  # with the filters or without: else a filter would bring hits that were not there
        understood = understand(expand(query, words.wider), index, known.lexicon, known.hunches)
    results = ask(
        understood.query,
        filters=filters,
        sort=SORT_KEYS.get(sort, "relevance") if not query.is_blank or sort != "relevan" else "nama",
        offset=(page - 1) * size,
        limit=size,
        facet_names=tuple(FACETS),
        explain=explain,
    )
    is_lost = not results.total and bool(filters) and not query.is_blank
    return Found(
        text=query.text,
        total=results.total,
        hits=_labelled(results.hits, known.lexicon) if explain else results.hits,
        counts=results.facets,
        suggestion=_corrected(query.text, understood.corrected),
        senses=words.senses_of(query.text),
        unknown_filters=unknown,
        is_widened=is_few and results.total > narrow,
        nearest=ask(understood.query, limit=FEW_HITS).hits if is_lost else (),
    )


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
                for n in (region.id, region.name, region.short_name, *region.aliases)
            }
        )
    terms = {"sektor": taxonomy.sectors, "bentuk": taxonomy.forms, "status": taxonomy.statuses}.get(name)
    if terms is None:
        return frozenset({value})
    return frozenset(
        term.id for term in terms if wanted in (fold(term.id).replace("-", " "), fold(term.label))
    )


def _corrected(text: str, corrected: Mapping[str, str]) -> str | None:
    """The query with its mistyped words corrected; None where nothing was."""
    for typed, meant in corrected.items():
        text = text.replace(typed, meant)
    return text if corrected else None


def _labelled(hits: Sequence[Hit], lexicon: Lexicon) -> tuple[Hit, ...]:
    """Explain hits by the words that readers see, not by the index terms of concepts."""
    names = {token_of(name): lexicon.label(name) for name in lexicon.entries}
    for hit in hits:
        heaviest = sorted(hit.explanation, key=lambda reason: -reason.score)[:REASONS]
        hit.explanation = tuple(replace(reason, found=_seen(reason.found, names)) for reason in heaviest)
    return tuple(hits)


def _seen(found: Occurrences, names: Mapping[str, str]) -> Occurrences:
    """The words found; the name of the concept where none of its words is shown."""
    shown = tuple((form, fields) for form, fields in found if form not in names)
    named = shown or tuple((names.get(form, form), fields) for form, fields in found)
    return tuple(
        (form, tuple(pair for pair in fields if pair[0] != OTHER) or fields) for form, fields in named
    )
