"""Questions point to concepts that they do not name."""

from __future__ import annotations

from collections.abc import Mapping

from portal.search.concepts import Concepts, Entry
from portal.search.guesses import APART, TYPICAL, WRITTEN, Guesses
from portal.search.lexicon import Lexicon, read


def guessed(lexicon: Lexicon, guesses: Guesses, text: str, *written: str) -> dict[str, float]:
    mentions = lexicon.mentions(text)
    found: dict[str, float] = {}
    for guess in guesses.of(read(text), mentions, frozenset(written)):
        concepts: Mapping[str, float] = guess.concepts
        for name, weight in concepts.items():
            found[name] = max(weight, found.get(name, 0.0))
    return found


def test_the_words_of_a_form_may_stand_apart(lexicon: Lexicon, guesses: Guesses) -> None:
    found = guessed(lexicon, guesses, "aplikasi tiap dinas kok terpisah", "aplikasi", "terpisah", "pisah")

    assert found["aplikasi"] >= APART


def test_a_word_that_stands_in_forms_of_one_concept_points_to_it(lexicon: Lexicon, guesses: Guesses) -> None:
    assert guessed(lexicon, guesses, "semuanya terpisah")["aplikasi"] == TYPICAL


def test_a_word_that_documents_have_too_points_less(lexicon: Lexicon, guesses: Guesses) -> None:
    found = guessed(lexicon, guesses, "semuanya terpisah", "terpisah")

    assert found["aplikasi"] == TYPICAL * WRITTEN


def test_nothing_is_guessed_from_words_that_mention_a_concept(lexicon: Lexicon, guesses: Guesses) -> None:
    assert guessed(lexicon, guesses, "gedung kosong") == {}


def test_a_form_within_another_form_that_is_said_is_not_guessed() -> None:
    entries = {"rumah-sakit": Entry(words=("rumah sakit",)), "rawat": Entry(words=("sakit di rumah",))}
    lexicon = Lexicon(Concepts(concepts=entries))
    guesses = Guesses(lexicon)

    assert guessed(lexicon, guesses, "rumah sakit penuh", "rumah", "sakit") == {}
    assert "rawat" in guessed(lexicon, guesses, "rumah saya penuh, sakit semua", "rumah", "sakit")


def test_nothing_is_guessed_from_strange_or_light_words(lexicon: Lexicon, guesses: Guesses) -> None:
    assert guessed(lexicon, guesses, "quasar sering warga") == {}
