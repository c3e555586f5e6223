"""The engine agrees with a search in plain Python, whatever the documents and the query are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from portal.search.engine import cache, segment
from portal.search.engine.build import build
from portal.search.engine.by_whoosh import WhooshEdition
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.engine.manifest import IndexSeal, unseal
from portal.search.engine.results import Results
from portal.search.grammar import Query, Synonyms, expand, parse
from tests.patience import examples
from tests.property.search.plain_search import PlainSearch

WEIGHTS = {"title": 4.0, "summary": 2.5, "body": 1.0, "beside": 0.0}
SYNONYMS: Synonyms = {
    "ktp": [(("e-KTP",), 0.9), (("kartu", "tanda"), 0.8)],
    "mal pelayanan": [(("MPP",), 0.9)],
    "anak": [(("balita",), 0.5)],
}
WORDS = [
    *("pelayanan", "layanan", "melayani", "izin", "perizinan", "desa", "pedesaan", "e-KTP", "KTP-el", "ktp"),
    *(
        "anak-anak",
        "balita",
        "MPP",
        "mal",
        "tanpa",
        "dan",
        "untuk",
        "Hay.U",
        "5.05.02",
        "2.579.837",
        "publik",
    ),
    *("kartu", "tanda", "penduduk", "a", "jemput-bola", "é", "publik.Desa"),
]

texts = some.lists(some.sampled_from(WORDS), max_size=12).map(" ".join)


@some.composite
def documents(draw: some.DrawFn, key: str = "") -> Document:
    body = draw(texts)
    return Document(
        key=key or draw(some.sampled_from([f"d{number}" for number in range(30)])),
        fields={"title": draw(texts), "summary": draw(texts), "body": body, "beside": "kartu tanda penduduk"},
        facets={
            "wilayah": (draw(some.sampled_from(["batang", "bandung", "pati"])),),
            "bidang": tuple(draw(some.lists(some.sampled_from(["desa", "izin", "Gizi Anak"]), max_size=3))),
        },
        sort_keys={"terbaru": draw(some.integers(2010, 2014))},
        stored={"n": draw(some.integers(0, 3))},
        excerpt=draw(some.sampled_from(["body", "", "beside"])),
    )


libraries = some.lists(documents(), min_size=1, max_size=25, unique_by=lambda document: document.key)

queries = some.builds(
    lambda pieces, all_, typing: expand(
        parse(" ".join(pieces), requires_all=all_, as_you_type=typing, filter_names={"wilayah"}), SYNONYMS
    ),
    some.lists(
        some.one_of(
            some.sampled_from(WORDS),
            some.lists(some.sampled_from(WORDS), min_size=1, max_size=3).map(
                lambda run: f'"{" ".join(run)}"'
            ),
            some.sampled_from(WORDS).map(lambda word: f"-{word}"),
            some.sampled_from(["pel*", "per*", "pub*", "xyzzy"]),
        ),
        max_size=5,
    ),
    some.booleans(),
    some.booleans(),
)

choices = some.dictionaries(
    some.sampled_from(["wilayah", "bidang"]),
    some.frozensets(some.sampled_from(["batang", "bandung", "desa", "izin", "Gizi Anak"]), min_size=1),
    max_size=2,
)

many = settings(examples(120), suppress_health_check=[HealthCheck.too_slow])
fewer = settings(
    examples(60), suppress_health_check=[HealthCheck.too_slow]
)  # each example builds up to six editions


@pytest.fixture(autouse=True)
def _rows_for_common_terms_even_in_small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "DENSE_FROM", 3)


def edition_of(folder: str, library: Sequence[Document]) -> Edition:
    path = Path(folder) / "edition"
    build(path, library, weights=WEIGHTS)
    return Edition.open(path)


def scores(edition: Edition, query: Query, **options: object) -> dict[str, float]:
    results = edition.search(query, limit=100, **options)  # type: ignore[arg-type]
    assert results.total == len(results.hits)
    return {hit.key: hit.score for hit in results.hits}


@many
@given(libraries, some.lists(queries, min_size=1, max_size=5))
def test_scores_are_those_of_the_formula(library: list[Document], asked: list[Query]) -> None:
    plain = PlainSearch(library, WEIGHTS)

    with TemporaryDirectory() as folder:
        edition = edition_of(folder, library)

        for query in asked:
            assert scores(edition, query) == pytest.approx(plain.search(query), abs=1e-6, rel=1e-6)


@many
@given(libraries, queries, choices)
def test_facet_counts_are_those_of_counting(
    library: list[Document], query: Query, chosen: dict[str, frozenset[str]]
) -> None:
    plain = PlainSearch(library, WEIGHTS)

    with TemporaryDirectory() as folder:
        edition = edition_of(folder, library)
        results = edition.search(query, filters=chosen, facet_names=["wilayah", "bidang"], limit=100)

    assert {hit.key for hit in results.hits} == plain.filtered(query, chosen).keys()
    for name in ("wilayah", "bidang"):
        assert dict(results.facets[name]) == plain.facet_counts(query, chosen, name)


@many
@given(libraries, some.lists(queries, min_size=1, max_size=5), choices)
def test_whoosh_alone_gives_the_same_answer(
    library: list[Document], asked: list[Query], chosen: dict[str, frozenset[str]]
) -> None:
    with TemporaryDirectory() as folder:
        edition = edition_of(folder, library)
        plain = WhooshEdition.open(Path(folder) / "edition")

        for query in asked:
            assert scores(plain, query) == pytest.approx(scores(edition, query), abs=1e-6, rel=1e-5)
            for sort in ("terbaru", "-terbaru"):
                results = [
                    one.search(query, sort=sort, filters=chosen, facet_names=["wilayah", "bidang"], limit=9)
                    for one in (edition, plain)
                ]
                assert results[0].facets == results[1].facets
                assert [hit.key for hit in results[0].hits] == [hit.key for hit in results[1].hits]


@fewer
@given(libraries, some.lists(libraries, min_size=1, max_size=4), queries, some.data())
def test_an_edition_made_from_an_earlier_one_is_the_rebuilt_edition(
    library: list[Document], rounds: list[list[Document]], query: Query, data: some.DataObject
) -> None:
    now = {document.key: document for document in library}

    with TemporaryDirectory() as folder:
        edition_of(folder, library)
        path = Path(folder) / "edition"
        for number, changed in enumerate(rounds):
            removed = data.draw(some.lists(some.sampled_from(sorted(now)), max_size=3)) if now else []
            for key in removed:
                now.pop(key, None)
            now.update({document.key: document for document in changed})
            build(Path(folder) / f"{number}", list(now.values()), weights=WEIGHTS, previous=path)
            path = Path(folder) / f"{number}"
            if data.draw(some.booleans()):
                before = contents(path)
                cache.drop(path)
                cache.make(path)
                assert contents(path) == before
        continued = Edition.open(path)
        rebuilt = edition_of(f"{folder}/rebuilt", list(now.values()))

        for sort in ("relevance", "terbaru"):
            first, second = (
                one.search(query, sort=sort, limit=100, facet_names=["wilayah", "bidang"], explain=True)
                for one in (continued, rebuilt)
            )
            assert seen(first) == seen(second)
        assert len(continued) == len(now)
        assert unseal(path, IndexSeal).damaged(path) == []


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the arrays."""
    return {str(path): path.read_bytes() for path in (folder / cache.FOLDER).rglob("*") if path.is_file()}


def seen(results: Results) -> object:
    """Everything a reader can see of results; scores to the last bit."""
    hits = [(hit.key, hit.score, hit.excerpt, hit.explanation) for hit in results.hits]
    return results.total, hits, results.facets
