"""Names of documents: found whole, however they are spaced and marked ("Hay.U", "hay u", "kanggoriko").

A name is one index term: its letters and digits, with a mark in front that no reader types.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from portal.search.analysis import LONGEST_TERM, tokens

MARK = "n0"
SHORTEST = 3  # letters and digits
MOST_WORDS = 8  # of a name within a question

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_BREAKS = re.compile(r"[(),:;/\[\]]|\s[-–]\s|\sdan\s")
_SIGNS = re.compile(r"[\W_]+")


def term(text: str) -> str:
    """The index term of a name; "" for one too short to be recognised."""
    letters = _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return (MARK + letters)[:LONGEST_TERM] if len(letters) >= SHORTEST else ""


def as_text(names: Iterable[str], places: Iterable[str] = ()) -> str:
    """A field that holds names, each whole, without its brackets, and in its parts.

    A part that only says where, "(KUPAS, Bantul)", is no name: all documents of the region would have it.
    """
    found: dict[str, None] = {}
    where = {term(place) for place in places}
    for name in names:
        for one in (name, _BRACKETS.sub("", name), *_BREAKS.split(name)):
            whole = term(one)
            if whole and whole not in where:
                found[whole] = None
    return " ".join(found)


def within(text: str) -> Iterator[tuple[str, Sequence[str]]]:
    """The index terms of all names that could stand in a question, longest first, with their words."""
    words = tokens(text)
    for length in range(min(MOST_WORDS, len(words)), 0, -1):
        for begin in range(len(words) - length + 1):
            run = words[begin : begin + length]
            if whole := term("".join(run)):
                yield whole, run
