"""A Booklet as one HTML file for a phone without network: style and script inside, nothing from outside.

What readers type into its boxes stays on their own device; the page says so. The file is handed out as a
download and never shown by the portal, whose own pages allow no inline style or script.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal.documents.blocks import web_address
from portal.documents.booklet import Booklet, chapter_values, known_facts
from portal.documents.typeset import TEMPLATES


def make_offline(booklet: Booklet) -> bytes:
    """The booklet as a self-contained HTML file, UTF-8; the same booklet is the same bytes."""
    numbers = frozenset(note.number for note in booklet.notes)
    page = (
        _environment()
        .get_template("offline.jinja")
        .render(
            book=booklet,
            facts=known_facts(booklet.facts),
            chapters=[chapter_values(chapter, numbers) for chapter in booklet.chapters],
            notes=[asdict(note) | {"url": web_address(note.url)} for note in booklet.notes],
            style=Markup((TEMPLATES / "offline.css").read_text("utf-8")),  # noqa: S704 -- our own file
            script=Markup((TEMPLATES / "offline.js").read_text("utf-8")),  # noqa: S704 -- our own file
        )
    )
    return page.encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
