"""The arrays that are searched: each segment's are a function of that segment, read back from Whoosh.

They may be lost: whatever is missing, damaged or of another version is made anew from the index, to
the last bit as it was, aside and then put in place by one rename.

    arrays/<segment>/          posting lists, texts, facets: of one segment, linked by later editions
    arrays/*_<segment>.npy     what depends on the whole edition: scores, deletions
    arrays/rank_<n>.npy        the place of every document by key and by each sort key
    arrays/arrays.json         the seal
"""

from __future__ import annotations

import json
import os
import shutil
from array import array
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from whoosh import index as whoosh
from whoosh.reading import SegmentReader

from portal.errors import SearchNotReady
from portal.search.engine import schema
from portal.search.engine.arrays import write_array
from portal.search.engine.facets import gather
from portal.search.engine.manifest import ArraysSeal, seal, unseal
from portal.search.engine.ordering import Value, ranks
from portal.search.engine.scoring import Floats, Ints, pivot_length
from portal.search.engine.segment import Lists, offsets, read_lists, write_lists, write_saturations

FORMAT = 1  # raise it when arrays of an older format can no longer be read
FOLDER = "arrays"


def drop(folder: Path) -> None:
    """Remove the arrays of an edition; those who have them open keep them."""
    gone = folder / f"{FOLDER}.{os.getpid()}.gone"
    if (folder / FOLDER).exists():
        os.replace(folder / FOLDER, gone)
    shutil.rmtree(gone, ignore_errors=True)


def is_whole(folder: Path) -> bool:
    """Whether the arrays of an edition are whole."""
    return _whole(folder) is not None


def make(folder: Path, previous: Path | None = None) -> None:
    """Make the arrays of an edition; those of segments that an earlier edition has are linked."""
    before = _whole(previous)
    for left in folder.glob(f"{FOLDER}.*"):
        shutil.rmtree(left, ignore_errors=True)
    new = folder / f"{FOLDER}.{os.getpid()}"
    new.mkdir()
    deleted: dict[str, Ints] = {}
    known: dict[str, tuple[int, int]] = {}
    with closing(whoosh.open_dir(str(folder)).reader()) as reader:
        for leaf, _ in schema.segments(reader):
            name = leaf.segment().segment_id()
            deleted[name] = np.array(sorted(leaf.segment().deleted_docs()), dtype=np.int32)
            if previous is not None and before is not None and name in before.segments:
                known |= _link(previous / FOLDER, new, name, before)
            else:
                _write_segment(new / name, leaf)
    seal(new, _write_whole(new, deleted), known)
    drop(folder)
    os.replace(new, folder / FOLDER)


def _whole(folder: Path | None) -> ArraysSeal | None:
    try:
        return unseal(folder / FOLDER, ArraysSeal) if folder is not None else None
    except SearchNotReady:
        return None


def _link(source: Path, target: Path, segment: str, before: ArraysSeal) -> dict[str, tuple[int, int]]:
    """Take over the arrays of a segment, and give the sums of their files."""
    (target / segment).mkdir()
    files = {name: found for name, found in before.files.items() if name.startswith(f"{segment}/")}
    for name in files:
        os.link(source / name, target / name)
    return files


def _write_segment(folder: Path, leaf: SegmentReader) -> None:
    """Write what Whoosh has of a segment, its deleted documents included: they are another matter."""
    folder.mkdir()
    shapes, lengths = schema.shapes(leaf)
    ends = offsets(shapes[:, 0])
    if ends[-1] >= 2**31:
        raise OverflowError("one segment has more than 2^31 places")
    text_starts = ends.astype(np.int32)
    terms, counts, documents, frequencies, place_counts, places = _postings(leaf)
    words = set(leaf.field_terms(schema.WORDS))
    starts = offsets(counts)
    owners = np.repeat(documents, place_counts)
    write_lists(
        folder,
        Lists(
            terms=terms,
            is_word=np.array([term in words for term in terms], dtype=np.bool_),
            starts=starts,
            documents=documents,
            frequencies=frequencies,
            place_starts=offsets(place_counts)[starts],
            places=places + text_starts[owners],
            text_starts=text_starts,
            field_starts=shapes[:, 1:] + text_starts[:-1, None],
            lengths=lengths,
        ),
    )
    _write_texts(
        folder, list(leaf.column_reader(schema.SHOWN)), list(leaf.column_reader(schema.PIECES)), text_starts
    )
    facets, sort_keys = gather(list(leaf.column_reader(schema.FACTS)))
    for place, entries in enumerate(facets.values()):
        write_array(folder / f"facet_owners_{place}", entries.owners, np.int32)
        write_array(folder / f"facet_codes_{place}", entries.codes, np.int32)
    (folder / "facets.json").write_text(json.dumps({name: one.values for name, one in facets.items()}))
    (folder / "sort_keys.json").write_text(json.dumps(sort_keys))
    (folder / "keys.txt").write_text("\n".join(leaf.column_reader(schema.KEY)), encoding="utf-8")


