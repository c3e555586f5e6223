"""A kind of paper that a record can be printed as: what it is for, what the record lacks, how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from flask import Response

from portal.documents import DOCX, Letter, gaps, make_docx, make_letter_pdf
from portal.errors import NotFound
from portal.government.sender import Sender, our_sender
from portal.web.attachments import PDF, private

D = TypeVar("D")


@dataclass(frozen=True)
class Paper(Generic[D]):
    """A kind of paper; its name is also its address."""

    name: str
    title: str
    use: str  # what it is for, in one line
    moment: str  # the heading it is listed under
    build: Callable[[D, Sender], tuple[Letter, ...]]

    def lacks(self, dossier: D, sender: Sender) -> list[str]:
        """What the record does not say yet: the named gaps of the paper itself."""
        return gaps(self.build(dossier, sender))

    def pdf(self, dossier: D, sender: Sender, remark: str) -> bytes:
        """The paper as PDF (PDF/UA-1), which says at its foot that it is a draft and of which record."""
        return make_letter_pdf([replace(letter, remark=remark) for letter in self.build(dossier, sender)])

    def docx(self, dossier: D, sender: Sender) -> bytes:
        """The paper as an editable draft."""
        return make_docx(self.build(dossier, sender))


def paper_by_name(papers: Iterable[Paper[D]], name: str, what: str) -> Paper[D]:
    """A paper by name; raises NotFound."""
    for paper in papers:
        if paper.name == name:
            return paper
    raise NotFound(f"{what} tidak memakai dokumen itu. Pilih dari daftar dokumennya.")


Group = tuple[str, list[tuple[Paper[D], list[str]]]]


def groups(papers: Iterable[Paper[D]], dossier: D, sender: Sender) -> list[Group[D]]:
    """The papers under their moments, each with what the record lacks for it."""
    found: dict[str, list[tuple[Paper[D], list[str]]]] = {}
    for paper in papers:
        found.setdefault(paper.moment, []).append((paper, paper.lacks(dossier, sender)))
    return list(found.items())


def paper_file(
    paper: Paper[D], dossier: D, form: str, record: str, name: str, sender: Sender | None = None
) -> Response:
    """A paper as an answer: "docx" to be edited, "pdf" to be read; `record` says what it is a draft of.

    `sender` is ourselves today, if not given.
    """
    sender = sender or our_sender()
    if form == "docx":
        return private(paper.docx(dossier, sender), DOCX, f"{name}.docx")
    if form == "pdf":
        remark = f"Konsep dari {sender.portal or 'portal'}, {record}"
        return private(paper.pdf(dossier, sender, remark), PDF, f"{name}.pdf", how="inline")
    raise NotFound("Dokumen disediakan sebagai DOCX dan PDF.")
