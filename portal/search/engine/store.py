"""What documents look like: their keys, rows, texts, facets and sort keys, beside the index.

One folder holds the documents of one segment. It is written once, front to back, and read by
memory map: a result row costs one slice.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np

from portal.search.engine.arrays import read_array, read_bytes, write_array
from portal.search.engine.document import DIGEST_SIZE, Document
from portal.search.engine.ordering import KEY, Column, Value, collated, order
from portal.search.engine.scoring import Ints

PIECE = 220  # characters: a piece of text is what an excerpt shows, about two lines
_SENTENCE_ENDS = (". ", "? ", "! ", "; ")


@dataclass(frozen=True, slots=True)
class Excerptable:
    """A text to cut excerpts from: its tokens, and the text with single spaces, cut into pieces.

    Piece i begins at `starts[i]` characters of the text, and with token `first_tokens[i]`.
    """

    tokens: list[str]
    text: str
    starts: list[int]
    first_tokens: list[int]

    @classmethod
    def of(cls, text: str) -> Excerptable:
        """Cut after a sentence where one ends in time, else after a word; words are never cut."""
        tokens = text.split()
        whole = " ".join(tokens)
        starts: list[int] = []
        first_tokens: list[int] = []
        begin = token = 0
        while len(whole) - begin > PIECE * 5 // 4:
            starts.append(begin)
            first_tokens.append(token)
            end = _end_of_piece(whole, begin)
            token += whole.count(" ", begin, end)
            begin = end
        if begin < len(whole):
            starts.append(begin)
            first_tokens.append(token)
        return cls(tokens, whole, starts, first_tokens)


def _end_of_piece(text: str, begin: int) -> int:
    limit = begin + PIECE
    for mark in _SENTENCE_ENDS:
        if (found := text.rfind(mark, begin + PIECE // 3, limit)) >= 0:
            return found + 2
    if (found := text.rfind(" ", begin, limit)) >= 0:
        return found + 1
    return text.find(" ", limit) + 1 or len(text)  # a word longer than a piece


@dataclass(frozen=True, slots=True)
class Record:
    """A document as it is kept: ready bytes, where the pieces of its text begin, facets, sort keys."""

    key: str
    digest: bytes
    row: bytes
    text: bytes
    starts: Sequence[int]
    facets: Mapping[str, Sequence[str]]
    sort_keys: Mapping[str, str | float]

    @classmethod
    def of(cls, document: Document, excerpt: Excerptable) -> Record:
        """Keep a document with its excerpt text."""
        row = json.dumps(document.stored, ensure_ascii=False, separators=(",", ":"))
        text, starts = excerpt.text, excerpt.starts
        if not text.isascii():
            pieces = [
                text[begin:end].encode("utf-8", "replace") for begin, end in pairwise([*starts, len(text)])
            ]
            starts = [0, *accumulate(map(len, pieces))][:-1]
        return cls(
            key=document.key,
            digest=document.digest(),
            row=row.encode("utf-8", "replace"),
            text=text.encode("utf-8", "replace"),
            starts=starts,
            facets=document.facets,
            sort_keys=document.sort_keys,
        )


class StoreWriter:
    """Writes the documents of one segment, one after another."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._rows: BinaryIO = (folder / "rows.bin").open("wb")
        self._texts: BinaryIO = (folder / "texts.bin").open("wb")
        self._row_starts = array("q", [0])
        self._piece_starts, self._piece_counts = array("q", [0]), array("i", [0])
        self._digests = bytearray()
        self._facets: dict[str, _Column] = {}
        self._sort_keys: dict[str, list[Value]] = {}
        self.keys: list[str] = []

    def add(self, record: Record) -> None:
        """Write one document."""
        number = len(self.keys)
        if "\n" in record.key or not record.key:
            raise ValueError(f"a document's key is one line of text, not {record.key!r}")
        self.keys.append(record.key)
        self._digests += record.digest
        self._rows.write(record.row)
        self._row_starts.append(self._row_starts[-1] + len(record.row))
        self._texts.write(record.text)
        base = self._piece_starts.pop()
        self._piece_starts.extend([base + start for start in record.starts])
        self._piece_starts.append(base + len(record.text))
        self._piece_counts.append(len(self._piece_starts) - 1)
        for name, values in record.facets.items():
            self._facets.setdefault(name, _Column({}, array("i"), array("i"))).add(number, values)
        for name, value in record.sort_keys.items():
            column = self._sort_keys.setdefault(name, [])
            column.extend([None] * (number - len(column)))
            column.append(collated(value))

    def close(self, piece_places: Ints) -> None:
        """Finish; `piece_places` says at which place of the posting lists each piece begins."""
        self._rows.close()
        self._texts.close()
        write_array(self._folder / "row_starts", np.array(self._row_starts), np.int64)
        write_array(self._folder / "piece_starts", np.array(self._piece_starts), np.int64)
        write_array(self._folder / "piece_counts", np.array(self._piece_counts), np.int32)
        write_array(self._folder / "piece_places", piece_places, np.int32)
        (self._folder / "digests.bin").write_bytes(bytes(self._digests))
        for place, column in enumerate(self._facets.values()):
            write_array(self._folder / f"facet_owners_{place}", np.array(column.owners), np.int32)
            write_array(self._folder / f"facet_codes_{place}", np.array(column.entries), np.int32)
        self._write("keys.txt", "\n".join(self.keys))
        self._write("facets.json", json.dumps({name: [*c.codes] for name, c in self._facets.items()}))
        self._write("sort_keys.json", json.dumps(self._sort_keys))
        for place, values in enumerate([[], *self._sort_keys.values()]):
            write_array(self._folder / f"order_{place}", order(self.keys, values), np.int32)

    def _write(self, name: str, text: str) -> None:
        (self._folder / name).write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Column:
    """One facet: its values numbered, and one (document, number) a value that a document has."""

    codes: dict[str, int]
    owners: array[int]
    entries: array[int]

    def add(self, number: int, values: Sequence[str]) -> None:
        for value in dict.fromkeys(values):
            self.owners.append(number)
            self.entries.append(self.codes.setdefault(value, len(self.codes)))


