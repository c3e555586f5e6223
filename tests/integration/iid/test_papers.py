"""Papers of a reported year: complete drafts, the same file for the same state, a book by the queue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.iid.papers.registry import INNOVATION_PAPERS, YEAR_PAPERS
from portal.register import seasons
from portal.register.models import Season
from tests.integration.iid.conftest import Desk
from tests.integration.register.test_papers import words_of
from tests.queueing import do_jobs

FULL: dict[str, Any] = {
    "affair": "1.02",
    "form": "pelayanan-publik",
    "technology": "digital",
    "design": "Petugas datang ke desa dengan alat di motor.",
    "benefit": "Warga hemat ongkos",
    "result": "1.200 warga terlayani",
    "awards": "Juara kabupaten 2025",
    "claimed_score": Decimal(84),
}


@pytest.fixture(name="year")
def _year(desk: Desk) -> Desk:
    """A season with one that is sent and one that is held."""
    desk.enter(**FULL)
    desk.enter(title="Masih Baru", applied_on=date(2026, 5, 5))
    return desk


def test_every_paper_of_the_year_comes_as_draft_and_as_pdf_and_names_its_gaps(year: Desk) -> None:
    page = year.page("kurator", "/dokumen")
    found = {}
    for paper in YEAR_PAPERS:
        path = f"/iid/{year.season}/dokumen/{paper.name}"
        printed = year.office.get("kurator", f"{path}.pdf")
        assert PdfReader(BytesIO(printed.data)).pages
        found[paper.name] = words_of(year.office.get("kurator", f"{path}.docx").data)
        assert paper.title in page

    report, note = found["laporan-inovasi-daerah"], found["nota-dinas-hasil"]
    assert "XV. Penutup" in report
    assert "2,80 (Kurang Inovatif)" in report
    assert "bukan nilai resmi" in report
    assert "Juara kabupaten 2025" in report
    assert "Masih Baru: Diterapkan sesudah rentang" in report
    assert "melalui Sekretaris Daerah" in note
    assert "menggerakkan inovasi pada urusan Pendidikan" in note
    assert "nilai dan kategori resmi" in page
    assert year.office.get("operator", f"/iid/{year.season}/dokumen").status_code == 403


def test_a_closed_year_gives_the_same_files_on_any_day(year: Desk) -> None:
    kurator = year.office.actor("kurator")
    with year.office.inside() as session:
        seasons.close(session, session.get_one(Season, year.season), actor=kurator)
    paths = [f"/iid/{year.season}/dokumen/laporan-inovasi-daerah.pdf", f"/iid/{year.season}/paparan.xlsx"]

    before = [year.office.get("kurator", path).data for path in paths]
    year.office.pass_days(40)

    assert [year.office.get("kurator", path).data for path in paths] == before


def test_the_book_is_made_by_the_queue_with_a_page_for_each_that_is_sent(year: Desk) -> None:
    answer = year.office.post("kurator", f"/iid/{year.season}/buku")
    do_jobs(year.office.app)

    job = answer.location.partition("?")[0]
    made = year.office.get("kurator", f"{job}/berkas")
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(made.data)).pages)
    assert answer.status_code == 303
    assert "Antar KTP ke Desa" in words
    assert "1.200 warga terlayani" in words
    assert "Masih Baru" not in words


def test_the_slides_hold_the_best_of_each_weight(year: Desk) -> None:
    content = year.office.get("kurator", f"/iid/{year.season}/paparan.xlsx").data

    rows = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))

    weights = [(row[0], row[1]) for row in rows if isinstance(row[1], int | float)]
    assert weights == [
        ("Kebaruan", 30),
        ("Kemanfaatan", 25),
        ("Kewenangan dan kolaborasi", 15),
        ("Replikasi dan aplikatif", 20),
        ("Penguasaan", 10),
    ]
    assert year.office.get("kurator", f"/iid/{year.season}/paparan.csv").status_code == 200


def test_statements_of_an_innovation_name_post_and_owner_but_no_person(desk: Desk) -> None:
    number = desk.enter(**FULL)
    path = f"/iid/{desk.season}/inovasi/{number}/dokumen"

    for paper in INNOVATION_PAPERS:
        words = words_of(desk.office.get("operator", f"{path}/{paper.name}.docx").data)
        assert "Antar KTP ke Desa" in words
        assert desk.office.get("operator", f"{path}/{paper.name}.pdf").status_code == 200
    statement = words_of(desk.office.get("operator", f"{path}/pernyataan-implementasi.docx").data)
    assert "15 Maret 2025" in statement
    assert "[nama]" in statement
    assert desk.office.get("operator", f"{path}/pernyataan-telah-mereplikasi.pdf").status_code == 404
    assert desk.office.get("operator-lain", f"{path}/piagam.pdf").status_code == 403
