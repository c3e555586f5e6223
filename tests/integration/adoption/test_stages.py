"""Evaluation, decision, reviews, halting: the ends of a plan; papers made from it; commands."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from portal import adoption
from portal.adoption import cli, evaluations
from portal.adoption.models import Evaluation, Plan
from portal.adoption.rules import Decision, Stage
from portal.cases.files import read_source
from portal.errors import RuleViolation
from portal.yamlfiles import Report
from tests.integration.adoption.conftest import TODAY, Office, finish_trial, to
from tests.patience import examples

pytestmark = pytest.mark.both_engines("adoption")


def test_the_gate_is_shown_beforehand_with_what_is_missing(office: Office) -> None:
    plan_id = office.propose()

    page = office.get("operator", f"/rencana/{plan_id}").text

    assert "3 dari 5 syarat belum terpenuhi." in page
    assert f'<a href="/rencana/{plan_id}/ubah/tiru">Yang ditiru dari inovasi asal tertulis</a>' in page


def test_a_gate_that_is_not_passed_says_what_is_missing(office: Office) -> None:
    plan_id = office.propose()

    answer = office.post("operator", f"/rencana/{plan_id}/ajukan")

    assert answer.status_code == 409
    assert "Yang kurang: Sasaran (siapa yang dilayani) tertulis" in answer.text


def test_the_head_does_not_decide_on_an_evaluation_of_their_own(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    office.change("kepala", plan_id, finish_trial)

    own = office.post("kepala", f"/rencana/{plan_id}/keputusan", decision="terapkan", remark="")
    curator = office.post("kurator", f"/rencana/{plan_id}/keputusan", decision="terapkan", remark="")

    assert [own.status_code, curator.status_code] == [403, 303]


def test_applying_in_spite_of_a_missed_target_is_explained(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    url = f"/rencana/{plan_id}"
    office.post("operator", f"{url}/kpi/1/bacaan", day=str(TODAY), value="60", note="")
    office.fill("operator", f"{url}/evaluasi", text="Turun, belum sampai target", lessons="")

    silent = office.post("kepala", f"{url}/keputusan", decision="terapkan", remark="")
    told = office.post("kepala", f"{url}/keputusan", decision="terapkan", remark="Sudah cukup menolong warga")

    assert silent.status_code == 422
    assert "1 KPI belum mencapai target" in silent.text
    assert told.status_code == 303


def test_a_trial_that_is_repeated_gets_a_new_evaluation(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    office.change("operator", plan_id, finish_trial)
    office.post("kepala", f"/rencana/{plan_id}/keputusan", decision="ulangi", remark="Perbaiki jadwal dulu")

    written = office.fill(
        "operator", f"/rencana/{plan_id}/evaluasi", text="Putaran kedua lebih baik", lessons=""
    )

    assert written.status_code == 303
    assert office.count(Evaluation) == 2
    assert office.read(plan_id, lambda plan: plan.evaluations[-1].text) == "Putaran kedua lebih baik"


def test_a_decided_evaluation_is_not_rewritten(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    office.change("operator", plan_id, finish_trial)
    office.post("kepala", f"/rencana/{plan_id}/keputusan", decision="terapkan", remark="")

    answer = office.fill("operator", f"/rencana/{plan_id}/evaluasi", text="Diubah diam-diam", lessons="")

    assert answer.status_code == 422
    assert "sudah diputuskan" in answer.text


def test_going_back_to_the_trial_takes_the_application_back(office: Office) -> None:
    plan_id = office.plan(Stage.APPLIED)

    office.post("kepala", f"/rencana/{plan_id}/pindah/uji-coba", reason="Jaringan putus dua minggu")

    applied_on, evaluation = office.read(plan_id, lambda plan: (plan.applied_on, plan.evaluation))
    assert (applied_on, evaluation) == (None, None)


def test_going_back_to_the_proposal_voids_the_approval(office: Office) -> None:
    plan_id = office.plan(Stage.APPROVED)

    office.post("kepala", f"/rencana/{plan_id}/pindah/usulan", reason="Kebutuhannya ternyata lain")

    assert office.read(plan_id, lambda plan: (plan.approved_at, plan.is_draft)) == (None, True)


def test_the_stop_form_carries_the_notice_and_asks_for_the_coded_reason(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    url = f"/rencana/{plan_id}/pindah/dihentikan"

    page = office.get("kepala", url).text
    bare = office.post("kepala", url, reason="Jaringan tidak sampai ke desa", stop_reason="")

    assert "UU 23/2014 pasal 389" in page
    assert bare.status_code == 422
    assert "Pilih alasan penghentian." in bare.text
    assert "Jaringan tidak sampai ke desa</textarea>" in bare.text


def test_a_pause_ends_on_a_day_to_come(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    why = {"reason": "Menunggu perubahan APBD"}

    past = office.post("kepala", f"/rencana/{plan_id}/pindah/ditunda", pause_until=str(TODAY), **why)
    later = office.post(
        "kepala", f"/rencana/{plan_id}/pindah/ditunda", pause_until=str(TODAY + timedelta(days=1)), **why
    )
    back = office.post("kepala", f"/rencana/{plan_id}/pindah/uji-coba", reason="")

    assert [past.status_code, later.status_code, back.status_code] == [422, 303, 303]
    assert office.read(plan_id, lambda plan: (plan.stage, plan.pause_until)) == (Stage.TRIAL, None)


def test_a_review_is_answered_when_due_and_once(office: Office) -> None:
    plan_id = office.plan(Stage.APPLIED)
    url = f"/rencana/{plan_id}/tinjauan/6"

    early = office.post("operator", url, answer="berjalan", note="")
    office.pass_days(185)
    stale = "Perlu ditinjau" in office.get("pembaca", f"/rencana/{plan_id}").text
    vague = office.post("operator", url, answer="sebagian", note="")
    answered = office.post("operator", url, answer="sebagian", note="Hanya di dua desa")
    again = office.post("operator", url, answer="berjalan", note="")

    assert [a.status_code for a in (early, vague, answered, again)] == [422, 422, 303, 422]
    assert stale
    assert "Perlu ditinjau" not in office.get("pembaca", f"/rencana/{plan_id}").text


def test_a_plan_makes_a_pdf_that_says_what_the_page_says(office: Office) -> None:
    plan_id = office.plan(Stage.APPLIED)

    answer = office.get("pembaca", f"/rencana/{plan_id}.pdf")

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert answer.mimetype == "application/pdf"
    for words in ("Jempol di sini", "Kepala Bidang Pelayanan", "Waktu tunggu", "tercapai", "Latih petugas"):
        assert words in text


def test_a_finished_plan_becomes_a_draft_that_passes_the_gate(office: Office) -> None:
    plan_id = office.plan(Stage.APPLIED)

    with office.app.test_request_context():
        text = office.read(plan_id, adoption.case_draft)

    assert errors(text) == []
    assert "origin_plan: rencana 1" in text
    assert "Waktu tunggu: Turun dari 90 menit menjadi 25 menit" in text
    assert "[Jempol](/inovasi/jempol)" in text


@example(text="=")
@settings(examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=300
    )
)
def test_whatever_was_typed_the_draft_passes_the_gate(office: Office, text: str) -> None:
    if not office.count(Plan):
        office.plan(Stage.APPLIED)
    typed = text.strip() or "kosong"

    with office.app.test_request_context(), office.inside() as session:
        plan = session.get_one(Plan, 1)
        plan.title = (" ".join(typed.split()) or "Judul")[:120]
        plan.local_need = plan.keep = plan.modify = plan.leave_out = plan.target_group = typed
        plan.trial_place = plan.owner_post = plan.title
        plan.kpis[0].name = plan.kpis[0].baseline_source = plan.title
        draft = adoption.case_draft(plan)
        session.rollback()

    assert errors(draft) == [], draft


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.TRIAL])
def test_a_plan_that_is_not_applied_makes_no_case(office: Office, stage: Stage) -> None:
    plan_id = office.plan(stage)

    with office.app.test_request_context(), pytest.raises(RuleViolation, match="penerapan"):
        office.read(plan_id, adoption.case_draft)


def test_the_commands_list_plans_and_reminders(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.plan(Stage.TRIAL)
    monkeypatch.setattr(cli, "opened", office.app.app_context)
    office.pass_days(40)

    listed = CliRunner().invoke(cli.plan, ["list", "--late"]).output
    none = CliRunner().invoke(cli.plan, ["list", "--opd", "Dinkes"]).output
    reminded = CliRunner().invoke(cli.plan, ["remind"]).output

    assert "Disdukcapil\tUji coba" in listed
    assert none == ""
    assert "langkah terlambat: Latih petugas" in reminded
    assert "tanpa kabar sejak" in reminded


def test_the_decision_to_repeat_keeps_the_gate_shut(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    office.change("operator", plan_id, finish_trial)
    office.change(
        "kepala",
        plan_id,
        lambda s, p, a: evaluations.decide(s, p, Decision.REPEAT, "Perbaiki jadwal dulu", actor=a),
    )

    with pytest.raises(RuleViolation, match="Kepala OPD memutuskan"):
        office.change("kepala", plan_id, to(Stage.APPLIED))


def errors(text: str) -> list[str]:
    """What the gate finds wrong in a case file."""
    slug = text.partition("slug: ")[2].partition("\n")[0].strip("'\"")
    report = Report()
    read_source(text, f"content/cases/contoh/{slug}.md", report)
    return [str(problem) for problem in report.errors]
