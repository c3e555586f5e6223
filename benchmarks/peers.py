"""The engines compared, each behind the same few verbs.

All are given the same terms: the words of each document after this project's analysis, joined by
spaces. Each starts from the same raw text, so that the analysis is part of each build.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import tantivy
from whoosh import analysis as whoosh_analysis
from whoosh import fields, sorting
from whoosh import index as whoosh_index
from whoosh.query import And, Or, Phrase, Prefix, Term

from benchmarks.corpus import FACETS, WEIGHTS
from portal.search.analysis import positions, tokens
from portal.search.engine.build import build
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.grammar import parse

TOP = 10


def terms(text: str) -> list[str]:
    """The analysed words of a text."""
    return [place.stem for token in tokens(text) for place in positions(token) if not place.is_stop]


@dataclass(frozen=True, slots=True)
class Row:
    """A document as a peer is given it."""

    number: int
    text: str
    facets: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, document: Document) -> Row:
        """Analyse a document for the peers."""
        text = " ".join(terms(f"{document.fields['title']} {document.fields['body']}"))
        return cls(int(document.key[1:]), text, dict(document.facets))


class Engine(Protocol):
    """One engine with an index open. Each search gives the keys or numbers of the best TOP documents."""

    name: str

    def any_of(self, query: str) -> Sequence[object]:
        """Documents with any of the words."""

    def all_of(self, query: str) -> Sequence[object]:
        """Documents with all of the words."""

    def phrase(self, query: str) -> Sequence[object]:
        """Documents with the words in a row."""

    def prefix(self, query: str) -> Sequence[object]:
        """Documents with a word that begins so."""

    def with_facets(self, query: str) -> object:
        """Any of the words, and the counts of five facets over all documents found."""

    def with_excerpts(self, query: str) -> object:
        """Any of the words, and a marked excerpt of each document shown."""


class Ours:
    """This project's engine."""

    name = "ours"

    def __init__(self, folder: Path):
        self.edition = Edition.open(folder)

    @staticmethod
    def build(folder: Path, documents: Iterable[Document]) -> None:
        """Build the index, analysis, texts and facets included."""
        build(folder, documents, weights=WEIGHTS)

    def any_of(self, query: str) -> Sequence[object]:
        """See Engine."""
        return [hit.key for hit in self.edition.search(parse(query), excerpts=False).hits]

    def all_of(self, query: str) -> Sequence[object]:
        """See Engine."""
        return [hit.key for hit in self.edition.search(parse(query, requires_all=True), excerpts=False).hits]

    def phrase(self, query: str) -> Sequence[object]:
        """See Engine."""
        return [hit.key for hit in self.edition.search(parse(f'"{query}"'), excerpts=False).hits]

    def prefix(self, query: str) -> Sequence[object]:
        """See Engine."""
        return [hit.key for hit in self.edition.search(parse(f"{query}*"), excerpts=False).hits]

    def with_facets(self, query: str) -> object:
        """See Engine."""
        return self.edition.search(parse(query), facet_names=list(FACETS), excerpts=False).facets

    def with_excerpts(self, query: str) -> object:
        """See Engine."""
        return [hit.excerpt for hit in self.edition.search(parse(query)).hits]


