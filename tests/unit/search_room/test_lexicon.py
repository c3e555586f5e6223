"""Concepts are found in running words: the longest form wins, inflections count, derivations do not."""

from __future__ import annotations

import pytest

from portal.search.concepts import Concepts, Entry
from portal.search.lexicon import Lexicon, as_text, token_of


def names(lexicon: Lexicon, text: str) -> list[list[str]]:
    return [sorted(mention.concepts) for mention in lexicon.mentions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("rumah", [["rumah"]]),
        ("rumah sakit", [["rumah-sakit"]]),
        ("rumah sakit jiwa", [["jiwa"]]),
        ("rumah, sakit", [["rumah-sakit"]]),
        ("di rumah. Sakit jiwa", [["rumah"]]),
    ],
)
def test_the_longest_form_wins_and_hides_what_is_within(
    lexicon: Lexicon, text: str, found: list[list[str]]
) -> None:
    assert names(lexicon, text) == found


@pytest.mark.parametrize("text", ["memilah", "dipilah", "pilah", "pilahlah"])
def test_inflections_of_a_word_mention_its_concept(lexicon: Lexicon, text: str) -> None:
    assert names(lexicon, text) == [["pilah"]]


def test_a_word_made_from_another_does_not_stand_for_it(lexicon: Lexicon) -> None:
    assert "phk" in names(lexicon, "dirumahkan")[0]
    assert "phk" not in names(lexicon, "rumah")[0]
    assert names(lexicon, "data") == []
    assert names(lexicon, "mendata") == [["data"]]


@pytest.mark.parametrize(
    "text", ["perut kosong", "perutnya kosong", "perutnya yang kosong", "perut sering kosong"]
)
def test_stop_words_and_light_words_may_stand_within_a_form(lexicon: Lexicon, text: str) -> None:
    assert names(lexicon, text) == [["lapar"]]


def test_a_turn_of_speech_is_found_word_for_word(lexicon: Lexicon) -> None:
    assert names(lexicon, "katanya sudah beres") == [["selesai"]]
    assert names(lexicon, "beres-beres") == []


def test_a_form_of_light_words_is_found_word_for_word_where_it_has_words_without_a_meaning() -> None:
    entry = Entry(words=("tidak punya siapa-siapa",))
    lexicon = Lexicon(Concepts(light=("tidak", "punya"), concepts={"sebatang-kara": entry}))

    assert [mention.length for mention in lexicon.mentions("nenek tidak punya siapa-siapa")] == [2]
    assert lexicon.mentions("tidak punya tempat") == []


def test_a_hint_counts_half_and_broader_concepts_are_counted_too(lexicon: Lexicon) -> None:
    assert lexicon.weigh("nenek dan lansia") == {"lansia": 1.5, "rentan": 0.75}


def test_a_document_field_names_what_it_is_about_heaviest_first() -> None:
    weights = {"lansia": 2.4, "rumah-sakit": 3.0, "data": 0.9}

    text = as_text(weights, 1.0)

    assert text.split() == ["k0rumah0sakit"] * 3 + ["k0lansia"] * 2
    assert token_of("rumah-sakit") == "k0rumah0sakit"


def test_a_mistyped_word_is_read_as_the_nearest_one_of_a_form(lexicon: Lexicon) -> None:
    assert lexicon.nearest("lanisa") == "lansia"
    assert lexicon.nearest("mengamk") == "mengamuk"
    assert lexicon.nearest("quasar") is None
    assert lexicon.nearest("lan") is None


def test_words_of_forms_are_known(lexicon: Lexicon) -> None:
    assert lexicon.knows("kosong")
    assert lexicon.knows("dirumahkan")
    assert not lexicon.knows("quasar")
