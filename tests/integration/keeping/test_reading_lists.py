"""Reading lists: saved with one tap, shared with whom they are for, taken along to a visit."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.keeping.models import ReadingItem, ReadingList
from tests.integration.keeping.conftest import Office, Visits
from tests.integration.visits.conftest import OTHER_OPD

pytestmark = pytest.mark.both_engines("keeping")

NEW = {"title": "Rapat Senin", "purpose": "rapat", "about": "", "reach": "pribadi", "opd": ""}


def begin(office: Office, who: str = "operator", **values: str) -> int:
    """A new list with one case on it; gives its number."""
    answer = office.post(who, "/bacaan/baru?kasus=jempol", **{**NEW, **values})
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


def test_one_tap_on_the_page_of_a_case_saves_it_and_another_lets_it_go(office: Office) -> None:
    assert 'action="/bacaan/simpan/jempol"' in office.get("pembaca", "/inovasi/jempol").text

    saved = office.post("pembaca", "/bacaan/simpan/jempol")
    page = office.get("pembaca", "/inovasi/jempol").text
    number = page.partition('href="/bacaan/')[2].partition('"')[0]
    listed = office.get("pembaca", f"/bacaan/{number}").text
    office.post("pembaca", "/bacaan/simpan/jempol", keluar="1", sekali="y" * 20)

    assert saved.location == "/inovasi/jempol"
    assert "Jempol" in listed
    assert office.count(ReadingItem) == 0
    assert {entry.changes for entry in office.trail("reading-list")} == {"{}"}  # what is private is not told


def test_saving_twice_keeps_one(office: Office) -> None:
    office.post("pembaca", "/bacaan/simpan/jempol")
    office.post("pembaca", "/bacaan/simpan/jempol", sekali="x" * 20)

    assert office.count(ReadingItem) == office.count(ReadingList) == 1


@pytest.mark.parametrize(
    ("reach", "opd", "readers"),
    [
        ("pribadi", "", {"operator"}),
        ("opd", OTHER_OPD, {"operator", "operator-lain", "kepala-lain"}),
        ("semua", "", {"operator", "kepala", "operator-lain", "kepala-lain", "pembaca", "auditor"}),
    ],
)
def test_a_list_is_read_by_whom_it_is_shared_with_and_changed_by_its_owner(
    office: Office, reach: str, opd: str, readers: set[str]
) -> None:
    number = begin(office, reach=reach, opd=opd)
    people = ("operator", "kepala", "operator-lain", "kepala-lain", "pembaca", "auditor")

    read = {who for who in people if office.get(who, f"/bacaan/{number}").status_code == 200}
    changed = {
        who
        for who in people
        if office.post(who, f"/bacaan/{number}/ubah", **NEW, sekali=f"{who:x<20}").status_code == 303
    }
    seen = {who for who in people if office.get(who, f"/bacaan/{number}").status_code == 200}

    assert (read, changed, seen) == (readers, {"operator"}, {"operator"})  # private again


def test_a_list_for_an_agency_names_it_and_a_note_names_no_person(office: Office) -> None:
    number = begin(office)
    with office.inside() as session:
        item = session.scalars(select(ReadingItem.id)).one()

    nobody = office.post("operator", f"/bacaan/{number}/ubah", **{**NEW, "reach": "opd"})
    personal = office.post("operator", f"/bacaan/{number}/catatan/{item}", note="Tanya Budi, 0812 3456 7890")

    assert (nobody.status_code, personal.status_code) == (422, 422)
    assert "Pilih OPD" in nobody.text
    assert "nomor ponsel" in personal.text


def test_order_and_notes_stand_on_the_page_that_is_printed(office: Office) -> None:
    number = begin(office)
    office.post("operator", "/bacaan/simpan/gemas", daftar=str(number))
    with office.inside() as session:
        ids = {item.slug: item.id for item in session.scalars(select(ReadingItem))}

    office.post("operator", f"/bacaan/{number}/urut/{ids['gemas']}", ke="naik")
    office.post("operator", f"/bacaan/{number}/catatan/{ids['jempol']}", note="Tanya biaya petugas.")
    page = office.get("operator", f"/bacaan/{number}").text

    assert page.index(f'id="isi-{ids["gemas"]}"') < page.index(f'id="isi-{ids["jempol"]}"')
    assert "Tanya biaya petugas." in page
    assert 'aria-label="Kode QR alamat halaman ini"' in page


def test_a_list_becomes_the_reading_of_a_visit(office: Office, visits: Visits) -> None:
    number = begin(office)
    office.post("operator", "/bacaan/simpan/gemas", daftar=str(number))
    visit_id = visits.begin()

    answer = office.post("operator", f"/bacaan/{number}/kunjungan", visit=str(visit_id))

    assert answer.location == f"/kunjungan/{visit_id}#bacaan"
    assert {case.slug for case in visits.read(visit_id, lambda visit: list(visit.cases))} == {
        "jempol",
        "gemas",
    }


def test_a_list_that_was_dropped_is_gone_with_its_notes(office: Office) -> None:
    number = begin(office)

    office.post("operator", f"/bacaan/{number}/hapus")

    assert (office.count(ReadingList), office.count(ReadingItem)) == (0, 0)
    assert office.get("operator", f"/bacaan/{number}").status_code == 404
