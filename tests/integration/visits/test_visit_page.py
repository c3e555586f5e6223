"""What the page of a visit tells: what is missing, who is next, what its follow-up can become."""

from __future__ import annotations

import re

import pytest

from portal.adoption import Plan
from portal.adoption import Stage as PlanStage
from portal.government import our_government
from portal.visits import Stage
from tests.integration.visits.conftest import OPD, OTHER_OPD, Office, Visits, complete, to, typed_follow_up


def test_proof_is_still_missed_when_the_visit_is_closed(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.CLOSED)

    writer = office.get("operator", f"/kunjungan/{visit_id}").text
    reader = office.get("pembaca", f"/kunjungan/{visit_id}").text

    for text in ("Surat tugas yang sudah ditandatangani", "Notula", "Foto kunjungan"):
        assert f"{text} belum ada di bukti." in writer
        assert f"{text} belum ada di bukti." not in reader


@pytest.mark.parametrize("stage", [Stage.UNDER_WAY, Stage.REPORTED, Stage.CLOSED])
def test_readiness_is_shown_until_the_report(office: Office, visits: Visits, stage: Stage) -> None:
    visit_id = visits.at(stage)

    page = office.get("operator", f"/kunjungan/{visit_id}").text

    assert ("Kesiapan" in page) is (stage is Stage.UNDER_WAY)


def test_every_requirement_links_to_where_it_is_filled_in(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.UNDER_WAY)

    page = office.get("operator", f"/kunjungan/{visit_id}").text

    link = re.search(r'<a href="([^"]+)">Yang cocok dan tidak cocok tertulis', page)
    assert link is not None
    assert link[1] == f"/kunjungan/{visit_id}/bagian/pelajaran"
    assert office.get("operator", link[1]).status_code == 200


def test_an_item_whose_case_has_a_living_plan_becomes_a_step_of_it(office: Office, visits: Visits) -> None:
    plan_id = office.plan(PlanStage.APPROVED, slug="jempol", title="Rencana yang berjalan")
    visit_id = visits.at(Stage.REPORTED)
    path = f"/kunjungan/{visit_id}"
    office.post("operator", f"{path}/bagian/tindak-lanjut/baru", **typed_follow_up("A", case_slug="jempol"))
    office.post("operator", f"{path}/bagian/tindak-lanjut/baru", **typed_follow_up("B"))
    first, second = visits.read(visit_id, lambda visit: [item.id for item in visit.follow_ups])

    page = office.get("operator", path).text
    posted = office.post("operator", f"{path}/tindak-lanjut/{first}/rencana")
    nowhere = office.post("operator", f"{path}/tindak-lanjut/{second}/rencana")

    assert f"{path}/tindak-lanjut/{first}/rencana" not in page
    assert f"{path}/tindak-lanjut/{second}/rencana" in page
    assert f'<a href="/rencana/{plan_id}">Rencana yang berjalan</a>' in page
    assert (posted.status_code, nowhere.status_code) == (409, 409)
    assert "sudah punya rencana untuk inovasi ini" in posted.text
    assert f'<a href="/rencana/{plan_id}">Buka rencana Rencana yang berjalan</a>' in posted.text
    assert f"{path}/tindak-lanjut/{first}/langkah" in posted.text
    assert "<h1>Belajar Jempol</h1>" in posted.text
    assert "Pilih inovasi pada tindak lanjut ini" in nowhere.text
    assert office.count(Plan) == 1


def test_a_living_draft_of_another_opd_is_named_by_its_number_only(office: Office, visits: Visits) -> None:
    office.propose("operator-lain", opd=OTHER_OPD, title="Konsep rahasia")
    visit_id = visits.at(Stage.REPORTED)
    visits.set(visit_id, runner_opd=OTHER_OPD)
    path = f"/kunjungan/{visit_id}"
    office.post("operator", f"{path}/bagian/tindak-lanjut/baru", **typed_follow_up("A", case_slug="jempol"))

    page = office.get("operator", path).text

    assert "rencana nomor 1. Jadikan" in page
    assert "Konsep rahasia" not in page


