"""Write an edition's index with Whoosh's writer, from nothing or from an earlier edition, then its arrays.

An unchanged segment is not copied but linked: its files are written once and never again. What is new
goes into one small segment, what is gone is deleted, and small segments are taken into the new one
before they become many.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from whoosh import index as whoosh
from whoosh.codec import default_codec
from whoosh.reading import IndexReader, SegmentReader

from portal.errors import SearchNotReady
from portal.search.engine import cache, schema
from portal.search.engine.document import Document, Promise
from portal.search.engine.manifest import IndexSeal, seal, unseal
from portal.search.engine.reading import read

MEMORY = 256  # megabytes of postings that Whoosh sorts at once
MAX_SEGMENTS = 6


def build(
    folder: Path,
    documents: Iterable[Document | Promise],
    *,
    weights: Mapping[str, float],
    previous: Path | None = None,
) -> None:
    """Write an edition of these documents into an empty folder, taking over what is unchanged."""
    folder.mkdir(parents=True, exist_ok=True)
    before = _link(previous, folder, weights) if previous is not None else None
    if before is None:
        whoosh.create_in(str(folder), schema.schema([name for name, weight in weights.items() if weight]))
    _write(folder, documents, weights)
    seal(folder, IndexSeal(weights=dict(weights)), before.files if before is not None else {})
    cache.make(folder, previous if before is not None else None)


def _link(source: Path, folder: Path, weights: Mapping[str, float]) -> IndexSeal | None:
    """Take over the files of an earlier edition: segments by link, the table of contents as a copy."""
    try:
        found = unseal(source, IndexSeal)
    except SearchNotReady:
        return None
    if found.weights != dict(weights):
        return None
    for name in found.files:
        (shutil.copyfile if name.endswith(".toc") else os.link)(source / name, folder / name)
    return found


def _write(folder: Path, documents: Iterable[Document | Promise], weights: Mapping[str, float]) -> None:
    opened = whoosh.open_dir(str(folder))
    with closing(opened.reader()) as reader:
        known = _known(reader)
    # Most postings are too short for compression to gain anything, and all are read when arrays are made.
    writer = opened.writer(limitmb=MEMORY, compound=False, codec=default_codec(compression=0))
    arriving = 0
    try:
        for document in documents:
            number, digest = known.pop(document.key, (None, b""))
            if digest == document.digest():
                continue
            if number is not None:
                writer.delete_document(number)
            whole = document.make() if isinstance(document, Promise) else document
            writer.add_document(**read(whole, weights))
            arriving += 1
        for number, _ in known.values():
            writer.delete_document(number)
        writer.commit(mergetype=_policy(arriving))
    except BaseException:
        with suppress(Exception):  # a full disk hinders this too
            writer.cancel()
        raise


def _known(reader: IndexReader) -> dict[str, tuple[int, bytes]]:
    """The documents there are: key -> number, digest."""
    found = {}
    for leaf, base in schema.segments(reader):
        keys, digests = leaf.column_reader(schema.KEY), leaf.column_reader(schema.DIGEST)
        found.update({keys[number]: (base + number, digests[number]) for number in leaf.all_doc_ids()})
    return found


def _policy(arriving: int) -> Callable[[Any, Sequence[Any]], list[Any]]:
    """Which old segments are taken into the new one: the small, the hollow, and any too many."""

    def choose(writer: Any, olds: Sequence[Any]) -> list[Any]:
        lives = {old.segment_id(): old.doc_count_all() - old.deleted_count() for old in olds}
        present = sorted(
            (old for old in olds if lives[old.segment_id()]), key=lambda old: lives[old.segment_id()]
        )
        size, kept = arriving, []
        for at, old in enumerate(present):
            live = lives[old.segment_id()]
            is_small = size and live <= 2 * size
            is_hollow = 2 * live < old.doc_count_all()
            if is_small or is_hollow or len(present) - at >= MAX_SEGMENTS:
                with closing(SegmentReader(writer.storage, writer.schema, old)) as reader:
                    writer.add_reader(reader)
                size += live
            else:
                kept.append(old)
        return kept

    return choose
