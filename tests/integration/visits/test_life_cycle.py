"""A visit from its beginning to its end, through its pages, with what the audit trail keeps."""

from __future__ import annotations

import re

import pytest

from portal.adoption import Plan
from portal.adoption import Stage as PlanStage
from portal.adoption.models import Milestone
from portal.errors import Forbidden, RuleViolation
from portal.visits import Mode, Stage, Visit, summaries
from portal.visits.part_models import CaseRead, FollowUp, Member, Question
from tests.integration.visits.conftest import OPD, OTHER_OPD, Office, Visits, complete, to, typed_follow_up

TYPED = {
    "opd": OPD,
    "title": "Belajar antrean",
    "mode": "meja",
    "region": "",
    "purpose": "Antre",
    "expected": "",
}


def test_a_visit_begins_from_a_case_a_need_a_plan_or_nothing(office: Office, visits: Visits) -> None:
    plan_id = office.propose()
    beginnings = ("?inovasi=jempol", "?kebutuhan=antre-ktp", f"?rencana={plan_id}", "")

    pages = [office.get("operator", f"/kunjungan/baru{query}").status_code for query in beginnings]
    answers = [office.post("operator", f"/kunjungan/baru{query}", **TYPED) for query in beginnings]

    assert pages == [200] * 4
    assert [answer.location for answer in answers] == [f"/kunjungan/{number}" for number in (1, 2, 3, 4)]
    assert visits.read(1, lambda visit: [case.slug for case in visit.cases]) == ["jempol"]
    assert visits.read(2, lambda visit: (visit.need_id, visit.sector)) == ("antre-ktp", "kependudukan")
    assert visits.read(3, lambda visit: visit.plan_id) == plan_id
    assert [entry.action for entry in office.trail("visit:1")] == ["visits.begin", "visits.add"]


def test_a_bad_beginning_is_shown_again_with_what_was_typed(office: Office) -> None:
    answer = office.post("operator", "/kunjungan/baru", **{**TYPED, "title": "", "purpose": "Antre <b>"})

    assert answer.status_code == 422
    assert "“Nama kunjungan” belum diisi." in answer.text
    assert "Antre &lt;b&gt;" in answer.text
    assert office.count(Visit) == 0


@pytest.mark.parametrize("query", ["?inovasi=tidak-ada", "?kebutuhan=x", "?rencana=99", "?rencana=٣"])
def test_a_beginning_that_is_not_there_is_not_found(office: Office, query: str) -> None:
    assert office.get("operator", f"/kunjungan/baru{query}").status_code == 404


def test_a_case_is_put_into_a_draft_or_into_a_new_visit(office: Office, visits: Visits) -> None:
    mine, other = visits.begin(slug=""), visits.begin("operator-lain", opd=OTHER_OPD, title="Milik lain")

    page = office.get("operator", "/inovasi/jempol/kunjungan").text
    into = office.post("operator", "/inovasi/jempol/kunjungan", visit=str(mine))
    new = office.post("operator", "/inovasi/jempol/kunjungan", visit="baru")
    refused = office.post("operator", "/inovasi/jempol/kunjungan", visit=str(other))

    assert "Milik lain" not in page
    assert into.location == f"/kunjungan/{mine}#bacaan"
    assert new.location == "/kunjungan/baru?inovasi=jempol"
    assert refused.status_code == 422
    assert visits.read(mine, lambda visit: len(visit.cases)) == 1


