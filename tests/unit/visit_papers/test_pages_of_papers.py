"""Pages of the papers: the closing stays together, the foot says it is a draft, others can read the tags."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pdfua
import pytest
from docx.oxml.ns import qn

from portal.visits.papers.registry import PAPERS, Paper, docx_of, pdf_of
from tests.unit.visit_papers.sample import dossier, sender

EVERY = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
SIGNED = [paper for paper in PAPERS if all(one.signatories for one in paper.build(dossier(), sender()))]
SIZES = [(1, 1, False), (6, 12, True), (15, 25, True)]


def body(paper: Paper, size: tuple[int, int, bool]) -> Any:
    """The body of a draft."""
    people, questions, reported = size
    about = dossier(people_count=people, question_count=questions, reported=reported)
    return docx.Document(BytesIO(docx_of(paper, about, sender()))).element.body


def is_kept(paragraph: Any) -> bool:
    properties = paragraph.find(qn("w:pPr"))
    return properties is not None and properties.find(qn("w:keepNext")) is not None


def text(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def closing(paragraphs: list[Any]) -> tuple[int, int]:
    """Where the first signature stands, and the last paragraph of its letter with words in it."""
    first = next(place for place, one in enumerate(paragraphs) if "[tanda tangan]" in text(one))
    ends = [place for place in range(first, len(paragraphs)) if is_end(paragraphs[place])]
    end = min([*ends, len(paragraphs)])
    return first, max(place for place in range(first, end) if text(paragraphs[place]))


def is_end(paragraph: Any) -> bool:
    """Does a section end here: does the next page begin with something else?"""
    return next(paragraph.iter(qn("w:sectPr")), None) is not None


@pytest.mark.parametrize("paper", SIGNED, ids=lambda paper: paper.name)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_signature_stays_with_the_words_before_and_the_copies_after_it(
    paper: Paper, size: tuple[int, int, bool]
) -> None:
    paragraphs = list(body(paper, size).iter(qn("w:p")))
    first, last = closing(paragraphs)
    begin = first
    while begin and is_kept(paragraphs[begin - 1]):
        begin -= 1

    kept_before = "".join(text(one) for one in paragraphs[begin:first])
    assert len(kept_before) >= 60, kept_before  # more than "Kepala Dinas …," stands above a signature
    loose = [text(one) for one in paragraphs[first:last] if not is_kept(one) and not in_table(one)]
    assert loose == []


def in_table(paragraph: Any) -> bool:
    return any(one.tag == qn("w:tbl") for one in paragraph.iterancestors())


@EVERY
def test_the_foot_of_a_draft_says_what_the_foot_of_the_pdf_says(paper: Paper) -> None:
    file = docx.Document(BytesIO(docx_of(paper, dossier(), sender())))
    foot = "".join(text(part._element) for part in (section.footer for section in file.sections))

    assert "Konsep dari Contoh Portal, kunjungan nomor" in foot
    assert "Halaman" in foot
    assert not any(section.different_first_page_header_footer for section in file.sections)


@EVERY
def test_a_draft_has_no_highlight_in_a_style(paper: Paper) -> None:
    with zipfile.ZipFile(BytesIO(docx_of(paper, dossier(), sender()))) as package:
        styles, words = package.read("word/styles.xml").decode(), package.read("word/document.xml").decode()

    assert "w:highlight" not in styles
    assert "w:highlight" in words or "[tanda tangan]" not in words


@EVERY
def test_another_program_finds_nothing_wrong_with_the_tags_of_a_paper(paper: Paper, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf_of(paper, dossier(), sender()))

    report = pdfua.validate(str(file))

    assert [finding.to_dict() for finding in report.findings] == []
    assert len(report.outcomes) - len(report.skipped) >= 10
