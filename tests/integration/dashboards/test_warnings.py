"""Warnings are found by the database; they are exactly those that the rules name, plan by plan."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import insert, select

from portal import clock
from portal.adoption import ALERT_LEVELS, AlertFacts, AlertLevel, Milestone, Plan, Stage, gravest, signals
from portal.adoption.measures import Phase
from portal.dashboards import warnings
from portal.dashboards.standing import standing
from tests.integration.adoption.conftest import NOW, OPD, OTHER_OPD, TODAY, Office
from tests.patience import some

pytestmark = pytest.mark.both_engines("dashboards")

PLANS = 300
EDGES = (-1, 0, 1, 2, 13, 14, 15, 29, 30, 31, 44, 45, 46, 59, 60, 61, 90)  # days ago, around every limit
Ranked = tuple[AlertLevel, int, int]  # degree, days of the longest warning, plan


def made_up(office: Office, seed: int) -> None:
    """Plans whose days lie around every limit, on either side of midnight."""
    chance = Random(seed)

    def day() -> date | None:
        return chance.choice([None, *(TODAY - timedelta(days=days) for days in EDGES)])

    def moment() -> datetime:
        ago = timedelta(days=chance.choice(EDGES[2:]), minutes=chance.choice((-1, 0, 1)))
        return datetime.combine(TODAY, time(), clock.zone()) - ago

    with office.inside() as session:
        plans = [
            {
                "id": number,
                "opd": chance.choice((OPD, OTHER_OPD)),
                "title": f"Rencana {number}",
                "stage": chance.choice(list(Stage)),
                "halted_from": chance.choice((Stage.PROPOSED, Stage.TRIAL)),
                "submitted_at": chance.choice((None, NOW)),
                "trial_end": day(),
                "pause_until": day(),
                "created_at": NOW,
                "last_news_at": moment(),
            }
            for number in range(1, PLANS + 1)
        ]
        steps = [
            {
                "plan_id": chance.randint(1, PLANS),
                "title": "Langkah",
                "phase": Phase.DESIGN,
                "due": day(),
                "done": chance.choice((None, None, TODAY)),
                "removed_at": chance.choice((None, None, NOW)),
            }
            for _ in range(2 * PLANS)
        ]
        session.execute(insert(Plan), plans)
        session.execute(insert(Milestone), steps)


def by_rule(plan: Plan) -> Ranked | None:
    """What the rules say of one plan."""
    overdue = min((one.due for one in plan.milestones if one.facts.is_late(TODAY) and one.due), default=None)
    news = clock.local(plan.last_news_at).date()
    facts = AlertFacts(plan.stage, news, overdue, plan.trial_end, plan.pause_until)
    found = signals(facts, TODAY, warnings.own_limits())
    level = gravest(found)
    return (level, max(one.days for one in found), plan.id) if level else None


@pytest.mark.parametrize("seed", some(range(12), 2))
def test_the_database_names_the_plans_that_the_rules_warn_of_in_their_order(
    office: Office, seed: int
) -> None:
    made_up(office, seed)
    actor = office.actor("kurator")  # who reads every draft

    with office.inside() as session:
        plans = {plan.id: plan for plan in session.scalars(select(Plan))}
        ranked = [one for one in map(by_rule, plans.values()) if one]
        ranked.sort(key=lambda one: (-ALERT_LEVELS.index(one[0]), -one[1], one[2]))
        now = standing(session)
        counted = warnings.counts(now, actor)
        lines = warnings.lines(session, now, actor, limit=PLANS)

        assert counted.by_opd == Counter((plans[number].opd, level) for level, _, number in ranked)
        assert [
            (line.level, max(one.days for one in line.signals), line.plan.plan_id) for line in lines
        ] == ranked
        for level in ALERT_LEVELS:
            some_lines = warnings.lines(session, now, actor, opd=OPD, level=level, offset=2, limit=5)
            numbers = [number for degree, _, number in ranked if degree is level and plans[number].opd == OPD]
            assert [line.plan.plan_id for line in some_lines] == numbers[2:7]


def test_who_may_not_read_a_draft_is_not_warned_of_it(office: Office) -> None:
    made_up(office, seed=99)
    auditor = office.actor("auditor")

    with office.inside() as session:
        plans = {plan.id: plan for plan in session.scalars(select(Plan))}
        lines = warnings.lines(session, standing(session), auditor, limit=PLANS)

    assert lines
    assert not any(plans[line.plan.plan_id].is_draft for line in lines)
