"""Write an edition: from all documents, or from an earlier edition and what has changed.

An unchanged segment is not copied but linked: its files are written once and never again. What is
new goes into one small segment, what is gone is masked, and small segments are taken into the new
one before they become many.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from portal.errors import SearchNotReady
from portal.search import analysis
from portal.search.engine.arrays import write_array
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.engine.inversion import Inverted, Reader
from portal.search.engine.manifest import Manifest, Part, write_manifest
from portal.search.engine.matching import Matcher
from portal.search.engine.merging import merge, term_counts, without
from portal.search.engine.ordering import KEY, ranks
from portal.search.engine.scoring import Bools, Ints, pivot_length
from portal.search.engine.segment import pivot_files, write_lists, write_saturations
from portal.search.engine.store import Excerptable, Record, StoreWriter, read_columns
from portal.search.engine.whoosh_store import IndexWriter, create, differences, segment_files, toc_files

RUN = 1 << 22
"""Tokens read before they are inverted: bounds the memory of a build."""

ALWAYS_WHOLE = 2000
"""An edition of up to this many documents is always one segment: joining costs less than a blink."""

MAX_SEGMENTS = 6


def build(
    folder: Path,
    documents: Iterable[Document],
    *,
    weights: Mapping[str, float],
    previous: Edition | None = None,
) -> None:
    """Write an edition of these documents into an empty folder, taking over what is unchanged."""
    if previous is None or previous.manifest.weights != dict(weights):
        _write(folder, documents, weights, None, {})
        return
    known = {}
    for at, matcher in enumerate(previous.matchers):
        gone = set(matcher.deleted.tolist())
        store = matcher.segment.store
        for number, (key, digest) in enumerate(zip(store.keys, store.digests(), strict=True)):
            if number not in gone:
                known[key] = (at, number, digest)
    changed = []
    for document in documents:
        at, number, digest = known.get(document.key, (0, 0, b""))
        if digest == document.digest():
            del known[document.key]
        else:
            changed.append(document)
    leaving: dict[int, list[int]] = {}
    for at, number, _ in known.values():
        leaving.setdefault(at, []).append(number)
    _write(folder, changed, weights, previous, leaving)


def amend(
    folder: Path, changed: Sequence[Document], *, previous: Edition, removed: Collection[str] = ()
) -> None:
    """Write an edition that differs from an earlier one in a few documents, new, changed or removed.

    Unlike `build` it does not look at the unchanged documents at all.
    """
    going = {document.key for document in changed} | set(removed)
    leaving: dict[int, list[int]] = {}
    for at, matcher in enumerate(previous.matchers):
        gone = set(matcher.deleted.tolist())
        numbers = [number for number, key in enumerate(matcher.segment.store.keys) if key in going]
        if kept := [number for number in numbers if number not in gone]:
            leaving[at] = kept
    _write(folder, changed, previous.manifest.weights, previous, leaving)


@dataclass(slots=True)
class _Old:
    """A segment of the earlier edition, and which of its documents stay."""

    matcher: Matcher
    is_kept: Bools

    @property
    def live(self) -> int:
        return int(self.is_kept.sum())

    @property
    def name(self) -> str:
        return self.matcher.segment.name

    @property
    def deleted(self) -> Ints:
        return np.flatnonzero(~self.is_kept).astype(np.int32)


def _write(
    folder: Path,
    documents: Iterable[Document],
    weights: Mapping[str, float],
    previous: Edition | None,
    leaving: Mapping[int, Sequence[int]],
) -> None:
    documents = list(documents) if previous else documents
    olds = _old_segments(previous, leaving)
    absorbed, linked = _choose(olds, len(documents) if isinstance(documents, list) else 0)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "segments").mkdir()
    if previous:
        _link_whoosh(previous.folder, folder, linked)
    else:
        create(folder)
    writer = IndexWriter(folder)
    try:
        keys, lists = _new_segment(folder / "segments" / writer.segment, documents, weights, absorbed)
        for old in linked:
            writer.delete(old.name, old.deleted.tolist())
        if keys:
            writer.add(keys, lists)
        names = {old.name for old in linked}
        writer.commit(keep=names.__contains__, has_new=bool(keys))
    except BaseException:
        writer.abandon()
        raise
    _finish(folder, weights, previous, linked, writer.segment if keys else None, keys, lists)


def _old_segments(previous: Edition | None, leaving: Mapping[int, Sequence[int]]) -> list[_Old]:
    olds = []
    for at, matcher in enumerate(previous.matchers if previous else ()):
        is_kept = np.ones(matcher.segment.size, dtype=np.bool_)
        is_kept[matcher.deleted] = False
        is_kept[list(leaving.get(at, ()))] = False
        olds.append(_Old(matcher, is_kept))
    return olds


def _choose(olds: Sequence[_Old], arriving: int) -> tuple[list[_Old], list[_Old]]:
    """Which old segments the new one takes in, and which are linked as they are."""
    present = sorted((old for old in olds if old.live), key=lambda old: old.live)
    total = arriving + sum(old.live for old in present)
    size = arriving
    absorbed: list[_Old] = []
    linked: list[_Old] = []
    for at, old in enumerate(present):
        is_small = old.live <= 2 * size or total <= ALWAYS_WHOLE
        is_hollow = 2 * old.live < len(old.is_kept)
        is_too_many = len(present) - at >= MAX_SEGMENTS
        if (is_small and size) or is_hollow or is_too_many:
            absorbed.append(old)
            size += old.live
        else:
            linked.append(old)
    if total <= ALWAYS_WHOLE and len(present) == 1 and not arriving and present[0].is_kept.all():
        return [], present
    return absorbed, linked


def _new_segment(
    folder: Path, documents: Iterable[Document], weights: Mapping[str, float], absorbed: Sequence[_Old]
) -> tuple[list[str], Inverted]:
    """Write the arrays of the new segment: the absorbed documents, then the new ones."""
    folder.mkdir()
    store = StoreWriter(folder)
    runs: list[Inverted] = []
    piece_places: list[Ints] = []
    for old in absorbed:
        lists = old.matcher.segment.lists
        kept = without(lists, old.is_kept)
        shift = np.zeros(lists.size, dtype=np.int32)
        shift[old.is_kept] = kept.text_starts[:-1] - lists.text_starts[:-1][old.is_kept]
        owners = np.repeat(np.arange(lists.size), np.diff(old.matcher.segment.store.piece_counts))
        places = old.matcher.segment.store.piece_places + shift[owners]
        runs.append(kept)
        piece_places.append(places[old.is_kept[owners]])
        for number, record in enumerate(old.matcher.segment.store.records()):
            if old.is_kept[number]:
                store.add(record)
    reader = Reader(weights, analysis.places)
    for document in documents:
        excerpt = Excerptable.of(document.excerpt)
        store.add(Record.of(document, excerpt))
        reader.add(document, excerpt)
        if reader.token_count >= RUN:
            _invert(reader, runs, piece_places)
    if reader.token_count or not runs:
        _invert(reader, runs, piece_places)
    base = 0
    for run, places in zip(runs, piece_places, strict=True):
        places += np.int32(base)
        base += int(run.text_starts[-1])
    merged = merge(runs)
    store.close(np.concatenate(piece_places))
    if store.keys:
        write_lists(folder, merged)
    else:
        shutil.rmtree(folder)
    return store.keys, merged


def _invert(reader: Reader, runs: list[Inverted], piece_places: list[Ints]) -> None:
    run, places = reader.invert()
    runs.append(run)
    piece_places.append(places)


def _finish(
    folder: Path,
    weights: Mapping[str, float],
    previous: Edition | None,
    linked: Sequence[_Old],
    new: str | None,
    keys: Sequence[str],
    lists: Inverted,
) -> None:
    """Write what depends on the whole edition, and last the manifest."""
    lengths = [lists.lengths, *(old.matcher.segment.lists.lengths[old.is_kept] for old in linked)]
    live = sum(map(len, lengths))
    pivot = pivot_length(float(sum(part.sum(dtype=np.float64) for part in lengths)), live)
    parts = []
    for old in linked:
        target = folder / "segments" / old.name
        _link_segment(old, target, pivot)
        deleted = old.deleted
        if len(deleted):
            write_array(folder / f"deleted_{old.name}", deleted, np.int32)
            write_array(folder / f"live_{old.name}", _live_counts(old), np.int32)
        parts.append(Part(old.name, len(old.is_kept), len(deleted)))
    if new:
        write_saturations(folder / "segments" / new, lists, pivot)
        parts.append(Part(new, len(keys)))
    sort_names = _write_ranks(folder, [part.name for part in parts])
    manifest = Manifest(dict(weights), pivot, live, tuple(parts), sort_names, {})
    write_manifest(folder, manifest, (previous.folder, previous.manifest) if previous else None)
    _compare(folder, new)


def _write_ranks(folder: Path, segments: Sequence[str]) -> tuple[str, ...]:
    """Rank the documents of all segments, by key and by each sort key; give the sort keys' names."""
    columns = [read_columns(folder / "segments" / name) for name in segments]
    names = tuple(dict.fromkeys(name for columns_ in columns for name in columns_ if name != KEY))
    for at, name in enumerate([KEY, *names]):
        # A segment without the sort key keeps the order by key, as documents without it do.
        chosen = [found[name] if name in found else found[KEY] for found in columns]
        write_array(folder / f"rank_{at}", ranks(chosen), np.int32)
    return names


