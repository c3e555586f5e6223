"""A draft that its writers put away: one question, out of lists and counts, findable, in the trail."""

from __future__ import annotations

from portal.adoption.models import Plan
from portal.adoption.rules import Stage
from tests.integration.adoption.conftest import OPD, Office


def discard(office: Office) -> int:
    """A draft, put away by its writer."""
    plan_id = office.propose()
    office.post("operator", f"/rencana/{plan_id}/pindah/dihentikan")
    return plan_id


def test_putting_a_draft_away_asks_one_question(office: Office) -> None:
    plan_id = office.propose()

    page = office.get("operator", f"/rencana/{plan_id}/pindah/dihentikan").text
    answer = office.post("operator", f"/rencana/{plan_id}/pindah/dihentikan")

    assert "<h1>Buang konsep ini? " in page
    assert "Ya, buang konsep</button>" in page
    assert "UU 23/2014" not in page
    assert "<select" not in page
    assert "<textarea" not in page
    assert (answer.status_code, answer.location) == (303, "/rencana")
    assert "Konsep dibuang." in office.get("operator", "/rencana").text


def test_a_discarded_draft_is_out_of_lists_and_counts_unless_asked_for(office: Office) -> None:
    plan_id = discard(office)
    kept = office.propose(slug="gemas", title="Gemas di sini")
    link = f'href="/rencana/{plan_id}"'

    lists = [
        office.get("operator", path).text
        for path in (
            "/rencana",
            "/rencana/papan",
            "/rencana?tahap=dihentikan",
            f"/opd/{OPD}",
            "/inovasi/jempol",
        )
    ]
    found = office.get("operator", "/rencana?dibuang=1").text

    assert [link in page for page in lists] == [False] * 5
    assert "1 rencana" in lists[0]
    assert link in found
    assert f'href="/rencana/{kept}"' not in found
    assert "Jempol di sini" not in office.get("operator", "/rencana.csv").text


def test_a_discarded_draft_is_kept_in_the_trail_and_can_be_reopened_by_the_head(office: Office) -> None:
    plan_id = discard(office)

    page = office.get("operator", f"/rencana/{plan_id}").text
    action = office.trail(f"plan:{plan_id}")[-1].action
    back = office.post("kepala", f"/rencana/{plan_id}/pindah/usulan", reason="Ternyata masih dibutuhkan")

    assert "Konsep ini dibuang." in page
    assert action == "adoption.discard"
    assert back.status_code == 303
    assert office.read(plan_id, lambda plan: (plan.stage, plan.is_draft)) == (Stage.PROPOSED, True)


def test_a_submitted_proposal_is_still_stopped_with_a_reason(office: Office) -> None:
    plan_id = office.plan(Stage.PROPOSED)

    bare = office.post("kepala", f"/rencana/{plan_id}/pindah/dihentikan")

    assert bare.status_code == 422
    assert office.read(plan_id, lambda plan: plan.stage) is Stage.PROPOSED
    assert office.count(Plan) == 1


def test_the_case_page_leads_to_the_plan_that_the_own_opd_already_has(office: Office) -> None:
    before = office.get("operator", "/inovasi/jempol").text
    plan_id = office.propose()
    people = ("operator", "kepala", "operator-lain", "pembaca")
    pages = [before, *(office.get(name, "/inovasi/jempol").text for name in people)]

    adopt = '<a class="button" href="/rencana/baru?inovasi=jempol">Adopsi inovasi ini</a>'
    opened = f'<a class="button" href="/rencana/{plan_id}">Buka rencana OPD Anda (konsep)</a>'
    assert [adopt in page for page in pages] == [True, False, False, True, False]
    assert [opened in page for page in pages] == [False, True, True, False, False]


def test_the_way_to_the_own_plan_names_its_stage(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)

    page = office.get("operator", "/inovasi/jempol").text

    assert f'href="/rencana/{plan_id}">Buka rencana OPD Anda (uji coba)</a>' in page
