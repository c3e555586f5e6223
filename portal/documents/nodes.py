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
        asdict(column) | {"header": nodes(column.header, numbers), "share": share}
        for column, share in zip(table.columns, shares(table), strict=True)
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


def length(cell: Inlines) -> int:
    """How many characters of text a cell holds."""
    return sum(len(inline.text) for inline in cell if isinstance(inline, Run))
