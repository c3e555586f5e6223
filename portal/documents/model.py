"""What a document is made of: frozen values, the same for every format and every room.

Each value with a `kind` is a node of the tree inside a section; `dataclasses.asdict` makes it JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

NOT_KNOWN = "–"  # what a table shows for a value that no source gives


@dataclass(frozen=True)
class Run:
    """Words of one style; `href` is an absolute http(s) address or empty."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""
    kind: Literal["run"] = field(default="run", init=False)


@dataclass(frozen=True)
class NoteMark:
    """A place that cites notes, by their numbers."""

    numbers: tuple[int, ...]
    kind: Literal["marks"] = field(default="marks", init=False)


@dataclass(frozen=True)
class LineBreak:
    """A new line inside a paragraph."""

    kind: Literal["break"] = field(default="break", init=False)


@dataclass(frozen=True)
class Blank:
    """A gap to be filled in by hand or by another system: `what` names it, nothing makes a dotted line."""

    what: str = ""
    kind: Literal["blank"] = field(default="blank", init=False)


Inline = Run | NoteMark | LineBreak | Blank
Inlines = tuple[Inline, ...]


def plain(text: str) -> Inlines:
    """Text without any style; nothing for no text."""
    return (Run(text),) if text else ()


def known(text: str, what: str = "") -> Inlines:
    """Text, or the gap that waits for it."""
    return (Run(text),) if text else (Blank(what),)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    inlines: Inlines
    kind: Literal["paragraph"] = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Heading:
    """A heading inside a section; level 1 stands right below the section's own, no level is skipped."""

    level: int
    inlines: Inlines
    kind: Literal["heading"] = field(default="heading", init=False)


@dataclass(frozen=True)
class Listing:
    """A list; each item is blocks. `start` counts for ordered lists only."""

    items: tuple[tuple[Block, ...], ...]
    is_ordered: bool = False
    start: int = 1
    kind: Literal["list"] = field(default="list", init=False)


@dataclass(frozen=True)
class Quote:
    """Words of somebody else."""

    blocks: tuple[Block, ...]
    kind: Literal["quote"] = field(default="quote", init=False)


@dataclass(frozen=True)
class Rule:
    """A line between two thoughts."""

    kind: Literal["rule"] = field(default="rule", init=False)


@dataclass(frozen=True)
class Column:
    """A table column; `follows` marks what the value in the column before became (before → after)."""

    header: Inlines
    is_number: bool = False
    follows: bool = False
    width: int = 0  # its part of the table's width; 0 where its words decide


@dataclass(frozen=True)
class Table:
    """A table; every row has as many cells as there are columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    caption: str = ""
    remark: str = ""
    row_mm: int = 0  # least height of a row, for what is written by hand
    kind: Literal["table"] = field(default="table", init=False)


@dataclass(frozen=True)
class Pairs:
    """Labels and what stands behind them, under each other: "Hari/tanggal : Senin, 5 Oktober 2026"."""

    rows: tuple[tuple[str, Inlines], ...]
    kind: Literal["pairs"] = field(default="pairs", init=False)


@dataclass(frozen=True)
class Room:
    """Empty lines to write on; `label` says what for, to who cannot see where they stand."""

    lines: int = 3
    label: str = "Catatan"
    kind: Literal["room"] = field(default="room", init=False)


Block = Paragraph | Heading | Listing | Quote | Rule | Table | Pairs | Room


def paragraphs(text: str) -> tuple[Block, ...]:
    """What somebody typed: every line of it a paragraph."""
    return tuple(Paragraph(plain(line.strip())) for line in text.splitlines() if line.strip())


@dataclass(frozen=True)
class Fact:
    """One key fact of the box on the first page."""

    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """A part of the document with a heading of its own."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Note:
    """A numbered note that marks point at; usually a source with its address."""

    number: int
    text: str
    url: str = ""


@dataclass(frozen=True)
class Document:
    """A report on paper: everything a reader will see, nothing of where it came from.

    `dated` becomes the file's time stamp, so the same document is the same bytes on any day.
    """

    language: Literal["id", "en"]
    title: str
    author: str
    dated: date
    kicker: str = ""
    subtitle: str = ""
    masthead: str = ""
    warning: str = ""
    summary: str = ""
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()
    address: str = ""
    verified: str = ""
    footer: str = ""
