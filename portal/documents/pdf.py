"""A Document as a PDF: A4, tagged for screen readers (PDF/UA-1), the same bytes for the same document."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from portal.documents.blocks import web_address
from portal.documents.model import Document, Fact, Section, Table
from portal.documents.nodes import is_wide, node, nodes
from portal.documents.press import SECONDS
from portal.documents.typeset import typeset

WIDE_FACT = 56  # characters; a longer key fact gets a line of its own, below the short ones
FACTS_IN_LINE = 3
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


def make_pdf(document: Document, *, seconds: float = SECONDS, keep: Path | None = None) -> bytes:
    """The document as PDF bytes, made in so many seconds, kept in a folder if asked; raises as `typeset`."""
    values = asdict(document)
    values["dated"] = [document.dated.year, document.dated.month, document.dated.day]
    values["summary"] = [part.strip() for part in document.summary.split("\n") if part.strip()]
    values["words"] = WORDS[document.language]
    values["address"] = {"text": document.address, "url": web_address(document.address)}
    values["facts"], values["wide_facts"] = _facts(document.facts)
    numbers = frozenset(note.number for note in document.notes)
    values["tables"] = [node(table, numbers) for table in document.tables]
    values["sections"] = [_section(section, numbers) for section in document.sections if section.blocks]
    values["notes"] = [asdict(note) | {"url": web_address(note.url)} for note in document.notes]
    return typeset("report.typ", values, dated=document.dated, seconds=seconds, keep=keep)


def _facts(facts: tuple[Fact, ...]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The facts that stand three in a line, and those that get a line of their own below."""
    known = [fact for fact in facts if fact.value]
    short = [asdict(fact) for fact in known if len(fact.value) <= WIDE_FACT]
    wide = [asdict(fact) for fact in known if len(fact.value) > WIDE_FACT]
    if wide and len(short) % FACTS_IN_LINE == 1:
        wide.insert(0, short.pop())  # none stands alone in its line
    return short, wide


def _section(section: Section, numbers: frozenset[int]) -> dict[str, Any]:
    wide = any(isinstance(block, Table) and is_wide(block) for block in section.blocks)
    return {"heading": section.heading, "blocks": nodes(section.blocks, numbers), "is_wide": wide}
