"""Filling the folder of a new edition: what has not changed is linked or copied, the rest is made."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

from portal.cases.catalogue import CASES
from portal.cases.model import Article
from portal.cases.render import render
from portal.cases.sandbox import Sandbox, TooHeavy
from portal.cases.shelf import Writer
from portal.errors import InvalidContent, Problem
from portal.government import GOVERNMENTS
from portal.guides.files import FAMILIES, KINDS
from portal.pages import PAGES, RenderedPage, render_page
from portal.publishing.briefs import Brief
from portal.publishing.kept import Indexed, Memory, Previous, Workshop
from portal.publishing.library import Library
from portal.publishing.steps import Steps
from portal.regions import INDICATORS, INSTRUMENTS, REGIONS
from portal.search import index
from portal.search.concepts import CONCEPTS
from portal.search.engine.document import Document, Promise
from portal.search.glossary import GLOSSARY
from portal.search.lexicon import Lexicon
from portal.taxonomy import TAXONOMY
from portal.taxonomy.calendar import CALENDAR
from portal.taxonomy.contests import CONTESTS
from portal.taxonomy.iid import IID
from portal.taxonomy.profile import PROFILE


@dataclass
class Build:
    """One edition on its way."""

    folder: Path
    previous: Previous | None
    library: Library[Brief]
    ours: str
    today: date
    workshop: Workshop
    steps: Steps

    def fill(self) -> None:
        """Write everything that an edition holds but what names its files. Raises InvalidContent."""
        memory = Memory(briefs=dict(self.library.cases))
        (self.folder / "articles").mkdir()
        (self.folder / "sources").mkdir()
        with Sandbox() as sandbox:
            self._cases(memory, sandbox)
            pages = self._pages(sandbox)
        library, folder = self.library, self.folder
        TAXONOMY.store(folder, library.taxonomy)
        INDICATORS.store(folder, library.indicators)
        INSTRUMENTS.store(folder, library.instruments)
        REGIONS.store(folder, library.regions)
        GOVERNMENTS.store(folder, library.governments)
        GLOSSARY.store(folder, library.glossary)
        CONCEPTS.store(folder, library.concepts)
        PAGES.store(folder, pages)
        KINDS.store(folder, library.kinds)
        FAMILIES.store(folder, library.families)
        PROFILE.store(folder, library.profile)
        CALENDAR.store(folder, library.seasons)
        CONTESTS.store(folder, library.contests)
        IID.store(folder, library.iid)
        before, counts = (self.previous.folder, self.previous.counts) if self.previous else (None, {})
        index.build(folder, self._documents(memory), before, counts)
        memory.store(folder)

    def _cases(self, memory: Memory, sandbox: Sandbox) -> None:
        """Articles, sources and cases; what the edition before has is not even looked at."""
        problems: list[Problem] = []
        with Writer(self.folder) as writer:
            for slug, brief in self.steps.rendering(self.library.cases.items()):
                places = self._places(self.folder, slug)
                if self.previous is not None and self.previous.has(brief):
                    for old, new in zip(self._places(self.previous.folder, slug), places, strict=True):
                        os.link(old, new)
                    writer.add(brief.entry, self.previous.line(slug))
                    memory.sizes[slug] = self.previous.memory.sizes[slug]
                    continue
                file, line = self.workshop.case(brief)
                try:
                    article = self.workshop.article(brief, partial(render, file, sandbox))
                except TooHeavy:
                    message = "naskah terlalu berat untuk ditampilkan"
                    problems.append(Problem(brief.entry.path, file.body_line, message))
                    continue
                os.link(article, places[0])
                places[1].write_text(file.text, "utf-8")
                writer.add(brief.entry, line)
                memory.sizes[slug] = (places[0].stat().st_size, places[1].stat().st_size)
        if problems:
            raise InvalidContent(problems)

    @staticmethod
    def _places(folder: Path, slug: str) -> tuple[Path, Path]:
        return folder / "articles" / f"{slug}.json", folder / "sources" / f"{slug}.md"

    def _pages(self, sandbox: Sandbox) -> dict[str, RenderedPage]:
        pages = {}
        for slug, page in self.library.pages.items():
            try:
                pages[slug] = render_page(page, sandbox)
            except TooHeavy:
                raise InvalidContent(
                    [Problem(page.path, 1, "halaman terlalu berat untuk ditampilkan")]
                ) from None
        return pages

    def _documents(self, memory: Memory) -> Iterator[Document | Promise]:
        """What the search knows of each case; those it knows already are only named."""
        library = self.library
        government = library.governments.get(self.ours)
        context = index.Context(library.regions, library.taxonomy, government, Lexicon(library.concepts))
        said = _said(context, library)
        cases = CASES.load(self.folder)
        for slug, brief in self.steps.indexing(library.cases.items()):
            source = sha256(f"{said} {brief.sha} {brief.standing(self.today).code}".encode()).hexdigest()[:32]
            before = self.previous.memory.indexed.get(slug) if self.previous is not None else None

            def make(slug: str = slug) -> Document:
                return index.document(cases[slug], self._article(slug), context, self.today)

            if before is not None and before.source == source:
                memory.indexed[slug] = before
                yield Promise(slug, bytes.fromhex(before.digest), make)
                continue
            document = make()
            memory.indexed[slug] = Indexed(source, document.digest().hex())
            yield document

    def _article(self, slug: str) -> Article:
        return Article.model_validate_json((self.folder / "articles" / f"{slug}.json").read_bytes())


def _said(context: index.Context, library: Library[Brief]) -> str:
    """Names everything beside a case that its search document is made from."""
    needs = context.government.needs if context.government is not None else ()
    parts = [
        index.VERSION,
        [(one.id, one.name, one.short_name, one.aliases) for one in context.regions.values()],
        [(term.id, term.label) for term in (*context.taxonomy.sectors, *context.taxonomy.forms)],
        [(need.id, need.title, need.text) for need in needs],
    ]
    concepts = library.concepts.model_dump_json()
    return sha256(f"{json.dumps(parts)}\0{concepts}".encode()).hexdigest()
