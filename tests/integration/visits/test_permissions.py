"""Who may do what with visits, beyond what the permission table alone can say."""

from __future__ import annotations

from portal.visits import Stage, Visit
from portal.visits.part_models import Question
from tests.integration.adoption.conftest import IDS, PEOPLE
from tests.integration.visits.conftest import OTHER_OPD, Office, Visits

EDITS = [
    "/ubah/tujuan", "/ubah/cara", "/ubah/tuan-rumah", "/ubah/balasan", "/ubah/waktu", "/ubah/anggaran",
    "/ubah/laporan", "/ubah/tanpa-tindak-lanjut", "/bagian/delegasi", "/bagian/pertanyaan/baru",
    "/bagian/jadwal/baru", "/bagian/biaya/baru", "/bagian/pelajaran/baru", "/bagian/tindak-lanjut/baru",
    "/usulan-pertanyaan", "/rekomendasi/jempol", "/tinjauan/30",
]  # fmt: skip
PAGES = ["", "/yang-diketahui", "/jawaban", "/perbandingan"]


def test_a_draft_is_seen_by_its_opd_and_the_curator_only(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()
    lists = ("/kunjungan", "/kunjungan.csv", "/inovasi/jempol", "/wilayah/teladan")

    opened = {
        name: {office.get(name, f"/kunjungan/{visit_id}{ending}").status_code for ending in PAGES}
        for name in PEOPLE
    }
    listed = {name: {"Belajar Jempol" in office.get(name, path).text for path in lists} for name in PEOPLE}

    sees = ("operator", "kepala", "kurator")
    assert opened == {name: {200 if name in sees else 404} for name in PEOPLE}
    assert listed == {name: {name in sees} for name in PEOPLE}


def test_somebody_of_the_delegation_reads_the_draft(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()
    row = {"account_id": IDS["pembaca"], "opd": OTHER_OPD, "duty": ""}
    office.post("operator", f"/kunjungan/{visit_id}/bagian/delegasi/baru", **row)

    assert office.get("pembaca", f"/kunjungan/{visit_id}").status_code == 200
    assert office.get("operator-lain", f"/kunjungan/{visit_id}").status_code == 404


def test_a_proposed_visit_is_read_by_everyone_signed_in(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.PROPOSED)

    opened = {
        office.get(name, f"/kunjungan/{visit_id}{ending}").status_code for name in PEOPLE for ending in PAGES
    }

    assert opened == {200}


def test_the_public_learns_of_no_visit(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.REPORTED)
    anonymous = office.app.test_client()
    paths = (
        "/kunjungan",
        "/kunjungan/kalender",
        "/kunjungan.csv",
        f"/kunjungan/{visit_id}",
        "/kunjungan/tarif",
    )

    answers = [anonymous.get(path) for path in paths]

    assert {answer.status_code for answer in answers} == {303}
    for path in ("/inovasi/jempol", "/wilayah/teladan", "/kebutuhan/antre-ktp", "/"):
        assert "Belajar Jempol" not in anonymous.get(path).text


def test_only_the_own_opd_edits(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.APPROVED)
    others = ("operator-lain", "kurator", "pimpinan")
    pressed = ["/yang-diketahui", "/bacaan/jempol", "/bacaan/jempol/hapus", "/bagian/pertanyaan/1/hapus"]
    parts_lists = {"/bagian/delegasi"}  # a list has no form of its own

    read = {
        office.get(name, f"/kunjungan/{visit_id}{ending}").status_code for name in others for ending in EDITS
    }
    sent = {
        office.post(name, f"/kunjungan/{visit_id}{ending}").status_code
        for name in others
        for ending in [*EDITS, *pressed]
        if ending not in parts_lists
    }

    assert read == sent == {403}


def test_an_opd_begins_visits_for_itself_only(office: Office) -> None:
    fields = {"title": "X", "mode": "meja", "region": "", "purpose": "Y", "expected": ""}

    answer = office.post("operator", "/kunjungan/baru", opd=OTHER_OPD, **fields)

    assert answer.status_code == 422
    assert office.count(Visit) == 0


def test_what_an_operator_proposed_is_decided_by_its_head_or_the_leadership(
    office: Office, visits: Visits
) -> None:
    proposed = {name: visits.at(Stage.PROPOSED) for name in PEOPLE}

    answers = {
        name: office.post(name, f"/kunjungan/{visit_id}/tahap/disetujui", reason="").status_code
        for name, visit_id in proposed.items()
    }

    decides = ("kepala", "pimpinan")
    assert answers == {name: 303 if name in decides else 403 for name in PEOPLE}
    for name, visit_id in proposed.items():
        assert visits.read(visit_id, lambda visit: visit.stage is Stage.APPROVED) is (name in decides)


def test_the_head_who_wrote_does_not_decide(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.PROPOSED)
    visits.set(visit_id, created_by=IDS["kepala"])

    answer = office.post("kepala", f"/kunjungan/{visit_id}/tahap/disetujui", reason="")

    assert answer.status_code == 403


def test_the_delegation_and_the_opd_write_answers(office: Office, visits: Visits) -> None:
    under_way = {name: visits.at(Stage.UNDER_WAY) for name in PEOPLE}
    found = {}

    for name, visit_id in under_way.items():
        path = f"/kunjungan/{visit_id}/jawaban/{visits.row(Question, visit_id)}"
        found[name] = [
            office.get(name, path).status_code,
            office.post(name, f"{path}/simpanan", answer="Dua").status_code,
            office.post(name, path, answer="Dua", version="1").status_code,
        ]

    writes = ("operator", "kepala", "pembaca")
    assert found == {name: [200, 200, 303] if name in writes else [403] * 3 for name in PEOPLE}


def test_facts_are_settled_by_the_curator(office: Office) -> None:
    opened = {name: office.get(name, "/kunjungan/fakta").status_code for name in PEOPLE}

    assert opened == {name: 200 if name == "kurator" else 403 for name in PEOPLE}


def test_rates_belong_to_the_own_opd(office: Office) -> None:
    assert office.get("operator", "/kunjungan/tarif").status_code == 200
    assert office.get("operator", f"/kunjungan/tarif?opd={OTHER_OPD}").status_code == 403
    assert office.get("kurator", "/kunjungan/tarif").status_code == 403
    sent = office.post("operator", f"/kunjungan/pagu?opd={OTHER_OPD}", year="2026", amount="1", basis="")
    assert sent.status_code == 403


def test_evidence_of_a_draft_is_as_private_as_the_draft(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()

    own = office.get("operator", f"/bukti/baru?subjek=visit:{visit_id}").status_code
    other = office.get("operator-lain", f"/bukti/baru?subjek=visit:{visit_id}").status_code

    assert (own, other) in ((200, 404), (404, 404))
