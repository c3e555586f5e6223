"""How a problem goes up: to the assistant who looks after the agency, to Sekda, to the head of the region."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.access import Role
from portal.accounts.models import Account, Membership
from portal.adoption.escalation import Level
from portal.adoption.problem_models import PlanProblem
from portal.adoption.rules import Stage
from tests.integration.adoption.conftest import IDS, NOW, OPD, OTHER_OPD, TODAY, Office
from tests.integration.adoption.test_problems_and_questions import ANSWER, ASKED, problem

POSTS = {
    "asisten": (80, Role.ASSISTANT, OPD),
    "asisten-lain": (81, Role.ASSISTANT, OTHER_OPD),
    "sekda": (82, Role.SECRETARY, None),
}


@pytest.fixture(name="ladder")
def _ladder(office: Office) -> Office:
    """The office with two assistants and Sekda apart from the head of the region."""
    with office.inside() as session:
        for name, (number, role, opd) in POSTS.items():
            IDS[name] = number
            session.add(Account(id=number, username=name, name=name.capitalize(), created_at=NOW))
            session.flush()
            since = TODAY - timedelta(days=100)
            session.add(Membership(account_id=number, role=role.value, opd=opd, since=since))
    return office


def waits_at(office: Office, url: str) -> Level:
    """Who has to act on a problem."""
    with office.inside() as session:
        return session.get_one(PlanProblem, int(url.rsplit("/", 1)[1])).waiting_at


def asks(office: Office) -> list[str]:
    """Who sees in their work that a problem waits for an answer."""
    return [name for name in (*POSTS, "pimpinan") if "Jawab eskalasi" in office.get(name, "/tugas").text]


def test_each_step_of_the_ladder_waits_for_its_own_post(ladder: Office) -> None:
    url = f"/masalah/{problem(ladder, ladder.plan(Stage.TRIAL))}"
    steps = ((Level.ASSISTANT, "asisten"), (Level.SECRETARY, "sekda"), (Level.HEAD, "pimpinan"))
    for place, (level, name) in enumerate(steps):
        due = str(TODAY + timedelta(days=4 * place + 3))
        assert ladder.post("kepala", f"{url}/naikkan", **{**ASKED, "due": due}).status_code == 303
        assert (waits_at(ladder, url), asks(ladder)) == (level, [name])
        ladder.pass_days(4)


def test_a_post_answers_up_to_its_own_level(ladder: Office) -> None:
    url = f"/masalah/{problem(ladder, ladder.plan(Stage.TRIAL))}"
    ladder.post("kepala", f"{url}/naikkan", **ASKED)
    assert ladder.post("asisten-lain", f"{url}/jawab", **ANSWER).status_code == 403
    assert ladder.post("asisten", f"{url}/jawab", **ANSWER).status_code == 303
    ladder.post("asisten", f"{url}/naikkan", **ASKED)
    assert waits_at(ladder, url) is Level.SECRETARY
    assert ladder.post("asisten", f"{url}/jawab", **ANSWER).status_code == 403
    assert ladder.post("sekda", f"{url}/jawab", **ANSWER).status_code == 303
    ladder.post("sekda", f"{url}/naikkan", **ASKED)
    assert waits_at(ladder, url) is Level.HEAD
    assert ladder.post("sekda", f"{url}/jawab", **ANSWER).status_code == 403
    assert ladder.post("pimpinan", f"{url}/jawab", **ANSWER).status_code == 303


def test_sekda_plans_the_packages_that_only_the_head_of_the_region_decides(ladder: Office) -> None:
    assert ladder.get("sekda", "/dasbor").status_code == 200
    assert ladder.get("sekda", "/dasbor/prioritas/skenario/baru").status_code == 200
    assert ladder.get("sekda", "/dasbor/prioritas/skenario/1/tetapkan").status_code == 403
    assert ladder.get("asisten", f"/dasbor/opd/{OPD}").status_code == 200
    assert ladder.get("asisten", f"/dasbor/opd/{OTHER_OPD}").status_code == 403
