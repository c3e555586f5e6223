"""The letter of interest from a plan, with no visit."""

from __future__ import annotations

from io import BytesIO

import docx
from pypdf import PdfReader

from tests.integration.adoption.conftest import Office

PAPER = "surat-minat-replikasi"


def test_a_plan_without_any_visit_gives_the_letter_of_interest(office: Office) -> None:
    office.propose()

    listed = office.get("pembaca", "/rencana/1/dokumen")
    word = office.get("operator", f"/rencana/1/dokumen/{PAPER}.docx")
    printed = office.get("operator", f"/rencana/1/dokumen/{PAPER}.pdf")

    text = "\n".join(line.text for line in docx.Document(BytesIO(word.data)).paragraphs)
    pages = "\n".join(page.extract_text() for page in PdfReader(BytesIO(printed.data)).pages)
    assert (word.status_code, printed.status_code) == (200, 200)
    assert "menyatakan minat untuk mereplikasi" in text
    assert "telaah meja" in text
    assert "rencana nomor 1" in " ".join(pages.split())
    assert listed.status_code in (200, 404)


def test_an_unknown_paper_is_told(office: Office) -> None:
    office.propose()

    assert office.get("operator", "/rencana/1/dokumen/surat-cinta.pdf").status_code == 404
