"""What a paper still lacks: its named gaps, in the order a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from portal.documents.letter import DAY, NUMBER, SIGNATURE, Letter
from portal.documents.model import Blank

_LATER = {DAY.what, NUMBER.what, SIGNATURE.what}  # given by the letter system, never by the record


def gaps(letters: Iterable[Letter]) -> list[str]:
    """The names of the gaps, each once; number, day and signature are nobody's to fill in here."""
    found = (blank.what for letter in letters for blank in _blanks(letter))
    return list(dict.fromkeys(what for what in found if what and what not in _LATER))


def _blanks(value: object) -> Iterator[Blank]:
    if isinstance(value, Blank):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _blanks(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _blanks(getattr(value, field.name))
