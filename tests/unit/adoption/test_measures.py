"""KPIs, milestones and the progress computed from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.adoption.measures import (
    TEMPLATE,
    Direction,
    KpiFacts,
    MilestoneFacts,
    Phase,
    leads_backwards,
    progress,
)

DAY = date(2026, 11, 21)
UP = KpiFacts(Direction.UP, Decimal(50), date(2026, 1, 1), "Survei", Decimal(100), date(2026, 12, 31))
DOWN = replace(UP, direction=Direction.DOWN, baseline=Decimal(90), target=Decimal(30))


def read(kpi: KpiFacts, *values: str) -> KpiFacts:
    """The KPI with readings on days after one another."""
    return replace(kpi, readings=tuple((date(2026, 2, day), Decimal(v)) for day, v in enumerate(values, 1)))


@pytest.mark.parametrize(
    ("kpi", "value", "is_met", "attainment"),
    [
        (UP, "100", True, "1"),
        (UP, "120", True, "1"),
        (UP, "75", False, "0.5"),
        (UP, "50", False, "0"),
        (UP, "10", False, "0"),
        (DOWN, "30", True, "1"),
        (DOWN, "25", True, "1"),
        (DOWN, "60", False, "0.5"),
        (DOWN, "95", False, "0"),
    ],
)
def test_the_latest_reading_is_held_against_the_target(
    kpi: KpiFacts, value: str, is_met: bool, attainment: str
) -> None:
    facts = read(kpi, "77", value)

    assert facts.is_met is is_met
    assert facts.attainment == Decimal(attainment)


def test_without_reading_or_target_nothing_is_met_or_missed() -> None:
    assert UP.is_met is None
    assert read(replace(UP, target=None), "80").is_met is None
    assert UP.attainment == 0
    assert read(replace(UP, baseline=None), "80").attainment == 0
    assert read(replace(UP, target=None), "80").attainment == 0


def test_a_kpi_is_late_from_the_day_after_its_target_until_the_target_is_met() -> None:
    last = date(2026, 12, 31)

    assert [UP.is_late(last), UP.is_late(date(2027, 1, 1))] == [False, True]
    assert not read(UP, "100").is_late(date(2027, 1, 1))
    assert not replace(UP, target_date=None).is_late(date(2027, 1, 1))


def test_a_target_below_where_one_began_never_counts_for_more_than_the_whole_way() -> None:
    assert read(replace(UP, baseline=Decimal(100), target=Decimal(50)), "20").attainment == 1


def test_the_template_leads_from_learning_to_the_plan_of_the_next_year_in_seven_months() -> None:
    steps = {phase: [step.days for step in TEMPLATE if step.phase is phase] for phase in Phase}

    assert steps == {
        Phase.PREPARATION: [14, 21, 30],
        Phase.DESIGN: [45, 60, 75],
        Phase.REPLICATION: [90, 105, 165],
        Phase.EVALUATION: [180, 195, 210],
    }


def test_a_target_that_holds_the_level_is_met_or_not_at_all() -> None:
    level = replace(UP, target=UP.baseline)

    assert read(level, "50").attainment == 1
    assert read(level, "49").attainment == 0


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "expected"),
    [
        (Direction.UP, 50, 40, True),
        (Direction.UP, 50, 50, False),
        (Direction.DOWN, 50, 60, True),
        (Direction.DOWN, 50, 50, False),
        (Direction.DOWN, 50, 40, False),
    ],
)
def test_a_target_worse_than_the_baseline_leads_backwards(
    direction: Direction, baseline: int, target: int, expected: bool
) -> None:
    assert leads_backwards(direction, Decimal(baseline), Decimal(target)) is expected


def test_a_target_without_a_baseline_cannot_lead_backwards() -> None:
    assert not leads_backwards(Direction.UP, None, Decimal(1))
    assert not leads_backwards(Direction.UP, Decimal(1), None)


def test_progress_is_half_milestones_and_half_targets() -> None:
    made = progress(
        [MilestoneFacts(DAY, DAY), MilestoneFacts(DAY), MilestoneFacts(DAY), MilestoneFacts(None)],
        [read(UP, "100"), read(UP, "75"), read(UP, "75"), UP],
    )

    assert (made.done, made.milestones, made.met, made.kpis) == (1, 4, 1, 4)
    assert made.percent == 37  # half of 25 and half of 50


def test_progress_counts_what_there_is_where_the_other_half_is_missing() -> None:
    assert progress([MilestoneFacts(DAY, DAY), MilestoneFacts(DAY)], []).percent == 50
    assert progress([], [read(UP, "100")]).percent == 100
    assert progress([], []).percent is None


def test_progress_is_rounded_down_so_that_only_the_whole_is_a_hundred() -> None:
    steps = [MilestoneFacts(DAY, DAY)] * 999 + [MilestoneFacts(DAY)]

    assert progress(steps, []).percent == 99


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.booleans()), max_size=12),
    st.lists(st.decimals(-1_000, 1_000, places=2), max_size=6),
)
def test_progress_stays_between_nothing_and_the_whole(
    steps: list[tuple[bool, bool]], values: list[Decimal]
) -> None:
    milestones = [MilestoneFacts(DAY if due else None, DAY if done else None) for due, done in steps]
    kpis = [replace(UP, readings=((DAY, value),)) for value in values]

    made = progress(milestones, kpis)

    assert made.percent is None or 0 <= made.percent <= 100
    assert (made.percent is None) == (not milestones and not kpis)


def test_a_milestone_is_late_from_the_day_after_it_is_due() -> None:
    assert not MilestoneFacts(DAY).is_late(DAY)
    assert MilestoneFacts(DAY).is_late(date(2026, 11, 22))
    assert not MilestoneFacts(DAY, DAY).is_late(date(2026, 11, 22))
    assert not MilestoneFacts(None).is_late(date(2030, 1, 1))


def test_a_kpi_is_late_once_its_day_passed_without_the_target() -> None:
    assert UP.is_late(date(2027, 1, 1))
    assert not UP.is_late(date(2026, 12, 31))
    assert not read(UP, "100").is_late(date(2027, 1, 1))


def test_the_template_walks_the_four_steps_of_replication_in_order() -> None:
    assert list(dict.fromkeys(step.phase for step in TEMPLATE)) == list(Phase)
    assert [step.days for step in TEMPLATE] == sorted(step.days for step in TEMPLATE)
