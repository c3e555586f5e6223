"""How well people's questions find the right cases: MRR@10 and recall@10 on tests/relevance, per kind.

    python -m benchmarks.queries [--split dev|dev2|test|all] [--only-ours] [--json]

The library of this checkout is published into a folder of its own and asked through the same door as
the pages use. Then one thing after another is taken away, and peers with the same analysis on the
same fields are asked. The half called `test` is for rare looks: nothing is tuned on it.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import tantivy
from flask import Flask
from whoosh import index as whoosh
from whoosh.qparser import MultifieldParser, OrGroup
from whoosh.scoring import BM25F

from benchmarks.judged import LOOKED_AT, ROOT, Row, Search, judged, measure, questions
from benchmarks.peers import terms
from portal import config, create_app
from portal.cases import CASES
from portal.cases.model import Article
from portal.db.upgrading import upgrade
from portal.edition import in_use
from portal.government import our_government
from portal.publishing.publish import publish
from portal.regions import REGIONS
from portal.search import guesses, index, meaning, opened, service, similarity
from portal.search.engine import schema
from portal.search.engine.by_whoosh import WhooshEdition
from portal.search.engine.document import Document
from portal.search.engine.mending import Mended
from portal.search.glossary import Glossary
from portal.search.synonyms import thesaurus
from portal.taxonomy import TAXONOMY

Change = tuple[Any, str, Any]


@contextmanager
def library() -> Iterator[Flask]:
    """The portal with the content of this checkout, published anew."""
    with TemporaryDirectory() as folder:
        settings = config.load(ROOT, {}).model_copy(
            update={"index": Path(folder) / "index", "instance": Path(folder) / "instance"}
        )
        publish(settings)
        app = create_app(settings)
        upgrade(app.extensions["engine"])
        with app.app_context():
            yield app


def ours(text: str) -> list[str]:
    """Ask as the pages do."""
    return [hit.key for hit in service.find(text, size=LOOKED_AT).hits]


_CONCEPTS: tuple[Change, ...] = (
    (meaning, "CONCEPT", 0.0),
    (meaning, "COVERED", 1.0),
    (meaning, "WITHIN", 1.0),
)
_GUESSES: tuple[Change, ...] = ((guesses, "APART", 0.0), (guesses, "TYPICAL", 0.0))
_SIMILAR: tuple[Change, ...] = ((similarity, "SHARE", 0.0),)
_NAMES: tuple[Change, ...] = ((meaning, "NAME", 0.0), (meaning, "WHOLE", 0.0))
_SPOKEN: tuple[Change, ...] = ((meaning, "variants", lambda _word: iter(())),)
_MENDING: tuple[Change, ...] = (
    (meaning, "mend", lambda query, _edition, _knows: Mended(query, {})),
    (meaning, "_misspelt", lambda *_: {}),
)
_GLOSSARY: tuple[Change, ...] = ((opened, "words", lambda: thesaurus(Glossary())),)
CHANGES: Mapping[str, tuple[Change, ...]] = {
    "- concepts": (*_CONCEPTS, *_GUESSES),
    "- guesses from words apart and typical words": _GUESSES,
    "- neighbouring and broader concepts": ((meaning, "NEAR", 0.0), (meaning, "BROADER", 0.0)),
    "- documents similar to the best hits": _SIMILAR,
    "- names": _NAMES,
    "- spoken words": _SPOKEN,
    "- mending": _MENDING,
    "- glossary": _GLOSSARY,
    "- weight of light words lowered": ((meaning, "LIGHT", 1.0),),
    "- cut of the tail": ((service, "LEAST", 0.0),),
    "words alone": (*_CONCEPTS, *_GUESSES, *_SIMILAR, *_NAMES, *_SPOKEN, *_MENDING, *_GLOSSARY),
}


def searches(only_ours: bool) -> Iterator[tuple[str, Search]]:
    """This search, then variants of it with one thing taken away, then the peers."""
    yield "this search", ours
    if only_ours:
        return
    for name, changes in CHANGES.items():
        with ExitStack() as stack:
            for place, attribute, value in changes:
                stack.enter_context(patch.object(place, attribute, value))
            yield name, ours
    yield "without arrays: Whoosh's searcher, own model", _whoosh_alone()
    yield "Whoosh's own parser, BM25F over named fields", _whooshs_parser()
    documents = {key: dict(fields) for key, fields in _fields().items()}
    yield "SQLite FTS5, same analysis and fields", _fts5(documents)
    yield "tantivy, same analysis and fields", _tantivy(documents)


def library_documents() -> Iterator[Document]:
    """All cases as the search is given them."""
    folder = in_use()
    assert folder is not None
    known = opened.knowledge()
    for slug, case in CASES.get().items():
        article = Article.model_validate_json((folder / "articles" / f"{slug}.json").read_bytes())
        context = index.Context(REGIONS.get(), TAXONOMY.get(), our_government(), known.lexicon)
        yield index.document(case, article, context, date.today())


def _fields() -> dict[str, dict[str, str]]:
    """The fields of all cases after analysis, without what only this search reads."""
    return {
        document.key: {
            name: " ".join(terms(text))
            for name, text in document.fields.items()
            if name not in ("concepts", "names", index.TEXT)
        }
        for document in library_documents()
    }


def _whoosh_alone() -> Search:
    """The same search while its arrays are missing."""
    folder = in_use()
    assert folder is not None
    found = WhooshEdition.open(folder / index.FOLDER)
    similar = similarity.read(folder, found)

    def search(text: str) -> list[str]:
        with patch.object(opened, "index", lambda: (found, similar)):
            return ours(text)

    return search


def _whooshs_parser() -> Search:
    """What Whoosh's own query parser and BM25F find over the named fields, nothing of ours but the words."""
    folder = in_use()
    assert folder is not None
    made = whoosh.open_dir(str(folder / index.FOLDER))
    weights = {name: weight for name, weight in index.WEIGHTS.items() if weight}
    parser = MultifieldParser(list(weights), made.schema, fieldboosts=weights, group=OrGroup)
    searcher = made.searcher(weighting=BM25F())

    def search(text: str) -> list[str]:
        return [hit[schema.KEY] for hit in searcher.search(parser.parse(text), limit=LOOKED_AT)]

    return search


