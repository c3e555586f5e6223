"""Figures come in by table and by form: judged, previewed, written whole, told in the trail; and go out."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.access import Role
from portal.audit.models import AuditEntry
from portal.benchmark.importing import HEADINGS
from portal.regions import REGIONS
from tests.integration.editing.desk import Desk, Form, rows
from tests.make import Maker

pytestmark = pytest.mark.both_engines("benchmark")

UPLOAD, FIGURE = "/pembanding/impor", "/pembanding/impor/angka"
SOURCE = {"title": "Profil 2025", "publisher": "BPS", "date": "2026", "url": "https://bps.example.id/2025"}
NEW = {"region": "teladan", "indicator": "kemiskinan", "value": "6,9", "year": "2025", "unit": "%", **SOURCE}

INDEX = {"indicator": "indeks-layanan", "unit": "", "version": "ipp-2020"}


def book(*given: Mapping[str, str]) -> bytes:
    """A workbook with these rows."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append(list(HEADINGS.values()))
    for row in given:
        page.append([row.get(key) for key in HEADINGS])
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def send(desk: Desk, content: bytes, name: str = "angka.xlsx") -> TestResponse:
    """Upload a file."""
    form = desk.form(UPLOAD)
    data = {"csrf_token": form.get("csrf_token"), "file": (io.BytesIO(content), name)}
    return desk.client.post(UPLOAD, data=data, content_type="multipart/form-data")


def region_file(maker: Maker, region: str = "teladan") -> Path:
    return maker.content / "regions" / f"{region}.yaml"


def test_a_curator_uploads_sees_what_changes_and_writes_it(
    curator: Desk, shelf: Maker, portal: Flask
) -> None:
    before = region_file(shelf).read_text("utf-8")
    region_file(shelf).write_text(f"# disimpan Bapperida\n{before}", "utf-8")
    noise = region_file(shelf, "contoh").read_bytes()

    answer = send(curator, book(NEW))
    preview = curator.get(answer.location)
    untouched = region_file(shelf).read_text("utf-8")
    form = curator.form(answer.location)
    form.set(reason="Angka BPS yang baru terbit.")
    written = curator.send(form)

    assert (answer.status_code, preview.status_code, written.status_code) == (303, 200, 303)
    assert "1 angka akan ditulis" in preview.text
    assert untouched == f"# disimpan Bapperida\n{before}"
    after = region_file(shelf).read_text("utf-8")
    assert after.startswith("# disimpan Bapperida\n")
    assert "    value: 6.9\n    year: 2025\n    unit: '%'\n    sources: [t1]\n" in after
    kept = [line for line in before.splitlines() if line not in after.splitlines()]
    assert kept == []
    assert region_file(shelf, "contoh").read_bytes() == noise
    with portal.app_context():
        figures = [(one.year, one.value, one.sources) for one in REGIONS.get()["teladan"].indicators]
    assert figures == [(2024, 7.5, ("p1",)), (2025, 6.9, ("t1",))]
    session = rows(portal)
    actions = list(session.scalars(select(AuditEntry.action).where(AuditEntry.subject == "regions:figures")))
    session.close()
    assert actions == ["benchmark.begin-import", "benchmark.import"]


def test_one_typed_figure_takes_the_same_way(curator: Desk, shelf: Maker) -> None:
    form = curator.form(UPLOAD, FIGURE)
    form.set(**{**NEW, "year": ""})
    refused = curator.send(form)
    form.set(year="2025")
    answer = curator.send(form)

    assert refused.status_code == 422
    assert "Isian ini wajib diisi." in refused.text
    assert answer.status_code == 303
    assert "belum ada" in curator.get(answer.location).text
    assert "2025" not in region_file(shelf).read_text("utf-8").replace("2025-01", "")


def test_what_was_exported_changes_nothing_when_it_comes_back(curator: Desk) -> None:
    for kind in ("xlsx", "csv"):
        exported = curator.get(f"/pembanding/angka.{kind}")

        preview = curator.get(send(curator, exported.data, f"angka.{kind}").location).text

        lead = preview.partition('lead">')[2][:120]
        assert lead.startswith("0 angka akan ditulis, 2 sama dengan yang ada, 0 baris ditolak"), lead


def test_a_correction_from_the_same_source_replaces_the_figure(curator: Desk, shelf: Maker) -> None:
    row = {**NEW, "year": "2024", "value": "7,4", "sources": "p1"}

    answer = send(curator, book(row))
    form = curator.form(answer.location)
    form.set(reason="Salah ketik pada angka lama.")
    curator.send(form)

    text = region_file(shelf).read_text("utf-8")
    assert "value: 7.4" in text
    assert "value: 7.5" not in text
    assert text.count("- indicator:") == 1


def test_another_source_with_another_figure_stands_beside_the_first(curator: Desk) -> None:
    answer = send(curator, book({**NEW, "year": "2024", "value": "8"}))

    assert "Sumber lain memberi angka lain; keduanya ditampilkan." in curator.get(answer.location).text


