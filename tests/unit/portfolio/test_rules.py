"""The score of a plan: every formula against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.errors import RuleViolation
from portal.portfolio import rules
from portal.portfolio.rules import (
    DEFAULT_WEIGHTS,
    MISSING,
    CaseEvidence,
    Criterion,
    KpiChange,
    PlanInputs,
    score,
)

FULL = PlanInputs(
    mission=2,
    has_indicator=True,
    is_target_open=True,
    people=10_000,
    changes=(KpiChange(Decimal(12), Decimal(80)), KpiChange(Decimal(90), Decimal(30))),
    cost=500_000_000,
    evidence=CaseEvidence(True, True, 3, True, True),
    gates_met=9,
    gates_asked=14,
    fit=63,
    risks=(4, 12),
)


@pytest.mark.parametrize(
    ("changes", "points"),
    [
        ({}, 100),
        ({"is_target_open": False}, 80),
        ({"is_target_open": None}, 80),
        ({"has_indicator": False}, 50),
        ({"mission": None}, None),
    ],
)
def test_the_contribution_to_the_rpjmd_is_50_and_30_and_20(
    changes: dict[str, object], points: int | None
) -> None:
    assert rules.rpjmd_points(replace(FULL, **changes)) == points  # type: ignore[arg-type]  # one field at a time


@pytest.mark.parametrize(
    ("people", "points"),
    [
        (None, None),
        (0, 0),
        (1, 0),
        (10, 0),
        (100, 20),
        (1_000, 40),
        (20_000, 66),
        (1_000_000, 100),
        (10**8, 100),
    ],
)
def test_ten_times_as_many_people_are_20_points_more(people: int | None, points: int | None) -> None:
    assert rules.people_points(people) == points


@pytest.mark.parametrize(
    ("baseline", "target", "share"),
    [
        ("12", "80", "0.85"),
        ("90", "30", "0.6666666666666666666666666667"),
        ("0", "700", "1"),
        ("-5", "5", "1"),
        ("0", "0", "0"),
        ("50", "50", "0"),
    ],
)
def test_the_size_of_a_change_is_measured_by_the_larger_of_both_ends(
    baseline: str, target: str, share: str
) -> None:
    assert KpiChange(Decimal(baseline), Decimal(target)).share == Decimal(share)


def test_outcome_per_rupiah_counts_people_times_change_for_a_million() -> None:
    # 10.000 × (0,85 + 0,6667) ÷ 2 = 7.583,3; ÷ 500 million = 15,17 a million; 25 × (log10 15,17 + 1) = 54,5
    assert rules.outcome(FULL) == pytest.approx(Decimal("7583.33"), abs=Decimal("0.01"))
    assert rules.outcome_points(FULL) == 55


@pytest.mark.parametrize(
    ("changes", "points"),
    [
        ({"people": None}, None),
        ({"changes": ()}, None),
        ({"cost": None}, None),
        ({"cost": 0}, 100),
        ({"people": 0, "cost": 0}, 0),
        ({"people": 1, "cost": 10**15}, 0),
    ],
)
def test_outcome_per_rupiah_is_unknown_without_people_kpi_or_cost(
    changes: dict[str, object], points: int | None
) -> None:
    assert rules.outcome_points(replace(FULL, **changes)) == points  # type: ignore[arg-type]  # one field at a time


@pytest.mark.parametrize(
    ("evidence", "points"),
    [
        (CaseEvidence(True, True, 2, True, True), 100),
        (CaseEvidence(True, False, 1, True, True), 50),
        (CaseEvidence(False, False, 1, False, False), 0),
        (CaseEvidence(True, True, 6, False, False), 70),
    ],
)
def test_evidence_is_20_25_25_20_10(evidence: CaseEvidence, points: int) -> None:
    assert rules.evidence_points(evidence) == points


def test_readiness_is_the_share_of_requirements_that_are_met() -> None:
    assert rules.readiness_points(9, 14) == 64  # 64,29
    assert rules.readiness_points(1, 8) == 13  # 12,5 upwards
    assert rules.readiness_points(0, 0) is None


def test_only_the_highest_risk_counts_and_an_empty_register_is_not_no_risk() -> None:
    assert rules.risk_points((4, 12)) == 54  # 13 ÷ 24 = 54,17
    assert rules.risk_points((1,)) == 100
    assert rules.risk_points((25, 1)) == 0
    assert rules.risk_points(()) is None


def test_a_score_is_the_weighted_mean_of_its_points() -> None:
    found = score(FULL, DEFAULT_WEIGHTS)

    # 20×100 + 20×60 + 20×55 + 15×100 + 10×64 + 5×63 + 10×54 = 7.295; ÷ 100 = 72,95
    assert found.value == found.low == found.high == 73
    assert not found.missing


def test_what_is_missing_counts_cautious_points_and_shows_how_far_the_score_could_go() -> None:
    found = score(PlanInputs(mission=1, gates_met=1, gates_asked=2), DEFAULT_WEIGHTS)

    # known: 20×50 + 10×50 = 1.500; missing weights 70: ×25 = 1.750, ×0 = 0, ×100 = 7.000
    assert (found.value, found.low, found.high) == (33, 15, 85)
    assert found.missing == (
        Criterion.PEOPLE,
        Criterion.OUTCOME,
        Criterion.EVIDENCE,
        Criterion.FIT,
        Criterion.RISK,
    )
    assert {part.counted for part in found.parts if part.points is None} == {MISSING}


def test_a_plan_that_nothing_is_known_of_scores_a_quarter() -> None:
    found = score(PlanInputs(), DEFAULT_WEIGHTS)

    assert (found.value, found.low, found.high) == (25, 0, 100)


def test_one_weight_alone_may_decide() -> None:
    alone = dict.fromkeys(Criterion, 0) | {Criterion.RISK: 100}

    rules.check_weights(alone)
    assert score(FULL, alone).value == 54


def test_only_the_proportion_of_weights_matters() -> None:
    doubled = {one: 2 * weight for one, weight in DEFAULT_WEIGHTS.items()}

    assert score(FULL, doubled).value == score(FULL, DEFAULT_WEIGHTS).value


@pytest.mark.parametrize("weight", [-1, 101])
def test_a_weight_outside_0_to_100_is_refused(weight: int) -> None:
    with pytest.raises(RuleViolation, match="antara 0 dan 100"):
        rules.check_weights({**DEFAULT_WEIGHTS, Criterion.FIT: weight})


def test_weights_that_are_all_nothing_are_refused() -> None:
    with pytest.raises(RuleViolation, match="lebih dari 0"):
        rules.check_weights(dict.fromkeys(Criterion, 0))
