"""Whose turn it is: what was given back and why, what is missing, who is asked now."""

from __future__ import annotations

import re

from portal.adoption import parts, tasks
from portal.adoption.measures import EVALUATION_STEP, Phase
from portal.adoption.models import Milestone
from portal.adoption.rules import Stage
from tests.integration.adoption.conftest import TODAY, Office, finish_trial

REASON = "Biaya mobil belum dihitung"
BOX = re.compile(
    rf"<strong>Dikembalikan kepala OPD pada 21 November 2026[^<]*:</strong> “{REASON}”. Perbaiki, lalu ajukan"
)


def work(office: Office, name: str) -> set[tuple[str, str, str]]:
    """Somebody's tasks."""
    actor = office.actor(name)
    with office.app.test_request_context(), office.inside() as session:
        return {(task.group, task.what, task.url) for task in tasks.of(session, actor)}


def test_what_the_head_gave_back_says_why_until_it_is_submitted_again(office: Office) -> None:
    plan_id = office.plan(Stage.PROPOSED)
    url = f"/rencana/{plan_id}"

    office.post("kepala", f"{url}/kembalikan", reason=REASON)
    returned, listed = office.get("operator", url).text, work(office, "operator")
    office.post("operator", f"{url}/ajukan")
    again = office.get("operator", url).text

    assert BOX.search(returned)
    assert ("menunggu", "Perbaiki usulan yang dikembalikan", url) in listed
    assert "Dikembalikan kepala OPD" not in again
    assert "Perbaiki usulan" not in str(work(office, "operator"))


def test_what_the_writer_took_back_was_not_returned(office: Office) -> None:
    plan_id = office.plan(Stage.PROPOSED)
    url = f"/rencana/{plan_id}"

    form = office.get("operator", f"{url}/kembalikan").text
    office.post("operator", f"{url}/kembalikan", reason="Masih ada yang kurang")

    assert "<h1>Tarik usulan: " in form
    assert "Dikembalikan kepala OPD" not in office.get("operator", url).text
    assert ("segera", "Lengkapi dan ajukan konsep", url) in work(office, "operator")


def test_giving_back_asks_for_a_reason(office: Office) -> None:
    plan_id = office.plan(Stage.PROPOSED)

    form = office.get("kepala", f"/rencana/{plan_id}/kembalikan").text
    bare = office.post("kepala", f"/rencana/{plan_id}/kembalikan", reason="")

    assert "(boleh kosong)" not in form
    assert bare.status_code == 422
    assert "Tulis mengapa usulan dikembalikan dan apa yang perlu diperbaiki, paling sedikit 10 huruf." in (
        bare.text
    )


def test_the_head_is_led_to_the_proposal_and_can_read_or_return_it_from_the_form(office: Office) -> None:
    plan_id = office.plan(Stage.PROPOSED)
    url = f"/rencana/{plan_id}"

    listed, form = work(office, "kepala"), office.get("kepala", f"{url}/setujui").text

    assert ("menunggu", "Setujui atau kembalikan usulan", url) in listed
    assert f'<a class="button quiet" href="{url}">Baca usulan</a>' in form
    assert f'<a class="button quiet" href="{url}/kembalikan">Kembalikan</a>' in form


def test_a_draft_that_lacks_something_offers_what_is_missing_instead_of_the_button(office: Office) -> None:
    plan_id = office.propose(target_group="pemohon KTP")
    url = f"/rencana/{plan_id}"

    page = office.get("operator", url).text
    forced = office.post("operator", f"{url}/ajukan")
    office.fill("operator", f"{url}/ubah/tiru", keep="Petugas datang", modify="", leave_out="")
    complete = office.get("operator", url).text

    assert f'<strong>Lengkapi dulu:</strong> <a href="{url}/ubah/tiru">Yang ditiru</a>.' in page
    assert "Ajukan ke kepala OPD" not in page
    assert forced.status_code == 409
    assert "Usulan belum dapat diajukan. Yang kurang: Yang ditiru dari inovasi asal tertulis." in forced.text
    assert "<h1>Jempol di sini</h1>" in forced.text
    assert "Ajukan ke kepala OPD" in complete
    assert "Lengkapi dulu" not in complete


