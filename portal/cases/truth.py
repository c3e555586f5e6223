"""How much of what cases say was checked: counts over the library, and samples for a second reader.

Pure: case files in, counts and claims out. A claim is right when the page of its source says it; a second
reader, who did not write the case, gets the claim and the words of the page and answers yes, no or more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from random import Random
from typing import Any

from portal.cases.files import CITATION, INTERPRETATION, CaseFile
from portal.cases.model import Case, Result
from portal.cases.standing import standing
from portal.cases.statements import NEGATIVE, NOT_SEARCHED, items
from portal.sources import Quote

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


@dataclass(frozen=True)
class Claim:
    """Something a case says from a source: where it stands, in which words, and the source's own words."""

    slug: str
    place: str
    claim: str
    source: str
    url: str
    quote: str
    is_read: bool

    def as_row(self) -> dict[str, str]:
        """What a second reader gets."""
        return {name: str(value) for name, value in asdict(self).items() if name != "is_read"}


def count(files: Iterable[CaseFile], today: date) -> dict[str, Any]:
    """What was checked, over all cases; see `portal content truth`."""
    listed = list(files)
    cases = [file.case for file in listed]
    results = [result for case in cases for result in case.results]
    sources = [source for case in cases for source in case.sources]
    dated = [case for case in cases if case.status_sources]
    negatives = [found for file in listed for found in _negatives(file)]
    return {
        "cases": len(cases),
        "verified": sum(case.verified is not None for case in cases),
        "results": len(results),
        "results_with_quote": sum(bool(result.quotes) for result in results),
        "results_by_kind": dict(sorted(Counter(result.kind for result in results).items())),
        "statuses_with_source": len(dated),
        "statuses_with_quote": sum(bool(case.status_quotes) for case in dated),
        "standing": dict(sorted(Counter(standing(case, today).code for case in cases).items())),
        "ended": sum(case.ended is not None for case in cases),
        "ended_with_quote": sum(bool(case.ended and case.ended.quotes) for case in cases),
        "awards_by_outcome": dict(sorted(Counter(a.outcome for case in cases for a in case.awards).items())),
        "laws_by_state": dict(
            sorted(Counter(law.state for case in cases for law in case.legal_basis).items())
        ),
        "sources": len(sources),
        "sources_read": sum(source.read is not None for source in sources),
        "sources_read_whole": sum(bool(source.read and source.read.extent == "whole") for source in sources),
        "sources_checked": sum(source.checked is not None for source in sources),
        "sources_gone": sum(bool(source.checked and source.checked.found == "gone") for source in sources),
        "newest_source_by_year": dict(
            sorted(
                Counter(case.newest_source[:4] if case.newest_source else "undated" for case in cases).items()
            )
        ),
        "searches": sum(len(case.searched) for case in cases),
        "negatives_with_search": sum(negatives),
        "negatives_not_searched": len(negatives) - sum(negatives),
        "by_region": {
            region: _shares([case for case in cases if case.region == region])
            for region in sorted({case.region for case in cases})
        },
    }


def sample(files: Iterable[CaseFile], *, seed: str, size: int) -> list[dict[str, str]]:
    """Claims drawn at random, the same for the same seed and content: half of them with a stored quote.

    The other half are sentences and entries without one, whose source was read, so that its page can be had.
    """
    claims = sorted((claim for file in files for claim in claims_of(file)), key=_order)
    quoted = [claim for claim in claims if claim.quote]
    others = [claim for claim in claims if not claim.quote and claim.is_read]
    lots = Random(seed)  # noqa: S311 -- a sample, not a secret
    drawn = lots.sample(quoted, min(size // 2, len(quoted)))
    drawn += lots.sample(others, min(size - len(drawn), len(others)))
    return [claim.as_row() for claim in sorted(drawn, key=_order)]


def _order(claim: Claim) -> tuple[str, str, str, str]:
    return claim.slug, claim.place, claim.claim, claim.source


def claims_of(file: CaseFile) -> Iterator[Claim]:
    """Every claim of a case that a second reader can hold against a page."""
    case = file.case
    urls = {source.id: source.url for source in case.sources}
    read = {source.id for source in case.sources if source.read}

    def claim(place: str, text: str, source_ids: Iterable[str], quotes: Iterable[Quote]) -> Iterator[Claim]:
        said = {quote.source: quote.text for quote in quotes}
        for source_id in list(said) or list(source_ids)[:1]:
            url, quote = urls.get(source_id, ""), said.get(source_id, "")
            yield Claim(case.slug, place, text, source_id, url, quote, source_id in read)

    if case.status_sources:
        yield from claim("status", f"Keadaan: {case.status}", case.status_sources, case.status_quotes)
    if case.ended:
        yield from claim("ended", case.ended.words, case.ended.sources, case.ended.quotes)
    for result in case.results:
        yield from claim("results", _figure_words(result), result.sources, result.quotes)
    for award in case.awards:
        text = f"{award.name}, {award.giver}, {award.year} ({award.outcome})"
        yield from claim("awards", text, award.sources, award.quotes)
    for law in case.legal_basis:
        yield from claim("legal_basis", f"{law.text} ({law.state})", law.sources, law.quotes)
    for section, text, source_ids in _sentences(file):
        yield from claim(section, text, source_ids, ())


def _sentences(file: CaseFile) -> Iterator[tuple[str, str, list[str]]]:
    """The sentences of the body that cite a source and are no interpretation."""
    for section, _, item in items(file.body):
        if INTERPRETATION in item:
            continue
        for sentence in _SENTENCE.split(" ".join(item.lstrip("-* \n").split())):
            cited = [mark.strip() for match in CITATION.finditer(sentence) for mark in match[1].split(",")]
            if cited:
                yield section, re.sub(r"\s+(?=[.,;:])", "", CITATION.sub("", sentence)).strip(), cited


def _figure_words(result: Result) -> str:
    before = f"{result.before} → " if result.before is not None else ""
    method = f", menurut {result.method}" if result.method else ""
    return f"{result.metric}: {before}{result.after} {result.unit} ({result.year}{method}; {result.kind})"


def _negatives(file: CaseFile) -> Iterator[bool]:
    """Every "not found" of a body: whether a search stands behind it."""
    searched = {about for search in file.case.searched for about in search.about}
    for section, _, item in items(file.body):
        for _ in NEGATIVE.finditer(item):
            yield section in searched
        yield from [False] * item.lower().count(NOT_SEARCHED)


def _shares(cases: list[Case]) -> dict[str, int]:
    results = [result for case in cases for result in case.results]
    return {
        "cases": len(cases),
        "results": len(results),
        "results_with_quote": sum(bool(result.quotes) for result in results),
        "statuses": sum(bool(case.status_sources) for case in cases),
        "statuses_with_quote": sum(bool(case.status_quotes) for case in cases),
        "sources": sum(len(case.sources) for case in cases),
        "sources_read": sum(source.read is not None for case in cases for source in case.sources),
    }
