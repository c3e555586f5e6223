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
from pypdf import PdfReader

from portal.documents import Column, Layout, Letter, Paragraph, Signatory, Table, make_letter_pdf, plain
from portal.visits.papers.registry import PAPERS, Paper, docx_of, pdf_of
from tests.unit.visit_papers.sample import DAY, dossier, sender

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


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_no_page_of_a_list_of_people_holds_the_remark_and_the_signature_alone(tmp_path: Path) -> None:
    (paper,) = (one for one in PAPERS if one.name == "daftar-peserta")
    file = tmp_path / "list.pdf"
    alone, lost = [], []

    for count in range(26, 33):
        file.write_bytes(pdf_of(paper, dossier(people_count=count, question_count=1), sender()))
        pages = pages_of(file.read_bytes())
        names = [page for page in pages if "Peserta Ke-" in page]
        alone += [count] if names != pages or "[tanda tangan]" not in pages[-1] else []
        lost += [one for one in range(1, count + 1) if f"\n{one} Peserta Ke-{one}\n" not in "".join(pages)]
        if count == 28:  # the last row stands below heads of its own
            assert list(pdfua.validate(str(file)).findings) == []

    assert (alone, lost) == ([], [])


@pytest.mark.parametrize("width", [0, 1])
def test_the_last_row_of_any_table_stays_with_remark_last_words_signature_and_copies(width: int) -> None:
    def letter(rows: int) -> Letter:
        columns = tuple(Column(plain(name), width=width) for name in ("No.", "Uraian"))
        lines = tuple(
            (plain(f"Baris {one}"), plain("Kegiatan " * (one % 7 * 5))) for one in range(1, rows + 1)
        )
        table = Table(columns, lines, remark="Catatan tabel.", row_mm=11 * width)
        ends = (Signatory("Kepala Dinas"), Signatory("Sekretaris"))
        return Letter(
            "Daftar",
            Layout(paper="F4"),
            DAY,
            "",
            blocks=(table, Paragraph(plain("Demikian daftar ini."))),
            signatories=ends,
            copies=("Bupati Contoh", "Arsip"),
            is_wide=True,
        )

    for rows in range(5, 16):
        pages = pages_of(make_letter_pdf([letter(rows)]))
        end = pages[-1]

        assert f"Baris {rows}" in end, rows
        assert all(words in end for words in ("Catatan tabel.", "Demikian", "[tanda tangan]", "Arsip")), rows
