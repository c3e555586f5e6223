"""How well the right text is found: MRR@10 and recall@10 of this search, of variants, and of peers.

    python -m benchmarks.relevance --passages FILE --queries FILE [--json]

`FILE`s have one JSON object a line: passages `id` and `text`; queries `id`, `text` and `rel`, the ids
of the passages that answer. The data is read where it lies and is not part of the project.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from unittest.mock import patch

import numpy as np
import Stemmer
import tantivy

from portal.search import analysis
from portal.search.analysis import Position, positions, tokens
from portal.search.engine import scoring
from portal.search.engine.build import build
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.engine.mending import mend
from portal.search.grammar import Concept, Form, Query, parse

DEPTH = 10
FED_BACK, WORDS_BACK = 3, 10  # texts whose words are fed back, and how many words

Search = Callable[[str], Sequence[str]]
"""Gives the ids of the best DEPTH passages for a question."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the passages that answer it."""

    text: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """What a search is worth on a set of questions."""

    name: str
    mrr: float
    recall: float
    milliseconds: float  # a question


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all and print a table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only-ours", action="store_true", help="leave variants and peers out")
    chosen = parser.parse_args(arguments)
    passages = {line["id"]: line["text"] for line in _lines(chosen.passages)}
    questions = [Question(line["text"], frozenset(line["rel"])) for line in _lines(chosen.queries)]
    scores = [measure(name, search, questions) for name, search in searches(passages, chosen.only_ours)]
    if chosen.json:
        found = [
            {"name": s.name, "mrr@10": s.mrr, "recall@10": s.recall, "ms": s.milliseconds} for s in scores
        ]
        whole = {"passages": len(passages), "queries": len(questions), "mrr@10": scores[0].mrr}
        print(json.dumps({**whole, "recall@10": scores[0].recall, "engines": found}))
        return
    print(f"{len(passages)} passages, {len(questions)} questions\n")
    print(f"{'':44} {'MRR@10':>7} {'recall@10':>9} {'ms':>6}")
    for score in scores:
        print(f"{score.name:44} {score.mrr:7.4f} {score.recall:9.4f} {score.milliseconds:6.2f}")


def measure(name: str, search: Search, questions: Sequence[Question]) -> Score:
    """Ask every question once."""
    ranks, recalls = [], []
    begun = perf_counter()
    for question in questions:
        found = list(search(question.text))[:DEPTH]
        places = [place for place, key in enumerate(found, 1) if key in question.answers]
        ranks.append(1 / places[0] if places else 0.0)
        recalls.append(len(places) / min(DEPTH, len(question.answers)))
    taken = (perf_counter() - begun) / len(questions) * 1000
    return Score(name, float(np.mean(ranks)), float(np.mean(recalls)), taken)


def searches(passages: Mapping[str, str], only_ours: bool) -> Iterator[tuple[str, Search]]:
    """This search, then variants of it with one thing changed, then the peers."""
    with _ours(passages) as search:
        yield "this search", search
    if only_ours:
        return
    with _ours(passages, mends=False) as search:
        yield "- mending of mistyped and compound words", search
    with _leadless(), _ours(passages) as search:
        yield "- weight of a text's beginning", search
    with patch.object(scoring, "K1", 0.9), _ours(passages) as search:
        yield "K1 0.9 instead of 1.2", search
    with _unstemmed(), _ours(passages) as search:
        yield "- stems", search
    with _leadless(), _unstemmed(), _ours(passages, mends=False) as search:
        yield "- all three (words alone)", search
    with _snowball(), _ours(passages) as search:
        yield "Snowball's stems instead", search
    for weight in (0.1, 0.3):
        with _ours(passages, feedback=weight) as search:
            yield f"+ feedback of the best three, weight {weight}", search
    for weight in (0.2, 0.5):
        with _ours(passages, nearness=weight) as search:
            yield f"+ words side by side, weight {weight}", search
    for name, prepare in (("raw", _raw), ("same analysis", _analysed)):
        yield f"SQLite FTS5, {name}", _fts5(passages, prepare)
        yield f"tantivy, {name}", _tantivy(passages, prepare)


