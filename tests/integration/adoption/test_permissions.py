"""Who may do what with plans, beyond what the permission table alone can say."""

from __future__ import annotations

import re

import pytest

from portal.adoption import plans
from portal.adoption.models import Plan
from portal.adoption.rules import Stage
from tests.integration.adoption.conftest import OTHER_OPD, PEOPLE, Office

EDITS = [
    "/bagian/tahapan",
    "/ubah/kebutuhan",
    "/ubah/tiru",
    "/ubah/rpjmd",
    "/ubah/perencanaan",
    "/ubah/biaya",
    "/ubah/uji-coba",
    "/ubah/penanggung-jawab",
    "/bagian/kpi/baru",
    "/masalah/baru",
    "/evaluasi",
]


@pytest.mark.parametrize("name", PEOPLE)
def test_a_draft_is_seen_by_its_opd_and_the_curator_only(office: Office, name: str) -> None:
    plan_id = office.propose()
    sees = name in ("operator", "kepala", "kurator")

    answers = [office.get(name, f"/rencana/{plan_id}{ending}").status_code for ending in ("", ".pdf")]
    listed = "Jempol di sini" in office.get(name, "/rencana").text
    exported = "Jempol di sini" in office.get(name, "/rencana.csv").text

    assert answers == [200 if sees else 404] * 2
    assert listed is sees
    assert exported is sees


@pytest.mark.parametrize("name", PEOPLE)
def test_a_submitted_plan_is_read_by_everyone_signed_in(office: Office, name: str) -> None:
    plan_id = office.plan()

    assert office.get(name, f"/rencana/{plan_id}").status_code == 200


def test_a_reader_without_an_account_is_asked_to_sign_in(office: Office) -> None:
    plan_id = office.plan()
    anonymous = office.app.test_client()

    for path in (f"/rencana/{plan_id}", "/rencana", "/rencana.csv", "/tugas", "/masalah", "/opd/Dinkes"):
        answer = anonymous.get(path)
        assert answer.status_code == 303
        assert answer.location.startswith("/masuk")


def test_the_public_learns_of_adoptions_only_once_they_are_approved(office: Office) -> None:
    office.plan()
    anonymous = office.app.test_client()

    before = anonymous.get("/inovasi/jempol").text
    office.change("kepala", 1, lambda s, p, a: plans.approve(s, p, actor=a))
    after = anonymous.get("/inovasi/jempol").text

    assert "Dinas Kependudukan" not in before
    assert "Dinas Kependudukan" in after
    assert "/rencana/1" not in after


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in ("operator", "kepala")])
def test_only_the_own_opd_edits(office: Office, name: str) -> None:
    plan_id = office.plan(Stage.TRIAL)

    read = {office.get(name, f"/rencana/{plan_id}{ending}").status_code for ending in EDITS}
    sent = {office.post(name, f"/rencana/{plan_id}{ending}").status_code for ending in EDITS[1:]}

    assert read == sent == {403}


def test_an_opd_proposes_for_itself_only(office: Office) -> None:
    fields = {"title": "X", "local_need": "Y", "target_group": "", "mission": ""}

    answer = office.post("operator", "/rencana/baru?inovasi=jempol", opd=OTHER_OPD, **fields)

    assert answer.status_code == 422
    assert "Pilih salah satu dari daftar." in answer.text
    assert office.count(Plan) == 0


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("kepala", 303),
        ("operator", 403),
        ("kurator", 422),
        ("kepala-lain", 403),
        ("pimpinan", 403),
        ("auditor", 403),
    ],
)
def test_what_an_operator_proposed_is_approved_by_the_own_head_alone(
    office: Office, name: str, status: int
) -> None:
    plan_id = office.plan()

    answer = office.post(name, f"/rencana/{plan_id}/setujui", reason="")

    assert answer.status_code in ({status, 403} if status == 422 else {status})
    assert office.read(plan_id, lambda plan: plan.stage is Stage.APPROVED) is (status == 303)


def test_what_the_head_proposed_is_approved_by_the_curator(office: Office) -> None:
    plan_id = office.propose("kepala")
    fill_in = {"keep": "Petugas datang"}
    office.change("kepala", plan_id, lambda s, p, a: plans.edit(s, p, fill_in, version=1, actor=a))
    target = {"target_group": "warga"}
    office.change("kepala", plan_id, lambda s, p, a: plans.edit(s, p, target, version=2, actor=a))
    office.change("kepala", plan_id, lambda s, p, a: plans.submit(s, p, actor=a))

    own = office.post("kepala", f"/rencana/{plan_id}/setujui", reason="")
    curator = office.post("kurator", f"/rencana/{plan_id}/setujui", reason="")

    assert own.status_code == 403
    assert curator.status_code == 303


@pytest.mark.parametrize("stage", ["ditunda", "dihentikan", "inisiatif"])
def test_going_back_and_halting_are_the_heads(office: Office, stage: str) -> None:
    plan_id = office.plan(Stage.TRIAL)
    reason = {"reason": "Alasan yang cukup panjang", "stop_reason": "anggaran"}

    operator = office.post("operator", f"/rencana/{plan_id}/pindah/{stage}", **reason)
    other = office.post("kepala-lain", f"/rencana/{plan_id}/pindah/{stage}", **reason)
    head = office.post("kepala", f"/rencana/{plan_id}/pindah/{stage}", **reason)

    assert [operator.status_code, other.status_code, head.status_code] == [403, 403, 303]


def test_the_writers_may_throw_a_draft_away_and_the_head_brings_it_back(office: Office) -> None:
    plan_id = office.propose()
    why = {"reason": "Salah pilih inovasi", "stop_reason": "lainnya"}

    stopped = office.post("operator", f"/rencana/{plan_id}/pindah/dihentikan", **why)
    hidden = office.get("pembaca", f"/rencana/{plan_id}")
    back = office.post("kepala", f"/rencana/{plan_id}/pindah/usulan", reason="Ternyata jadi dikerjakan")

    assert [stopped.status_code, hidden.status_code, back.status_code] == [303, 404, 303]


def test_an_opd_takes_its_own_proposal_back(office: Office) -> None:
    plan_id = office.plan()

    other = office.post("operator-lain", f"/rencana/{plan_id}/kembalikan", reason="Belum lengkap isinya")
    own = office.post("operator", f"/rencana/{plan_id}/kembalikan", reason="Belum lengkap isinya")

    assert [other.status_code, own.status_code] == [403, 303]
    assert office.read(plan_id, lambda plan: plan.is_draft)


READINGS = re.compile(r"/kpi/\d+/bacaan|/hasil-ukur")


@pytest.mark.parametrize("name", ["auditor", "pembaca", "pimpinan"])
def test_who_only_reads_finds_no_button_that_changes_anything(office: Office, name: str) -> None:
    plan_id = office.plan(Stage.TRIAL)

    page = office.get(name, f"/rencana/{plan_id}").text

    for word in ("/ubah/", "/bagian/", "/pindah/", "/setujui", "/selesai"):
        assert word not in page
    assert READINGS.search(office.get("operator", f"/rencana/{plan_id}").text)
    assert not READINGS.search(page)
