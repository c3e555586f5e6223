"""When two names mean the same innovation: letters and figures count, nothing else. Pure."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

ALIKE = 0.9  # from here on a person is asked


def folded(text: str) -> str:
    """A text for comparing: one blank between words, small letters, no marks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


def key_of(title: str) -> str:
    """What a title is compared by."""
    return folded(title)[:200]


def short_keys(title: str) -> frozenset[str]:
    """Shorter names of the same: without what stands in brackets, and without the unit before a colon."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", title)
    found = {key_of(bare)}
    for mark in (":", " - ", " – "):
        if mark in bare:
            found.add(key_of(bare.split(mark, 1)[1]))
            found.add(key_of(bare.split(mark, 1)[0]))
    return frozenset(one for one in found | {key_of(title)} if one)


def alike(one: str, other: str) -> bool:
    """Are two keys so alike that they may be meant to be the same?"""
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 6:
        return False
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False  # Posyandu 1 and Posyandu 2
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE
