"""Page files, read, checked and rendered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from portal.cases.limits import check_markdown
from portal.cases.model import Section
from portal.cases.render import anchor
from portal.cases.sandbox import Sandbox, TooHeavy
from portal.disk import is_leftover
from portal.edition import Part
from portal.sources import Fact, Text
from portal.yamlfiles import (
    MAX_FRONT_MATTER,
    Report,
    YamlRefused,
    parse_once,
    read_text,
    split_front_matter,
    validate,
)

Audience = Literal["semua", "kurator"]
Address = Annotated[str, Field(pattern=r"^/[a-z0-9*/-]+$")]


class PageHead(Fact):
    """Front matter of a page."""

    title: Text
    summary: Text
    updated: date
    order: int = 100
    audience: Audience = "semua"
    screens: tuple[Address, ...] = ()  # pages of the portal that lead here; * stands for anything


@dataclass(frozen=True)
class HelpPage:
    """A page as it stands in its file."""

    slug: str
    path: str
    head: PageHead
    body: str
    body_line: int

    def line_of(self, offset: int) -> int:
        """The line of the file on which an offset of the body lies."""
        return self.body_line + self.body.count("\n", 0, offset)


class RenderedPage(Fact):
    """A page as readers get it; {government} and {planning_agency} are filled in when shown."""

    slug: Text
    title: Text
    summary: Text
    updated: date
    order: int
    sections: tuple[Section, ...]
    audience: Audience = "semua"
    screens: tuple[Address, ...] = ()


def read_pages(content: Path, report: Report) -> dict[str, HelpPage]:
    """Every help page by slug, in the order in which they are listed."""
    return read_folder(content / "pages", content.parent, report)


def read_folder(folder: Path, base: Path, report: Report) -> dict[str, HelpPage]:
    """The pages of a folder by slug, in their order; problems name their files from `base` on."""
    pages: list[HelpPage] = []
    for path in sorted(path for path in folder.glob("*.md") if not is_leftover(path)):
        page = _read(path, path.relative_to(base).as_posix(), report)
        if page is not None:
            pages.append(page)
    return {page.slug: page for page in sorted(pages, key=lambda page: (page.head.order, page.slug))}


def render_page(page: HelpPage, sandbox: Sandbox) -> RenderedPage:
    """Render one page; raises sandbox.TooHeavy."""
    sections, _ = sandbox.render(page.body, {})
    return RenderedPage(
        slug=page.slug,
        title=page.head.title,
        summary=page.head.summary,
        updated=page.head.updated,
        order=page.head.order,
        audience=page.head.audience,
        screens=page.head.screens,
        sections=tuple(
            Section(heading=heading, anchor=anchor(heading), html=html, text="") for heading, html in sections
        ),
    )


def _read(path: Path, name: str, report: Report) -> HelpPage | None:
    text = read_text(path, name, report)
    if text is None:
        return None
    split = split_front_matter(text, name, report)
    if split is None:
        return None
    head_text, body, body_line = split
    try:
        parsed = parse_once(head_text, report, first_line=2, max_size=MAX_FRONT_MATTER)
    except YamlRefused as refusal:
        report.add(name, refusal.line, refusal.message)
        return None
    head = validate(PageHead, parsed, name, report)
    if head is None:
        return None
    headings = [match[1].strip() for match in re.finditer(r"^## (.*)$", body, re.M)]
    if not headings or not body.lstrip().startswith("## "):
        report.add(name, body_line, "halaman harus diawali judul '## …'")
    if len({anchor(heading) for heading in headings}) != len(headings):
        report.add(name, body_line, "ada judul '## …' yang ditulis dua kali")
    check_markdown(body, body_line, name, report)
    return HelpPage(path.stem, name, head, body, body_line)


def _read_rendered(content: Path, report: Report) -> dict[str, RenderedPage]:
    rendered = {}
    with Sandbox() as sandbox:
        for slug, page in read_pages(content, report).items():
            try:
                rendered[slug] = render_page(page, sandbox)
            except TooHeavy:
                report.add(page.path, 1, "halaman terlalu berat untuk ditampilkan")
    return rendered


PAGES = Part("pages", dict[str, RenderedPage], _read_rendered)