def _compare(folder: Path, new: str | None) -> None:
    """Read the new edition back, and compare its arrays with what Whoosh reads, before anybody else does."""
    edition = Edition.open(folder)
    segments = (matcher.segment for matcher in edition.matchers)
    lists = {segment.name: segment.lists for segment in segments if segment.name == new}
    if wrong := differences(folder, lists, len(edition)):
        raise SearchNotReady(f"Indeks baru tidak lolos pemeriksaan: {wrong[0]}")


def _live_counts(old: _Old) -> Ints:
    """How many documents have each term of a segment; only the newly deleted are looked for."""
    matcher = old.matcher
    gone = np.setdiff1d(old.deleted, matcher.deleted)
    return matcher.counts - term_counts(matcher.segment.lists, gone)


def _link_whoosh(source: Path, target: Path, linked: Sequence[_Old]) -> None:
    """Take over the index files: segments by link, the table of contents as a copy."""
    for path in toc_files(source):
        shutil.copyfile(path, target / path.name)
    for old in linked:
        for path in segment_files(source, old.name):
            os.link(path, target / path.name)


def _link_segment(old: _Old, target: Path, pivot: float) -> None:
    source = old.matcher.segment.folder
    target.mkdir()
    own = pivot_files(old.matcher.segment.pivot)
    for path in source.iterdir():
        if path.name not in own or pivot == old.matcher.segment.pivot:
            os.link(path, target / path.name)
    if pivot != old.matcher.segment.pivot:
        write_saturations(target, old.matcher.segment.lists, pivot)
