"""Every page that says whether a target is met says what the rule of plans says, to the last digit."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.adoption import Kpi, KpiFacts, Move, Plan, Reading, Stage
from portal.adoption.measures import Direction
from portal.dashboards import past, queries, scores
from portal.dashboards.rules import Outcome, Share, outcome
from portal.records.limits import MAX_DECIMALS, MAX_FIGURE
from tests.integration.adoption.conftest import NOW, OPD, TODAY, Office
from tests.patience import examples

NEAREST = Decimal(1).scaleb(-MAX_DECIMALS)
LIMIT = int(MAX_FIGURE / NEAREST)  # the largest figure that may be typed, counted in its last digit
MILLIONTHS = st.integers(-LIMIT, LIMIT) | st.sampled_from([0, 1, -1, LIMIT, LIMIT - 1, -LIMIT, 10**21 + 1])
STEPS = st.sampled_from([0, 1, -1, 10**6, -(10**6)])
KPIS = st.lists(st.tuples(st.sampled_from(list(Direction)), MILLIONTHS, STEPS), min_size=1, max_size=6)


def store(office: Office, kpis: list[tuple[Direction, Decimal, Decimal]]) -> None:
    """One plan in trial with these KPIs, each read a day before today, and one KPI that was removed."""
    with office.inside() as session:
        for kind in (Reading, Kpi, Move, Plan):
            session.query(kind).delete()
        values = {"stage": Stage.TRIAL, "submitted_at": NOW, "created_at": NOW, "last_news_at": NOW}
        session.add(Plan(id=1, opd=OPD, title="Rencana", case_slug="jempol", **values))
        session.flush()
        moved = {"from_stage": Stage.INITIATIVE, "to_stage": Stage.TRIAL}
        session.add(Move(plan_id=1, what="dipindah", at=NOW - timedelta(days=2), **moved))
        for number, (direction, target, value) in enumerate([*kpis, (Direction.UP, Decimal(0), Decimal(1))]):
            removed = NOW - timedelta(days=1) if number == len(kpis) else None
            due = TODAY - timedelta(days=1)
            session.add(
                Kpi(id=number, plan_id=1, name="KPI", direction=direction, target=target, target_date=due,
                    removed_at=removed)
            )  # fmt: skip
            session.flush()
            session.add(Reading(plan_id=1, kpi_id=number, day=due, value=value, at=NOW))


@given(KPIS)
@examples(25)
def check(office: Office, drawn: list[tuple[Direction, int, int]]) -> None:
    """Compare the list, the scorecard and the month on paper with the rule."""
    exact = [(way, target * NEAREST, (target + step) * NEAREST) for way, target, step in drawn]
    store(office, exact)
    due, end = TODAY - timedelta(days=1), NOW + timedelta(days=1)
    facts = [
        KpiFacts(way, target=goal, target_date=due, readings=((due, read),)) for way, goal, read in exact
    ]
    expected = [outcome(kpi, TODAY) for kpi in facts]
    actor = office.actor("pimpinan")

    with office.inside() as session:
        rows = queries.begun_kpis(session, actor, TODAY)
        then = past.outcomes_at(session, past.plans_at(session, end), TODAY, end)
        share = scores.met_on(session, actor, OPD, [TODAY])

    assert [row.outcome for row in rows] == expected
    assert then == {(OPD, one): expected.count(one) for one in set(expected)}
    assert share == {TODAY: Share(expected.count(Outcome.MET), len(expected))}


def test_list_scorecard_and_month_agree_with_the_rule_on_figures_of_any_length(office: Office) -> None:
    office.actor("pimpinan")

    check(office)


@pytest.mark.parametrize(("read", "said"), [("1", "Tidak tercapai"), ("2", "Tercapai"), ("3", "Tercapai")])
def test_a_target_of_sixteen_digits_is_not_met_by_a_reading_a_millionth_below(
    office: Office, read: str, said: str
) -> None:
    store(
        office, [(Direction.UP, Decimal("999999999999999.000002"), Decimal(f"999999999999999.00000{read}"))]
    )

    page = office.get("pimpinan", "/dasbor/kpi").text

    assert f"<td>{said}" in page
