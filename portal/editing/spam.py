"""Gambling spam: the phrases by which planted pages are known, found through their disguises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("gambling.txt")
_DIGITS = re.compile(r"[0134578@$!|]")  # written for letters: sl0t g4cor
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
    readings = [
        (reading, _squash(reading), _squash(reading.translate(_LETTERS))) for reading in _readings(text)
    ]
    found = []
    for phrase in _compiled():
        for reading, plain, lettered in readings:
            is_plain = phrase.joined in plain and phrase.plain.search(reading)
            if is_plain or (phrase.joined_letters in lettered and phrase.is_in_digits(reading)):
                found.append(phrase.text)
                break
    return found


@dataclass(frozen=True)
class _Phrase:
    """One phrase, ready to be looked for as it stands and with digits in the place of letters."""

    text: str
    joined: str
    joined_letters: str
    plain: re.Pattern[str]
    letters: re.Pattern[str]

    def is_in_digits(self, reading: str) -> bool:
        """Does the phrase stand there with digits or marks for letters: sl0t g4cor?"""
        matches = self.letters.finditer(reading.translate(_LETTERS))
        return any(_DIGITS.search(reading, match.start(), match.end()) for match in matches)


def _readings(text: str) -> Iterator[str]:
    """The text with look-alike letters undone, and once more with s p a c e d letters joined."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(mark for mark in plain if unicodedata.category(mark) not in ("Mn", "Me", "Cf"))
        plain = plain.casefold().translate(_LOOK_ALIKE)
    yield plain
    joined = _SPACED.sub(lambda match: _squash(match[0]), plain)
    if joined != plain:
        yield joined


def _squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


@cache
def _compiled() -> tuple[_Phrase, ...]:
    return tuple(
        _Phrase(
            text=phrase.lstrip("~"),
            joined=_squash(phrase),
            joined_letters=_squash(phrase.translate(_LETTERS)),
            plain=_pattern(phrase),
            letters=_pattern(phrase.translate(_LETTERS)),
        )
        for phrase in phrases()
    )


def _pattern(phrase: str) -> re.Pattern[str]:
    """Words of a phrase may be joined, or parted by anything but letters and digits."""
    words = r"[\W_]{0,3}".join(re.escape(word) for word in phrase.lstrip("~").split())
    return re.compile(rf"(?<![^\W_]){words}(?![a-z])" if phrase.startswith("~") else words)
