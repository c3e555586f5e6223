"""What a text is found by: tokens, folded words, stems, spellings, compounds, numbers.

Pure: knows neither Flask nor the index. The same functions read documents and queries, so
that both meet in the same terms.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from portal.search.stemming import stem
from portal.search.words import pairs, words

VERSION = 4  # part of an edition's fingerprint: raise it when any term would come out differently

TOKEN = re.compile(r"\w+(?:[-.,'’‘/&@:+]\w+)*")
"""A run of letters and digits, together with what a mark ties to it: e-KTP, Hay.U, 5.05.02."""

_PARTS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*\Z")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+\Z")
_TWICE = re.compile(
    r"(?P<word>[^\W\d_]{3,})2(?:an|nya)?\Z"
)  # anak2, obat2an: the word twice, as people write it
LONGEST_TERM = 48
ENDINGS = frozenset({"nya", "ku", "mu", "lah", "kah", "pun"})
SHORT_PART = 3


@dataclass(frozen=True, slots=True)
class Position:
    """What stands at one place of a text.

    `word` is the folded word, `stem` its root, `joined` the whole compound written as one word
    ("" where there is none). A stop word keeps its place, so that phrases keep their distances.
    """

    word: str
    stem: str
    joined: str = ""
    is_stop: bool = False

    @property
    def terms(self) -> tuple[str, ...]:
        """The index terms of this place, without repetition."""
        return tuple(dict.fromkeys(term for term in (self.word, self.stem, self.joined) if term))


@lru_cache(maxsize=1 << 18)
def positions(token: str) -> tuple[Position, ...]:
    """Read one token; a token that marks tie together gives several places.

    >>> [place.terms for place in positions("e-KTP")]
    [('ktp', 'ktpel')]
    """
    text = unicodedata.normalize("NFKC", token).casefold()
    if _NUMBER.match(text):
        number = text.replace(".", "") if _THOUSANDS.match(text) else text
        return (Position(number[:LONGEST_TERM], number[:LONGEST_TERM]),)
    parts = [part[:LONGEST_TERM] for part in _parts(text)]
    if len(parts) == 1:
        return (_position(parts[0]),)
    joined = _joined(parts)
    if len(parts) == 2 and _is_lettered(parts):
        longer = max(parts, key=len)  # e-KTP: a single letter is no word of its own
        return (_position(longer, joined),)
    return tuple(_position(part, joined if place == 0 else "") for place, part in enumerate(parts))


@lru_cache(maxsize=1 << 16)
def place_count(token: str) -> int:
    """How many places `positions` gives a token, without the cost of stemming."""
    text = unicodedata.normalize("NFKC", token).casefold()
    if _NUMBER.match(text):
        return 1
    parts = _parts(text)
    return 1 if len(parts) == 2 and _is_lettered(parts) else len(parts)


def places(chunk: str) -> tuple[Position, ...]:
    """Read a stretch of text without white space: a token and the marks around it, or several.

    A text read chunk by chunk gives the same places as one read token by token; cutting at white
    space is much faster, and a chunk is analysed only once however often it occurs.
    """
    found = TOKEN.findall(chunk)
    return positions(found[0]) if len(found) == 1 else tuple(at for token in found for at in positions(token))


def tokens(text: str) -> list[str]:
    """Cut a text into tokens, in order, as written."""
    return TOKEN.findall(text)


def parts_of(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Where the parts of the token `text[begin:end]` stand."""
    found = [part.span() for part in _PARTS.finditer(text, begin, end)]
    return found * 2 if len(found) == 1 and _TWICE.match(text[begin:end].casefold()) else found


def fold(text: str) -> str:
    """Make names comparable: compatibility forms, case and outer space do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _parts(text: str) -> list[str]:
    """The words that marks tie together; an ending tied to a word ("BPJS-nya") is none."""
    if twice := _TWICE.match(text):
        return [twice["word"]] * 2
    parts: list[str] = _PARTS.findall(text)
    return parts[:1] if len(parts) == 2 and parts[1] in ENDINGS else parts


def _position(part: str, joined: str = "") -> Position:
    word = pairs("spelling").get(part, part)
    if joined == word:
        joined = ""
    return Position(word, stem(word), joined, word in words("stop"))


def _joined(parts: list[str]) -> str:
    """Write a compound as one word where people do: e-KTP, KTP-el, Hay.U, K/L; not anak-anak."""
    if not _is_compound(parts):
        return ""
    whole = "".join(parts)[:LONGEST_TERM]
    return pairs("spelling").get(whole, whole)


def _is_compound(parts: list[str]) -> bool:
    is_short = 2 <= len(parts) <= 3 and min(map(len, parts)) <= SHORT_PART
    return is_short and len(set(parts)) > 1 and not any(part.isdigit() for part in parts)


def _is_lettered(parts: list[str]) -> bool:
    """A single letter tied to a word (e-KTP) is no word of its own."""
    return _is_compound(parts) and 1 in map(len, parts)
