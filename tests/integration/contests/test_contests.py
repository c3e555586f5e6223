"""A contest from the first proposal to the minutes; citizens' entries; what an innovation brings along."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from portal.accounts.models import Membership
from portal.contests.models import Assessment, Proposal
from portal.register import service
from tests.integration.adoption.conftest import TODAY
from tests.integration.contests.conftest import OPD, Office, Open, Register
from tests.make import reader

pytestmark = pytest.mark.both_engines("contests")
WORDS = "Warga tidak perlu ke kota lagi karena petugas datang ke desa."
SECTIONS = (
    "ringkasan", "latar", "kebaruan", "implementasi",
    "signifikansi", "adaptabilitas", "sumber_daya", "keberlanjutan",
)  # fmt: skip
CRITERIA = SECTIONS[1:]


def begun(office: Office, register: Register, season: int, who: str = "operator", **values: Any) -> int:
    """A proposal with every section written."""
    opd = OPD if who == "operator" else "Dinkes"
    number = register.begin(who, opd=opd, applied_on=date(2018, 1, 5), form="pelayanan-publik", **values)
    answer = office.post(who, f"/register/{number}/usulkan", season=str(season), group="umum")
    assert answer.status_code == 303, answer.text
    path = answer.location
    for section in SECTIONS:
        assert office.fill(who, f"{path}/bagian/{section}", text=WORDS).status_code == 303
    return int(path.rpartition("/")[2])


def points(office: Office, who: str, proposal: int, value: int) -> int:
    """An assessor gives the same points for everything."""
    given = dict.fromkeys(CRITERIA, str(value))
    return office.fill(who, f"/usulan/{proposal}/nilai", note="Hasilnya jelas.", **given).status_code


def test_a_proposal_is_written_judged_ranked_and_recorded_in_minutes(
    office: Office, register: Register, kipp: int
) -> None:
    first = begun(office, register, kipp, title="Antar KTP ke Desa")
    second = begun(office, register, kipp, "operator-lain", title="Posyandu Malam")
    page = office.get("operator", f"/usulan/{first}").text
    assert "8 dari 8 bagian terisi, 100 persen dari bobot" in page
    assert "Sedikitnya 2 tahun, dihitung mundur dari tanggal penutupan." in page
    assert office.get("operator-lain", f"/usulan/{first}").status_code == 404

    for who, proposal in (("operator", first), ("operator-lain", second)):
        assert office.post(who, f"/usulan/{proposal}/ajukan").status_code == 303
    late = office.fill("operator", f"/usulan/{first}/bagian/latar", text="Diubah")
    assert late.status_code == 422
    assert "Nilai usulan lomba" in office.get("penilai", "/tugas").text
    for who in ("penilai", "penilai-2"):
        assert points(office, who, first, 70) == 303
        assert points(office, who, second, 80) == 303
    assert "Nilai usulan lomba" not in office.get("penilai", "/tugas").text
    assert "80" not in office.get("operator", f"/musim/{kipp}/usulan").text.partition("<ol")[2]

    wrong = {f"outcome-{first}": "dipilih", f"outcome-{second}": "tidak-dipilih"}
    refused = office.post("organisasi", f"/musim/{kipp}/seleksi", **wrong)
    assert refused.status_code == 422
    assert "dilewati oleh yang peringkatnya di bawahnya" in refused.text
    right = {f"outcome-{first}": "cadangan", f"outcome-{second}": "dipilih", "note": "Rapat daring."}
    assert office.post("penilai", f"/musim/{kipp}/seleksi", **right).status_code == 403
    assert office.post("organisasi", f"/musim/{kipp}/seleksi", **right).status_code == 303
    assert office.get("organisasi", f"/musim/{kipp}/seleksi").status_code == 303

    draft = office.get("operator", f"/musim/{kipp}/berita-acara-seleksi.docx")
    file = docx.Document(BytesIO(draft.data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert cells.index("Posyandu Malam") < cells.index("Antar KTP ke Desa")
    assert {"80,00", "70,00", "Dipilih", "Cadangan", "Peringkat 1 dari 2."} <= set(cells)
    printed = office.get("operator", f"/musim/{kipp}/berita-acara-seleksi.pdf").data
    assert len(PdfReader(BytesIO(printed)).pages) >= 2
    assert printed == office.get("kurator", f"/musim/{kipp}/berita-acara-seleksi.pdf").data


def test_nobody_judges_the_own_agency_and_returning_drops_the_points(
    office: Office, register: Register, kipp: int
) -> None:
    proposal = begun(office, register, kipp)
    office.post("operator", f"/usulan/{proposal}/ajukan")
    with office.inside() as session:
        session.add(Membership(account_id=91, role="pendamping", opd=OPD, since=TODAY))
    assert office.get("penilai-2", f"/usulan/{proposal}/nilai").status_code == 403
    assert office.get("kurator", f"/usulan/{proposal}/nilai").status_code == 403
    assert points(office, "penilai", proposal, 101) == 422
    assert points(office, "penilai", proposal, 60) == 303

    back = office.post("organisasi", f"/usulan/{proposal}/kembalikan", reason="Angka awal belum ada.")
    assert back.status_code == 303
    assert office.count(Assessment) == 0
    assert "Angka awal belum ada." in office.get("operator", f"/usulan/{proposal}").text
    assert "Perbaiki usulan lomba" in office.get("operator", "/tugas").text
    assert office.get("penilai", f"/usulan/{proposal}").status_code == 404


def test_what_is_too_long_or_was_written_by_another_meanwhile_is_refused_and_kept(
    office: Office, register: Register, kipp: int
) -> None:
    proposal = begun(office, register, kipp)
    page = office.get("operator", f"/usulan/{proposal}/bagian/adaptabilitas").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version
    office.fill("kepala", f"/usulan/{proposal}/bagian/adaptabilitas", text="kata " * 101)

    clash = office.post(
        "operator", f"/usulan/{proposal}/bagian/adaptabilitas", text="Punyaku", version=version[1]
    )
    assert clash.status_code == 409
    assert "Punyaku" in clash.text
    assert "Yang tersimpan sekarang" in clash.text
    refused = office.post("operator", f"/usulan/{proposal}/ajukan")
    assert "Melebihi batas kata: Adaptabilitas" in refused.text


def test_citizens_enter_through_an_agency_and_no_person_is_kept(
    office: Office, register: Register, open_season: Open
) -> None:
    number = open_season(2025, kind="krenova", closes=date(2025, 8, 1))
    entry = {"opd": OPD, "group": "umum", "title": "Alat pirik padi", "purpose": "Panen lebih cepat."}
    named = office.post("operator", f"/musim/{number}/usulan-warga", **entry, maker="081234567890")
    made = office.post("operator", f"/musim/{number}/usulan-warga", **entry, maker="Kelompok Tani Contoh")

    assert (named.status_code, made.status_code) == (422, 303)
    with office.inside() as session:
        innovation = session.query(Proposal).one().innovation
        entered = innovation.id
        kept = (innovation.initiator, innovation.classification, innovation.initiator_name)
    assert kept == ("masyarakat", "masyarakat", "Kelompok Tani Contoh")
    page = office.get("operator", made.location).text
    assert "Cara kerja dan kebaruannya" in page
    assert office.get("operator-lain", made.location).status_code == 404
    register.change("operator", entered, lambda s, one, who: service.submit(s, one, actor=who))
    register.change("kepala", entered, lambda s, one, who: service.endorse(s, one, actor=who))
    register.change("kepala", entered, lambda s, one, who: service.release(s, one, actor=who))
    for path in ("/inovasi-kita", f"/inovasi-kita/{entered}"):
        shown = reader(office.app).get(path).text
        assert "Alat pirik padi" in shown
        assert "Kelompok Tani Contoh" not in shown


def test_an_innovation_shows_earlier_wins_and_its_article_for_jippnas(
    office: Office, register: Register, kipp: int
) -> None:
    number = register.begin(purpose="Warga tidak perlu ke kota", result="Antre lebih pendek")
    won = office.post(
        "operator", f"/register/{number}/kemenangan/baru", contest="kipp", year="2019", rank="45"
    )
    state = office.fill(
        "operator", f"/register/{number}/jippnas", number="UMUM-2019-00002", state="lengkap", replications="4"
    )
    assert (won.status_code, state.status_code) == (303, 303)
    page = office.get("operator", f"/register/{number}").text
    assert "KIPP 2019, Top 45" in page
    assert "UMUM-2019-00002" in page
    proposal = begun(office, register, kipp, title="Yang lain")
    office.post("operator", f"/register/{number}/usulkan", season=str(kipp), group="umum")
    barred = [
        one
        for one in range(1, proposal + 2)
        if "Pernah masuk Top 45" in office.get("operator", f"/usulan/{one}").text
    ]
    assert len(barred) == 1

    file = docx.Document(BytesIO(office.get("operator", f"/register/{number}/artikel-jippnas.docx").data))
    words = " ".join(line.text for line in file.paragraphs)
    headings = (
        "Ringkasan",
        "Latar Belakang",
        "Tujuan",
        "Kebaharuan",
        "Evaluasi dan Dampak",
        "Kondisi Keberlanjutan",
    )
    assert [one for one in headings if one not in words] == []
    assert "Antre lebih pendek" in words


def test_a_replication_goes_step_by_step_and_tells_proposals_who_copied_it(
    office: Office, register: Register, open_season: Open
) -> None:
    number = register.endorsed()
    path = f"/register/{number}/replikasi"
    noted = {
        "direction": "keluar",
        "partner": "Kabupaten Contoh",
        "state": "menunggu",
        "interest_on": "2026-02-01",
    }
    assert office.post("operator-lain", f"{path}/baru", **noted).status_code in (403, 404)
    assert office.post("operator", f"{path}/baru", **noted).status_code == 303
    done = {**noted, "state": "implementasi", "agreed_on": "2026-03-01", "implemented_on": "2026-05-04"}
    early = office.fill("organisasi", f"{path}/1", **{**done, "implemented_on": "2026-02-15"})
    assert early.status_code == 422
    assert "tidak mungkin mendahului" in early.text
    assert office.fill("organisasi", f"{path}/1", **done).status_code == 303

    page = office.get("operator", f"/register/{number}").text
    assert "Ditiru Kabupaten Contoh" in page
    assert "implementasi 4 Mei 2026" in page
    assert "berikutnya: sertifikat" in page
    draft = docx.Document(BytesIO(office.get("operator", f"{path}/1/kesepakatan.docx").data))
    cells = [cell.text for table in draft.tables for row in table.rows for cell in row.cells]
    assert any("Kabupaten Contoh" in cell for cell in cells)
    assert "belum dikonfirmasi" in " ".join(line.text for line in draft.paragraphs)

    season = open_season(2025, kind="kipp", closes=date(2025, 6, 3))
    chosen = {"season": str(season), "group": "umum", "category": "Lingkungan"}
    begun = office.post("operator", f"/register/{number}/usulkan", **chosen)
    proposal = office.get("operator", begun.location).text
    assert "Sudah direplikasi oleh Kabupaten Contoh (4 Mei 2026)." in proposal
    assert "kategori lingkungan" in proposal
    assert "0 dari 3 ada di bukti" in proposal
    listed = office.get("organisasi", f"/musim/{open_season(2026, kind='jippnas')}").text
    assert "ditiru Kabupaten Contoh" in listed
    assert office.post("operator", f"{path}/1/hapus").status_code == 303
    assert "Ditiru" not in office.get("operator", f"/register/{number}").text