def _weights(documents: Mapping[str, Mapping[str, str]]) -> dict[str, float]:
    names = next(iter(documents.values()))
    return {name: index.WEIGHTS[name] for name in names}


def _fts5(documents: Mapping[str, Mapping[str, str]]) -> Search:
    weights = _weights(documents)
    base = sqlite3.connect(":memory:")
    base.execute(f"create virtual table library using fts5(slug unindexed, {', '.join(weights)})")
    places = ", ".join("?" * (len(weights) + 1))
    rows = ((slug, *(fields[name] for name in weights)) for slug, fields in documents.items())
    base.executemany(f"insert into library values ({places})", rows)
    rank = f"bm25(library, 0, {', '.join(map(str, weights.values()))})"

    def search(text: str) -> list[str]:
        wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(terms(text)))
        if not wanted:
            return []
        statement = f"select slug from library where library match ? order by {rank} limit ?"
        return [row[0] for row in base.execute(statement, (wanted, LOOKED_AT))]

    return search


def _tantivy(documents: Mapping[str, Mapping[str, str]]) -> Search:
    weights = _weights(documents)
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("slug", stored=True, tokenizer_name="raw")
    for name in weights:
        schema.add_text_field(name, tokenizer_name="whitespace")
    made = tantivy.Index(schema.build())
    writer = made.writer()
    for slug, fields in documents.items():
        writer.add_document(tantivy.Document(slug=slug, **fields))
    writer.commit()
    made.reload()
    searcher = made.searcher()

    def search(text: str) -> list[str]:
        wanted = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(made.schema, name, word), weight),
            )
            for word in dict.fromkeys(terms(text))
            for name, weight in weights.items()
        ]
        found = searcher.search(tantivy.Query.boolean_query(wanted), LOOKED_AT).hits if wanted else []
        return [searcher.doc(address)["slug"][0] for _, address in found]

    return search


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all and print a table a half, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--split", choices=["dev", "dev2", "test", "all"], default="dev")
    parser.add_argument("--only-ours", action="store_true", help="leave variants and peers out")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    asked = questions(chosen.split)
    with library():
        ours("antre")  # so that opening the edition is not counted
        rows = [measure(name, search, asked) for name, search in searches(chosen.only_ours)]
        rows.insert(1, measure("this search, older cases only", ours, asked, judged("")))
    if chosen.json:
        print(json.dumps({"split": chosen.split, "rows": [asdict(row) for row in rows]}, ensure_ascii=False))
        return
    _print(rows)


def _print(rows: Sequence[Row]) -> None:
    kinds = list(rows[0].scores)
    print(f"{'MRR@10 / recall@10':46}" + "".join(f"{kind:>14}" for kind in kinds) + f"{'ms':>7}")
    counts = "".join(f"{rows[0].scores[kind].questions:14}" for kind in kinds)
    print(f"{'questions':46}{counts}")
    for row in rows:
        cells = "".join(f"{row.scores[kind].mrr:8.3f}/{row.scores[kind].recall:.3f}" for kind in kinds)
        print(f"{row.name:46}{cells}{row.milliseconds:7.1f}")


if __name__ == "__main__":
    main()
