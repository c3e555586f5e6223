"""Papers of the year and of an innovation: complete drafts, the right signer, and what is still lacking."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from portal.register import seasons
from portal.register.importing.preview import look
from portal.register.models import Season
from portal.register.papers.registry import INNOVATION_PAPERS, YEAR_PAPERS
from tests.integration.register.conftest import OPD, Office, Register


@pytest.fixture(name="season")
def _season(office: Office) -> int:
    """A season of 2027."""
    actor = office.actor("kurator")
    with office.inside() as session:
        values = {"year": 2027, "opens": date(2027, 5, 1), "closes": date(2027, 7, 31)}
        found: Season = seasons.save(session, None, values, actor=actor)
        return found.id


def words_of(content: bytes) -> str:
    """All words of a draft, tables included."""
    file = docx.Document(BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(line.text for line in file.paragraphs), *cells]).split())


def test_every_paper_of_the_year_comes_as_draft_and_as_pdf(
    office: Office, register: Register, season: int
) -> None:
    register.endorsed(title="Antar KTP ke Desa", stage="penerapan", applied_on=date(2027, 1, 5))

    for paper in YEAR_PAPERS:
        draft = office.get("kurator", f"/register/musim/{season}/dokumen/{paper.name}.docx")
        printed = office.get("kurator", f"/register/musim/{season}/dokumen/{paper.name}.pdf")

        assert (draft.status_code, printed.content_type) == (200, "application/pdf")
        assert "2027" in words_of(draft.data)
        assert PdfReader(BytesIO(printed.data)).pages


def test_the_penetapan_names_every_innovation_under_the_head_of_region_and_warns_of_another_year(
    office: Office, register: Register, season: int
) -> None:
    register.endorsed(title="Antar KTP ke Desa", stage="penerapan", applied_on=date(2027, 1, 5))
    old = register.endorsed(title="Loket Malam", stage="penerapan", applied_on=date(2024, 1, 5))
    register.begin(title="Masih Konsep")

    words = words_of(office.get("kurator", f"/register/musim/{season}/dokumen/sk-penetapan.docx").data)
    page = office.get("kurator", f"/register/musim/{season}/dokumen").text

    assert words.startswith("BUPATI CONTOH")
    assert "Menetapkan 2 inovasi daerah" in words
    assert "Antar KTP ke Desa" in words
    assert "5 Januari 2027" in words
    assert "Masih Konsep" not in words
    assert f'<a href="/register/{old}">Loket Malam</a> (2024)' in page
    assert "Belum diisi:" in page
    assert "perda atau perbup sendiri tentang inovasi daerah" in page


def test_the_annex_as_a_workbook_is_read_by_the_import_as_the_same_innovations(
    office: Office, register: Register, season: int
) -> None:
    for title in ("Antar KTP ke Desa", "Loket Malam"):
        register.endorsed(title=title, stage="penerapan", technology="digital", applied_on=date(2027, 1, 5))

    content = office.get("kurator", f"/register/musim/{season}/lampiran-penetapan.xlsx").data

    with office.inside() as session:
        entries = look(session, content, "lampiran.xlsx").entries
    assert [(one.what, one.draft.title) for one in entries] == [
        ("same", "Antar KTP ke Desa"),
        ("same", "Loket Malam"),
    ]


def test_the_request_names_who_has_none_yet(office: Office, register: Register, season: int) -> None:
    register.endorsed()

    words = words_of(
        office.get("kurator", f"/register/musim/{season}/dokumen/surat-permintaan-usulan.docx").data
    )

    assert "31 Juli 2027" in words
    assert "belum mencatat satu inovasi pun" in words
    assert "a.n. Bupati Contoh Sekretaris Daerah" in words


@pytest.mark.parametrize(
    ("signer", "lines"),
    [
        ("kepala-opd", "Kepala Dinas"),
        ("kepala-opd-an", "a.n. Bupati Contoh Kepala Dinas"),
        ("sekda", "a.n. Bupati Contoh Sekretaris Daerah"),
        ("asisten", "a.n. Bupati Contoh Sekretaris Daerah u.b. [jabatan asisten]"),
        ("kepala-daerah", "pada tanggal [tanggal] Bupati Contoh"),
        ("siapa-saja", "a.n. Bupati Contoh Kepala Dinas"),
    ],
)
def test_who_signs_is_chosen_and_stands_above_the_signature(
    office: Office, register: Register, signer: str, lines: str
) -> None:
    number = register.endorsed()

    address = f"/register/{number}/dokumen/sk-tim-pelaksana.docx?tanda={signer}"
    assert lines in words_of(office.get("operator", address).data)


def test_the_team_says_what_it_lacks_until_it_has_31_people_of_5_agencies_and_5_actors(
    office: Office, register: Register
) -> None:
    number = register.begin()
    rows = [("Dinas Satu", "pemerintah", 20)]
    rows += [(f"Dinas {place}", "pemerintah", 2) for place in ("Dua", "Tiga", "Empat", "Lima")]
    rows += [("Kampus", "akademisi", 1), ("Koperasi", "bisnis", 1), ("Karang Taruna", "komunitas", 1)]

    def add(office_name: str, actor: str, people: int) -> None:
        typed = {"office": office_name, "actor": actor, "people": str(people), "role": "anggota", "task": ""}
        answer = office.post("operator", f"/register/{number}/bagian/tim/baru", **typed)
        assert answer.status_code == 303

    for row in rows:
        add(*row)
    nearly = office.get("operator", f"/register/{number}/dokumen").text
    add("Radio Contoh", "media", 1)
    whole = office.get("operator", f"/register/{number}/dokumen").text
    words = words_of(office.get("operator", f"/register/{number}/dokumen/sk-tim-pelaksana.docx").data)

    assert "masih kurang: aktor media" in nearly
    assert "Memenuhi lebih dari 30 orang, 5 perangkat daerah, dan 5 aktor." in whole
    assert "32 orang dari 5 perangkat daerah" in words
    assert "Catatan konsep" not in words
    assert words.count("anggota") == 32


def test_papers_of_an_innovation_list_their_gaps_and_are_as_private_as_it(
    office: Office, register: Register
) -> None:
    number = register.begin(opd=OPD)

    page = office.get("operator", f"/register/{number}/dokumen").text

    for paper in INNOVATION_PAPERS:
        printed = office.get("operator", f"/register/{number}/dokumen/{paper.name}.pdf")
        assert printed.status_code == 200
        assert paper.title in page
    assert "tempat uji coba" in page
    assert office.get("operator-lain", f"/register/{number}/dokumen").status_code == 404
    assert office.get("operator", f"/register/{number}/dokumen/surat-cinta.pdf").status_code == 404
    assert office.get("operator", f"/register/{number}/dokumen/sk-tim-pelaksana.odt").status_code == 404
