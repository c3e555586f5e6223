"""Problems on their way up and back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.access import Role
from portal.adoption import escalation
from portal.adoption.escalation import EscalationFacts, Level
from portal.errors import RuleViolation

TODAY = date(2026, 11, 21)
SOON, PAST = TODAY + timedelta(days=3), TODAY - timedelta(days=1)
TRIED = "Sudah dua kali meminta servis ke penyedia."


def asked(level: Level, *, due: date = SOON, answered: bool = False, helped: bool = False) -> EscalationFacts:
    """An escalation to a level."""
    return EscalationFacts(level, due, answered, helped)


def test_a_problem_goes_up_one_level_at_a_time() -> None:
    first = escalation.check_escalation([], is_open=True, tried=TRIED, due=SOON, today=TODAY)
    answered = [asked(Level.SECRETARY, answered=True)]
    second = escalation.check_escalation(answered, is_open=True, tried=TRIED, due=SOON, today=TODAY)

    assert (first, second) == (Level.SECRETARY, Level.HEAD)


def test_above_the_head_of_the_region_there_is_nobody() -> None:
    with pytest.raises(RuleViolation, match="tertinggi"):
        escalation.check_escalation(
            [asked(Level.HEAD, answered=True)], is_open=True, tried=TRIED, due=SOON, today=TODAY
        )


def test_a_problem_waits_for_the_answer_until_its_day_has_passed() -> None:
    with pytest.raises(RuleViolation, match="Tunggu"):
        escalation.check_escalation(
            [asked(Level.SECRETARY)], is_open=True, tried=TRIED, due=SOON, today=TODAY
        )

    overdue = [asked(Level.SECRETARY, due=PAST)]

    assert (
        escalation.check_escalation(overdue, is_open=True, tried=TRIED, due=SOON, today=TODAY) is Level.HEAD
    )


@pytest.mark.parametrize("due", [TODAY, PAST])
def test_an_answer_is_asked_for_a_day_to_come(due: date) -> None:
    with pytest.raises(RuleViolation, match="Tenggat"):
        escalation.check_escalation([], is_open=True, tried=TRIED, due=due, today=TODAY)


@pytest.mark.parametrize("tried", ["", "   ", "sudah dicoba"])
def test_what_was_tried_must_be_told(tried: str) -> None:
    with pytest.raises(RuleViolation, match="dicoba"):
        escalation.check_escalation([], is_open=True, tried=tried, due=SOON, today=TODAY)


def test_a_closed_problem_does_not_go_up() -> None:
    with pytest.raises(RuleViolation, match="ditutup"):
        escalation.check_escalation([], is_open=False, tried=TRIED, due=SOON, today=TODAY)


def test_whoever_was_asked_and_did_not_answer_is_waited_for() -> None:
    assert escalation.waiting_at([]) is Level.OPD
    assert escalation.waiting_at([asked(Level.SECRETARY)]) is Level.SECRETARY
    assert escalation.waiting_at([asked(Level.SECRETARY, answered=True)]) is Level.OPD
    both = [asked(Level.SECRETARY, due=PAST), asked(Level.HEAD)]
    assert escalation.waiting_at(both) is Level.HEAD


def test_a_problem_counts_where_somebody_helped() -> None:
    returned = asked(Level.SECRETARY, answered=True)
    helped = asked(Level.SECRETARY, answered=True, helped=True)

    assert escalation.check_closing([], is_open=True, result="Selesai") is Level.OPD
    assert escalation.check_closing([returned], is_open=True, result="Selesai") is Level.OPD
    assert escalation.check_closing([helped], is_open=True, result="Selesai") is Level.SECRETARY


def test_closing_tells_how_and_happens_once() -> None:
    with pytest.raises(RuleViolation, match="bagaimana"):
        escalation.check_closing([], is_open=True, result=" ")
    with pytest.raises(RuleViolation, match="sudah ditutup"):
        escalation.check_closing([], is_open=False, result="Selesai")


def test_an_answer_in_time_is_not_overdue() -> None:
    assert asked(Level.SECRETARY, due=PAST).is_overdue(TODAY)
    assert not asked(Level.SECRETARY, due=TODAY).is_overdue(TODAY)
    assert not asked(Level.SECRETARY, due=PAST, answered=True).is_overdue(TODAY)


def test_the_assistant_stands_between_the_agency_and_the_secretary_where_there_is_one() -> None:
    answered = asked(Level.ASSISTANT, answered=True)

    assert escalation.next_level([]) is Level.SECRETARY
    assert escalation.next_level([], has_assistant=True) is Level.ASSISTANT
    assert (
        escalation.next_level([answered])
        is escalation.next_level([answered], has_assistant=True)
        is Level.SECRETARY
    )


@pytest.mark.parametrize(
    ("role", "levels"),
    [
        (Role.ASSISTANT, {Level.ASSISTANT}),
        (Role.SECRETARY, {Level.ASSISTANT, Level.SECRETARY}),
        (Role.LEADERSHIP, {Level.ASSISTANT, Level.SECRETARY, Level.HEAD}),
        (Role.CURATOR, set()),
    ],
)
def test_who_stands_higher_may_answer_for_who_stands_lower(role: Role, levels: set[Level]) -> None:
    above = [one for one in Level if one is not Level.OPD]

    assert {one for one in above if escalation.may_answer(one, {role})} == levels
