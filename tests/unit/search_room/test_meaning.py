"""A question is read as it was meant: spoken and mistyped words, concepts, names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.search import opened
from portal.search.grammar import Concept, parse
from portal.search.meaning import BROADER, CONCEPT, COVERED, LIGHT, NEAR, WHOLE, Understood, understand

Read = Callable[[str], Understood]


@pytest.fixture
def read(concept_app: Flask) -> Read:
    """Understand a question in the small library."""

    def understood(text: str) -> Understood:
        with concept_app.app_context():
            known = opened.knowledge()
            return understand(parse(text), opened.index()[0], known.lexicon, known.guesses)

    return understood


def concepts(understood: Understood) -> dict[str, float]:
    """The concepts searched, by their index terms, and what each counts."""
    first = {concept.forms[0].terms[0]: concept.boost for concept in understood.query.concepts}
    return {term.removeprefix("k0"): boost for term, boost in first.items() if term.startswith("k0")}


def word(understood: Understood, typed: str) -> Concept:
    return next(concept for concept in understood.query.concepts if concept.word == typed)


def test_a_concept_is_searched_beside_its_words(read: Read) -> None:
    found = read("lansia")

    assert concepts(found) == {"lansia": CONCEPT, "rentan": CONCEPT * BROADER}
    assert word(found, "lansia").boost == COVERED


def test_a_hint_counts_half_and_a_neighbour_a_little(read: Read) -> None:
    assert concepts(read("nenek"))["lansia"] == CONCEPT / 2
    assert concepts(read("kelaparan"))["lansia"] == pytest.approx(CONCEPT * NEAR)


def test_a_word_that_says_little_counts_little(read: Read) -> None:
    found = read("warga antre")

    assert word(found, "warga").boost == LIGHT


def test_the_words_of_a_concept_are_marked_but_find_nothing(read: Read) -> None:
    concept = next(one for one in read("kresek").query.concepts if one.forms[0].terms == ("k0sampah",))

    assert {form.terms[0]: form.weight for form in concept.forms[1:]} == {
        "sampah": 0.0,
        "kresek": 0.0,
        "plastik": 0.0,
    }


def test_a_spoken_word_is_searched_as_the_written_one(read: Read) -> None:
    found = read("ngantre")

    assert "antre" in {form.terms[0] for form in word(found, "ngantre").forms}
    assert "antre" in concepts(found)
    assert found.corrected == {}


def test_a_mistyped_word_of_the_documents_is_corrected(read: Read) -> None:
    found = read("lanisa")

    assert found.corrected == {"lanisa": "lansia"}
    assert "lansia" in concepts(found)


def test_a_mistyped_word_that_only_concepts_know_is_corrected(read: Read) -> None:
    found = read("renternir di pasar")

    assert found.corrected == {"renternir": "rentenir"}
    assert "rentenir" in concepts(found)


def test_a_word_that_only_concepts_know_is_not_taken_for_a_mistake(read: Read) -> None:
    assert read("kresek").corrected == {}


@pytest.mark.parametrize(
    "text", ['"lansia"', "pasar -lansia", 'pasar -"lansia miskin"', "judul:lansia pasar"]
)
def test_what_is_taken_by_the_letter_mentions_no_concept(read: Read, text: str) -> None:
    assert "lansia" not in concepts(read(text))


def test_a_question_that_is_a_name_calls_the_document(read: Read) -> None:
    found = read("rantang hangat")

    assert word(found, "rantang hangat").boost == WHOLE
    assert "rantang hangat" not in {concept.word for concept in read("nasi hangat").query.concepts}
