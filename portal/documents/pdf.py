"""A Document as a PDF: A4, tagged for screen readers (PDF/UA-1), the same bytes for the same document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from portal.documents.blocks import web_address
from portal.documents.model import (
    NOT_KNOWN,
    Block,
    Document,
    Fact,
    Heading,
    Inline,
    Inlines,
    Listing,
    NoteMark,
    Paragraph,
    Quote,
    Run,
    Section,
    Table,
    plain,
)
from portal.documents.typeset import typeset

WIDE_FACT = 56  # characters; a longer key fact gets a line of its own, below the short ones
FACTS_IN_LINE = 3
NARROW_CELL = 16  # characters; a column with nothing longer is as wide as its words
WIDE_CELL = 60  # characters; a column with something longer gets no more for it
WORDS = {
    "id": {
        "summary": "Ringkasan",
        "notes": "Sumber",
        "page": "Halaman",
        "of": "dari",
        "cited": "dirujuk di hlm.",
        "original": "Versi terbaru",
    },
    "en": {
        "summary": "Summary",
        "notes": "Sources",
        "page": "Page",
        "of": "of",
        "cited": "cited on p.",
        "original": "Latest version",
    },
}


def make_pdf(document: Document) -> bytes:
    """The document as PDF bytes; raises DocumentNotMade."""
    values = asdict(document)
    values["dated"] = [document.dated.year, document.dated.month, document.dated.day]
    values["words"] = WORDS[document.language]
    values["address"] = {"text": document.address, "url": web_address(document.address)}
    values["facts"], values["wide_facts"] = _facts(document.facts)
    numbers = frozenset(note.number for note in document.notes)
    values["tables"] = [_node(table, numbers) for table in document.tables]
    values["sections"] = [_section(section, numbers) for section in document.sections if section.blocks]
    values["notes"] = [asdict(note) | {"url": web_address(note.url)} for note in document.notes]
    return typeset("report.typ", values, dated=document.dated)


def _facts(facts: tuple[Fact, ...]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The facts that stand three in a line, and those that get a line of their own below."""
    known = [fact for fact in facts if fact.value]
    short = [asdict(fact) for fact in known if len(fact.value) <= WIDE_FACT]
    wide = [asdict(fact) for fact in known if len(fact.value) > WIDE_FACT]
    if wide and len(short) % FACTS_IN_LINE == 1:
        wide.insert(0, short.pop())  # none stands alone in its line
    return short, wide


def _section(section: Section, numbers: frozenset[int]) -> dict[str, Any]:
    return {"heading": section.heading, "blocks": _nodes(section.blocks, numbers)}


def _nodes(nodes: Iterable[Block | Inline], numbers: frozenset[int]) -> list[dict[str, Any]]:
    return [_node(node, numbers) for node in nodes]


def _node(node: Block | Inline, numbers: frozenset[int]) -> dict[str, Any]:
    """One node of the tree as the template reads it: links that are safe, marks that have a note."""
    match node:
        case Run():
            return asdict(node) | {"href": web_address(node.href)}
        case NoteMark():
            return {"kind": node.kind, "numbers": [number for number in node.numbers if number in numbers]}
        case Listing():
            return asdict(node) | {"items": [_nodes(item, numbers) for item in node.items]}
        case Quote():
            return {"kind": node.kind, "blocks": _nodes(node.blocks, numbers)}
        case Table():
            return _table(node, numbers)
        case Paragraph() | Heading():
            return asdict(node) | {"inlines": _nodes(node.inlines, numbers)}
        case _:
            return asdict(node)


def _table(table: Table, numbers: frozenset[int]) -> dict[str, Any]:
    columns = [
        asdict(column) | {"header": _nodes(column.header, numbers), "share": share}
        for column, share in zip(table.columns, _shares(table), strict=True)
    ]
    rows = [
        [
            {
                "parts": _nodes(cell, numbers),
                "follows": column.follows and before not in ((), plain(NOT_KNOWN)),
            }
            for column, before, cell in zip(table.columns, ((), *row), row, strict=False)
        ]
        for row in table.rows
    ]
    return asdict(table) | {"columns": columns, "rows": rows}


def _shares(table: Table) -> list[int]:
    """What each column gets of the width that is left; 0 for one that is as narrow as its words.

    One column at least takes a share, so that the table is as wide as the text beside it.
    """
    cells = zip(*(tuple(column.header for column in table.columns), *table.rows), strict=True)
    longest = [max(_length(cell) for cell in column) for column in cells]
    shares = [min(length, WIDE_CELL) if length > NARROW_CELL else 0 for length in longest]
    if shares and not any(shares):
        shares[longest.index(max(longest))] = 1
    return shares


def _length(cell: Inlines) -> int:
    return sum(len(inline.text) for inline in cell if isinstance(inline, Run))
