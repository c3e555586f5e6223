"""Documents about the same things are similar, and those similar to the best hits rise behind them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from portal.search import similarity
from portal.search.engine.build import build
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.engine.ranking import Ranking
from portal.search.engine.scoring import Floats
from portal.search.grammar import Concept, Form
from portal.search.similarity import Similarity, counted, measure

SCHOOL = "k0sekolah k0sekolah k0anak k0miskin"
WASTE = "k0sampah k0sampah k0plastik"


def measured(texts: list[str]) -> Floats:
    return measure([counted(text) for text in texts])


def ranking(*scores: float, is_required: bool = False) -> Ranking:
    concept = Concept("kata", (Form(("kata",)),), is_required=is_required)
    return Ranking(None, np.array(scores, dtype=np.float32), len(scores), [concept], [1.0])


@pytest.fixture
def similar() -> Similarity:
    """Six documents: the first, fourth and sixth alike."""
    return Similarity(measured([SCHOOL, WASTE, "k0pajak", SCHOOL, "k0izin k0loket", SCHOOL]))


def test_documents_about_the_same_are_alike_and_others_are_not() -> None:
    vectors = measured([SCHOOL, SCHOOL, WASTE, ""])

    assert vectors[0] @ vectors[1] == pytest.approx(1.0, abs=1e-5)
    assert abs(float(vectors[0] @ vectors[2])) < 0.5
    assert not vectors[3].any()


@pytest.mark.parametrize("texts", [[], [SCHOOL], ["", ""]])
def test_too_little_to_compare_gives_no_similarity(texts: list[str]) -> None:
    assert not measured(texts).any()


def test_what_is_similar_to_the_best_rises_but_not_above_the_first_three(similar: Similarity) -> None:
    found = ranking(9.0, 5.0, 4.0, 1.0, 1.5, 0.0)

    similar.lift(found)

    assert found.scores[:3].tolist() == [9.0, 5.0, 4.0]
    assert 1.5 < found.scores[3] < 4.0
    assert found.scores[4] == pytest.approx(1.5, abs=0.5)


def test_what_was_not_found_stays_out(similar: Similarity) -> None:
    found = ranking(9.0, 5.0, 4.0, 1.0, 1.5, 0.0)

    similar.lift(found)

    assert found.scores[5] == 0.0


def test_a_phrase_is_ranked_by_itself(similar: Similarity) -> None:
    found = ranking(9.0, 5.0, 4.0, 1.0, 1.5, 0.0, is_required=True)

    similar.lift(found)

    assert found.scores.tolist() == [9.0, 5.0, 4.0, 1.0, 1.5, 0.0]


def test_the_kin_of_an_edition_are_read_by_their_places(tmp_path: Path) -> None:
    texts = {"c": SCHOOL, "a": WASTE, "b": SCHOOL}
    documents = [Document(key, {"concepts": text}, excerpt="concepts") for key, text in texts.items()]
    build(tmp_path / "index", documents, weights={"concepts": 1.0})
    index = Edition.open(tmp_path / "index")
    similarity.write(tmp_path, {key: counted(text) for key, text in texts.items()})

    vectors = similarity.read(tmp_path, index).vectors

    places = {key: number for number, key in enumerate(index.keys)}
    assert vectors[places["b"]] @ vectors[places["c"]] == pytest.approx(1.0, abs=1e-5)
    assert vectors[places["a"]] @ vectors[places["c"]] < 0.5