def test_a_field_that_a_gate_asks_for_says_when_it_may_not_stay_empty(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()

    mode, days = (
        office.get("operator", f"/kunjungan/{visit_id}/ubah/{key}").text for key in ("cara", "waktu")
    )

    assert 'tidak cukup? <span class="optional">(wajib untuk perjalanan)</span>' in mode
    for label in ("Hari pertama", "Hari terakhir"):
        assert f'{label} <span class="optional">(wajib untuk daring dan perjalanan)</span>' in days
    assert 'Alat angkut <span class="optional">(boleh kosong)</span>' in days


def test_our_own_region_is_no_host_and_one_that_is_not_listed_can_be_named(
    office: Office, visits: Visits
) -> None:
    with office.inside():
        own = our_government().region
    visit_id = visits.begin()
    typed = {"opd": OPD, "title": "Studi", "mode": "meja", "purpose": "Antre", "expected": ""}

    pages = [
        office.get("operator", path).text
        for path in ("/kunjungan/baru", f"/kunjungan/{visit_id}/ubah/tuan-rumah")
    ]
    refused = office.post("operator", "/kunjungan/baru", **typed, region=own)
    made = office.post("operator", "/kunjungan/baru", **typed, region="", host_name="Kabupaten Jauh")

    assert not any(f'<option value="{own}">' in page for page in pages)
    assert all('value="teladan"' in page for page in pages)
    assert refused.status_code == 422
    assert "Kabupaten Jauh" in office.get("operator", made.location).text


def test_a_visit_that_has_our_own_region_already_keeps_it(office: Office, visits: Visits) -> None:
    with office.inside():
        own = our_government().region
    visit_id = visits.begin(region=own)

    saved = office.fill(
        "operator", f"/kunjungan/{visit_id}/ubah/tuan-rumah", region=own, host_unit="Bagian Umum"
    )

    assert saved.status_code == 303


def test_adding_to_the_reading_list_stays_at_the_suggestions(office: Office, visits: Visits) -> None:
    visit_id = visits.begin(slug="")

    added = office.post("operator", f"/kunjungan/{visit_id}/bacaan/jempol")

    assert added.location == f"/kunjungan/{visit_id}/yang-diketahui"
    assert "masuk daftar bacaan." in office.get("operator", added.location).text


def test_a_proposal_says_whom_it_waits_for(office: Office, visits: Visits) -> None:
    visit_id, by_head = visits.at(Stage.PROPOSED), visits.begin("kepala", title="Dari kepala")
    visits.change("kepala", by_head, complete)
    visits.change("kepala", by_head, to(Stage.PROPOSED))
    sentence = re.compile(r"Menunggu persetujuan ([^.]+)\. Anda tidak perlu berbuat apa-apa\.")
    draft = visits.begin(title="Masih konsep")

    pages = {
        who: office.get(who.partition(" ")[0], f"/kunjungan/{number}").text
        for who, number in (
            ("operator", visit_id),
            ("kepala", visit_id),
            ("operator konsep", draft),
            ("kepala usulannya", by_head),
            ("pimpinan", by_head),
        )
    }

    found = {who: match[1] if (match := sentence.search(page)) else "" for who, page in pages.items()}
    name = found["operator"].removeprefix("kepala ")
    assert found == {
        "operator": f"kepala {name}", "kepala": "", "operator konsep": "",
        "kepala usulannya": "pimpinan daerah", "pimpinan": "",
    }  # fmt: skip
    assert name
    assert "Sebelum disetujui" in pages["operator"]


def test_a_draft_is_called_konsep_as_a_plan_is(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()

    pages = [
        office.get("operator", path).text
        for path in (
            f"/kunjungan/{visit_id}",
            "/kunjungan",
            "/kunjungan/baru?kebutuhan=antre-ktp",
            "/kunjungan.csv",
        )
    ]

    assert not re.search(r"\b[Dd]raf\b", re.sub(r'mark-visit-draf|value="draf"', "", "".join(pages)))
    assert "Konsep" in pages[0]
    assert 'value="Studi tiru: ' in pages[2]
