"""The page of a plan says first what its reader should do, and folds the rest to a line each."""

from __future__ import annotations

import re

import pytest

from portal.adoption import plans
from portal.adoption.rules import Stage
from tests.integration.adoption.conftest import OTHER_OPD, TODAY, Office


def act_of(page: str) -> str:
    """The one act that a page offers first: its button, and where it leads."""
    found = re.search(r'<section class="next-act".*?</section>', page, re.DOTALL)
    if found is None:
        return ""
    label = re.search(r'<(?:a class="button"|button)[^>]*>(.*?)</', found.group())
    target = re.search(r'(?:href|action)="([^"]*)"', found.group())
    assert label
    assert target
    return f"{label.group(1)}: {target.group(1)}"


def folds_of(page: str) -> dict[str, str]:
    """The parts of a page, each with what its folded line says."""
    found = re.findall(
        r'<summary><h2 id="judul-([a-z-]+)">.*?</h2>(?: <span[^>]*>(.*?)</span>)?</summary>', page
    )
    return dict(found)


def test_a_draft_leads_through_what_it_lacks_to_its_submission(office: Office) -> None:
    plan_id = office.propose()
    address = f"/rencana/{plan_id}"

    first = act_of(office.get("operator", address).text)
    values = {"target_group": "pemohon", "keep": "Petugas", "local_need": "Antre", "mission": 8}
    office.change("operator", plan_id, lambda s, p, a: plans.edit(s, p, values, version=p.version, actor=a))
    then = act_of(office.get("operator", address).text)
    office.post("operator", f"{address}/ajukan")
    waiting, head = (office.get(who, address).text for who in ("operator", "kepala"))

    assert first == f"Tulis kebutuhan dan sasaran: {address}/ubah/kebutuhan"
    assert then == f"Ajukan ke kepala OPD: {address}/ajukan"
    assert act_of(waiting) == ""
    assert act_of(head) == f"Setujui usulan: {address}/setujui"


@pytest.mark.parametrize("who", ["pembaca", "auditor", "operator-lain"])
def test_who_only_reads_is_asked_for_nothing(office: Office, who: str) -> None:
    page = office.get(who, f"/rencana/{office.plan(Stage.TRIAL)}").text

    assert act_of(page) == ""
    assert 'class="daily"' not in page


def test_a_trial_asks_for_its_reading_then_for_its_evaluation_then_for_the_decision(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    address = f"/rencana/{plan_id}"

    unread = act_of(office.get("operator", address).text)
    office.post("operator", f"{address}/kpi/1/bacaan", day=str(TODAY), value="25")
    read = act_of(office.get("operator", address).text)
    office.fill("operator", f"{address}/evaluasi", text="Waktu tunggu turun tajam", lessons="")

    assert unread == f"Catat hasil ukur: {address}/kpi/1/bacaan"
    assert read == f"Tulis evaluasi: {address}/evaluasi"
    assert act_of(office.get("operator", address).text) == ""
    assert act_of(office.get("kepala", address).text) == f"Putuskan hasil uji coba: {address}/keputusan"


def test_later_stages_come_with_their_time_and_finished_steps_are_folded(office: Office) -> None:
    trial = office.get("operator", f"/rencana/{office.plan(Stage.TRIAL)}").text
    draft = folds_of(
        office.get("operator-lain", f"/rencana/{office.propose('operator-lain', opd=OTHER_OPD)}").text
    )

    assert not {"evaluasi", "tinjauan", "masalah"} & draft.keys()
    assert {"kebutuhan", "tiru", "kpi", "tahapan", "riwayat"} <= draft.keys()
    assert folds_of(trial)["evaluasi"] == "Belum ditulis"
    assert "tinjauan" not in folds_of(trial)


def test_the_daily_acts_stand_at_the_top_for_who_may(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)

    def acts() -> list[str]:
        page = office.get("operator", f"/rencana/{plan_id}").text
        nav = re.search(r'<nav class="daily".*?</nav>', page, re.DOTALL)
        return re.findall(r">([A-Z][^<]+)</a>", nav.group() if nav else "")

    assert acts() == ["Catat hasil ukur", "Catat masalah", "Tambah bukti"]