def test_after_submission_the_writer_reads_that_it_is_the_heads_turn(office: Office) -> None:
    plan_id = office.propose(target_group="pemohon KTP")
    url = f"/rencana/{plan_id}"
    office.fill("operator", f"{url}/ubah/tiru", keep="Petugas datang", modify="", leave_out="")

    office.post("operator", f"{url}/ajukan")
    told, head, stranger = (office.get(name, url).text for name in ("operator", "kepala", "pembaca"))

    sentence = "Menunggu persetujuan kepala OPD. Anda tidak perlu berbuat apa-apa."
    assert told.count(sentence) == 1
    assert "Menunggu persetujuan" not in head
    assert "tidak perlu berbuat" not in stranger


def test_what_a_head_proposed_waits_for_the_curator(office: Office) -> None:
    plan_id = office.propose("kepala", target_group="pemohon KTP", keep="")
    office.fill("kepala", f"/rencana/{plan_id}/ubah/tiru", keep="Petugas datang", modify="", leave_out="")

    office.post("kepala", f"/rencana/{plan_id}/ajukan")

    assert "Menunggu persetujuan kurator." in office.get("kepala", f"/rencana/{plan_id}").text


def test_after_the_evaluation_it_is_the_heads_turn(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    url = f"/rencana/{plan_id}"
    office.change("operator", plan_id, finish_trial)

    office.fill("operator", f"{url}/evaluasi", text="Waktu tunggu turun tajam", lessons="")
    told = office.get("operator", url).text

    assert '<p class="tip">Menunggu keputusan kepala OPD.</p>' in told
    assert '<p class="tip">' not in office.get("kepala", url).text


def test_a_message_is_shown_once_on_the_very_next_page_also_where_that_is_a_form(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    office.change("operator", plan_id, finish_trial)

    decided = office.post("kepala", f"/rencana/{plan_id}/keputusan", decision="terapkan", remark="")
    form = office.get("kepala", decided.location).text
    later = office.get("kepala", f"/rencana/{plan_id}").text

    assert "<h1>Pindah ke tahap penerapan: " in form
    assert form.count("Keputusan tersimpan: terapkan menjadi layanan tetap.") == 1
    assert "Keputusan tersimpan" not in later


def test_a_silent_plan_leads_to_its_steps(office: Office) -> None:
    plan_id = office.plan(Stage.INITIATIVE)
    office.pass_days(40)

    found = work(office, "operator")

    sentence = "Perbarui rencana: tidak ada perubahan sejak 21 November 2026"
    assert ("terlambat", sentence, f"/rencana/{plan_id}#tahapan") in found


def test_the_step_that_asks_for_a_decision_speaks_to_the_head(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    step = {"title": EVALUATION_STEP, "phase": Phase.EVALUATION, "due": TODAY}
    office.change("operator", plan_id, lambda s, plan, a: parts.add(s, plan, Milestone, step, actor=a))

    head, operator = (str(work(office, name)) for name in ("kepala", "operator"))

    assert "Pastikan evaluasi ditulis, lalu putuskan" in head
    assert EVALUATION_STEP not in head
    assert EVALUATION_STEP in operator


def test_a_page_that_places_no_messages_itself_shows_them_above_its_content(office: Office) -> None:
    plan_id = office.propose()
    office.post("operator", f"/rencana/{plan_id}/tulisan", kind="tanya", text="Siapa penanggung jawabnya?")

    page = office.get("operator", "/rencana/papan").text

    assert page.count("Tulisan Anda terkirim.") == 1
    assert page.index("Tulisan Anda terkirim.") < page.index("<h1>Papan rencana</h1>")
