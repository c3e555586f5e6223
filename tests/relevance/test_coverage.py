"""The search says what the library lacks, and seldom doubts what it has.

Only the half that no weight was found on is asked (docs/search-relevance.md).
"""

from __future__ import annotations

import pytest
from flask import Flask

from benchmarks.coverage import Share, asked, share
from portal.cases import CASES
from portal.search import service
from portal.search.doubt import Answer


def of_held(covered: bool) -> Share:
    return share([(one.query, one.answers) for one in asked("held") if one.covered == covered])


def test_what_the_library_lacks_is_said(real_app: Flask) -> None:
    with real_app.app_context():
        assert of_held(covered=False).nothing >= 0.8


def test_what_the_library_has_is_seldom_doubted(real_app: Flask) -> None:
    with real_app.app_context():
        found = of_held(covered=True)

    assert found.nothing + found.weak <= 0.04
    assert found.right_first >= 0.9


def test_answers_of_covered_questions_are_cases_of_the_library(real_app: Flask) -> None:
    with real_app.app_context():
        known = set(CASES.get())

    assert {slug for one in asked() for slug in one.answers} <= known
    assert len({one.query for one in asked()}) == len(asked()) == 200


@pytest.mark.parametrize(
    ("text", "lacks"),
    [("warga kecanduan judi online", "judi online"), ("tanah wakaf masjid", "tanah wakaf")],
)
def test_the_sentence_names_what_is_lacking(real_app: Flask, text: str, lacks: str) -> None:
    with real_app.app_context():
        verdict = service.find(text).verdict

    assert (verdict.answer, verdict.lacks) == (Answer.NOTHING, lacks)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("wong tuwa ora ana sing ngopeni", "rantang-kasih"),
        ("dalan bolong", "bandung-urc-tambal-jalan"),
        ("dodolan nglarisi", "nglarisi-dodolan-batang"),
    ],
)
def test_javanese_is_read_and_names_in_it_stay_names(real_app: Flask, text: str, first: str) -> None:
    with real_app.app_context():
        found = service.find(text)

    assert found.hits[0].key == first
    assert found.suggestion is None


def test_a_javanese_word_is_not_taken_for_a_mistyped_one(real_app: Flask) -> None:
    with real_app.app_context():
        assert service.find("banyu").suggestion is None
