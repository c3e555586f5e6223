"""When two names mean the same innovation: letters and figures count, nothing else. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from portal.same import folded

T = TypeVar("T")

ALIKE = 0.9  # from here on a person is asked


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


class Near(Generic[T]):
    """Things by their names, to find those whose names are alike without comparing each with each.

    Names that are alike have the same figures, and share a longer word, or their first or last letters.
    """

    def __init__(self) -> None:
        self._by_part: dict[str, list[tuple[str, T]]] = {}

    def add(self, key: str, thing: T) -> None:
        """Remember a thing under the key of its name."""
        for part in self._parts(key):
            self._by_part.setdefault(part, []).append((key, thing))

    def alike(self, key: str) -> Iterator[T]:
        """The things whose keys are alike, each once."""
        seen: set[int] = set()
        for part in self._parts(key):
            for other, thing in self._by_part.get(part, ()):
                if id(thing) not in seen and alike(key, other):
                    seen.add(id(thing))
                    yield thing

    @staticmethod
    def _parts(key: str) -> set[str]:
        figures = ".".join(re.findall(r"\d+", key))
        words = {word for word in key.split() if len(word) > 3} | {f"^{key[:4]}", f"{key[-4:]}$"}
        return {f"{figures}|{word}" for word in words}
