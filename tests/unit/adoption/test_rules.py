"""The stages of a plan: what each gate asks for, which moves are open, who may not approve."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from portal.adoption import rules
from portal.adoption.measures import Direction, KpiFacts, MilestoneFacts
from portal.adoption.rules import Decision, PlanFacts, Stage, StopReason
from portal.errors import Forbidden, RuleViolation
from portal.records.ladder import missing

START, END = date(2026, 9, 1), date(2026, 12, 1)
KPI = KpiFacts(
    Direction.DOWN,
    Decimal(90),
    date(2026, 8, 1),
    "Survei",
    Decimal(30),
    date(2026, 12, 31),
    ((START, Decimal(60)),),
)
FULL = PlanFacts(
    stage=Stage.PROPOSED,
    has_need=True,
    has_target_group=True,
    has_imitation=True,
    mission=1,
    is_submitted=True,
    is_approved=True,
    owner_post="Kepala Bidang",
    no_cost=True,
    trial_place="Bandar",
    trial_start=START,
    trial_end=END,
    milestones=(MilestoneFacts(END),),
    kpis=(KPI,),
    has_evaluation=True,
    decision=Decision.APPLY,
)
STEPS = [
    (Stage.PROPOSED, Stage.APPROVED),
    (Stage.APPROVED, Stage.INITIATIVE),
    (Stage.INITIATIVE, Stage.TRIAL),
    (Stage.TRIAL, Stage.APPLIED),
]


def lacking(facts: PlanFacts, wanted: Stage) -> list[str]:
    """The subjects of what a gate finds missing."""
    return [one.subject for one in missing(rules.gate(facts, wanted))]


@pytest.mark.parametrize(("current", "wanted"), STEPS)
def test_a_full_plan_passes_each_gate(current: Stage, wanted: Stage) -> None:
    rules.check_move(replace(FULL, stage=current), wanted, reason="")


@pytest.mark.parametrize(
    ("current", "wanted", "change", "subject"),
    [
        (Stage.PROPOSED, Stage.APPROVED, {"has_need": False}, "kebutuhan"),
        (Stage.PROPOSED, Stage.APPROVED, {"has_target_group": False}, "kebutuhan"),
        (Stage.PROPOSED, Stage.APPROVED, {"has_imitation": False}, "tiru"),
        (Stage.PROPOSED, Stage.APPROVED, {"mission": None}, "rpjmd"),
        (Stage.PROPOSED, Stage.APPROVED, {"is_submitted": False}, "persetujuan"),
        (Stage.APPROVED, Stage.INITIATIVE, {"is_approved": False}, "persetujuan"),
        (Stage.APPROVED, Stage.INITIATIVE, {"owner_post": ""}, "tim"),
        (Stage.APPROVED, Stage.INITIATIVE, {"no_cost": False}, "anggaran"),
        (Stage.INITIATIVE, Stage.TRIAL, {"is_approved": False}, "persetujuan"),
        (Stage.INITIATIVE, Stage.TRIAL, {"owner_post": ""}, "tim"),
        (Stage.INITIATIVE, Stage.TRIAL, {"milestones": ()}, "tahapan"),
        (
            Stage.INITIATIVE,
            Stage.TRIAL,
            {"milestones": (MilestoneFacts(END), MilestoneFacts(None))},
            "tahapan",
        ),
        (Stage.INITIATIVE, Stage.TRIAL, {"kpis": (replace(KPI, baseline=None),)}, "kpi"),
        (Stage.INITIATIVE, Stage.TRIAL, {"kpis": (KPI, replace(KPI, baseline=None))}, "kpi"),
        (Stage.INITIATIVE, Stage.TRIAL, {"kpis": (replace(KPI, baseline_source=""),)}, "kpi"),
        (Stage.INITIATIVE, Stage.TRIAL, {"kpis": (replace(KPI, baseline_date=None),)}, "kpi"),
        (Stage.INITIATIVE, Stage.TRIAL, {"kpis": (KPI, replace(KPI, target=None))}, "kpi"),
        (Stage.INITIATIVE, Stage.TRIAL, {"kpis": (replace(KPI, target_date=None),)}, "kpi"),
        (Stage.INITIATIVE, Stage.TRIAL, {"trial_place": ""}, "uji-coba"),
        (Stage.INITIATIVE, Stage.TRIAL, {"trial_end": None}, "uji-coba"),
        (Stage.TRIAL, Stage.APPLIED, {"kpis": (replace(KPI, readings=()),)}, "kpi"),
        (
            Stage.TRIAL,
            Stage.APPLIED,
            {"kpis": (replace(KPI, readings=((date(2026, 8, 31), Decimal(60)),)),)},
            "kpi",
        ),
        (Stage.TRIAL, Stage.APPLIED, {"kpis": ()}, "kpi"),
        (Stage.TRIAL, Stage.APPLIED, {"has_evaluation": False}, "evaluasi"),
        (Stage.TRIAL, Stage.APPLIED, {"decision": None}, "keputusan"),
        (Stage.TRIAL, Stage.APPLIED, {"decision": Decision.REPEAT}, "keputusan"),
    ],
)
def test_a_gate_stays_shut_while_one_thing_is_missing(
    current: Stage, wanted: Stage, change: dict[str, object], subject: str
) -> None:
    facts = replace(FULL, stage=current, **change)  # type: ignore[arg-type]

    assert lacking(facts, wanted) == [subject]
    with pytest.raises(RuleViolation, match="Yang kurang"):
        rules.check_move(facts, wanted, reason="")


def test_preparation_asks_once_for_all_that_the_three_first_gates_ask() -> None:
    subjects = [one.subject for one in rules.preparation(replace(FULL, stage=Stage.PROPOSED))]

    assert subjects == [
        *["kebutuhan", "kebutuhan", "tiru", "rpjmd", "persetujuan"],  # to be approved
        *["persetujuan", "tim", "anggaran"],  # to become an initiative
        *["kpi", "kpi", "kpi", "tahapan", "uji-coba", "uji-coba"],  # to be tried
    ]


def test_a_reason_of_ten_letters_is_one_and_of_nine_is_none() -> None:
    facts = replace(FULL, stage=Stage.TRIAL)

    rules.check_move(facts, Stage.PAUSED, reason="x" * 10)
    with pytest.raises(RuleViolation):
        rules.check_move(facts, Stage.PAUSED, reason="x" * 9)


def test_a_trial_without_any_kpi_lacks_all_that_is_asked_of_kpis() -> None:
    facts = replace(FULL, stage=Stage.INITIATIVE, kpis=())

    assert lacking(facts, Stage.TRIAL) == ["kpi", "kpi", "kpi"]


def test_a_budget_line_answers_for_the_cost_as_well_as_no_cost_does() -> None:
    assert lacking(replace(FULL, stage=Stage.APPROVED, no_cost=False, budget_lines=1), Stage.INITIATIVE) == []


def test_a_reading_on_the_first_day_of_the_trial_counts() -> None:
    assert lacking(replace(FULL, stage=Stage.TRIAL), Stage.APPLIED) == []


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage.PROPOSED, {Stage.APPROVED, Stage.PAUSED, Stage.STOPPED}),
        (Stage.APPROVED, {Stage.PROPOSED, Stage.INITIATIVE, Stage.PAUSED, Stage.STOPPED}),
        (Stage.TRIAL, {Stage.INITIATIVE, Stage.APPLIED, Stage.PAUSED, Stage.STOPPED}),
        (Stage.APPLIED, {Stage.TRIAL, Stage.PAUSED, Stage.STOPPED}),
    ],
)
def test_a_plan_moves_one_step_at_a_time_or_halts(stage: Stage, expected: set[Stage]) -> None:
    assert set(rules.open_moves(replace(FULL, stage=stage))) == expected


def test_a_draft_cannot_be_paused() -> None:
    assert Stage.PAUSED not in rules.open_moves(replace(FULL, is_submitted=False))


@pytest.mark.parametrize("halt", [Stage.PAUSED, Stage.STOPPED])
def test_a_halted_plan_goes_back_only_to_where_it_stood(halt: Stage) -> None:
    facts = replace(FULL, stage=halt, halted_from=Stage.TRIAL, kpis=())

    rules.check_move(facts, Stage.TRIAL, reason="Alat sudah datang lagi")
    with pytest.raises(RuleViolation):
        rules.check_move(facts, Stage.APPLIED, reason="Alat sudah datang lagi")


def test_a_paused_plan_can_be_stopped_and_a_stopped_one_not_paused() -> None:
    paused = replace(FULL, stage=Stage.PAUSED, halted_from=Stage.TRIAL)
    stopped = replace(FULL, stage=Stage.STOPPED, halted_from=Stage.TRIAL)

    assert Stage.STOPPED in rules.open_moves(paused)
    assert rules.open_moves(stopped) == (Stage.TRIAL,)


@pytest.mark.parametrize(
    ("current", "wanted", "is_needed"),
    [
        (Stage.INITIATIVE, Stage.TRIAL, False),
        (Stage.TRIAL, Stage.INITIATIVE, True),
        (Stage.APPROVED, Stage.PROPOSED, True),
        (Stage.TRIAL, Stage.PAUSED, True),
        (Stage.PROPOSED, Stage.STOPPED, True),
        (Stage.STOPPED, Stage.TRIAL, True),
        (Stage.PAUSED, Stage.TRIAL, False),
    ],
)
def test_going_back_halting_and_reopening_need_a_reason(
    current: Stage, wanted: Stage, is_needed: bool
) -> None:
    assert rules.needs_reason(current, wanted) is is_needed


@pytest.mark.parametrize("reason", ["", "         x        ", "singkat"])
def test_a_reason_that_explains_nothing_is_refused(reason: str) -> None:
    with pytest.raises(RuleViolation, match="alasannya"):
        rules.check_move(replace(FULL, stage=Stage.TRIAL), Stage.INITIATIVE, reason=reason)


def test_a_stop_needs_its_code_beside_the_words() -> None:
    facts = replace(FULL, stage=Stage.TRIAL)
    words = "Jaringan tidak sampai ke desa"

    with pytest.raises(RuleViolation, match="Pilih alasan"):
        rules.check_move(facts, Stage.STOPPED, reason=words)
    rules.check_move(facts, Stage.STOPPED, reason=words, stop_reason=StopReason.TECHNOLOGY)


def test_there_are_eight_reasons_to_stop_each_with_a_name() -> None:
    assert len(StopReason) == 8
    assert set(rules.STOP_REASONS) == set(StopReason)


def test_the_notice_names_the_article_that_protects_failed_innovations() -> None:
    assert "UU 23/2014 pasal 389" in rules.NO_OFFENCE


@pytest.mark.parametrize("approver", [1, 2, None])
def test_nobody_who_proposed_approves(approver: int | None) -> None:
    with pytest.raises(Forbidden):
        rules.check_approver(proposers=[1, 2], approver=approver, is_head=True, head_proposed=True)


def test_the_head_approves_what_others_proposed() -> None:
    rules.check_approver(proposers=[1], approver=3, is_head=True, head_proposed=False)


def test_the_curator_approves_only_where_a_head_proposed() -> None:
    rules.check_approver(proposers=[1], approver=3, is_head=False, head_proposed=True)
    with pytest.raises(Forbidden):
        rules.check_approver(proposers=[1], approver=3, is_head=False, head_proposed=False)


def test_a_plan_of_which_nothing_is_written_lacks_everything_at_every_gate() -> None:
    for current, wanted in STEPS:
        gate = rules.gate(PlanFacts(current), wanted)
        assert gate
        assert missing(gate) == gate, wanted


def test_going_back_asks_for_nothing_that_is_written() -> None:
    for current, wanted in STEPS:
        assert rules.gate(PlanFacts(wanted), current) == ()


def test_a_trial_has_a_first_and_a_last_day() -> None:
    for gap in ("trial_start", "trial_end"):
        facts = replace(FULL, stage=Stage.INITIATIVE, **{gap: None})  # type: ignore[arg-type]
        assert lacking(facts, Stage.TRIAL) == ["uji-coba"]


@pytest.mark.parametrize(
    "gap",
    [
        {"kpis": (KPI, replace(KPI, readings=()))},
        {"kpis": (KPI, replace(KPI, target=None))},
        {"trial_start": None},
    ],
    ids=["one KPI never read", "one KPI without a target", "a trial without a first day"],
)
def test_what_was_tried_is_applied_only_when_every_kpi_can_be_held_against_its_target(
    gap: dict[str, object],
) -> None:
    facts = replace(FULL, stage=Stage.TRIAL, **gap)  # type: ignore[arg-type]

    assert lacking(facts, Stage.APPLIED) == ["kpi"]


def test_only_a_draft_is_put_away_without_a_word() -> None:
    draft = PlanFacts(Stage.PROPOSED)

    rules.check_move(draft, Stage.STOPPED, reason="")
    rules.check_move(replace(draft, stage=Stage.PAUSED, halted_from=Stage.PROPOSED), Stage.STOPPED, reason="")
    for facts in (replace(draft, is_submitted=True), PlanFacts(Stage.TRIAL)):
        with pytest.raises(RuleViolation, match="Pilih alasan"):
            rules.check_move(facts, Stage.STOPPED, reason="")
    assert not rules.is_discard(draft, Stage.APPROVED)


def test_a_plan_that_was_never_submitted_may_be_paused_once_it_runs() -> None:
    assert Stage.PAUSED in rules.open_moves(PlanFacts(Stage.TRIAL))


def test_a_halted_plan_of_unknown_origin_goes_back_to_its_beginning() -> None:
    assert rules.open_moves(PlanFacts(Stage.PAUSED)) == (Stage.PROPOSED, Stage.STOPPED)


def test_staying_stopped_is_no_reopening() -> None:
    assert rules.is_reopening(Stage.STOPPED, Stage.PROPOSED)
    assert not rules.is_reopening(Stage.STOPPED, Stage.STOPPED)
    assert not rules.is_reopening(Stage.PAUSED, Stage.PROPOSED)


def test_lists_count_a_plan_by_where_it_stands() -> None:
    assert set(rules.ADOPTED) == {"inisiatif", "uji-coba", "penerapan"}
    assert set(rules.RUNNING) == {"disetujui", "inisiatif", "uji-coba", "penerapan"}
    assert set(rules.MOVING) == {"usulan", "disetujui", "inisiatif", "uji-coba"}


def test_nobody_decides_on_the_evaluation_they_wrote() -> None:
    rules.check_decider(writers=[1], decider=2, is_head=True, head_wrote=False)
    with pytest.raises(Forbidden):
        rules.check_decider(writers=[2], decider=2, is_head=True, head_wrote=True)
    with pytest.raises(Forbidden):
        rules.check_decider(writers=[1], decider=2, is_head=False, head_wrote=False)
    with pytest.raises(Forbidden):
        rules.check_decider(writers=[1], decider=None, is_head=True, head_wrote=False)
    rules.check_decider(writers=[1], decider=2, is_head=False, head_wrote=True)


def test_a_proposal_that_was_submitted_is_not_submitted_again() -> None:
    rules.check_submission(replace(FULL, is_submitted=False))
    with pytest.raises(RuleViolation, match="sudah diajukan"):
        rules.check_submission(FULL)
    with pytest.raises(RuleViolation, match="Hanya usulan"):
        rules.check_submission(replace(FULL, stage=Stage.TRIAL))
