"""References to planning documents: lists and codes."""

from __future__ import annotations

import pytest

from portal.errors import RuleViolation
from portal.records.limits import check_rupiah
from portal.records.planning import FUNDS, NOMENCLATURES, code_problems, label


@pytest.mark.parametrize(
    ("program", "activity", "subactivity"),
    [
        ("", "", ""),
        ("5.05.02", "", ""),
        ("5.05.02", "5.05.02.2.04", ""),
        ("1.02.02", "1.02.02.2.01", "1.02.02.2.01.0001"),
        ("1.02.02", "1.02.02.2.01", "1.02.02.2.01.01"),
        ("", "1.02.02.1.01", ""),
        ("", "", "1.02.02.2.01.0001"),
    ],
)
def test_well_formed_codes_pass(program: str, activity: str, subactivity: str) -> None:
    assert code_problems(program, activity, subactivity) == ()


@pytest.mark.parametrize(
    ("program", "activity", "subactivity", "field"),
    [
        ("5.5.2", "", "", "program_code"),
        ("5.05.02.", "", "", "program_code"),
        ("X.XX.02", "", "", "program_code"),
        ("5.05.02\n", "", "", "program_code"),
        ("５.05.02", "", "", "program_code"),
        ("", "5.05.02.3.04", "", "activity_code"),
        ("", "5.05.02.2.4", "", "activity_code"),
        ("", "", "5.05.02.2.04.1", "subactivity_code"),
        ("", "", "5.05.02.2.04.00001", "subactivity_code"),
        ("5.05.02", "5.05.03.2.04", "", "activity_code"),
        ("5.05.02", "5.05.02.2.04", "5.05.02.2.05.0001", "subactivity_code"),
        ("5.05.02", "", "5.05.03.2.05.0001", "subactivity_code"),
    ],
)
def test_a_code_that_is_not_of_its_level_or_its_parent_is_named(
    program: str, activity: str, subactivity: str, field: str
) -> None:
    assert [problem.field for problem in code_problems(program, activity, subactivity)] == [field]


def test_the_nomenclature_changed_seven_times_and_stands_in_order() -> None:
    dates = [choice.date for choice in NOMENCLATURES if choice.date]

    assert len(NOMENCLATURES) == 7
    assert dates == sorted(dates)


def test_an_entry_that_left_its_list_stays_readable() -> None:
    assert label(FUNDS, "pad") == "PAD"
    assert label(FUNDS, "dana-lama") == "dana-lama"


@pytest.mark.parametrize("amount", [-1, 10**15 + 1])
def test_an_amount_no_budget_holds_is_refused(amount: int) -> None:
    with pytest.raises(RuleViolation):
        check_rupiah(amount)


def test_the_limits_of_an_amount_are_allowed() -> None:
    check_rupiah(0)
    check_rupiah(10**15)