def test_a_trip_is_not_proposed_before_what_is_known_was_read(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()
    earlier = visits.at(Stage.REPORTED, title="Kunjungan lama")

    page = office.get("operator", f"/kunjungan/{visit_id}").text
    known = office.get("operator", f"/kunjungan/{visit_id}/yang-diketahui").text
    office.post("operator", f"/kunjungan/{visit_id}/yang-diketahui")

    assert "Yang sudah diketahui portal sudah dibaca" in page
    assert "Kunjungan lama" in known
    assert "Dapat ditiru." in known
    assert visits.read(visit_id, lambda visit: visit.known_read_by_name) == "Operator"
    assert f"/kunjungan/{earlier}" in known
    office.fill("operator", f"/kunjungan/{visit_id}/ubah/tuan-rumah", region="", host_name="Kota Lain")
    assert visits.read(visit_id, lambda visit: visit.known_read_at) is None


def test_the_whole_way_leaves_a_history_and_an_audit_trail(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.FOLLOWED)

    answer = office.post("operator", f"/kunjungan/{visit_id}/tahap/ditutup", reason="")

    assert answer.status_code == 303
    assert visits.read(visit_id, lambda visit: [str(step.to_stage) for step in visit.moves]) == [
        "diusulkan", "disetujui", "dijadwalkan", "berlangsung", "dilaporkan", "ditindaklanjuti", "ditutup",
    ]  # fmt: skip
    moves = [entry for entry in office.trail(f"visit:{visit_id}") if entry.action == "visits.move"]
    assert len(moves) == 7
    assert '"stage":["ditindaklanjuti","ditutup"]' in moves[-1].changes.replace(" ", "")


def test_a_closed_visit_is_not_changed_any_more(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.CLOSED)
    path = f"/kunjungan/{visit_id}"

    saved = office.fill("operator", f"{path}/ubah/laporan", summary="Lain")
    added = office.post("operator", f"{path}/bagian/pertanyaan/baru", text="Apa?")
    moved = office.post("operator", f"{path}/tahap/ditindaklanjuti", reason="Ingin mengubah")

    assert (saved.status_code, added.status_code, moved.status_code) == (422, 422, 403)
    assert visits.read(visit_id, lambda visit: visit.summary) == "Dapat ditiru."


def test_proof_that_an_auditor_asks_for_is_missed_aloud(office: Office, visits: Visits) -> None:
    trip, desk = visits.at(Stage.UNDER_WAY), visits.at(Stage.UNDER_WAY, mode=Mode.DESK)

    pages = [office.get("operator", f"/kunjungan/{visit_id}").text for visit_id in (trip, desk)]

    for text in ("Surat tugas yang sudah ditandatangani", "Notula", "Foto kunjungan"):
        assert [f"{text} belum ada di bukti." in page for page in pages] == [True, False]


def test_an_incomplete_report_does_not_pass(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.UNDER_WAY)

    page = office.get("operator", f"/kunjungan/{visit_id}/tahap/dilaporkan").text
    answer = office.post("operator", f"/kunjungan/{visit_id}/tahap/dilaporkan", reason="")

    assert "Lengkapi dulu" in page
    assert answer.status_code == 422
    assert visits.read(visit_id, lambda visit: visit.stage) is Stage.UNDER_WAY


def test_a_rejected_visit_can_be_mended_and_proposed_again(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.PROPOSED)
    path = f"/kunjungan/{visit_id}/tahap"

    office.post("kepala", f"{path}/ditolak", reason="Cukup dengan panggilan video.")
    office.post("operator", f"{path}/draf", reason="Diperbaiki sesuai arahan")
    office.post("operator", f"{path}/diusulkan", reason="")

    assert visits.read(visit_id, lambda visit: visit.stage) is Stage.PROPOSED
    assert visits.read(visit_id, lambda visit: visit.decided_by) is None


def test_what_was_approved_is_not_changed_behind_the_approvers_back(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.APPROVED)

    answer = office.fill("operator", f"/kunjungan/{visit_id}/ubah/cara", mode="meja", travel_reason="x")

    assert answer.status_code == 422
    assert "sudah diajukan atau disetujui" in answer.text


def test_follow_up_becomes_a_plan_or_a_step_of_one(office: Office, visits: Visits) -> None:
    plan_id = office.plan(PlanStage.APPROVED, slug="jempol", title="Rencana yang berjalan")
    visit_id = visits.at(Stage.REPORTED, slug="")
    for text in ("Latih petugas", "Siapkan aturan"):
        office.post("operator", f"/kunjungan/{visit_id}/bagian/tindak-lanjut/baru", **typed_follow_up(text))
    first, second = visits.read(visit_id, lambda visit: [item.id for item in visit.follow_ups])
    visits.set(visit_id, need_id="antre-ktp")

    made = office.post("operator", f"/kunjungan/{visit_id}/tindak-lanjut/{first}/rencana")
    step = office.post(
        "operator", f"/kunjungan/{visit_id}/tindak-lanjut/{second}/langkah", plan_id=str(plan_id)
    )
    again = office.post("operator", f"/kunjungan/{visit_id}/tindak-lanjut/{first}/rencana")

    assert made.location == f"/rencana/{plan_id + 1}"
    assert step.status_code == 303
    assert again.status_code == 409
    with office.inside() as session:
        plan = session.get_one(Plan, plan_id + 1)
        assert (plan.title, plan.need_id, plan.opd) == ("Latih petugas", "antre-ktp", OPD)
        titles = {row.title for row in session.query(Milestone).all()}
        assert "Siapkan aturan" in titles
    assert [entry.action for entry in office.trail(f"visit:{visit_id}:follow_up")][-2:] == [
        "visits.follow-up"
    ] * 2


def test_a_visit_is_looked_back_at_once_it_is_due(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.FOLLOWED)
    path = f"/kunjungan/{visit_id}/tinjauan/30"

    early = office.post("operator", path, answer="berjalan", note="")
    office.pass_days(30)
    task = office.get("operator", "/tugas").text
    bare = office.post("operator", path, answer="sebagian", note="kurang")
    good = office.post("operator", path, answer="sebagian", note="Satu desa belum mulai.")
    twice = office.post("operator", path, answer="berjalan", note="")

    assert [one.status_code for one in (early, bare, good, twice)] == [422, 422, 303, 422]
    assert "Tinjau setelah 30 hari" in task
    assert "Satu desa belum mulai." in office.get("operator", f"/kunjungan/{visit_id}").text


def test_reading_is_counted_per_opd_and_named_to_the_leader_only(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.APPROVED)
    leads = {"account_id": office.actor("kepala-lain").account_id, "duty": "ketua", "opd": OTHER_OPD}
    office.post("operator", f"/kunjungan/{visit_id}/bagian/delegasi/baru", **leads)

    for _ in range(2):
        office.post("pembaca", f"/kunjungan/{visit_id}/bacaan/jempol/dibaca")
    leader = office.get("kepala-lain", f"/kunjungan/{visit_id}").text
    writer = office.get("operator", f"/kunjungan/{visit_id}").text

    assert office.count(CaseRead) == 1
    assert re.search(r"Dibaca: Disdukcapil 1 orang\. Pembaca\.", leader)
    assert re.search(r"Dibaca: Disdukcapil 1 orang\.</span>", writer)


def test_the_leadership_gets_visits_with_and_without_follow_up(office: Office, visits: Visits) -> None:
    followed, reported = visits.at(Stage.FOLLOWED), visits.at(Stage.REPORTED, who="-lain")
    visits.at(Stage.PROPOSED)

    with office.inside() as session:
        found = {one.opd: one for one in summaries(session)}

    assert found[OPD].with_follow_up == [followed]
    assert found[OTHER_OPD].without_follow_up == [reported]
    assert (found[OPD].visits, found[OPD].trips, found[OPD].cost) == (1, 1, 400_000)


def test_a_nip_is_refused_whatever_door_it_comes_through(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()
    nip = "198501012010011001"

    typed = office.post("operator", f"/kunjungan/{visit_id}/bagian/delegasi/baru", name=f"Ani {nip}", opd=OPD)

    assert typed.status_code == 422
    assert "Jangan tulis NIP" in typed.text
    assert office.count(Member) == 0


def test_the_head_who_proposes_asks_the_leadership(office: Office, visits: Visits) -> None:
    visit_id = visits.begin("kepala")
    visits.change("kepala", visit_id, complete)
    visits.change("kepala", visit_id, to(Stage.PROPOSED))

    with pytest.raises(Forbidden):
        visits.change("kepala", visit_id, to(Stage.APPROVED))
    answer = office.post("pimpinan", f"/kunjungan/{visit_id}/tahap/disetujui", reason="")

    assert answer.status_code == 303
    assert visits.read(visit_id, lambda visit: visit.decided_by_name) == "Pimpinan"


def test_questions_proposed_by_the_portal_are_taken_up_once(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()
    path = f"/kunjungan/{visit_id}/usulan-pertanyaan"

    page = office.get("operator", path).text
    taken = office.post("operator", path, usulan=["bank:sdm:1", "hukum:jempol"])
    none = office.post("operator", path)
    left = office.get("operator", path).text

    assert "Yang belum diketahui portal" in page
    assert taken.status_code == 303
    assert none.status_code == 422
    assert 'value="bank:sdm:1"' not in left
    assert office.count(Question) >= 1


def test_a_dropped_item_settles_the_follow_up(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.REPORTED)
    values = {**typed_follow_up("Beli alat"), "dropped_reason": "Tidak ada anggaran."}
    office.post("operator", f"/kunjungan/{visit_id}/bagian/tindak-lanjut/baru", **values)

    for stage in ("ditindaklanjuti", "ditutup"):
        office.post("operator", f"/kunjungan/{visit_id}/tahap/{stage}", reason="")

    assert office.count(FollowUp) == 1
    assert visits.read(visit_id, lambda visit: visit.stage) is Stage.CLOSED


def test_a_step_into_a_plan_needs_a_reported_visit(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.UNDER_WAY)
    office.post("operator", f"/kunjungan/{visit_id}/bagian/tindak-lanjut/baru", **typed_follow_up("A"))
    item = visits.row(FollowUp, visit_id)

    answer = office.post("operator", f"/kunjungan/{visit_id}/tindak-lanjut/{item}/rencana")

    assert answer.status_code == 409
    with pytest.raises(RuleViolation):
        visits.change("operator", visit_id, to(Stage.CLOSED))
