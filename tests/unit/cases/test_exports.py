"""A case study as a Document: Indonesian labels and figures, every source a note."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.cases.exports import case_document, figure
from portal.cases.files import CaseFile, read_file, read_source
from portal.cases.model import Case, Figure
from portal.cases.render import render
from portal.cases.sandbox import Sandbox
from portal.documents import Document, Fact, Note, NoteMark, Paragraph, Run, Table, make_pdf
from portal.yamlfiles import Report

CONTENT = Path(__file__).parents[3] / "content"
SHIPPED = sorted(CONTENT.glob("cases/*/*.md"))
SECTIONS = (
    "Masalah", "Yang dilakukan", "Hasil", "Sumber daya dan biaya", "Dasar hukum", "Penghargaan",
    "Pelajaran dan hambatan", "Syarat agar bisa ditiru", "Sudah ditiru di", "Untuk kunjungan", "Catatan data",
)  # fmt: skip
HEAD = """---
slug: contoh
title: Contoh & <Uji>
aliases: [Uji coba, Coba]
region: batang
province: Jawa Tengah
owner: Dinas Contoh
started: {started}
status: active
status_sources: [s1]
compiled: {{date: 2026-11-21, source: archive}}
sector: desa
form: [lainnya]
digital: true
target_groups: [warga, perangkat desa]
summary: Ringkasan contoh.
results:
  - {{metric: warga, kind: measured, before: 7.5, after: 1785316, unit: orang, year: 2024, sources: [s2, s1]}}
  - metric: waktu
    kind: measured
    before: null
    after: semua hari
    year: tidak diketahui
    sources: [s1]
sources:
  - {{id: s1, title: Judul satu, publisher: Koran, date: "2024-08-01", url: "https://satu.example/a"}}
  - {{id: s2, title: Apa itu?, publisher: Radio, date: "2024-08", url: "https://dua.example/b"}}
  - {{id: s3, title: Tiga, publisher: Situs, date: "2023", url: "https://tiga.example/c"}}
  - {{id: s4, title: Empat, publisher: Blog, date: null, url: "https://empat.example/d"}}
