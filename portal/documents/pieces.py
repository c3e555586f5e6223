"""Pieces that official papers are put together from, each a line of code where it is used."""

from __future__ import annotations

from collections.abc import Iterable

from portal.documents.model import (
    Blank,
    Block,
    Column,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Listing,
    Paragraph,
    Run,
    paragraphs,
    plain,
)


def text(words: str) -> Block:
    """A paragraph of ours."""
    return Paragraph(plain(words))


def heading(words: str) -> Block:
    """A heading inside a paper."""
    return Heading(1, plain(words))


def subheading(words: str) -> Block:
    """A heading below a heading."""
    return Heading(2, plain(words))


def written(words: str, what: str) -> tuple[Block, ...]:
    """What somebody wrote, line by line, or the named gap that waits for it."""
    return paragraphs(words) or (Paragraph((Blank(what),)),)


def listed(items: Iterable[str], *, is_ordered: bool = True, what: str = "") -> tuple[Block, ...]:
    """A list of sentences; a gap where there are none."""
    kept = [item for item in items if item.strip()]
    if not kept:
        return (Paragraph((Blank(what),)),)
    return (Listing(tuple((Paragraph(plain(item)),) for item in kept), is_ordered=is_ordered),)


def lines(*parts: str) -> Inlines:
    """Texts under each other in one cell; empty ones are left out."""
    found: list[Inline] = []
    for part in parts:
        if part.strip():
            found += [LineBreak(), Run(part)] if found else [Run(part)]
    return tuple(found)


def columns(*headings: tuple[str, int]) -> tuple[Column, ...]:
    """Columns with their parts of the width."""
    return tuple(Column(plain(name), width=width) for name, width in headings)
