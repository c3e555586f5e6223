"""Stems agree with those of Sastrawi, whose rules and roots they use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from portal.search.stemming import cut_to_root, stem
from portal.search.words import words

CONTENT = Path(__file__).parents[3] / "content"


def test_words_of_the_content_have_the_stems_that_sastrawi_gives() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.md"))[::6])
    written = sorted(set(re.findall(r"[a-z]{4,28}", text.casefold())))[::3]
    roots = StemmerFactory().get_words()
    sastrawi = Stemmer(ArrayDictionary(roots))

    own = {word: cut_to_root(word, frozenset(roots)) for word in written}

    assert own == {word: sastrawi.stem_singular_word(word) for word in written}


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("memperbaiki", "baik"),
        ("mengebom", "bom"),
        ("pelajar", "ajar"),
        ("belajar", "ajar"),
        ("penyediaan", "sedia"),
        ("keterbukaan", "buka"),
        ("percikan", "percik"),
        ("kupukul", "pukul"),
        ("organisasi", "organisasi"),
        ("berkelanjutan", "lanjut"),
        ("pembangunan", "bangun"),
    ],
)
def test_affixes_are_taken_off(word: str, root: str) -> None:
    assert stem(word) == root


@pytest.mark.parametrize("word", ["", "an", "ktp", "5.05.02", "é" * 9, "x" * 500, "batang", "beras"])
def test_what_is_no_plain_word_or_protected_stays(word: str) -> None:
    assert stem(word) == word


def test_every_protected_word_and_every_added_root_stays() -> None:
    kept = words("protected") | words("roots")

    assert {word: stem(word) for word in kept} == {word: word for word in kept}
