"""`portal handbook DIR`: the handbooks and the papers that bring the portal into an office, as PDF and DOCX.

Those for operators and the papers are files of docs/buku/; the users' and the curator's are the help pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from portal import config
from portal.cases.sandbox import Sandbox
from portal.config import Settings
from portal.disk import why, write_whole
from portal.documents import (
    Block,
    Document,
    Heading,
    Paragraph,
    Run,
    Section,
    make_docx,
    make_pdf,
    read_blocks,
)
from portal.errors import InvalidContent, PortalError
from portal.government import GOVERNMENTS
from portal.init import shipped
from portal.pages import HelpPage, RenderedPage, read_folder, read_pages, render_page
from portal.yamlfiles import Report

BOOKS = Path("docs/buku")  # below what this release carries
FROM_HELP = {"semua": ("pengguna", "Buku pegangan pengguna"), "kurator": ("kurator", "Buku pegangan kurator")}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def handbook(folder: Path) -> None:
    """Tulis buku pegangan dan dokumen serah terima ke FOLDER, sebagai PDF dan DOCX."""
    settings = config.load()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, document in books(settings):
            write_whole(folder / f"{name}.pdf", make_pdf(document))
            write_whole(folder / f"{name}.docx", make_docx(document))
            print(f"{folder / name}.pdf, .docx")
    except OSError as error:
        raise PortalError(f"{folder} tidak dapat ditulis: {why(error)}") from None


def books(settings: Settings) -> Iterator[tuple[str, Document]]:
    """Each file's name without its ending, and what it holds. Raises InvalidContent."""
    report = Report()
    papers = read_folder(shipped() / BOOKS, shipped(), report)
    help_pages = read_pages(settings.content, report)
    government = GOVERNMENTS.read(settings.content, report).get(settings.government)
    if report.problems:
        raise InvalidContent(report.problems)
    if government is None:
        raise PortalError(f"Berkas content/government/{settings.government}.yaml tidak ada.")
    names = {"government": government.name, "planning_agency": government.planning_agency}
    with Sandbox() as sandbox:
        for slug, page in papers.items():
            yield slug, _document(settings, page.head.title, [page], sandbox, names)
        for audience, (slug, title) in FROM_HELP.items():
            pages = [page for page in help_pages.values() if page.head.audience == audience]
            if pages:
                yield slug, _document(settings, title, pages, sandbox, names)


def _document(
    settings: Settings, title: str, pages: Sequence[HelpPage], sandbox: Sandbox, names: dict[str, str]
) -> Document:
    rendered = [render_page(page, sandbox) for page in pages]
    if len(rendered) == 1:
        sections = [
            Section(_filled(part.heading, names), _blocks(settings, part.html, names))
            for part in rendered[0].sections
        ]
    else:
        sections = [Section(_filled(page.title, names), _chapter(settings, page, names)) for page in rendered]
    return Document(
        "id",
        title,
        names["government"],
        max(page.updated for page in rendered),
        kicker=settings.name,
        summary=_filled(rendered[0].summary, names) if len(rendered) == 1 else "",
        sections=tuple(sections),
    )


def _chapter(settings: Settings, page: RenderedPage, names: dict[str, str]) -> tuple[Block, ...]:
    """A whole help page as one section of a book; its own headings become those of the second degree."""
    blocks: list[Block] = [Paragraph((Run(_filled(page.summary, names)),))]
    for part in page.sections:
        blocks.append(Heading(1, (Run(_filled(part.heading, names)),)))
        for block in _blocks(settings, part.html, names):
            blocks.append(
                replace(block, level=block.level + 1) if isinstance(block, Heading) else block,
            )
    return tuple(blocks)


def _blocks(settings: Settings, html: str, names: dict[str, str]) -> tuple[Block, ...]:
    return read_blocks(_filled(html, names), base=settings.address)


def _filled(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return text
