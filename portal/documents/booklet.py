"""A Booklet: a small book for the road, with a cover, contents and a chapter a page.

The same value becomes a PDF (A5, PDF/UA-1) and one HTML file that needs no network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

from portal.documents.blocks import web_address
from portal.documents.model import (
    Block,
    Fact,
    Heading,
    Inlines,
    Listing,
    Note,
    NoteMark,
    Pairs,
    Paragraph,
    Quote,
    Table,
)
from portal.documents.nodes import nodes
from portal.documents.press import SECONDS
from portal.documents.typeset import typeset

WORDS = {"contents": "Isi", "notes": "Sumber", "page": "halaman"}


@dataclass(frozen=True)
class Chapter:
    """A chapter: what it is about in one line, key facts, and the rest."""

    title: str
    blocks: tuple[Block, ...]
    kicker: str = ""
    lead: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Booklet:
    """A small book; `id` tells the notes that readers type into one book from those of another."""

    id: str
    title: str
    subtitle: str
    author: str
    dated: date
    chapters: tuple[Chapter, ...]
    kicker: str = ""
    facts: tuple[Fact, ...] = ()
    notes: tuple[Note, ...] = ()
    remark: str = ""
    language: Literal["id"] = field(default="id", init=False)


def make_booklet_pdf(booklet: Booklet, *, seconds: float = SECONDS) -> bytes:
    """The booklet as PDF bytes, in so many seconds at most; raises DocumentNotMade."""
    numbers = frozenset(note.number for note in booklet.notes)
    values = asdict(booklet) | {
        "dated": [booklet.dated.year, booklet.dated.month, booklet.dated.day],
        "words": WORDS,
        "facts": known_facts(booklet.facts),
        "chapters": [chapter_values(chapter, numbers) for chapter in booklet.chapters],
        "notes": [asdict(note) | {"url": web_address(note.url)} for note in booklet.notes],
    }
    return typeset("booklet.typ", values, dated=booklet.dated, seconds=seconds)


def chapter_values(chapter: Chapter, numbers: frozenset[int]) -> dict[str, Any]:
    """A chapter as templates read it."""
    return {
        "title": chapter.title,
        "kicker": chapter.kicker,
        "lead": chapter.lead,
        "facts": known_facts(chapter.facts),
        "blocks": nodes(chapter.blocks, numbers),
    }


def known_facts(facts: Iterable[Fact]) -> list[dict[str, str]]:
    """The facts that have a value."""
    return [asdict(fact) for fact in facts if fact.value]


def renumbered(blocks: Iterable[Block], number_of: Callable[[int], int]) -> tuple[Block, ...]:
    """Blocks whose marks point at other numbers: articles of several cases share one list of sources."""

    def inlines(parts: Inlines) -> Inlines:
        return tuple(
            NoteMark(tuple(number_of(number) for number in part.numbers))
            if isinstance(part, NoteMark)
            else part
            for part in parts
        )

    def block(one: Block) -> Block:
        match one:
            case Paragraph() | Heading():
                return replace(one, inlines=inlines(one.inlines))
            case Listing():
                return replace(one, items=tuple(tuple(map(block, item)) for item in one.items))
            case Quote():
                return replace(one, blocks=tuple(map(block, one.blocks)))
            case Pairs():
                return replace(one, rows=tuple((label, inlines(value)) for label, value in one.rows))
            case Table():
                return replace(one, rows=tuple(tuple(map(inlines, row)) for row in one.rows))
            case _:
                return one

    return tuple(map(block, blocks))
