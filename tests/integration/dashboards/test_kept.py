"""What is kept in memory of plans is always what working it out anew would give."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption import Kpi, Milestone, Plan, Stage, candidates, parts, plans, problems, readings
from portal.adoption.measures import Phase
from portal.adoption.models import BudgetLine, Risk
from portal.audit.models import AuditEntry
from portal.dashboards import standing, warnings
from portal.db import reading
from portal.portfolio import facts, weights
from tests.integration.adoption.conftest import TODAY, Change, Office, fill, to

pytestmark = pytest.mark.both_engines("dashboards")


def differences(office: Office) -> list[str]:
    """Where what is kept differs from what working it out anew gives."""
    with office.app.app_context():
        session = reading()
        in_force, limits = weights.in_force(session), warnings.own_limits()
        scores = facts.gather(session, in_force)
        kept = standing._PLANS.get(session, limits).by_id
        pairs = (
            ("scores", scores, facts.score_all(candidates(session), in_force)),
            ("standing", kept, standing._standing(session, None, limits)),
        )
        return [name for name, known, anew in pairs if known != anew]


def part(kind: type[Kpi | Milestone | BudgetLine | Risk], **values: object) -> Change:
    """Somebody adds a part."""
    return lambda session, plan, actor: parts.add(session, plan, kind, values, actor=actor)


def serve_more(session: Session, plan: Plan, actor: Actor) -> None:
    """More people than was thought."""
    plans.edit(session, plan, {"people_served": 90}, version=plan.version, actor=actor)


def read_low(session: Session, plan: Plan, actor: Actor) -> None:
    """A reading that misses the target, on top of those that are there."""
    readings.add(session, plan, plan.kpis[0], day=clock.today(), value=Decimal(80), actor=actor)


def correct(session: Session, plan: Plan, actor: Actor) -> None:
    """The last reading was wrong: the target was met."""
    kpi = plan.kpis[0]
    row = kpi.readings[-1]
    changed, why = {"value": Decimal(20), "day": row.day}, "Salah ketik angka"
    readings.correct(session, plan, kpi, row, values=changed, version=row.version, reason=why, actor=actor)


def take_back(session: Session, plan: Plan, actor: Actor) -> None:
    """The last reading was none."""
    readings.remove(session, plan, plan.kpis[0], plan.kpis[0].readings[-1], actor=actor)


def finish(session: Session, plan: Plan, actor: Actor) -> None:
    """A step is done."""
    parts.finish(session, plan, plan.milestones[0], clock.today(), actor=actor)


def complain(session: Session, plan: Plan, actor: Actor) -> None:
    """A problem comes up."""
    due = clock.today() + timedelta(days=7)
    problems.open_problem(session, plan, title="Tidak ada listrik", text="", due=due, actor=actor)


def test_whatever_people_do_the_figures_are_those_of_now(office: Office) -> None:
    assert differences(office) == []
    draft = office.propose(title="Konsep", slug="gemas")
    assert differences(office) == []
    waiting, trial = office.plan(Stage.APPROVED), office.plan(Stage.TRIAL, who="-lain")
    assert differences(office) == []
    late = TODAY - timedelta(days=3)
    deeds: list[tuple[str, int, Change]] = [
        ("operator", waiting, part(Milestone, title="Telat", phase=Phase.DESIGN, due=late)),
        ("operator", waiting, part(Risk, risk="Sakit", likelihood=3, impact=4)),
        ("operator", draft, fill),
        ("operator", draft, serve_more),
        ("operator", draft, lambda s, plan, a: plans.submit(s, plan, actor=a)),
        ("operator-lain", trial, read_low),
        ("operator-lain", trial, correct),
        ("operator-lain", trial, take_back),
        ("operator-lain", trial, finish),
        ("operator-lain", trial, complain),
        ("kepala", waiting, to(Stage.INITIATIVE)),
    ]  # fmt: skip
    for name, plan_id, act in deeds:
        office.change(name, plan_id, act)
        assert differences(office) == [], act
    office.pass_days(70)
    assert differences(office) == []


def test_what_was_undone_is_not_kept(office: Office) -> None:
    plan_id = office.plan(Stage.APPROVED)
    assert differences(office) == []
    actor = office.actor("operator")

    def change_and_fail() -> None:
        with office.inside() as session:
            plan = session.get_one(Plan, plan_id)
            plans.edit(session, plan, {"owner_post": "Sekretaris"}, version=plan.version, actor=actor)
            session.flush()
            facts.gather(session, weights.in_force(session))
            raise LookupError

    with pytest.raises(LookupError):
        change_and_fail()

    assert differences(office) == []
    office.change("operator", plan_id, finish)  # takes the number in the trail that was given before
    assert differences(office) == []


def test_only_the_plans_that_changed_are_worked_out_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = office.plan(Stage.APPROVED), office.plan(Stage.APPROVED, who="-lain")
    differences(office)
    asked: list[object] = []

    def noting(session: Session, numbers: Collection[int] | None = None) -> list[Plan]:
        asked.append(numbers)
        return candidates(session, numbers)

    monkeypatch.setattr("portal.portfolio.facts.candidates", noting)

    for _ in range(2):
        with office.inside() as session:
            facts.gather(session, weights.in_force(session))
    office.change("operator", first, finish)
    with office.inside() as session:
        found = facts.gather(session, weights.in_force(session))

    assert asked == [frozenset({first})]
    assert [one.plan.id for one in found] == [first, second]
    assert office.count(AuditEntry)