class Tantivy:
    """tantivy through its Python binding; one writing thread, one merged segment."""

    name = "tantivy"

    def __init__(self, folder: Path):
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    @staticmethod
    def build(folder: Path, rows: Iterable[Row]) -> None:
        """Index ready terms, store the text for excerpts, facets as fast fields."""
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("number", stored=True, fast=True)
        schema.add_text_field("text", stored=True, tokenizer_name="whitespace")
        for name in FACETS:
            schema.add_text_field(name, tokenizer_name="raw", fast=True)
        folder.mkdir(parents=True)
        index = tantivy.Index(schema.build(), path=str(folder))
        writer = index.writer(heap_size=2_000_000_000, num_threads=1)
        for row in rows:
            document = tantivy.Document(number=row.number, text=row.text)
            for name, values in row.facets.items():
                for value in values:
                    document.add_text(name, value)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def _words(self, query: str, occur: tantivy.Occur) -> tantivy.Query:
        words = [tantivy.Query.term_query(self._schema, "text", word) for word in terms(query)]
        return tantivy.Query.boolean_query([(occur, word) for word in words])

    def _first(self, query: tantivy.Query) -> Sequence[object]:
        found = self._searcher.search(query, TOP)
        numbers: Sequence[object] = self._searcher.fast_field_values("number", [at for _, at in found.hits])
        return numbers

    def any_of(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(self._words(query, tantivy.Occur.Should))

    def all_of(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(self._words(query, tantivy.Occur.Must))

    def phrase(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(tantivy.Query.phrase_query(self._schema, "text", [*terms(query)]))

    def prefix(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(tantivy.Query.regex_query(self._schema, "text", f"{query}.*"))

    def with_facets(self, query: str) -> object:
        """See Engine."""
        words = self._words(query, tantivy.Occur.Should)
        counts = {name: {"terms": {"field": name, "size": 100}} for name in FACETS}
        return self._first(words), self._searcher.aggregate(words, counts)

    def with_excerpts(self, query: str) -> object:
        """See Engine."""
        words = self._words(query, tantivy.Occur.Should)
        found = self._searcher.search(words, TOP)
        cutter = tantivy.SnippetGenerator.create(self._searcher, words, self._schema, "text")
        cutter.set_max_num_chars(220)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        return [cutter.snippet_from_doc(document).to_html() for document in documents]


class Fts5:
    """SQLite FTS5 with its bm25 ranking, optimised after the build."""

    name = "fts5"

    def __init__(self, folder: Path):
        self._base = sqlite3.connect(folder / "fts5.sqlite")
        self._base.execute("pragma mmap_size = 4000000000")
        self._base.execute("pragma cache_size = -200000")

    @staticmethod
    def build(folder: Path, rows: Iterable[Row]) -> None:
        """Index ready terms in one transaction; facets in an ordinary table."""
        folder.mkdir(parents=True)
        base = sqlite3.connect(folder / "fts5.sqlite")
        base.execute("pragma journal_mode = off")
        base.execute("pragma synchronous = off")
        columns = ", ".join(name for name in FACETS)
        base.execute("create virtual table texts using fts5(text, tokenize='unicode61')")
        base.execute(f"create table facets (number integer primary key, {columns})")
        for row in rows:
            base.execute("insert into texts (rowid, text) values (?, ?)", (row.number, row.text))
            values = [row.facets[name][0] if row.facets[name] else None for name in FACETS]
            base.execute(f"insert into facets values (?{', ?' * len(FACETS)})", [row.number, *values])
        base.execute("insert into texts (texts) values ('optimize')")
        base.commit()
        base.close()

    def _first(self, wanted: str) -> Sequence[object]:
        statement = "select rowid from texts where texts match ? order by rank limit ?"
        return [row[0] for row in self._base.execute(statement, (wanted, TOP))]

    @staticmethod
    def _words(query: str, operator: str) -> str:
        return operator.join(f'"{word}"' for word in terms(query))

    def any_of(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(self._words(query, " OR "))

    def all_of(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(self._words(query, " AND "))

    def phrase(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(f'"{" ".join(terms(query))}"')

    def prefix(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(f'"{query}" *')

    def with_facets(self, query: str) -> object:
        """See Engine."""
        wanted = self._words(query, " OR ")
        each = [f"select '{name}', {name}, count(*) from found group by {name}" for name in FACETS]
        statement = (
            "with found as materialized (select facets.* from texts join facets on number = texts.rowid "
            "where texts match ?) " + " union all ".join(each)
        )
        return self._first(wanted), self._base.execute(statement, (wanted,)).fetchall()

    def with_excerpts(self, query: str) -> object:
        """See Engine."""
        statement = (
            "select rowid, snippet(texts, 0, '<b>', '</b>', '…', 32) from texts where texts match ? "
            "order by rank limit ?"
        )
        return self._base.execute(statement, (self._words(query, " OR "), TOP)).fetchall()


class PlainWhoosh:
    """Whoosh as it comes: positions, BM25F, its own highlighter and facets; for the record."""

    name = "whoosh"

    def __init__(self, folder: Path):
        self._searcher = whoosh_index.open_dir(str(folder)).searcher()

    @staticmethod
    def build(folder: Path, rows: Iterable[Row]) -> None:
        """Index ready terms with one writer and one commit."""
        folder.mkdir(parents=True)
        schema = fields.Schema(
            number=fields.STORED,
            text=fields.TEXT(analyzer=whoosh_analysis.SpaceSeparatedTokenizer(), stored=True),
            **{name: fields.KEYWORD(sortable=True) for name in FACETS},
        )
        writer = whoosh_index.create_in(str(folder), schema).writer(limitmb=512)
        for row in rows:
            facets = {name: " ".join(values) for name, values in row.facets.items()}
            writer.add_document(number=row.number, text=row.text, **facets)
        writer.commit(optimize=True)

    def _words(self, query: str) -> list[Term]:
        return [Term("text", word) for word in terms(query)]

    def _first(self, query: object, **options: object) -> Sequence[object]:
        return [hit["number"] for hit in self._searcher.search(query, limit=TOP, **options)]

    def any_of(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(Or(self._words(query)))

    def all_of(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(And(self._words(query)))

    def phrase(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(Phrase("text", terms(query)))

    def prefix(self, query: str) -> Sequence[object]:
        """See Engine."""
        return self._first(Prefix("text", query))

    def with_facets(self, query: str) -> object:
        """See Engine."""
        facets = sorting.Facets()
        for name in FACETS:
            facets.add_field(name, maptype=sorting.Count)
        found = self._searcher.search(Or(self._words(query)), limit=TOP, groupedby=facets)
        return [found.groups(name) for name in FACETS]

    def with_excerpts(self, query: str) -> object:
        """See Engine."""
        found = self._searcher.search(Or(self._words(query)), limit=TOP, terms=True)
        return [hit.highlights("text", top=1) for hit in found]
