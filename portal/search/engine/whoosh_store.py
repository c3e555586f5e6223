"""The Whoosh side: an ordinary Whoosh index whose posting lists are written a list at a time.

Files, schema, segments, deletions and commits are Whoosh's own (its third codec), so Whoosh opens
and searches the index without this package. Only the slow way in is replaced: instead of a token
object for each word, a sorted list of (term, documents, weights).
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path

import numpy as np
from whoosh import fields, formats
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import IndexReader
from whoosh.system import pack_int, pack_ushort
from whoosh.util.numeric import length_to_byte
from whoosh.writing import SegmentWriter

from portal.search.engine.inversion import Inverted

KEY, TEXT = "key", "text"
BLOCK = 4096  # postings a block: with a list decoded whole, more blocks only cost
SAMPLED = 16  # terms a segment that a check compares in full
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

    Every segment's table of terms is opened and some posting lists of each are compared whole.
    """
    found: list[str] = []
    index = FileIndex(FileStorage(str(folder)))
    with closing(index.reader()) as reader:
        if reader.doc_count() != documents:
            found.append(f"{reader.doc_count()} documents instead of {documents}")
        for leaf, _ in reader.leaf_readers() if lists else ():
            name = leaf.segment().segment_id()
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
        postings = _PostingWriter(writer.fieldwriter)
        postings.start(KEY, key_field)
        for number, key in sorted(enumerate(keys), key=lambda pair: pair[1].encode()):
            postings.add(key.encode(), [number], [1.0], 0, 0)
        postings.start(TEXT, text_field)
        lengths_of_postings = lengths[lists.documents]
        starts = lists.starts.tolist()
        if len(lists.terms):
            shortest = np.minimum.reduceat(lengths_of_postings, lists.starts[:-1]).tolist()
            longest = np.maximum.reduceat(lengths_of_postings, lists.starts[:-1]).tolist()
        for number, term in enumerate(lists.terms):
            begin, end = starts[number], starts[number + 1]
            postings.add(
                term.encode(),
                lists.documents[begin:end].tolist(),
                lists.frequencies[begin:end].tolist(),
                shortest[number],
                longest[number],
            )
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


class _PostingWriter:
    """Writes Whoosh's posting file and term table, a whole list at a time."""

    def __init__(self, fields_: W3FieldWriter):
        self._fields = fields_
        self._prefix = b""
        self._offset: int = fields_._postfile.tell()

    def start(self, name: str, field: fields.FieldType) -> None:
        """Begin a field; fields and terms come in ascending order."""
        self._fields.start_field(name, field)
        self._prefix = pack_ushort(self._fields._fieldid)

    def add(
        self, term: bytes, documents: list[int], weights: list[float], shortest: int, longest: int
    ) -> None:
        """Write one term's postings; `shortest` and `longest` are lengths of its documents."""
        low, high = length_to_byte(shortest), length_to_byte(longest)
        parts = [WHOOSH3_HEADER_MAGIC]
        for start in range(0, len(documents), BLOCK):
            ids = documents[start : start + BLOCK]
            block_weights = weights[start : start + BLOCK]
            deltas = (ids[0], *(after - before for before, after in pairwise(ids)))
            body = pickle.dumps((deltas, tuple(block_weights), None), _PICKLE)
            head = pickle.dumps((len(ids), ids[-1], max(block_weights), 0, low, high), _PICKLE)
            size = len(head) + len(body)
            is_last = start + BLOCK >= len(documents)
            parts += [pack_int(-size if is_last else size), head, body]
        written = b"".join(parts)
        self._fields._postfile.write(written)
        information = W3TermInfo(
            weight=sum(weights),
            df=len(documents),
            minlength=shortest,
            maxlength=longest,
            maxweight=max(weights),
            minid=documents[0],
            maxid=documents[-1],
        )
        information.set_extent(self._offset, len(written))
        self._offset += len(written)
        self._fields._tindex.add(self._prefix + term, information.to_bytes())
