"""A plan that begins with the 90 days of its kind."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from portal.adoption.models import Milestone
from tests.integration.adoption.conftest import OPD, TODAY, Office

PROPOSAL = {
    "opd": OPD,
    "title": "Jempol Batang",
    "local_need": "Warga antre 3 jam",
    "target_group": "pemohon KTP",
    "mission": "1",
}


def titles(office: Office) -> list[tuple[str, object]]:
    with office.inside() as session:
        rows = session.scalars(select(Milestone).order_by(Milestone.id))
        return [(row.title, row.due) for row in rows]


def test_the_case_page_offers_the_steps_and_the_form_comes_ticked(office: Office) -> None:
    assert "/rencana/baru?inovasi=jempol&amp;langkah=90" in office.get("operator", "/inovasi/jempol").text

    page = office.get("operator", "/rencana/baru?inovasi=jempol&langkah=90").text

    assert 'checked id="ninety"' in page
    assert 'checked id="ninety"' not in office.get("operator", "/rencana/baru?inovasi=jempol").text


def test_ticked_steps_become_milestones_counted_from_the_first_day(office: Office) -> None:
    start = TODAY + timedelta(days=10)

    answer = office.post(
        "operator", "/rencana/baru?inovasi=jempol", **PROPOSAL, ninety="y", first_day=str(start)
    )

    assert answer.status_code == 303, answer.text
    found = titles(office)
    assert found[0] == ("Hitung antrean (Petugas loket; naskah: Catatan)", start + timedelta(days=7))
    assert len(found) == 7
    plan = office.get("operator", answer.location).text
    assert "Kerangka naskah" in plan
    assert "/cara-mulai/layanan/sop.docx" in plan


def test_a_plan_without_the_tick_stays_empty_and_can_take_the_steps_later(office: Office) -> None:
    answer = office.post("operator", "/rencana/baru?inovasi=jempol", **PROPOSAL)
    assert titles(office) == []
    page = office.get("operator", f"{answer.location}/bagian/tahapan").text
    assert "Pakai langkah 90 hari" in page

    sent = office.post("operator", f"{answer.location}/tahapan-baku", start=str(TODAY), ninety="y")

    assert sent.status_code == 303, sent.text
    assert len(titles(office)) == 7
