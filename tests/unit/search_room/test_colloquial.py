"""Spoken words are read as the written words they stand for."""

from __future__ import annotations

import pytest

from portal.search.colloquial import variants


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("ngurus", "urus"),
        ("ngirim", "kirim"),
        ("ngelamar", "lamar"),
        ("nyapu", "sapu"),
        ("nyuci", "cuci"),
        ("nunggu", "tunggu"),
        ("nolak", "tolak"),
        ("minjem", "pinjam"),
        ("bayarin", "bayar"),
        ("dibayarin", "bayar"),
        ("ketabrak", "tabrak"),
        ("cepet", "cepat"),
        ("bener", "benar"),
        ("lamaaaa", "lama"),
        ("nggak", "tidak"),
        ("gimana", "bagaimana"),
    ],
)
def test_a_spoken_word_may_stand_for_a_written_one(spoken: str, written: str) -> None:
    assert written in list(variants(spoken))


@pytest.mark.parametrize("word", ["", "x", "quasar", "petaani"])
def test_other_words_stand_for_nothing(word: str) -> None:
    assert list(variants(word)) == []


def test_no_candidate_is_given_twice() -> None:
    found = list(variants("nungguin"))

    assert len(found) == len(set(found))