class Store:
    """Reads the documents of one segment."""

    def __init__(self, folder: Path, *, mapped: bool):
        self.folder = folder
        self._rows = read_bytes(folder / "rows.bin", mapped=mapped)
        self._texts = read_bytes(folder / "texts.bin", mapped=mapped)
        self._row_starts = read_array(folder / "row_starts", mapped=mapped)
        self._piece_starts = read_array(folder / "piece_starts", mapped=mapped)
        self.piece_counts = read_array(folder / "piece_counts", mapped=mapped)
        self.piece_places: Ints = read_array(folder / "piece_places", mapped=mapped)
        text = (folder / "keys.txt").read_text(encoding="utf-8")
        self.keys = text.split("\n") if text else []
        names = json.loads((folder / "facets.json").read_text(encoding="utf-8"))
        self.facets: dict[str, FacetEntries] = {
            name: FacetEntries(
                values,
                read_array(folder / f"facet_owners_{place}", mapped=mapped),
                read_array(folder / f"facet_codes_{place}", mapped=mapped),
            )
            for place, (name, values) in enumerate(names.items())
        }

    def row(self, number: int) -> dict[str, object]:
        """What a result row shows of a document."""
        row: dict[str, object] = json.loads(self._row_bytes(number))
        return row

    def piece(self, piece: int) -> str:
        """One piece of excerpt text; pieces are numbered over all documents."""
        begin, end = self._piece_starts[piece : piece + 2].tolist()
        return self._texts[begin:end].decode("utf-8")

    def pieces_of(self, number: int) -> tuple[int, int]:
        """First piece of a document, and the first that is no longer its own."""
        begin, end = self.piece_counts[number : number + 2].tolist()
        return begin, end

    def digests(self) -> list[bytes]:
        """The digests of all documents, in order."""
        whole = (self.folder / "digests.bin").read_bytes()
        return [whole[start : start + DIGEST_SIZE] for start in range(0, len(whole), DIGEST_SIZE)]

    def records(self) -> Iterator[Record]:
        """All documents, as they were given to the writer."""
        digests, columns = self.digests(), read_columns(self.folder)
        sort_keys: list[dict[str, str | float]] = [{} for _ in self.keys]
        for name, column in columns.items():
            for number, value in enumerate(column.values):
                if value is not None:
                    sort_keys[number][name] = value
        facets: list[dict[str, list[str]]] = [{} for _ in self.keys]
        for name, entries in self.facets.items():
            for owner, code in zip(entries.owners.tolist(), entries.codes.tolist(), strict=True):
                facets[owner].setdefault(name, []).append(entries.values[code])
        for number, key in enumerate(self.keys):
            begin, end = self.pieces_of(number)
            bounds = self._piece_starts[begin : end + 1].tolist()
            yield Record(
                key=key,
                digest=digests[number],
                row=self._row_bytes(number),
                text=self._texts[bounds[0] : bounds[-1]],
                starts=[bound - bounds[0] for bound in bounds[:-1]],
                facets=facets[number],
                sort_keys=sort_keys[number],
            )

    def _row_bytes(self, number: int) -> bytes:
        begin, end = self._row_starts[number : number + 2].tolist()
        return self._rows[begin:end]


def read_columns(folder: Path) -> dict[str, Column]:
    """The sort keys of a segment, and its documents' orders: by key (KEY) and by each sort key."""
    keys = (folder / "keys.txt").read_text(encoding="utf-8").split("\n")
    named: dict[str, list[Value]] = json.loads((folder / "sort_keys.json").read_text(encoding="utf-8"))
    return {
        name: Column(keys, values, read_array(folder / f"order_{place}", mapped=False).tolist())
        for place, (name, values) in enumerate({KEY: [], **named}.items())
    }


@dataclass(frozen=True, slots=True)
class FacetEntries:
    """A facet of one segment: which document (`owners`) has which of the `values` (`codes`)."""

    values: list[str]
    owners: Ints
    codes: Ints
