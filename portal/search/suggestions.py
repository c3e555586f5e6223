"""What to offer while somebody types: titles, aliases, needs, regions, terms of the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.cases import CASES, Case
from portal.government import Government, our_government
from portal.regions import REGIONS, Region
from portal.search.analysis import fold
from portal.search.glossary import GLOSSARY, Glossary

LIMIT = 8
MIN_LENGTH = 2


@dataclass(frozen=True)
class Suggestion:
    """One offer: what it says, what kind of thing it is, and where it leads."""

    label: str
    kind: str
    endpoint: str  # of the page it leads to; "" for words to search with
    key: str


@dataclass(frozen=True)
class _Entry:
    suggestion: Suggestion
    words: tuple[str, ...]
    rank: int


class Suggestions:
    """Everything that can be offered, ready to be matched by the beginnings of words."""

    def __init__(
        self,
        cases: Mapping[str, Case],
        regions: Mapping[str, Region],
        government: Government,
        glossary: Glossary,
    ) -> None:
        entries = [
            _Entry(suggestion, tuple(fold(text).split()), rank)
            for text, suggestion, rank in _offers(cases, regions, government, glossary)
        ]
        self._entries = sorted(entries, key=lambda entry: (entry.rank, entry.suggestion.label.casefold()))

    def matching(self, typed: str, limit: int = LIMIT) -> list[Suggestion]:
        """Offers of which some word begins with each word typed; those that begin alike first."""
        wanted = fold(typed[:100]).split()
        if len("".join(wanted)) < MIN_LENGTH:
            return []
        first: dict[Suggestion, None] = {}
        other: dict[Suggestion, None] = {}
        for entry in self._entries:
            if all(any(word.startswith(part) for word in entry.words) for part in wanted):
                starts = entry.words[0].startswith(wanted[0])
                (first if starts else other)[entry.suggestion] = None
                if len(first) >= limit:
                    break
        return list({**first, **other})[:limit]


_made: tuple[object, Suggestions] | None = None


def suggestions() -> Suggestions:
    """The suggestions of the edition in use."""
    global _made
    cases = CASES.get()
    if _made is None or _made[0] is not cases:
        _made = (cases, Suggestions(cases, REGIONS.get(), our_government(), GLOSSARY.get()))
    return _made[1]


def _offers(
    cases: Mapping[str, Case], regions: Mapping[str, Region], government: Government, glossary: Glossary
) -> Iterator[tuple[str, Suggestion, int]]:
    for case in cases.values():
        offer = Suggestion(case.title, "inovasi", "cases.show", case.slug)
        yield case.title, offer, 0
        for alias in case.aliases:
            yield alias, Suggestion(f"{alias} ({case.title})", "inovasi", "cases.show", case.slug), 1
    for need in government.needs:
        yield need.title, Suggestion(need.title, "kebutuhan", "government.need", need.id), 2
    for region in regions.values():
        if not region.is_reference:
            offer = Suggestion(region.name, "wilayah", "regions.show", region.id)
            for name in (region.short_name, region.name, *region.aliases):
                yield name, offer, 1
    for term in glossary.terms:
        meaning = f" ({term.expansions[0]})" if len(term.expansions) == 1 else ""
        yield term.term, Suggestion(f"{term.term}{meaning}", "istilah", "", term.term), 3