@contextmanager
def _ours(
    passages: Mapping[str, str], *, mends: bool = True, feedback: float = 0.0, nearness: float = 0.0
) -> Iterator[Search]:
    documents = [Document(key, {"text": text}, excerpt="text") for key, text in passages.items()]
    with TemporaryDirectory() as folder:
        build(Path(folder), documents, weights={"text": 1.0})
        edition = Edition.open(Path(folder))

        def search(text: str) -> list[str]:
            query = parse(text)
            if mends:
                query = mend(query, edition).query
            if nearness:
                query = _with_neighbours(query, nearness)
            if feedback:
                best = edition.search(query, limit=FED_BACK, excerpts=False).hits
                query = _fed_back(query, [passages[hit.key] for hit in best], edition, feedback)
            return [hit.key for hit in edition.search(query, limit=DEPTH, excerpts=False).hits]

        yield search


def _with_neighbours(query: Query, weight: float) -> Query:
    """Let words that stand side by side in the question also count as a phrase (term proximity)."""
    pairs = [
        Concept(
            f"{one.word} {two.word}", (Form((one.forms[0].terms[0], two.forms[0].terms[0])),), boost=weight
        )
        for one, two in pairwise(query.concepts)
    ]
    return replace(query, concepts=(*query.concepts, *pairs))


def _fed_back(query: Query, texts: Sequence[str], edition: Edition, weight: float) -> Query:
    """Add the most telling words of the best hits (pseudo-relevance feedback)."""
    asked = {term for concept in query.concepts for form in concept.forms for term in form.terms}
    counts = Counter(word for text in texts for word in _analysed(text))
    telling = {
        word: count * scoring.rarity(len(edition), edition.vocabulary.count(word))
        for word, count in counts.items()
        if word not in asked
    }
    words = sorted(telling, key=lambda word: -telling[word])[:WORDS_BACK]
    added = [Concept(word, (Form((word,)),), boost=weight) for word in words]
    return replace(query, concepts=(*query.concepts, *added))


@contextmanager
def _leadless() -> Iterator[None]:
    """Let every word of a text count the same."""
    with patch.object(scoring, "LEADS", np.ones(1, dtype=np.float32)):
        yield


@contextmanager
def _unstemmed() -> Iterator[None]:
    """Leave words as they are, in documents and queries."""

    def plain(token: str) -> tuple[Position, ...]:
        return tuple(replace(place, stem=place.word) for place in positions(token))

    with patch.object(analysis, "positions", plain):
        yield


@contextmanager
def _snowball() -> Iterator[None]:
    """Stem with Snowball's rules for Indonesian."""
    stemmer = Stemmer.Stemmer("indonesian")

    def stemmed(token: str) -> tuple[Position, ...]:
        return tuple(replace(place, stem=stemmer.stemWord(place.word)) for place in positions(token))

    with patch.object(analysis, "positions", stemmed):
        yield


def _raw(text: str) -> list[str]:
    return [word for token in tokens(text) for word in token.casefold().split()]


def _analysed(text: str) -> list[str]:
    return [place.stem for token in tokens(text) for place in positions(token) if not place.is_stop]


def _fts5(passages: Mapping[str, str], prepare: Callable[[str], list[str]]) -> Search:
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table passage using fts5(key unindexed, text)")
    rows = ((key, " ".join(prepare(text))) for key, text in passages.items())
    base.executemany("insert into passage values (?, ?)", rows)

    def search(text: str) -> list[str]:
        words = [word.replace('"', "") for word in dict.fromkeys(prepare(text))]
        wanted = " OR ".join(f'"{word}"' for word in words if word)
        if not wanted:
            return []
        statement = "select key from passage where passage match ? order by rank limit ?"
        return [row[0] for row in base.execute(statement, (wanted, DEPTH))]

    return search


def _tantivy(passages: Mapping[str, str], prepare: Callable[[str], list[str]]) -> Search:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("key", stored=True, tokenizer_name="raw")
    schema.add_text_field("text", tokenizer_name="whitespace")
    index = tantivy.Index(schema.build())
    writer = index.writer()
    for key, text in passages.items():
        writer.add_document(tantivy.Document(key=key, text=" ".join(prepare(text))))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> list[str]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "text", word))
            for word in dict.fromkeys(prepare(text))
        ]
        found = searcher.search(tantivy.Query.boolean_query(terms), DEPTH).hits
        return [searcher.doc(address)["key"][0] for _, address in found]

    return search


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


if __name__ == "__main__":
    main()
