"""The portal of the adoption tests, with plans that wait for money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portal.adoption import parts, plans
from portal.adoption.models import BudgetLine
from portal.adoption.rules import Stage
from portal.portfolio.models import Scenario
from tests.integration.adoption.conftest import Office, office, peopled

__all__ = ["office", "peopled"]

REASON = "Pagu indikatif tahun depan"
MILLION = 1_000_000
Waiting = Callable[..., int]


@pytest.fixture
def waiting(office: Office) -> Waiting:
    """Makes an approved plan that asks for money."""

    def make(
        title: str, *, million: int = 0, people: int = 1_000, who: str = "", slug: str = "jempol"
    ) -> int:
        plan_id = office.plan(Stage.APPROVED, who=who, title=title, slug=slug)

        def fill(session: Any, plan: Any, actor: Any) -> None:
            plans.edit(
                session,
                plan,
                {"people_served": people, "no_cost": not million},
                version=plan.version,
                actor=actor,
            )
            if million:
                line = {"year": 2027, "fund": "pad", "ceiling": million * MILLION}
                parts.add(session, plan, BudgetLine, line, actor=actor)

        office.change(f"operator{who}", plan_id, fill)
        return plan_id

    return make


def make_scenario(office: Office, who: str = "kurator", **fields: Any) -> int:
    """Somebody computes a scenario; gives its number."""
    filled = {"name": "Pagu 2027", "reason": REASON, "pagu_2027_pad": "100.000.000", **fields}
    answer = office.post(who, "/dasbor/prioritas/skenario/baru", **filled)
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


def stored(office: Office, scenario_id: int) -> Scenario:
    """A scenario as it stands in the database."""
    with office.inside() as session:
        row = session.get_one(Scenario, scenario_id)
        assert row.overrules is not None
        return row
