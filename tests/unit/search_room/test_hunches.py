"""Questions point to concepts that they do not name."""

from __future__ import annotations

from collections.abc import Mapping

from portal.search.concepts import Concepts, Entry
from portal.search.hunches import APART, TYPICAL, WRITTEN, Hunches
from portal.search.lexicon import Lexicon, read


def guesses(lexicon: Lexicon, hunches: Hunches, text: str, *written: str) -> dict[str, float]:
    mentions = lexicon.mentions(text)
    found: dict[str, float] = {}
    for guess in hunches.of(read(text), mentions, frozenset(written)):
        concepts: Mapping[str, float] = guess.concepts
        for name, weight in concepts.items():
            found[name] = max(weight, found.get(name, 0.0))
    return found


def test_the_words_of_a_form_may_stand_apart(lexicon: Lexicon, hunches: Hunches) -> None:
    found = guesses(lexicon, hunches, "aplikasi tiap dinas kok terpisah", "aplikasi", "terpisah", "pisah")

    assert found["aplikasi"] >= APART


def test_a_word_that_stands_in_forms_of_one_concept_points_to_it(lexicon: Lexicon, hunches: Hunches) -> None:
    assert guesses(lexicon, hunches, "semuanya terpisah")["aplikasi"] == TYPICAL


def test_a_word_that_documents_have_too_points_less(lexicon: Lexicon, hunches: Hunches) -> None:
    found = guesses(lexicon, hunches, "semuanya terpisah", "terpisah")

    assert found["aplikasi"] == TYPICAL * WRITTEN


def test_nothing_is_guessed_from_words_that_mention_a_concept(lexicon: Lexicon, hunches: Hunches) -> None:
    assert guesses(lexicon, hunches, "gedung kosong") == {}


def test_a_form_within_another_form_that_is_said_is_not_guessed() -> None:
    entries = {"rumah-sakit": Entry(words=("rumah sakit",)), "rawat": Entry(words=("sakit di rumah",))}
    lexicon = Lexicon(Concepts(concepts=entries))
    hunches = Hunches(lexicon)

    assert guesses(lexicon, hunches, "rumah sakit penuh", "rumah", "sakit") == {}
    assert "rawat" in guesses(lexicon, hunches, "rumah saya penuh, sakit semua", "rumah", "sakit")


def test_nothing_is_guessed_from_strange_or_light_words(lexicon: Lexicon, hunches: Hunches) -> None:
    assert guesses(lexicon, hunches, "quasar sering warga") == {}
