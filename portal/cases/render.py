"""From a case file to the article that a page shows: numbered notes, sections, plain text."""

from __future__ import annotations

import re

from portal.cases.files import CaseFile, cited
from portal.cases.markup import plain
from portal.cases.model import Article, Citation, Section
from portal.cases.sandbox import Sandbox


def anchor(heading: str) -> str:
    """The address of a section inside its page."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def render(file: CaseFile, sandbox: Sandbox) -> Article:
    """Render one checked case; raises sandbox.TooHeavy.

    Sources are numbered in the order in which the article first cites them; those that only the
    front matter cites come after.
    """
    ids = [source_id for _, source_id in cited(file.body)] + [source.id for source in file.case.sources]
    numbers = {source_id: number for number, source_id in enumerate(dict.fromkeys(ids), 1)}
    sections, seen = sandbox.render(file.body, numbers)
    sources = {source.id: source for source in file.case.sources}
    citations = tuple(
        Citation(
            number=number,
            source=sources[source_id],
            places=tuple(f"rujukan-{number}-{place}" for place in range(1, seen.get(source_id, 0) + 1)),
        )
        for source_id, number in numbers.items()
        if source_id in sources
    )
    return Article(
        slug=file.case.slug,
        sections=tuple(
            Section(heading=heading, anchor=anchor(heading), html=html, text=plain(html))
            for heading, html in sections
        ),
        citations=citations,
    )
