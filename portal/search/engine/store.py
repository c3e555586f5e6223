"""What documents of a segment look like: keys, texts and facets, read from files beside its postings."""

from __future__ import annotations

import json
from pathlib import Path

from portal.search.engine.arrays import read_array, read_bytes
from portal.search.engine.facets import FacetEntries
from portal.search.engine.scoring import Ints


class Store:
    """Reads the documents of one segment."""

    def __init__(self, folder: Path, *, mapped: bool):
        self._texts = read_bytes(folder / "texts.bin", mapped=mapped)
        self._piece_starts = read_array(folder / "piece_starts", mapped=mapped)
        self.piece_counts = read_array(folder / "piece_counts", mapped=mapped)
        self.piece_places: Ints = read_array(folder / "piece_places", mapped=mapped)
        self.keys = (folder / "keys.txt").read_text(encoding="utf-8").split("\n")
        names = json.loads((folder / "facets.json").read_text(encoding="utf-8"))
        self.facets: dict[str, FacetEntries] = {
            name: FacetEntries(
                values,
                read_array(folder / f"facet_owners_{place}", mapped=mapped),
                read_array(folder / f"facet_codes_{place}", mapped=mapped),
            )
            for place, (name, values) in enumerate(names.items())
        }

    def piece(self, piece: int) -> str:
        """One piece of excerpt text; pieces are numbered over all documents."""
        begin, end = self._piece_starts[piece : piece + 2].tolist()
        return self._texts[begin:end].decode("utf-8")

    def pieces_of(self, number: int) -> tuple[int, int]:
        """First piece of a document, and the first that is no longer its own."""
        begin, end = self.piece_counts[number : number + 2].tolist()
        return begin, end
