"""All readings of an OPD on one page, and several plans of a list at once."""

from __future__ import annotations

from datetime import date

import pytest

from portal.adoption.measuring import next_day
from portal.adoption.models import Frequency, Kpi
from portal.adoption.rules import Stage
from tests.integration.adoption.conftest import TODAY, Office

MEASURE = "/rencana/hasil-ukur"


def test_readings_of_all_running_plans_are_written_on_one_page(office: Office) -> None:
    first, second = office.plan(Stage.TRIAL), office.plan(Stage.TRIAL, slug="gemas")
    page = office.get("operator", MEASURE).text

    answer = office.post(
        "operator", MEASURE, day=str(TODAY), **{"kpi-1-value": "70", "kpi-2-value": "1.250,5"}
    )

    assert "Sudah waktunya" in page
    assert 'name="kpi-1-value"' in page
    assert 'name="kpi-2-value"' in page
    assert answer.status_code == 303
    values = [
        office.read(one, lambda plan: [str(row.value) for row in plan.kpis[0].readings])
        for one in (first, second)
    ]
    assert values == [["70"], ["1250.5"]]


def test_one_figure_that_is_none_keeps_all_from_being_stored(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    office.plan(Stage.TRIAL, slug="gemas")

    answer = office.post(
        "operator", MEASURE, day=str(TODAY), **{"kpi-1-value": "70", "kpi-2-value": "kira-kira"}
    )
    nothing = office.post("operator", MEASURE, day=str(TODAY))

    assert [answer.status_code, nothing.status_code] == [422, 422]
    assert 'value="70"' in answer.text
    assert 'value="kira-kira"' in answer.text
    assert "Belum ada angka yang diisi." in nothing.text
    assert office.read(plan_id, lambda plan: plan.kpis[0].readings) == []


def test_nobody_measures_for_another_opd(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)

    page = office.get("operator-lain", MEASURE).text
    office.post("operator-lain", MEASURE, day=str(TODAY), **{"kpi-1-value": "70"})

    assert "kpi-1-value" not in page
    assert office.read(plan_id, lambda plan: plan.kpis[0].readings) == []
    assert office.get("pembaca", MEASURE).status_code == 403


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        (Frequency.WEEKLY, date(2026, 2, 7)),
        (Frequency.MONTHLY, date(2026, 2, 28)),
        (Frequency.YEARLY, date(2027, 1, 31)),
        (None, None),
    ],
)
def test_the_next_reading_is_due_one_turn_after_the_last(
    frequency: Frequency | None, expected: date | None
) -> None:
    assert next_day(Kpi(frequency=frequency), date(2026, 1, 31)) == expected


def test_several_plans_get_one_post_a_text_and_a_file(office: Office) -> None:
    first, second = office.plan(title="Rencana satu"), office.plan(slug="gemas", title="Rencana dua")
    address = f"/rencana/terpilih?pilih={first}&pilih={second}"

    page = office.get("operator", address).text
    file = office.get("operator", f"/rencana.csv?pilih={second}").text
    office.post("operator", "/rencana/terpilih", pilih=[first, second], owner_post="Kepala Bidang Layanan")

    assert "2 rencana." in page
    assert "https://wa.me/?text=" in page
    assert "Rencana dua" in file
    assert "Rencana satu" not in file
    posts = [office.read(one, lambda plan: plan.owner_post) for one in (first, second)]
    assert posts == ["Kepala Bidang Layanan"] * 2


def test_one_plan_that_may_not_be_changed_keeps_the_post_from_all(office: Office) -> None:
    own, other = office.propose(), office.plan(who="-lain", slug="gemas")

    answer = office.post("operator", "/rencana/terpilih", pilih=[own, other], owner_post="Kepala Bidang")

    assert answer.status_code == 403
    assert office.read(own, lambda plan: plan.owner_post) == ""
    assert (
        "Tunjuk penanggung jawab"
        not in office.get("operator", f"/rencana/terpilih?pilih={own}&pilih={other}").text
    )
