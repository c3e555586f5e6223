"""Which columns a table has: where its headings stand, in one line or two, and what each means. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from portal.documents.grids import Cell, Grid
from portal.register.importing.cells import line
from portal.same import folded
from portal.taxonomy.profile import ColumnNames, Elsewhere, OneSheet, ProfileRules

SEARCHED = 15  # rows from the top
ENOUGH = 0.6  # of the headings of a row must be known
IGNORED, PERSONAL = "-", "!"  # what a heading means beside fields
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[a-z])\s*[.)]\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True)
class Columns:
    """Where the fields of a table stand: the rows of its headings, and field -> places from 0."""

    rows: tuple[int, ...]
    fields: dict[str, tuple[int, ...]]
    personal: dict[int, str] = field(default_factory=dict)  # place -> heading
    unknown: dict[int, str] = field(default_factory=dict)
    width: int = 0

    def cell(self, cells: Sequence[Cell], name: str) -> Cell:
        """The first filled cell of a field in a row."""
        for place in self.fields.get(name, ()):
            if place < len(cells) and cells[place] not in (None, ""):
                return cells[place]
        return None


class Names:
    """What headings mean."""

    def __init__(self, profile: ProfileRules) -> None:
        self._profile = profile
        self._exact: dict[str, tuple[str, int]] = {}
        for name, said in profile.columns.items():
            for place, text in enumerate((*said.names, name)):
                self._exact.setdefault(folded(text), (name, place))
        for text in profile.ignored:
            self._exact.setdefault(folded(text), (IGNORED, 0))
        for text in profile.personal.names:
            self._exact[folded(text)] = (PERSONAL, 0)

    def meaning(self, heading: str) -> tuple[str, int] | None:
        """The field that a heading names, and how good a name it is (0 is best); None for an unknown one."""
        bare = _NUMBERED.sub("", heading)
        for text in (heading, bare, _BRACKETS.sub(" ", bare)):
            if found := self._exact.get(folded(text)):
                return found
        words = folded(_BRACKETS.sub(" ", bare)).split()
        if self._place(self._profile.personal, words) is not None:
            return PERSONAL, 0
        best: tuple[int, int, str] | None = None
        for name, said in self._profile.columns.items():
            if (place := self._place(said, words)) is not None:
                best = min(filter(None, (best, (*place, name))))
        return (best[2], 100 + best[0]) if best else None

    @staticmethod
    def _place(said: ColumnNames, words: Sequence[str]) -> tuple[int, int] | None:
        """Where in a heading the words stand: the noun that the others belong to comes first here."""
        found = [
            (min(words.index(one) for one in wanted), -len(wanted))
            for wanted in said.words
            if all(one in words for one in wanted)
        ]
        return min(found, default=None)


def is_of(marks: Iterable[str], texts: Iterable[str]) -> bool:
    """Do these texts hold most of the marks of a kind of file?"""
    wanted, found = {folded(mark) for mark in marks}, {folded(text) for text in texts}
    return bool(wanted) and len(wanted & found) >= max(2, ENOUGH * len(wanted))


def elsewhere(grid: Grid, profile: ProfileRules) -> tuple[Elsewhere, int] | None:
    """The kind of file that is no list of innovations, and the row of its headings."""
    for row in grid.rows[:SEARCHED]:
        texts = [line(cell) for cell in row.cells]
        for one in profile.elsewhere:
            if is_of(one.marks, texts):
                return one, row.number
    return None


def one_sheet(grid: Grid, profile: ProfileRules) -> OneSheet | None:
    """The kind of sheet about one innovation: by its headings, or by the first cells of its rows."""
    labels = [line(row.cells[0]) for row in grid.rows if row.cells]
    for one in profile.sheets:
        if is_of(one.marks, labels):
            return one
        if any(is_of(one.marks, map(line, row.cells)) for row in grid.rows[:SEARCHED]):
            return one
    return None


def find(grid: Grid, names: Names) -> Columns | None:
    """The headings of a sheet: the row, perhaps with the one below it, whose names are known best."""
    best: tuple[int, Columns] | None = None
    for place, row in enumerate(grid.rows[:SEARCHED]):
        tops = [line(cell) for cell in row.cells]
        if len({text for text in tops if text}) < 2:
            continue
        found = _columns(tops, (row.number,), names)
        below = _below(grid, place, names)
        if below is not None:
            pairs = zip_longest(_spread(grid, place, tops), below, fillvalue="")
            joined = [under or over for over, under in pairs]
            pair = _columns(joined, (row.number, grid.rows[place + 1].number), names)
            found = pair if _worth(pair) >= _worth(found) else found
        if _is_enough(found) and (best is None or _worth(found) > best[0]):
            best = _worth(found), found
    return best[1] if best else None


def _columns(texts: Sequence[str], rows: tuple[int, ...], names: Names) -> Columns:
    ranked: dict[str, list[tuple[int, int]]] = {}
    personal, unknown = {}, {}
    for place, text in enumerate(texts):
        if not text:
            continue
        meant = names.meaning(text)
        if meant is None:
            unknown[place] = text
        elif meant[0] == PERSONAL:
            personal[place] = text
        else:
            ranked.setdefault(meant[0], []).append((meant[1], place))
    fields = {name: tuple(place for _, place in sorted(found)) for name, found in ranked.items()}
    return Columns(rows, fields, personal, unknown, len(texts))


def _worth(columns: Columns) -> int:
    known = sum(len(places) for places in columns.fields.values()) + len(columns.personal)
    return known + 2 * ("title" in columns.fields) - len(columns.unknown)


def _is_enough(columns: Columns) -> bool:
    known = sum(len(places) for places in columns.fields.values()) + len(columns.personal)
    share = known / (known + len(columns.unknown)) if known else 0
    return "title" in columns.fields and known >= 2 and share >= ENOUGH


def _below(grid: Grid, place: int, names: Names) -> list[str] | None:
    """The second line of headings, where the next row is one: few cells, known names, no values."""
    if place + 1 >= len(grid.rows):
        return None
    cells = grid.rows[place + 1].cells
    texts = [line(cell) for cell in cells]
    filled = [text for text in texts if text]
    if not filled or any(not isinstance(cell, str | None) for cell in cells):
        return None
    known = sum(names.meaning(text) is not None for text in filled)
    return (
        texts if known >= max(1, ENOUGH * len(filled)) and len(filled) < len(grid.rows[place].cells) else None
    )


def _spread(grid: Grid, place: int, tops: Sequence[str]) -> list[str]:
    """The upper headings, each over all the columns that its merged cell covers."""
    found, number = list(tops), grid.rows[place].number
    for first, last, left, right in grid.merged:
        if first <= number <= last and left - 1 < len(found):
            for column in range(left, min(right, len(found)) + 1):
                found[column - 1] = found[left - 1]
    return found
