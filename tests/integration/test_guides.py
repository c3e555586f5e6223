"""How to begin, outlines of papers, and families side by side, as readers meet them."""

from __future__ import annotations

from io import BytesIO

import docx
from flask import Flask
from pypdf import PdfReader

from tests.make import reader
from tests.reading import Reader

MARK = "Usulan portal, bukan praktik daerah asal"


def test_a_case_shows_the_first_90_days_of_its_kind_as_the_portals_own_proposal(small_client: Reader) -> None:
    page = small_client.get("/inovasi/jempol").text

    assert "Coba dalam 90 hari" in page
    assert MARK in page
    assert "Hitung antrean." in page
    assert "/cara-mulai/layanan/sop.docx?inovasi=jempol" in page


def test_a_case_leads_to_its_family(small_client: Reader) -> None:
    assert "/keluarga/antrean" in small_client.get("/inovasi/jempol").text
    assert "/keluarga" in small_client.get("/inovasi").text


def test_results_of_one_family_lead_to_its_comparison(small_client: Reader) -> None:
    assert "/keluarga/antrean" in small_client.get("/cari?q=warga").text


def test_a_family_asks_every_case_the_same_and_says_what_is_not_known(small_client: Reader) -> None:
    page = small_client.get("/keluarga/antrean").text

    for label in ("Sejak", "Keadaan", "Hasil", "Biaya", "Orang", "Aturan", "Boleh ditiru?", "Tanya ke"):
        assert page.count(f"<dt>{label}</dt>") == 3, label
    assert page.count("<dt>Yang gagal atau berakhir</dt>") == 3
    assert "belum tercatat; minta ke penyelenggara" in page
    assert "100 → 1.400 orang warga terlayani (2021)" in page


def test_kinds_and_families_are_listed_and_unknown_ones_are_404(small_app: Flask) -> None:
    client = reader(small_app)

    assert "Layanan warga" in client.get("/cara-mulai").text
    assert MARK in client.get("/cara-mulai/layanan").text
    assert "Mengurangi antrean" in client.get("/keluarga").text
    for path in ("/cara-mulai/x", "/keluarga/x", "/cara-mulai/layanan/pks.docx", "/cara-mulai/layanan/x.pdf"):
        assert client.get(path).status_code == 404, path


def test_an_outline_marks_its_gaps_and_leaves_the_legal_basis_to_the_lawyers(small_client: Reader) -> None:
    answer = small_client.get("/cara-mulai/layanan/sop.docx?inovasi=jempol&opd=Dukcapil")
    file = docx.Document(BytesIO(answer.data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])

    assert "bukan naskah daerah asal" in text
    assert "[dasar hukum: diisi Bagian Hukum]" in text
    assert "Menerima pemohon" in text
    assert "[waktu]" in text


def test_an_outline_can_be_read_as_pdf(small_client: Reader) -> None:
    answer = small_client.get("/cara-mulai/layanan/sop.pdf")

    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "STANDAR OPERASIONAL PROSEDUR" in text
    assert "Kerangka usulan" in text
