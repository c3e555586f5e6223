"""Records on paper: tables of their parts and headed paragraphs, with the labels of their columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from portal.documents import Block, Column, Heading, Paragraph, Table, plain
from portal.records.labels import labels, pairs

NOT_WRITTEN = "Belum ditulis."
Computed = tuple[str, bool, Callable[[Any], str]]  # heading, is it a figure, what stands in a row


def part_table(caption: str, rows: Sequence[Any], *computed: Computed) -> Table | None:
    """The columns of a part that papers show, and what is computed beside them; None without rows."""
    if not rows:
        return None
    shown = {name: one for name, one in labels(type(rows[0])).items() if one.on_paper}
    heads = [Column(plain(one.text), is_number=one.is_number) for one in shown.values()]
    heads += [Column(plain(heading), is_number=is_number) for heading, is_number, _ in computed]
    cells = []
    for row in rows:
        texts = [one.write(getattr(row, name)) for name, one in shown.items()]
        texts += [write(row) for *_, write in computed]
        cells.append(tuple(plain(text or "–") for text in texts))
    return Table(tuple(heads), tuple(cells), caption=caption)


def headed(row: Any, *names: str) -> tuple[Block, ...]:
    """Columns as headings with their paragraphs."""
    return tuple(block for heading, text in pairs(row, *names) for block in paragraphs(heading, text))


def paragraphs(heading: str, text: str) -> tuple[Block, ...]:
    """A heading and its text, or that nothing is written."""
    found = [part for part in text.split("\n") if part.strip()] or [NOT_WRITTEN]
    return (Heading(1, plain(heading)), *(Paragraph(plain(part)) for part in found))
