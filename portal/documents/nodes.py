"""Blocks and inlines as the templates read them: plain values, safe links, columns with their widths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from portal.documents.blocks import web_address
from portal.documents.model import (
    NOT_KNOWN,
    Block,
    Heading,
    Inline,
    Inlines,
    Listing,
    NoteMark,
    Pairs,
    Paragraph,
    Quote,
    Run,
    Table,
    plain,
)

NARROW_CELL = 16  # characters; a column with nothing longer is as wide as its words
WIDE_CELL = 60  # characters; a column with something longer gets no more for it
WHOLE_WORD = 35  # letters; a longer word is broken, see templates/words.typ
MEASURED = 8  # of the longest words: in print the one with most letters need not be the widest
LETTER, BETWEEN_CELLS = 5.2, 10  # points: a letter of a table, and the space around a cell
BESIDE_HEADING = 360  # points: the text beside the margin that holds the headings


def nodes(parts: Iterable[Block | Inline], numbers: frozenset[int] = frozenset()) -> list[dict[str, Any]]:
    """Blocks or inlines; `numbers` are those of the notes that can be pointed at."""
    return [node(part, numbers) for part in parts]


def node(part: Block | Inline, numbers: frozenset[int] = frozenset()) -> dict[str, Any]:
    """One node of the tree: links that are safe, marks that have a note."""
    match part:
        case Run():
            return asdict(part) | {"href": web_address(part.href)}
        case NoteMark():
            return {"kind": part.kind, "numbers": [number for number in part.numbers if number in numbers]}
        case Listing():
            return asdict(part) | {"items": [nodes(item, numbers) for item in part.items]}
        case Quote():
            return {"kind": part.kind, "blocks": nodes(part.blocks, numbers)}
        case Pairs():
            return {"kind": part.kind, "rows": [[label, nodes(value, numbers)] for label, value in part.rows]}
        case Table():
            return _table(part, numbers)
        case Paragraph() | Heading():
            return asdict(part) | {"inlines": nodes(part.inlines, numbers)}
        case _:
            return asdict(part)


def _table(table: Table, numbers: frozenset[int]) -> dict[str, Any]:
    columns = [
        asdict(column)
        | {
            "header": nodes(column.header, numbers),
            "share": share,
            "heads": long_words([column.header]),
            "words": long_words([row[place] for row in table.rows]),
            "lines": [] if share else long_cells([row[place] for row in table.rows]),
        }
        for place, (column, share) in enumerate(zip(table.columns, shares(table), strict=True))
    ]
    rows = [
        [
            {
                "parts": nodes(cell, numbers),
                "follows": column.follows and before not in ((), plain(NOT_KNOWN)),
            }
            for column, before, cell in zip(table.columns, ((), *row), row, strict=False)
        ]
        for row in table.rows
    ]
    return asdict(table) | {"columns": columns, "rows": rows}


def shares(table: Table) -> list[int]:
    """What each column gets of the width that is left; 0 for one that is as narrow as its words.

    One column at least takes a share, so that the table is as wide as the text beside it.
    """
    if any(column.width for column in table.columns):
        return [column.width for column in table.columns]
    cells = zip(*(tuple(column.header for column in table.columns), *table.rows), strict=True)
    longest = [max(length(cell) for cell in column) for column in cells]
    found = [min(chars, WIDE_CELL) if chars > NARROW_CELL else 0 for chars in longest]
    if found and not any(found):
        found[longest.index(max(longest))] = 1
    return found


def is_wide(table: Table) -> bool:
    """Does a table need the margin too, because its columns would be slits beside a heading?

    A short column asks for its longest cell, a long one for its longest word and some more.
    """
    if any(column.width for column in table.columns):
        return False
    cells = zip(*(tuple(column.header for column in table.columns), *table.rows), strict=True)
    asked = (
        max(min(max(length(cell) for cell in column), NARROW_CELL), *map(len, long_words(column)), 0)
        for column in cells
    )
    return sum(BETWEEN_CELLS + LETTER * chars for chars in asked) > BESIDE_HEADING


def long_words(cells: Iterable[Inlines]) -> list[str]:
    """The longest words of a column, that no cell of it may be narrower than."""
    found = {word[:WHOLE_WORD] for cell in cells for word in text_of(cell).split()}
    return sorted(found, key=lambda word: (-len(word), word))[:MEASURED]


def long_cells(cells: Iterable[Inlines]) -> list[str]:
    """The longest texts of a column, that fit into one line where there is room for them."""
    return sorted({text_of(cell) for cell in cells}, key=lambda text: (-len(text), text))[:MEASURED]


def text_of(cell: Inlines) -> str:
    """A cell's words without their style."""
    return "".join(inline.text for inline in cell if isinstance(inline, Run))


def length(cell: Inlines) -> int:
    """How many characters of text a cell holds."""
    return sum(len(inline.text) for inline in cell if isinstance(inline, Run))
