"""A search finds plans for who may read them only."""

from __future__ import annotations

from portal.adoption import Stage
from tests.integration.adoption.conftest import PEOPLE, Office

TITLE = "Antrean pasar sore diurai bergiliran"
ADDRESS = "/cari?q=antrean+pasar+sore+diurai+bergiliran"


def test_a_draft_is_found_by_its_opd_and_the_curator_only(office: Office) -> None:
    plan_id = office.propose(title=TITLE)

    found = {name: f"/rencana/{plan_id}" in office.get(name, ADDRESS).text for name in PEOPLE}

    assert found == {name: name in ("operator", "kepala", "kurator") for name in PEOPLE}


def test_a_submitted_plan_is_found_by_everyone_signed_in_and_not_by_the_public(office: Office) -> None:
    plan_id = office.plan(Stage.APPROVED, title=TITLE)

    assert all(f"/rencana/{plan_id}" in office.get(name, ADDRESS).text for name in PEOPLE)
    public = office.app.test_client().get(ADDRESS).text
    assert f"/rencana/{plan_id}" not in public
    assert "Rencana</h2>" not in public
