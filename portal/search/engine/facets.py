"""Facets as code arrays: which documents a choice leaves, and how many have each value."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import fold
from portal.search.engine.ordering import Value
from portal.search.engine.scoring import Bools, Ints


@dataclass(frozen=True, slots=True)
class FacetEntries:
    """A facet of some documents: which document (`owners`) has which of the `values` (`codes`)."""

    values: list[str]
    owners: Ints
    codes: Ints


def gather(facts: Sequence[bytes]) -> tuple[dict[str, FacetEntries], dict[str, list[Value]]]:
    """The facets and the sort keys of documents, from what the index keeps of each."""
    found: dict[str, tuple[dict[str, int], list[int], list[int]]] = {}
    sort_keys: dict[str, list[Value]] = {}
    for number, kept in enumerate(facts):
        stored = json.loads(kept)
        for name, values in stored["facets"].items():
            numbers, owners, codes = found.setdefault(name, ({}, [], []))
            owners.extend([number] * len(values))
            codes.extend([numbers.setdefault(value, len(numbers)) for value in values])
        for name, value in stored["sort_keys"].items():
            sort_keys.setdefault(name, [None] * len(facts))[number] = value
    facets = {
        name: FacetEntries([*numbers], np.array(owners, dtype=np.int32), np.array(codes, dtype=np.int32))
        for name, (numbers, owners, codes) in found.items()
    }
    return facets, sort_keys


class Facet:
    """One facet over all documents of an edition; a document may have several values or none."""

    def __init__(self, parts: Sequence[tuple[int, FacetEntries]], size: int):
        """`parts` are the segments' entries with the number of each segment's first document."""
        self.values = list(dict.fromkeys(value for _, part in parts for value in part.values))
        number = {value: code for code, value in enumerate(self.values)}
        owners, codes = [], []
        for base, part in parts:
            codes_of_part = np.array([number[value] for value in part.values], dtype=np.int32)
            owners.append(part.owners + np.int32(base) if base else part.owners)
            codes.append(codes_of_part[part.codes] if len(parts) > 1 else part.codes)
        self._owners: Ints = owners[0] if len(owners) == 1 else np.concatenate(owners)
        self._codes: Ints = codes[0] if len(codes) == 1 else np.concatenate(codes)
        self._is_single = len(self._owners) == size and bool(
            (self._owners == np.arange(size, dtype=np.int32)).all()
        )
        self._size = size

    def having(self, values: Iterable[str]) -> Bools:
        """Documents that have at least one of these values; case and outer space do not count."""
        wanted = {fold(value) for value in values}
        chosen = np.array([fold(value) in wanted for value in self.values], dtype=np.bool_)
        mask = np.zeros(self._size, dtype=np.bool_)
        if chosen.any():
            mask[self._owners[chosen[self._codes]]] = True
        return mask

    def counts(self, documents: NDArray[np.intp], is_match: Bools) -> list[tuple[str, int]]:
        """How many of the documents have each value, most first; both arguments say the same."""
        codes = self._codes[documents] if self._is_single else self._codes[is_match[self._owners]]
        found = np.bincount(codes, minlength=len(self.values)).tolist()
        pairs = [(value, count) for value, count in zip(self.values, found, strict=True) if count]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
