"""A visit is approved as it was read, and by nobody who wrote it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.access import Actor
from portal.visits import Stage, Visit, parts
from portal.visits.part_models import Question
from tests.integration.visits.conftest import Office, Visits


def add_question(session: Session, visit: Visit, actor: Actor) -> None:
    """Somebody writes into the proposal."""
    values = {"text": "Berapa lama antreannya?", "theme": "proses"}
    parts.add(session, visit, Question, values, actor=actor)


def test_an_approval_of_what_was_changed_meanwhile_shows_the_difference(
    office: Office, visits: Visits
) -> None:
    visit_id = visits.at(Stage.PROPOSED)
    path = f"/kunjungan/{visit_id}/tahap/disetujui"
    read = office.read_to(path)
    visits.change("operator", visit_id, add_question)

    late = office.post("kepala", path, reason="Silakan berangkat", read_to=read)

    assert late.status_code == 409
    assert "<mark>Berapa lama antreannya?</mark>" in late.text
    assert "Silakan berangkat</textarea>" in late.text
    assert visits.read(visit_id, lambda visit: visit.stage) is Stage.PROPOSED
    assert office.post("kepala", path, reason="").status_code == 303


def test_that_somebody_has_read_a_case_changes_nothing(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.PROPOSED)
    path = f"/kunjungan/{visit_id}/tahap/disetujui"
    read = office.read_to(path)
    office.post("pembaca", f"/kunjungan/{visit_id}/bacaan/jempol/dibaca")

    assert office.post("kepala", path, reason="", read_to=read).status_code == 303


def test_a_head_who_wrote_in_the_proposal_leaves_the_decision_to_the_leadership(
    office: Office, visits: Visits
) -> None:
    visit_id = visits.at(Stage.PROPOSED)
    path = f"/kunjungan/{visit_id}/tahap/disetujui"
    visits.change("kepala", visit_id, add_question)

    head, leader = office.post("kepala", path, reason=""), office.post("pimpinan", path, reason="")

    assert [head.status_code, leader.status_code] == [403, 303]
