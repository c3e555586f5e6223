"""Facets as code arrays: which documents a choice leaves, and how many have each value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import fold
from portal.search.engine.scoring import Bools, Ints
from portal.search.engine.store import FacetEntries


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
