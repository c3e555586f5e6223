"""One page for the leader, as it leaves the portal."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from flask import Flask
from pypdf import PdfReader

from portal.command import portal
from tests.make import Maker, reader
from tests.reading import Reader

ROWS = ("Masalah kita", "Gagasan", "Siapa sudah melakukan, hasilnya", "Biaya dan orang", "Syarat", "Risiko")


def pages(body: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(body)).pages]


def test_a_case_leads_to_its_page_for_the_leader_in_two_taps(small_client: Reader) -> None:
    assert "/inovasi/jempol/telaahan" in small_client.get("/inovasi/jempol").text

    page = small_client.get("/inovasi/jempol/telaahan").text

    assert "/inovasi/jempol/telaahan.pdf" in page
    assert "/inovasi/jempol/telaahan.docx" in page
    for label in ROWS:
        assert f"<dt>{label}</dt>" in page
    assert "minta ke Dinas Kesehatan Teladan" in page


def test_the_page_is_one_sheet_with_a_decision_to_take(small_client: Reader) -> None:
    (only,) = pages(small_client.get("/inovasi/jempol/telaahan.pdf").data)

    assert "TELAAHAN STAF" in only
    for words in (*ROWS, "Setuju menjajaki", "Tidak dilanjutkan", "tanda tangan"):
        assert words.replace(" ", "") in "".join(only.split()), words


def test_the_page_can_be_edited(small_client: Reader) -> None:
    file = docx.Document(BytesIO(small_client.get("/inovasi/jempol/telaahan.docx").data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]

    assert "Masalah kita" in cells
    assert any("Setuju menjajaki" in cell for cell in cells)


def test_the_page_is_for_a_need_that_the_case_answers(small_app: Flask) -> None:
    client = reader(small_app)

    assert client.get("/inovasi/jempol/telaahan.pdf?kebutuhan=antre-ktp").status_code == 200
    assert client.get("/inovasi/jempol/telaahan.pdf?kebutuhan=x").status_code == 404
    assert client.get("/inovasi/x/telaahan").status_code == 404


@pytest.mark.parametrize("slug", ["rantang-kasih", "jateng-kartu-tani", "surabaya-kalimasada"])
def test_shipped_cases_fit_one_sheet(real_client: Reader, slug: str) -> None:
    assert len(pages(real_client.get(f"/inovasi/{slug}/telaahan.pdf").data)) == 1


def test_the_command_writes_the_page(make: Maker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    make.library()
    make.publish()
    make.app()
    monkeypatch.setenv("PORTAL_ROOT", str(make.root))
    out = tmp_path / "telaahan.pdf"

    done = CliRunner().invoke(portal, ["telaahan", "jempol", "--out", str(out)])

    assert done.exit_code == 0, done.output
    assert len(pages(out.read_bytes())) == 1
    refused = CliRunner().invoke(portal, ["telaahan", "jempol", "--out", str(tmp_path / "x.txt")])
    assert "harus berakhir dengan .pdf atau .docx" in str(refused.exception)
