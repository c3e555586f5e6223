"""The arrays are a function of the index, and the index answers without them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from whoosh import index as whoosh
from whoosh.qparser import MultifieldParser, QueryParser
from whoosh.query import Term
from whoosh.scoring import BM25F

from portal.search.engine import cache, schema
from portal.search.engine.build import build
from portal.search.engine.by_whoosh import AFFORDABLE, TAKEN, Stored, WhooshEdition
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.engine.scoring import lead
from portal.search.grammar import parse
from tests.unit.search.conftest import WEIGHTS, case


def written(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted((folder / cache.FOLDER).rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An edition of two segments, with a document changed and one removed since."""
    first = [
        case(f"d{n}", f"Kasus {n}", "pelayanan desa e-KTP", "batang", 2000 + n, "desa") for n in range(9)
    ]
    build(tmp_path / "g0", first, weights=WEIGHTS)
    second = [*first[1:8], case("d8", "Kasus Baru", "loket antre", "bandung", 2020)]
    build(tmp_path / "g1", second, weights=WEIGHTS, previous=tmp_path / "g0")
    return tmp_path / "g1"


def test_arrays_made_again_are_the_same_to_the_last_bit(folder: Path) -> None:
    before = written(folder)
    for _ in range(2):
        cache.drop(folder)
        assert written(folder) == {}

        cache.make(folder)

        assert written(folder) == before


def test_what_a_killed_builder_left_is_swept_away(folder: Path) -> None:
    (folder / f"{cache.FOLDER}.4711").mkdir()

    cache.make(folder)

    assert [path.name for path in folder.iterdir() if path.is_dir()] == [cache.FOLDER]


def test_arrays_and_whoosh_give_the_same_answer(folder: Path) -> None:
    fast, plain = Edition.open(folder), WhooshEdition.open(folder)
    chosen = {"wilayah": frozenset({"batang", "bandung"})}
    for text in ("pelayanan", "kasus baru", '"kasus 3"', '"desa e-ktp"', "pel*", "kasus -baru", "", "xyzzy"):
        for sort in ("relevance", "terbaru", "-nama"):
            one, other = (
                edition.search(
                    parse(text), sort=sort, filters=chosen, facet_names=["wilayah", "bidang"], limit=20
                )
                for edition in (fast, plain)
            )
            assert [hit.key for hit in one.hits] == [hit.key for hit in other.hits]
            assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in other.hits])
            assert (one.total, one.facets) == (other.total, other.facets)


def test_without_arrays_there_are_no_excerpts_and_no_reasons(folder: Path) -> None:
    hit = WhooshEdition.open(folder).search(parse("loket"), explain=True).hits[0]

    assert (hit.excerpt, hit.explanation) == ([], ())


def test_words_are_corrected_from_the_words_of_the_index(folder: Path) -> None:
    vocabulary = WhooshEdition.open(folder).vocabulary

    assert vocabulary.corrections("pelayannan") == ["pelayanan"]
    assert "loket" in vocabulary
    assert "layan" not in vocabulary.counts


def test_a_beginning_takes_the_commonest_words_only(tmp_path: Path) -> None:
    words = [f"pel{chr(97 + n % 26)}{chr(97 + n // 26)}q" for n in range(2 * TAKEN)]
    documents = [Document("all", {"body": " ".join(words)})]
    documents += [Document(word, {"body": word}) for word in words[:TAKEN]]
    build(tmp_path / "g", documents, weights=WEIGHTS)

    assert WhooshEdition.open(tmp_path / "g").search(parse("pel*"), limit=200).total == TAKEN + 1


def test_a_query_that_would_take_too_long_leaves_out_its_commonest_words(tmp_path: Path) -> None:
    size = 2_600
    common = [
        f"{one}{other}q" for one in ("ba", "be", "bi", "bo", "bu") for other in ("ma", "mi", "mo", "mu", "me")
    ]
    documents = [
        Document(f"d{n}", {"body": " ".join(common) + (" jempol" if n == 7 else "")}) for n in range(size)
    ]
    build(tmp_path / "g", documents, weights=WEIGHTS)
    edition = WhooshEdition.open(tmp_path / "g")
    assert size * len(common) > AFFORDABLE

    found = edition.search(parse(f"{' '.join(common[:23])} jempol"))

    assert found.hits[0].key == "d7"


def test_whooshs_own_parser_answers_over_the_named_fields(folder: Path) -> None:
    index = whoosh.open_dir(str(folder))

    with index.searcher(weighting=BM25F()) as searcher:
        query = MultifieldParser(["title", "body"], index.schema).parse("pelayanannya title:kasus")
        found = [hit[schema.KEY] for hit in searcher.search(query, limit=20)]
        typed = QueryParser("body", index.schema).parse('"loket antre" NOT title:kasusnya')
        none = [hit[schema.KEY] for hit in searcher.search(typed)]
        typed = QueryParser("body", index.schema).parse('"loket antrean" title:bar*')
        phrase = [hit[schema.KEY] for hit in searcher.search(typed)]
        shown = searcher.search(Term("title", "baru"))[0][schema.ROW]

    assert set(found) == {f"d{n}" for n in range(1, 8)}
    assert (none, phrase) == ([], ["d8"])
    assert shown == {"title": "Kasus Baru"}


def test_a_posting_of_the_joined_field_is_worth_its_weighted_words(folder: Path) -> None:
    index = whoosh.open_dir(str(folder))

    with index.searcher(weighting=Stored()) as searcher:
        hit = searcher.search(QueryParser(schema.ALL, index.schema).parse("baru"))[0]
        best = (hit[schema.KEY], hit.score)

    assert best == ("d8", 4.0 * lead(np.array([1]))[0])
