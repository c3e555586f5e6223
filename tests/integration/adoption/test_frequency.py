"""How often a KPI is measured: said in its form, and read on its page, in its trail and on paper."""

from __future__ import annotations

import pytest

from portal.adoption.exports import plan_document
from portal.adoption.models import FREQUENCIES, Frequency, Plan
from portal.documents import plain
from portal.government import our_government
from tests.integration.adoption.conftest import TODAY, Office

KPI = {"name": "Waktu tunggu", "unit": "menit", "direction": "turun"}


def test_a_kpi_says_how_often_it_is_measured_wherever_it_is_read(office: Office) -> None:
    plan_id = office.propose()
    answer = office.post("operator", f"/rencana/{plan_id}/bagian/kpi/baru", **KPI, frequency="triwulanan")
    assert answer.status_code == 303

    page = office.get("operator", f"/rencana/{plan_id}/kpi/1").text
    office.submitted(plan_id)
    trail = office.get("auditor", f"/audit?subjek=plan:{plan_id}:kpi:1").text
    with office.inside() as session:
        plan = session.get_one(Plan, plan_id)
        paper = plan_document(plan, our_government(), page_address="https://contoh.test", today=TODAY)

    assert "<dt>Frekuensi pengukuran</dt><dd>Triwulanan</dd>" in page
    assert "<dt>Frekuensi pengukuran</dt><dd>Triwulanan</dd>" in trail
    table = next(one for one in paper.tables if one.caption == "KPI")
    cells = dict(zip((column.header for column in table.columns), table.rows[0], strict=True))
    assert cells[plain("Frekuensi pengukuran")] == plain("Triwulanan")


@pytest.mark.parametrize("typed", [{}, {"frequency": ""}])
def test_it_may_stay_undetermined(office: Office, typed: dict[str, str]) -> None:
    plan_id = office.propose()
    office.post("operator", f"/rencana/{plan_id}/bagian/kpi/baru", **KPI, **typed)

    page = office.get("operator", f"/rencana/{plan_id}/kpi/1").text

    assert "<dt>Frekuensi pengukuran</dt><dd>Belum ditentukan</dd>" in page


def test_only_a_frequency_of_the_list_is_taken(office: Office) -> None:
    plan_id = office.propose()

    answer = office.post("operator", f"/rencana/{plan_id}/bagian/kpi/baru", **KPI, frequency="kadang")

    assert answer.status_code == 422
    assert list(FREQUENCIES) == list(Frequency)