def _postings(leaf: SegmentReader) -> tuple[list[str], Ints, Ints, Floats, Ints, Ints]:
    """Read the field that joins all texts: terms, postings of each; documents, weights, places of each."""
    terms, counts = [], array("i")
    documents, weights, place_counts, places = array("i"), array("f"), array("i"), bytearray()
    # The segment's own table of terms: the reader's postings() would leave out deleted documents.
    table = leaf.codec().terms_reader(leaf.storage(), leaf.segment())
    with closing(table):
        for term in leaf.lexicon(schema.ALL):
            matcher = table.matcher(schema.ALL, term, leaf.schema[schema.ALL].format)
            before = len(documents)
            while matcher.is_active():
                documents.append(matcher.id())
                weights.append(matcher.weight())
                value = matcher.value()
                place_counts.append(len(value) // 4)
                places += value
                matcher.next()
            terms.append(term.decode())
            counts.append(len(documents) - before)
    return (
        terms,
        np.array(counts, dtype=np.int32),
        np.array(documents, dtype=np.int32),
        np.array(weights, dtype=np.float32),
        np.array(place_counts, dtype=np.int32),
        np.frombuffer(bytes(places), dtype="<i4"),
    )


def _write_texts(folder: Path, texts: Sequence[bytes], pieces: Sequence[bytes], text_starts: Ints) -> None:
    """Write the excerpt texts of all documents as one, and where each of its pieces begins."""
    (folder / "texts.bin").write_bytes(b"".join(texts))
    counts = np.array([len(kept) // 8 for kept in pieces], dtype=np.int64)
    pairs = np.frombuffer(b"".join(pieces), dtype="<i4").reshape(-1, 2)
    begins = offsets(np.array([len(text) for text in texts], dtype=np.int64))
    owners = np.repeat(np.arange(len(texts)), counts)
    write_array(folder / "piece_counts", offsets(counts), np.int32)
    write_array(folder / "piece_starts", [*(pairs[:, 0] + begins[owners]), begins[-1]], np.int64)
    write_array(folder / "piece_places", pairs[:, 1] + text_starts[owners], np.int32)


def _write_whole(folder: Path, deleted: dict[str, Ints]) -> ArraysSeal:
    """Write what depends on the whole edition."""
    lists = {name: read_lists(folder / name, mapped=True) for name in deleted}
    lengths = [np.delete(lists[name].lengths, gone) for name, gone in deleted.items()]
    live = sum(map(len, lengths))
    pivot = pivot_length(float(sum(part.sum(dtype=np.float64) for part in lengths)), live)
    for name, gone in deleted.items():
        write_saturations(folder, name, lists[name], pivot)
        if len(gone):
            write_array(folder / f"deleted_{name}", gone, np.int32)
            write_array(folder / f"live_{name}", _live_counts(lists[name], gone), np.int32)
    return ArraysSeal(
        pivot=pivot,
        documents=live,
        segments={name: len(gone) for name, gone in deleted.items()},
        sort_names=_write_ranks(folder, list(deleted)),
    )


def _live_counts(lists: Lists, gone: Ints) -> Ints:
    """How many documents have each term of a segment, deleted ones not counted."""
    is_live = np.ones(lists.size, dtype=np.bool_)
    is_live[gone] = False
    before = offsets(is_live[lists.documents].astype(np.int32))
    return np.diff(before[lists.starts]).astype(np.int32)


def _write_ranks(folder: Path, segments: Sequence[str]) -> tuple[str, ...]:
    """Rank the documents of all segments, by key and by each sort key; give the sort keys' names."""
    keys: list[str] = []
    columns: dict[str, list[Value]] = {}
    for segment in segments:
        own = (folder / segment / "keys.txt").read_text(encoding="utf-8").split("\n")
        kept = json.loads((folder / segment / "sort_keys.json").read_text(encoding="utf-8"))
        for name, values in kept.items():
            columns.setdefault(name, [None] * len(keys)).extend(values)
        keys += own
        for values in columns.values():
            values.extend([None] * (len(keys) - len(values)))
    none: list[Value] = [None] * len(keys)
    for place, values in enumerate([none, *columns.values()]):
        write_array(folder / f"rank_{place}", ranks(keys, values), np.int32)
    return tuple(columns)
