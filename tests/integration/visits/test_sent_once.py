"""A form is taken once, whatever it makes: a second click, a resend, "back and send again"."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.adoption.models import Milestone, Partner, Plan
from portal.adoption.problem_models import Comment, PlanProblem
from portal.adoption.rules import Stage
from portal.visits import Visit
from portal.visits.part_models import CostLine, Question
from portal.web import once
from portal.web.models import SentForm
from tests.integration.visits.conftest import TODAY, Office, Visits
from tests.sending import fields

pytestmark = [pytest.mark.both_engines("adoption"), pytest.mark.both_engines("visits")]

DUE = str(TODAY + timedelta(days=7))
MADE: dict[str, tuple[type[Any], dict[str, str]]] = {
    "/kunjungan/baru": (Visit, {"title": "Ke Teladan", "purpose": "Antre", "expected": "Ditiru"}),
    "/rencana/{plan}/masalah/baru": (PlanProblem, {"title": "Printer rusak", "due": DUE}),
    "/rencana/{plan}/bagian/tahapan/baru": (Milestone, {"title": "Latih petugas", "due": DUE}),
    "/rencana/{plan}/bagian/mitra/baru": (Partner, {"name": "PMI"}),
    "/kunjungan/{visit}/bagian/pertanyaan/baru": (Question, {"text": "Berapa biayanya?"}),
    "/kunjungan/{visit}/bagian/biaya/baru": (
        CostLine,
        {"kind": "Uang harian", "amount": "100.000", "people": "2", "days": "2", "basis": "Perbup"},
    ),
}


def where(office: Office, visits: Visits, address: str) -> str:
    """An address of a plan or a visit that is there."""
    plan = office.plan(Stage.PROPOSED) if "{plan}" in address else 0
    return address.format(plan=plan, visit=visits.begin() if "{visit}" in address else 0)


def typed(office: Office, path: str, action: str = "", /, **filled: Any) -> dict[str, Any]:
    """The form of a page, filled in."""
    return fields(office.get("operator", path).text, path, action, **filled)


def send(office: Office, path: str, form: dict[str, Any], **named: Any) -> TestResponse:
    """The operator sends it."""
    return office.reader("operator").post(path, data=form, **named)


@pytest.mark.parametrize("address", MADE)
def test_a_form_that_is_sent_again_leads_to_the_record_made_first(
    office: Office, visits: Visits, address: str
) -> None:
    kind, filled = MADE[address]
    path = where(office, visits, address)
    before, form = office.count(kind), typed(office, path, **filled)

    first = send(office, path, form)
    again = [send(office, path, form) for _ in range(2)]

    assert first.status_code == 303, first.text
    assert office.count(kind) == before + 1
    assert {(one.status_code, one.location) for one in again} == {(303, first.location)}
    assert once.AGAIN in office.get("operator", first.location).text


def test_a_form_that_is_opened_anew_makes_another_record(office: Office) -> None:
    path = f"/rencana/{office.plan(Stage.PROPOSED)}/masalah/baru"
    for _ in range(2):
        send(office, path, typed(office, path, title="Printer rusak", due=DUE))

    assert office.count(PlanProblem) == 2


def test_two_sendings_at_once_make_one_record(office: Office) -> None:
    path = f"/rencana/{office.plan(Stage.PROPOSED)}/masalah/baru"
    form = typed(office, path, title="Printer rusak", due=DUE)
    with office.reader("operator").session_transaction() as cookie:
        held = dict(cookie)

    def click(_number: int) -> tuple[int, str]:
        client = office.app.test_client()
        with client.session_transaction() as cookie:
            cookie.update(held)
        answer = client.post(path, data=form)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(3) as clicks:
        answers = set(clicks.map(click, range(3)))

    assert office.count(PlanProblem) == 1
    assert len(answers) == 1
    assert answers.pop()[0] == 303


def test_what_was_changed_before_it_was_sent_again_is_neither_stored_nor_lost(office: Office) -> None:
    path = f"/rencana/{office.plan(Stage.PROPOSED)}/masalah/baru"
    form = typed(office, path, title="Printer rusak", due=DUE)
    first = send(office, path, form)

    changed = send(office, path, {**form, "title": "Printer rusak berat"})

    assert changed.status_code == 409
    assert "Printer rusak berat" in changed.text
    assert f'href="{first.location}"' in changed.text
    assert office.count(PlanProblem) == 1
    again = fields(changed.text, path)
    assert send(office, path, again).status_code == 303
    assert office.count(PlanProblem) == 2


def test_a_form_that_was_refused_can_be_mended_and_sent(office: Office) -> None:
    path = f"/rencana/{office.plan(Stage.PROPOSED)}/masalah/baru"
    form = typed(office, path, title="", due=DUE)

    assert send(office, path, form).status_code == 422
    assert send(office, path, {**form, "title": "Printer rusak"}).status_code == 303
    assert office.count(PlanProblem) == 1


def test_a_question_below_a_plan_is_asked_once(office: Office) -> None:
    plan_id = office.plan(Stage.PROPOSED)
    path, action = f"/rencana/{plan_id}", f"/rencana/{plan_id}/tulisan"
    page = office.get("operator", path).text
    action = next(where for where in (action, f"/rencana/{plan_id}/tanya") if f'action="{where}' in page)
    form = fields(page, path, action, text="Kapan mulai dicoba di kecamatan?")

    locations = {send(office, action, form).location for _ in range(2)}

    assert office.count(Comment) == 1
    assert len(locations) == 1


def test_a_mark_is_forgotten_after_an_hour_and_belongs_to_one_person(office: Office) -> None:
    path = f"/rencana/{office.plan(Stage.PROPOSED)}/masalah/baru"
    form = typed(office, path, title="Printer rusak", due=DUE)
    send(office, path, form)
    office.clock_now += timedelta(minutes=20)

    other = office.reader("kepala").post(path, data=form)

    assert other.status_code == 303
    assert office.count(PlanProblem) == 2
    office.clock_now += timedelta(minutes=50)
    other = office.reader("kepala").get(path)
    office.pass_days(1)
    send(office, path, typed(office, path, title="Lain", due=DUE))
    with office.inside() as session:
        assert len(session.scalars(select(SentForm)).all()) == 1


@pytest.mark.parametrize(
    "mark", ["", "pendek", "x" * 41, "<script>alert(1)</script>", "ada spasi di dalamnya"]
)
def test_a_mark_that_the_portal_never_drew_stops_nothing(office: Office, mark: str) -> None:
    path = f"/rencana/{office.plan(Stage.PROPOSED)}/masalah/baru"
    form = {**typed(office, path, title="Printer rusak", due=DUE), once.FIELD: mark}

    assert send(office, path, form).status_code == 303
    assert office.count(PlanProblem) == 1


def test_every_form_of_the_pages_of_an_operator_carries_a_mark(office: Office, visits: Visits) -> None:
    plan_id, visit_id = office.plan(Stage.TRIAL), visits.begin()
    for path in ("/", f"/rencana/{plan_id}", f"/kunjungan/{visit_id}", "/rencana/baru", "/akun", "/bukti"):
        page = office.get("operator", path).text
        assert page.count('name="csrf_token"') == page.count(f'name="{once.FIELD}"'), path
        marks = [part.split('"')[0] for part in page.split(f'name="{once.FIELD}" value="')[1:]]
        assert len(set(marks)) == len(marks), path
    assert office.count(Plan) == 1
