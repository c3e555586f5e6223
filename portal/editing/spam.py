"""Gambling spam: the phrases by which planted pages are known, found through their disguises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("gambling.txt")
_LETTERS = str.maketrans("0134578@$!|", "oieastbasil")
# Cyrillic and Greek letters that look like Latin ones
_LOOK_ALIKE = str.maketrans("абвгеіјкмнорстухѕԁԛԝαβεικνορτυχω", "abbreijkmhopctyxsdqwabeiknoptuxw")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W_][\W_]{1,3}){3,}[^\W_](?![^\W_])")


@cache
def phrases() -> tuple[str, ...]:
    """The phrases, as gambling.txt lists them."""
    lines = (line.strip() for line in WORDS.read_text("utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def find(text: str) -> list[str]:
    """The gambling phrases in a text, in the order of the list; empty for an honest one."""
    readings = [(reading, re.sub(r"[\W_]+", "", reading)) for reading in _readings(text)]
    return [
        phrase.lstrip("~")
        for phrase, joined, pattern in _patterns()
        if any(joined in squashed and pattern.search(reading) for reading, squashed in readings)
    ]


def _readings(text: str) -> Iterator[str]:
    """The text as it stands, with digits read as letters, and with s p a c e d letters joined."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(mark for mark in plain if unicodedata.category(mark) not in ("Mn", "Me", "Cf"))
        plain = plain.casefold().translate(_LOOK_ALIKE)
    yield plain
    yield plain.translate(_LETTERS)
    joined = _SPACED.sub(lambda match: re.sub(r"[\W_]", "", match[0]), plain)
    if joined != plain:
        yield joined


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Each phrase, its letters without blanks, and its pattern.

    Words of a phrase may be joined, or parted by anything but letters and digits.
    """
    found = []
    for phrase in phrases():
        words = phrase.lstrip("~").split()
        ending = r"\d*(?![a-z])" if phrase.startswith("~") else ""
        pattern = re.compile(r"(?<![a-z])" + r"[\W_]{0,3}".join(map(re.escape, words)) + ending)
        found.append((phrase, "".join(words), pattern))
    return tuple(found)