def test_files_that_changed_since_the_preview_ask_for_another_look(curator: Desk, shelf: Maker) -> None:
    answer = send(curator, book({**NEW, "year": "2024", "value": "7,4", "sources": "p1"}))
    form = curator.form(answer.location)
    form.set(reason="Salah ketik pada angka lama.")
    file = region_file(shelf)
    file.write_text(file.read_text("utf-8").replace("value: 7.5", "value: 7.6"), "utf-8")

    refused = curator.send(form)

    assert refused.status_code == 409
    assert "value: 7.6" in file.read_text("utf-8")


def test_what_the_gate_refuses_leaves_the_files_as_they_were(curator: Desk, shelf: Maker) -> None:
    answer = send(curator, book(NEW))
    form = curator.form(answer.location)
    form.set(reason="Angka BPS yang baru terbit.")
    before = region_file(shelf).read_bytes()
    (shelf.content / "glossary.yaml").write_text("terms: bukan daftar\n", "utf-8")

    refused = curator.send(form)

    assert "Belum berhasil" in refused.text
    assert region_file(shelf).read_bytes() == before
    assert curator.form(answer.location).get("reason") == "Angka BPS yang baru terbit."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "=1+1"}, "berisi rumus"),
        ({"value": "7.123"}, "dapat dibaca dua cara"),
        ({"value": "kira-kira 7"}, ""),
        ({"value": "7 persen"}, "bukan angka"),
        ({"year": ""}, "Tahun wajib diisi"),
        ({"unit": ""}, "Satuan wajib diisi: %"),
        ({"unit": "orang"}, "tidak sesuai"),
        ({"url": ""}, "Sumber wajib diisi"),
        ({"url": "javascript:alert(1)"}, "harus diawali"),
        ({"region": "atlantis"}, "tidak dikenal"),
        ({"version": "ipp-2020"}, "tidak memakai instrumen"),
        ({"indicator": "indeks-layanan", "unit": "", "value": "4"}, "Versi instrumen wajib diisi"),
        ({"indicator": "indeks-layanan", "unit": "", "value": "4", "version": "ipp-1999"}, "tidak berlaku"),
        ({"note": "baris\nbaru"}, "ganti baris"),
        ({**INDEX, "value": "5,5"}, "Nilai 5,5 tidak mungkin: skalanya tidak lebih dari 5."),
        ({**INDEX, "value": "-0,1"}, "Nilai -0,1 tidak mungkin: skalanya tidak kurang dari 0."),
    ],
)
def test_a_refused_row_says_in_a_sentence_why(curator: Desk, changes: dict[str, str], sentence: str) -> None:
    preview = curator.get(send(curator, book({**NEW, **changes})).location).text

    assert sentence in preview


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 rusak", "bukan buku kerja XLSX"),
        ("Wilayah,Indikator\nBatang,é".encode("utf-16"), "CSV UTF-8"),
        (b"Wilayah,Indikator\nBatang\xff,x", "CSV UTF-8"),
        (b"Wilayah;Nilai\nBatang;1", "tidak ada di baris pertama"),
        (b"\x00\x01\x02", "bukan teks"),
        (b"", "Berkas ini kosong"),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(
    curator: Desk, content: bytes, sentence: str
) -> None:
    answer = send(curator, content)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_merged_cells_leave_rows_that_are_refused_and_never_guessed(curator: Desk) -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(NEW, NEW)))
    page = made.active
    assert page is not None
    page.merge_cells("A2:A3")
    buffer = io.BytesIO()
    made.save(buffer)

    preview = curator.get(send(curator, buffer.getvalue()).location).text

    assert "1 angka akan ditulis, 0 sama dengan yang ada, 1 baris ditolak" in preview
    assert "Wilayah kosong." in preview


def test_only_curators_and_admins_import(sit_down: Callable[..., Desk]) -> None:
    assert sit_down("wati", Role.LEADERSHIP).get(UPLOAD).status_code == 403
    assert sit_down("adi", Role.ADMIN).get(UPLOAD).status_code == 200
    other = sit_down("budi", Role.CURATOR)
    theirs = send(sit_down("sari", Role.CURATOR), book(NEW)).location
    assert other.get(theirs).status_code == 404


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("\u22122,07", "-2.07"),
        ("\u20132,07", "-2.07"),
        ("(2,07)", "-2.07"),
        ("+5,3", "5.3"),
        ("8,92%", "8.92"),
    ],
)
def test_a_figure_keeps_its_sign_however_it_is_written(
    curator: Desk, shelf: Maker, value: str, read: str
) -> None:
    form = curator.form(send(curator, book({**NEW, "value": value})).location)
    form.set(reason="Angka BPS yang baru terbit.")
    curator.send(form)

    assert f"    value: {read}\n    year: 2025\n" in region_file(shelf).read_text("utf-8")


