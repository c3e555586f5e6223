"""Every file of a list holds the whole list, or says on the page and in the file what was left out."""

from __future__ import annotations

import io

import openpyxl
import pytest

from portal.records import lists
from tests.integration.adoption.conftest import Office, office, peopled
from tests.integration.register.conftest import Register
from tests.integration.visits.conftest import Visits

__all__ = ["office", "peopled"]

CUT = {"/rencana", "/kunjungan", "/register"}  # lists that grow for ever: made by `lists.sheet_routes`
WHOLE = {
    "/audit.csv": "sent line by line, to its end",
    "/dasbor/laporan/<month>.xlsx": "what happened in a month",
    "/dasbor/prioritas/skor.xlsx": "every plan that is scored",
    "/kunjungan/tarif/contoh.csv": "an example",
    "/kunjungan/tarif/contoh.xlsx": "an example",
    "/pembanding/angka.csv": "every figure of the library",
    "/pembanding/angka.xlsx": "every figure of the library",
    "/pengguna/impor/templat.xlsx": "an empty form",
    "/pengguna/tautan.csv": "everybody without a password",
    "/register/musim/<int:season_id>/lampiran-penetapan.xlsx": "what a season froze",
}


@pytest.fixture(name="filled")
def _filled(office: Office) -> Office:
    """Two of each."""
    register, visits = Register(office), Visits(office)
    for slug in ("jempol", "gemas"):
        office.propose(slug=slug, title=f"Rencana {slug}")
        visits.begin(slug=slug, title=f"Kunjungan {slug}")
        register.endorsed(title=f"Inovasi {slug}")
    return office


def cells(office: Office, path: str) -> list[str]:
    """All that a file says, cell by cell, as CSV and as a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(office.get("operator", f"{path}.xlsx").data))
    said = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    return [*said, *office.get("operator", f"{path}.csv").text.splitlines()]


def test_every_file_of_a_list_is_whole_or_cut_by_the_one_rule(office: Office) -> None:
    files = {rule.rule for rule in office.app.url_map.iter_rules() if rule.rule.endswith((".csv", ".xlsx"))}

    assert files == WHOLE.keys() | {f"{path}{kind}" for path in CUT for kind in (".csv", ".xlsx")}


@pytest.mark.parametrize("path", sorted(CUT))
def test_a_list_that_is_cut_says_so_on_its_page_and_in_its_files(
    filled: Office, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    whole = cells(filled, path)
    assert not [cell for cell in whole if "Berkas ini memuat" in cell]
    assert "Berkas ini memuat" not in filled.get("operator", path).text
    monkeypatch.setattr(lists, "MAX_EXPORT", 1)

    cut = cells(filled, path)

    said = "Berkas ini memuat 1 dari 2 baris, yang teratas di daftar."
    assert sum(said in cell for cell in cut) == 2
    assert said in filled.get("operator", path).text
    for slug in ("jempol", "gemas"):
        assert sum(slug in cell for cell in whole) == 2
    assert sum("jempol" in cell or "gemas" in cell for cell in cut) == 2
