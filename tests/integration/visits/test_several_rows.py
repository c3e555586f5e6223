"""Every part of a visit that is written several rows at once takes a pasted row and stores it."""

from __future__ import annotations

from typing import Any

import pytest

from portal.visits.part_forms import PARTS
from tests.integration.adoption.test_several_rows import grid_of
from tests.integration.visits.conftest import Visits

PASTED = {
    "delegasi": "Nama;Jabatan;Peran\nIbu Ketua;Kepala Bidang;Ketua\nPak Catat;Analis;Pencatat",
    "pertanyaan": "Berapa petugasnya?\nSiapa yang mengantar?",
    "jadwal": "5/1/2027;09.30;11.00;Paparan;Aula;Sekretaris\n5 Januari 2027;13:00;;Lihat loket",
    "biaya": "Uang harian;orang/hari;150 ribu;4;2\nHotel;malam;Rp500.000;4;1",
    "tindak-lanjut": "Uji di desa;SOP;Desa;Kepala Bidang;1-3-2027\nLatih;Modul;Orang;Analis;1-4-2027",
}


def test_every_part_offered_so_is_tried_here() -> None:
    assert set(PASTED) == {key for key, part in PARTS.items() if part.several}


@pytest.mark.parametrize("key", PASTED)
def test_pasted_rows_of_a_part_are_stored(visits: Visits, key: str) -> None:
    visit_id, office = visits.begin(), visits.office
    address = f"/kunjungan/{visit_id}/bagian/{key}/sekaligus"

    shown = office.post("operator", address, tempel=PASTED[key], baca="1").text
    answer = office.post("operator", address, **grid_of(shown))

    assert "2 baris terbaca" in shown
    assert answer.status_code == 303, answer.text
    count: Any = visits.read(visit_id, lambda visit: len(getattr(visit, PARTS[key].rows)))
    assert count == 2