---
"""
BODY = "\n".join(
    f"## {heading}\n\nIsi [s2]. Lihat [lain](/inovasi/lain) [s1, s3, s4].\n" for heading in SECTIONS
)


def _file(started: str = "2019") -> CaseFile:
    file = read_source(HEAD.format(started=started) + BODY, "content/cases/batang/contoh.md", Report())
    assert file is not None
    return file


def _document(file: CaseFile, *, is_stale: bool = False) -> Document:
    with Sandbox() as sandbox:
        article = render(file, sandbox)
    return case_document(
        file.case,
        article,
        region_name="Kabupaten Batang",
        sector_label="Desa & Kelurahan",
        status_label="Masih berjalan",
        government="Pemerintah Kabupaten Batang",
        portal_name="Tiru",
        address=f"https://tiru.example/inovasi/{file.case.slug}",
        is_stale=is_stale,
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1785316, "1.785.316"),
        (7.5, "7,5"),
        (0.293, "0,293"),
        (17.123456, "17,123456"),
        (0, "0"),
        ("3-7 hari", "3-7 hari"),
    ],
)
def test_a_figure_is_written_the_indonesian_way(value: Figure, written: str) -> None:
    assert figure(value) == written


def test_the_first_page_says_what_where_who_since_when_and_how_fresh() -> None:
    document = _document(_file())

    assert document.title == "Contoh & <Uji>"
    assert document.subtitle == "Kabupaten Batang, Jawa Tengah"
    assert document.dated == date(2026, 11, 21)
    assert document.verified == (
        "Disusun dari arsip halaman web, November 2026 · sumber terbaru 1 Agustus 2024 · "
        "0 dari 4 sumber dibaca"
    )
    assert document.facts == (
        Fact("Wilayah", "Kabupaten Batang"),
        Fact("Sektor", "Desa & Kelurahan"),
        Fact("Mulai berjalan", "2019"),
        Fact("Status", "Masih berjalan"),
        Fact("Jenis inovasi", "Digital"),
        Fact("Sumber dibuka lagi", "paling lambat 23 Mei 2027"),
        Fact("Pelaksana", "Dinas Contoh"),
        Fact("Sasaran", "warga, perangkat desa"),
        Fact("Nama lain", "Uji coba, Coba"),
    )


def test_a_year_that_no_source_gives_is_said_to_be_unknown() -> None:
    document = _document(_file(started="null"))

    assert Fact("Mulai berjalan", "Belum diketahui") in document.facts


def test_results_are_a_table_from_before_to_after_with_their_notes() -> None:
    (table,) = _document(_file()).tables

    assert [_said(column.header) for column in table.columns] == [
        "Ukuran", "Sebelum", "Sesudah", "Satuan", "Tahun", "Sumber",
    ]  # fmt: skip
    assert [[_said(cell) for cell in row[:5]] for row in table.rows] == [
        ["warga", "7,5", "1.785.316", "orang", "2024"],
        ["waktu", "–", "semua hari", "", "tidak diketahui"],
    ]
    assert [row[5] for row in table.rows] == [(NoteMark((1, 2)),), (NoteMark((2,)),)]
    assert "tidak kami punya" in table.remark


def _said(cell: tuple[object, ...]) -> str:
    return "".join(inline.text for inline in cell if isinstance(inline, Run))


def test_every_source_is_a_note_with_its_date_and_address() -> None:
    document = _document(_file())

    assert document.notes == (
        Note(1, "Apa itu? Radio, Agustus 2024; belum dibaca.", "https://dua.example/b"),
        Note(2, "Judul satu. Koran, 1 Agustus 2024; belum dibaca.", "https://satu.example/a"),
        Note(3, "Tiga. Situs, 2023; belum dibaca.", "https://tiga.example/c"),
        Note(4, "Empat. Blog, tanpa tanggal; belum dibaca.", "https://empat.example/d"),
    )


def test_only_a_stale_case_carries_the_warning() -> None:
    fresh, stale = _document(_file()), _document(_file(), is_stale=True)

    assert fresh.warning == ""
    assert stale.warning.startswith("Perlu diperiksa lagi")


def test_a_case_that_ended_says_so_before_anything_else() -> None:
    file = _file()
    ended = {"year": 2026, "reason": "anggaran", "words": "Dana dipotong.", "sources": ["s1"]}
    case = Case.model_validate({**file.case.model_dump(), "status": "stopped", "ended": ended})

    document = _document(replace(file, case=case), is_stale=True)

    assert document.warning == "Masih berjalan. Dana dipotong. Alasan: anggaran."  # the label is the caller's


def test_all_sections_follow_with_links_to_the_portal() -> None:
    document = _document(_file())

    (paragraph,) = document.sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    links = {inline.href for inline in paragraph.inlines if isinstance(inline, Run)}
    assert tuple(section.heading for section in document.sections) == SECTIONS
    assert "https://tiru.example/inovasi/lain" in links


@pytest.mark.parametrize("path", SHIPPED[4 :: max(len(SHIPPED) // 8, 1)][:8], ids=lambda path: path.stem)
def test_a_shipped_case_becomes_a_pdf_for_little_work_of_the_processor(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = read_file(path, CONTENT, Report())
    assert file is not None
    document = _document(file)

    start = time.process_time()  # not the clock on the wall: other work on the machine is no fault of ours
    pdf = make_pdf(document)

    assert time.process_time() - start < 1.5
    assert caplog.messages == []
    words = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)
    assert "".join(file.case.title.split()) in words
    assert "".join(file.case.summary.split()) in words
    for note in document.notes:
        assert "".join(note.text.split()) in words
        assert note.url in words
    assert isinstance(document.tables[0], Table) if file.case.results else document.tables == ()
