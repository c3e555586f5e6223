"""The Whoosh side: an ordinary Whoosh index whose posting lists are written a list at a time.

Files, schema, segments, deletions and commits are Whoosh's own (its third codec), so Whoosh opens
and searches the index without this package. Only the slow way in is replaced: instead of a token
object for each word, a sorted list of (term, documents, weights).
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from whoosh import fields, formats
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.index import FileIndex
from whoosh.reading import IndexReader
from whoosh.system import pack_int, pack_long, pack_ushort
from whoosh.util.numeric import length_to_byte
from whoosh.util.numlists import GrowableArray
from whoosh.writing import SegmentWriter

from portal.search.engine.inversion import Inverted, Longs
from portal.search.engine.scoring import Floats, Ints

KEY, TEXT = "key", "text"
BLOCK = 4096  # postings a block: with a list decoded whole, more blocks only cost
SAMPLED = 16  # terms a segment that a check compares in full
_LENGTHS = struct.Struct("!ii")  # of key and value, before each entry of the term table
_PICKLE = 2  # the pickle protocol of Whoosh's files


def schema() -> fields.Schema:
    """A unique key, and one text field whose terms are ready and whose frequencies are weights."""
    text = fields.KEYWORD(scorable=True)
    text.format = formats.Existence()  # weights alone; Whoosh need not keep a count beside them
    return fields.Schema(**{KEY: fields.ID(stored=True, unique=True), TEXT: text})


def create(folder: Path) -> None:
    """Write an index without documents."""
    FileIndex.create(FileStorage(str(folder)), schema())


def segment_files(folder: Path, segment: str) -> list[Path]:
    """The files of one segment: written once, so another edition may link them."""
    return sorted(folder.glob(f"{segment}.*"))


def toc_files(folder: Path) -> list[Path]:
    """The table of contents, which says what segments there are and what is deleted from them."""
    return sorted(folder.glob("_MAIN_*.toc"))


def differences(folder: Path, lists: Mapping[str, Inverted], documents: int) -> list[str]:
    """Read the index with Whoosh, and compare it with the arrays that are searched.

    All segments are opened and their documents counted; some posting lists of each of the segments
    in `lists` are compared whole.
    """
    found: list[str] = []
    index = FileIndex(FileStorage(str(folder)))
    with closing(index.reader()) as reader:
        if reader.doc_count() != documents:
            found.append(f"{reader.doc_count()} documents instead of {documents}")
        for leaf, _ in reader.leaf_readers() if lists else ():
            name = leaf.segment().segment_id()
            if name in lists:
                found += [f"{name}: {term}" for term in _different_terms(leaf, lists[name])]
    return found


def _different_terms(reader: IndexReader, lists: Inverted) -> Iterator[str]:
    step = max(1, len(lists.terms) // SAMPLED)
    for number in range(0, len(lists.terms), step):
        term = lists.terms[number]
        begin, end = lists.starts[number : number + 2].tolist()
        # The leaf's own table: postings() would leave out deleted documents.
        matcher = reader._terms.matcher(TEXT, term.encode(), reader.schema[TEXT].format)
        pairs = []
        while matcher.is_active():
            pairs.append((matcher.id(), matcher.weight()))
            matcher.next()
        own = zip(lists.documents[begin:end].tolist(), lists.frequencies[begin:end].tolist(), strict=True)
        if pairs != list(own):
            yield term


class IndexWriter:
    """One commit to the index of a folder: some segments leave, some documents go, one arrives."""

    def __init__(self, folder: Path):
        index = FileIndex(FileStorage(str(folder)))
        self._writer = SegmentWriter(index, codec=W3Codec(blocklimit=BLOCK, compression=0), compound=False)
        self.segment: str = self._writer.newsegment.segment_id()

    def delete(self, segment: str, numbers: Sequence[int]) -> None:
        """Mark documents of an older segment as deleted."""
        old = next(old for old in self._writer.segments if old.segment_id() == segment)
        for number in numbers:
            if not old.is_deleted(number):
                old.delete_document(number)

    def add(self, keys: Sequence[str], lists: Inverted) -> None:
        """Write the new segment: its documents' keys, and their posting lists."""
        writer, documents = self._writer, self._writer.perdocwriter
        key_field, text_field = writer.schema[KEY], writer.schema[TEXT]
        lengths = np.ceil(lists.lengths).astype(np.int64)
        for number, (key, length) in enumerate(zip(keys, lengths.tolist(), strict=True)):
            documents.start_doc(number)
            documents.add_field(KEY, key_field, key, 0)
            documents.add_field(TEXT, text_field, None, length)
            documents.finish_doc()
        writer.docnum = len(keys)
        documents.close()
        numbered = sorted((key.encode(), number) for number, key in enumerate(keys))
        order = np.array([number for _, number in numbered], dtype=np.int32)
        none = np.zeros(len(keys), dtype=np.int64)
        ones = np.ones(len(keys), dtype=np.float32)
        table = _TermTable(_rewound(writer.fieldwriter._tindex.dbfile))
        table.extras["fieldmap"] = writer.fieldwriter._fieldmap
        writer.fieldwriter._tindex = table
        keyed = _Postings([key for key, _ in numbered], range(len(keys) + 1), order, ones)
        _write_field(writer.fieldwriter, KEY, key_field, keyed, none)
        terms, starts = [term.encode() for term in lists.terms], lists.starts.tolist()
        postings = _Postings(terms, starts, lists.documents, lists.frequencies)
        _write_field(writer.fieldwriter, TEXT, text_field, postings, lengths)
        writer.fieldwriter.close()

    def commit(self, *, keep: Callable[[str], bool], has_new: bool) -> None:
        """Make it so: segments that `keep` refuses leave the index."""
        writer = self._writer
        segments: list[W3Segment] = [old for old in writer.segments if keep(old.segment_id())]
        writer._close_segment()
        if has_new:
            segments.append(writer.get_segment())
        writer._commit_toc(segments)
        writer._finish()

    def abandon(self) -> None:
        """Give the lock back after a failure, whatever state the writer is in (even a full disk)."""
        lock, self._writer.writelock = self._writer.writelock, None
        with suppress(Exception):
            self._writer.cancel()
        if lock is not None:
            with suppress(Exception):
                lock.release()


