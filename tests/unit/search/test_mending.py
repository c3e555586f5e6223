"""Mistyped words and compounds are mended; what was typed stays."""

from __future__ import annotations

import pytest

from portal.search.engine.edition import Edition
from portal.search.engine.mending import mend
from portal.search.grammar import Form, parse


def found(library: Edition, text: str) -> list[str]:
    return [hit.key for hit in library.search(mend(parse(text), library).query).hits]


@pytest.mark.parametrize("typed", ["stuntng", "stuntin", "tsunting", "stuntting"])
def test_a_mistyped_word_finds_what_was_meant(library: Edition, typed: str) -> None:
    assert found(library, typed) == ["posyandu"]
    assert mend(parse(typed), library).read_as == {typed: "stunting"}


@pytest.mark.parametrize("typed", ["smartkampung", "tatapmuka", "malpelayananpublik"])
def test_words_written_together_find_them_apart(library: Edition, typed: str) -> None:
    assert len(found(library, typed)) == 1


def test_a_word_written_apart_finds_it_together(library: Edition) -> None:
    assert found(library, "kam pung") == ["smart-kampung"]


def test_a_word_that_occurs_is_left_alone(library: Edition) -> None:
    mended = mend(parse("pelayanan desa"), library)

    assert mended.query == parse("pelayanan desa")
    assert mended.read_as == {}


def test_a_mistyped_stop_word_is_ignored(library: Edition) -> None:
    assert found(library, "denagn stunting") == ["posyandu"]


def test_what_was_typed_stays_in_the_query(library: Edition) -> None:
    concept = mend(parse("stuntng"), library).query.concepts[0]

    assert concept.word == "stuntng"
    assert concept.forms[0] == Form(("stuntng",))


@pytest.mark.parametrize("text", ['"stuntng gizi"', "stuntng*", "-stuntng", "12345", "xqzvkw", "quasar", ""])
def test_phrases_beginnings_exclusions_and_nonsense_are_not_mended(library: Edition, text: str) -> None:
    assert mend(parse(text), library).query == parse(text)