def test_what_is_no_number_is_refused_with_what_stands_there(curator: Desk) -> None:
    values = ["#N/A", "#DIV/0!", "n/a", "…", "-", "±2", "Rp 702,3 M", "tidak ada"]
    rows = [{**NEW, "value": value, "year": str(2010 + n)} for n, value in enumerate(values)]

    preview = curator.get(send(curator, book(*rows)).location).text

    assert f"0 angka akan ditulis, 0 sama dengan yang ada, {len(values)} baris ditolak" in preview
    assert all(escape(value) in preview for value in values)


def test_a_cell_that_excel_shows_in_percent_is_the_percentage(curator: Desk) -> None:
    made = openpyxl.load_workbook(io.BytesIO(book({**NEW, "value": ""})))
    cell = made.active.cell(2, list(HEADINGS).index("value") + 1)
    cell.value, cell.number_format = 0.0892, "0.00%"
    buffer = io.BytesIO()
    made.save(buffer)

    preview = curator.get(send(curator, buffer.getvalue()).location).text

    assert "8,92%" in preview
    assert "0,0892" not in preview


def test_a_hidden_row_of_figures_is_told_and_not_taken(curator: Desk) -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(NEW, {**NEW, "year": "2023"})))
    made.active.row_dimensions[3].hidden = True
    buffer = io.BytesIO()
    made.save(buffer)

    preview = curator.get(send(curator, buffer.getvalue()).location).text

    assert "1 angka akan ditulis, 0 sama dengan yang ada, 1 baris ditolak" in preview
    assert "tersembunyi" in preview


def test_a_region_is_found_by_its_abbreviation_and_a_mistyped_one_gets_a_hint(curator: Desk) -> None:
    rows = [{**NEW, "region": "KAB.  Teladan"}, {**NEW, "region": "Kabupaten Teladn"}]

    preview = curator.get(send(curator, book(*rows)).location).text

    assert "1 angka akan ditulis" in preview
    assert "Mungkin maksud Anda Kabupaten Teladan." in preview


def taking_back(curator: Desk, number: int = 1) -> Form:
    """The form that takes an import of figures back, filled in."""
    token = curator.form(UPLOAD).get("csrf_token")
    reason = "Berkas yang salah diunggah."
    return Form(f"{UPLOAD}/{number}/batalkan", [("csrf_token", token), ("reason", reason)])


def take_back(curator: Desk, number: int = 1) -> TestResponse:
    """Take an import of figures back."""
    return curator.send(taking_back(curator, number))


def write(curator: Desk, *figures: Mapping[str, str]) -> None:
    """Import figures."""
    form = curator.form(send(curator, book(*figures)).location)
    form.set(reason="Angka BPS yang baru terbit.")
    curator.send(form)


CORRECTED = {**NEW, "year": "2024", "value": "7,4", "sources": "p1"}


def test_an_import_is_taken_back_to_the_byte_and_published(
    curator: Desk, shelf: Maker, portal: Flask
) -> None:
    files = [region_file(shelf, region) for region in ("teladan", "contoh")]
    before = [file.read_bytes() for file in files]
    write(curator, NEW, CORRECTED, {**NEW, "region": "contoh", "value": "6,1"})
    assert [file.read_bytes() for file in files] != before
    assert "3 angka." in curator.get(UPLOAD).text

    answer = take_back(curator)

    assert answer.location == UPLOAD
    assert [file.read_bytes() for file in files] == before
    with portal.app_context():
        figures = [(one.year, one.value) for one in REGIONS.get()["teladan"].indicators]
    assert figures == [(2024, 7.5)]
    with rows(portal) as session:
        found = select(AuditEntry.action).where(AuditEntry.subject == "regions:figures")
        assert list(session.scalars(found.order_by(AuditEntry.seq)))[-1] == "benchmark.take-back"
    assert curator.get(f"{UPLOAD}/1/batalkan").status_code == 404


def test_what_was_changed_since_stays_and_is_told_when_an_import_is_taken_back(
    curator: Desk, shelf: Maker
) -> None:
    write(curator, NEW, CORRECTED)
    file = region_file(shelf)
    file.write_text(file.read_text("utf-8").replace("value: 6.9", "value: 6.8"), "utf-8")

    page = curator.get(take_back(curator).request.path)

    assert "1 angka kembali seperti sebelum impor" in page.text
    assert "Teladan, kemiskinan 2025: sudah diubah sesudah impor, jadi dibiarkan." in page.text
    text = file.read_text("utf-8")
    assert "value: 7.5" in text
    assert "value: 6.8" in text
    assert "bps.example.id/2025" in text  # the figure that stays still cites it


def test_a_figure_of_which_nothing_stands_any_more_leaves_nothing_to_take_back(
    curator: Desk, shelf: Maker
) -> None:
    write(curator, CORRECTED)
    file = region_file(shelf)
    file.write_text(file.read_text("utf-8").replace("value: 7.4", "value: 7.3"), "utf-8")
    before = file.read_bytes()

    page = take_back(curator)

    assert "sudah diubah sesudahnya, jadi tidak ada yang dibatalkan" in page.text
    assert file.read_bytes() == before