def _rewound(file: StructFile) -> StructFile:
    """A file as if nothing had been written to it."""
    file.seek(0)
    return file


class _TermTable(OrderedHashWriter):  # type: ignore[misc]
    """Whoosh's table of terms, filled in one go, and hashed by sum instead of MD5 (its header says so)."""

    def __init__(self, file: StructFile):
        HashWriter.__init__(self, file, hashtype=1)
        self.index = GrowableArray("H")
        self.lastkey = b""

    def fill(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        """Add keys in ascending order."""
        position: int = self.dbfile.tell()
        written = []
        for key, value in pairs:
            entry = _LENGTHS.pack(len(key), len(value)) + key + value
            hashed = crc32(key)
            self.buckets[hashed & 255].append((hashed, position))
            self.index.append(position)
            written.append(entry)
            position += len(entry)
        self.dbfile.write(b"".join(written))


@dataclass(frozen=True, slots=True)
class _Postings:
    """Posting lists of a field: term t has `starts[t]:starts[t + 1]` of the two arrays."""

    terms: Sequence[bytes]
    starts: Sequence[int]
    documents: Ints
    weights: Floats


def _write_field(
    fields_: W3FieldWriter, name: str, field: fields.FieldType, postings: _Postings, lengths: Longs
) -> None:
    """Write the posting lists of a field, each in one go; fields and terms come in ascending order.

    `lengths` are those of all documents. What Whoosh keeps about a list (total, largest, shortest, …)
    is worked out for all lists at once.
    """
    terms, starts = postings.terms, postings.starts
    documents, weights = postings.documents, postings.weights
    fields_.start_field(name, field)
    if not terms:
        return
    prefix: bytes = pack_ushort(fields_._fieldid)
    heads = np.array(starts[:-1], dtype=np.int64)
    lengths_of_postings = lengths[documents]
    lows = _length_bytes(np.minimum.reduceat(lengths_of_postings, heads))
    highs = _length_bytes(np.maximum.reduceat(lengths_of_postings, heads))
    largest = np.maximum.reduceat(weights, heads).tolist()
    totals = np.add.reduceat(weights, heads).tolist()
    last_ids = documents[np.array(starts[1:], dtype=np.int64) - 1].tolist()
    first_ids = documents[heads].tolist()
    steps = np.diff(documents, prepend=np.int32(0))
    steps[heads] = documents[heads]
    file = fields_._postfile
    offset: int = file.tell()
    table: list[tuple[bytes, bytes]] = []
    for number, term in enumerate(terms):
        begin, end = starts[number], starts[number + 1]
        parts = [WHOOSH3_HEADER_MAGIC]
        for at in range(begin, end, BLOCK):
            to = min(at + BLOCK, end)
            deltas, values = steps[at:to].tolist(), weights[at:to].tolist()
            deltas[0] = int(documents[at])  # each block begins anew
            body = pickle.dumps((tuple(deltas), tuple(values), None), _PICKLE)
            last = last_ids[number] if to == end else int(documents[to - 1])
            head = pickle.dumps((to - at, last, max(values), 0, lows[number], highs[number]), _PICKLE)
            size = len(head) + len(body)
            parts += [pack_int(-size if to == end else size), head, body]
        written = b"".join(parts)
        file.write(written)
        information = _pack_information(
            (False, totals[number], end - begin, lows[number], highs[number]),
            (largest[number], first_ids[number], last_ids[number]),
        )
        table.append((prefix + term, information + pack_long(offset) + pack_int(len(written))))
        offset += len(written)
    fields_._tindex.fill(table)


def _pack_information(first: tuple[bool, float, int, int, int], second: tuple[float, int, int]) -> bytes:
    """What W3TermInfo.to_bytes writes, without an object for each of a hundred thousand terms."""
    packed: bytes = W3TermInfo._struct.pack(*first, *second)
    return packed


def _length_bytes(lengths: Longs) -> list[int]:
    """Lengths as Whoosh writes them, in one byte each."""
    different, which = np.unique(lengths, return_inverse=True)
    coded = np.array([length_to_byte(length) for length in different.tolist()], dtype=np.int64)
    found: list[int] = coded[which].tolist()
    return found
