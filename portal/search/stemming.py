"""Indonesian stems: the word a reader would look up in a dictionary."""

from __future__ import annotations

from functools import cache, lru_cache

from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from portal.search.words import words

LONGEST_STEMMED = 28  # the longest inflected word of the dictionary's examples has 24 letters


@lru_cache(maxsize=1 << 18)
def stem(word: str) -> str:
    """Cut a folded word to its root; words that are not plain letters stay as they are."""
    if not 3 < len(word) <= LONGEST_STEMMED or not word.isascii() or not word.isalpha():
        return word
    if word in words("protected"):
        return word
    return str(_stemmer().stem_singular_word(word))


@cache
def _stemmer() -> Stemmer:
    roots = StemmerFactory().get_words()
    return Stemmer(ArrayDictionary([*roots, *words("roots"), *words("protected")]))
