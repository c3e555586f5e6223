"""Word lists of the Indonesian analysis: one word a line, `#` begins a comment."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """Read the list `<name>.txt` of this folder."""
    return frozenset(line.split()[0] for line in _lines(name))


@cache
def pairs(name: str) -> dict[str, str]:
    """Read the two-column list `<name>.txt`: the first word is written as the second."""
    columns = (line.split() for line in _lines(name))
    return {column[0]: column[1] for column in columns}


def _lines(name: str) -> list[str]:
    text = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    bare = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in bare if line]
