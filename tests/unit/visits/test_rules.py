"""The life of a study visit: gates, moves, who decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from portal.errors import Forbidden, RuleViolation
from portal.records.ladder import missing
from portal.visits import rules
from portal.visits.rules import (
    ENDED,
    LADDER,
    STAGE_NAMES,
    Advice,
    Duty,
    FollowUpFacts,
    Mode,
    Reply,
    Stage,
    VisitFacts,
    check_approver,
    check_move,
    check_period,
    gate,
    next_stage,
    open_moves,
)

DAY = date(2026, 11, 21)
REASON = "Karena tuan rumah menunda."
ITEM = FollowUpFacts("Kepala Bidang", DAY, DAY, "SOP", "Jumlah SOP", is_settled=True)
COMPLETE = VisitFacts(
    stage=Stage.DRAFT,
    mode=Mode.TRIP,
    travel_reason="Alurnya perlu dilihat di tempat.",
    has_purpose=True,
    has_result=True,
    has_host=True,
    has_read_known=True,
    start=DAY,
    end=DAY,
    duties=(Duty.LEADER, Duty.SCRIBE),
    questions=3,
    cost_lines=1,
    agenda=1,
    reply=Reply.WILLING,
    advices=(Advice.ADAPT,),
    has_summary=True,
    has_fitting=True,
    follow_ups=(ITEM,),
)


def lacking(facts: VisitFacts, wanted: Stage) -> list[str]:
    return [requirement.text for requirement in missing(gate(facts, wanted))]


def test_a_complete_visit_climbs_the_whole_ladder() -> None:
    for stage, wanted in pairwise(LADDER):
        check_move(replace(COMPLETE, stage=stage), wanted, reason="", today=DAY)


@pytest.mark.parametrize("stage", ENDED)
def test_what_has_ended_moves_nowhere(stage: Stage) -> None:
    assert open_moves(replace(COMPLETE, stage=stage)) == ()
    assert next_stage(replace(COMPLETE, stage=stage)) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"has_purpose": False}, "Masalah yang ingin dijawab tertulis"),
        ({"has_result": False}, "Hasil yang diharapkan tertulis"),
        ({"questions": 0}, "Paling sedikit satu pertanyaan"),
        ({"has_host": False}, "Daerah tujuan dipilih"),
        ({"start": None}, "Tanggal tertulis"),
        ({"end": None}, "Tanggal tertulis"),
        ({"duties": (Duty.SCRIBE,)}, "Ketua rombongan ditunjuk"),
        ({"travel_reason": "singkat"}, "Alasan mengapa studi meja atau daring tidak cukup"),
        ({"has_read_known": False}, "Yang sudah diketahui portal sudah dibaca"),
        ({"cost_lines": 0}, "Biaya tertulis, atau dinyatakan tanpa biaya"),
    ],
)
@pytest.mark.parametrize("wanted", [Stage.PROPOSED, Stage.APPROVED])
def test_a_trip_is_neither_proposed_nor_approved_without(
    change: dict[str, object], sentence: str, wanted: Stage
) -> None:
    before = LADDER[LADDER.index(wanted) - 1]
    facts = replace(COMPLETE, stage=before, **change)  # type: ignore[arg-type]  # one field at a time

    assert lacking(facts, wanted) == [sentence]
    with pytest.raises(RuleViolation, match="Yang kurang"):
        check_move(facts, wanted, reason="", today=DAY)


def test_a_visit_of_which_nothing_is_written_lacks_everything() -> None:
    empty = VisitFacts(Stage.DRAFT, Mode.TRIP)

    assert len(lacking(empty, Stage.PROPOSED)) == 9
    assert len(lacking(replace(empty, stage=Stage.APPROVED), Stage.SCHEDULED)) == 3
    assert len(lacking(replace(empty, stage=Stage.SCHEDULED), Stage.UNDER_WAY)) == 2
    assert len(lacking(replace(empty, stage=Stage.UNDER_WAY), Stage.REPORTED)) == 3  # no case, no verdict
    assert len(lacking(replace(empty, stage=Stage.REPORTED), Stage.FOLLOWED)) == 1
    unsettled = replace(COMPLETE, stage=Stage.FOLLOWED, follow_ups=(FollowUpFacts(),))
    assert len(lacking(unsettled, Stage.CLOSED)) == 3


def test_a_trip_said_to_cost_nothing_needs_no_line_of_costs() -> None:
    assert lacking(replace(COMPLETE, cost_lines=0, is_free=True), Stage.PROPOSED) == []


MOVES = {
    Stage.DRAFT: {Stage.PROPOSED, Stage.CANCELLED},
    Stage.PROPOSED: {Stage.APPROVED, Stage.REJECTED, Stage.DRAFT, Stage.CANCELLED},
    Stage.APPROVED: {Stage.SCHEDULED, Stage.CANCELLED},
    Stage.REJECTED: {Stage.DRAFT, Stage.CANCELLED},
    Stage.SCHEDULED: {Stage.UNDER_WAY, Stage.APPROVED, Stage.CANCELLED},
    Stage.UNDER_WAY: {Stage.REPORTED, Stage.SCHEDULED, Stage.CANCELLED},
    Stage.REPORTED: {Stage.FOLLOWED, Stage.UNDER_WAY},
    Stage.FOLLOWED: {Stage.CLOSED, Stage.REPORTED},
    Stage.CLOSED: set(),
    Stage.CANCELLED: set(),
}


@pytest.mark.parametrize("stage", Stage)
def test_from_each_stage_a_visit_goes_where_people_expect(stage: Stage) -> None:
    assert set(open_moves(replace(COMPLETE, stage=stage))) == MOVES[stage]


@pytest.mark.parametrize(
    ("stage", "wanted"),
    [
        (Stage.SCHEDULED, Stage.APPROVED),
        (Stage.REPORTED, Stage.UNDER_WAY),
        (Stage.PROPOSED, Stage.REJECTED),
        (Stage.SCHEDULED, Stage.CANCELLED),
        (Stage.REJECTED, Stage.PROPOSED),
    ],
)
def test_nothing_is_needed_to_go_back_to_reject_or_to_cancel(stage: Stage, wanted: Stage) -> None:
    assert gate(VisitFacts(stage, Mode.TRIP), wanted) == ()


def test_a_desk_study_needs_no_host_no_days_and_no_money() -> None:
    facts = VisitFacts(Stage.DRAFT, Mode.DESK, has_purpose=True, has_result=True, questions=1)

    assert lacking(facts, Stage.PROPOSED) == []


def test_a_video_call_needs_no_reason_to_travel() -> None:
    facts = replace(COMPLETE, mode=Mode.VIDEO, travel_reason="", has_read_known=False, cost_lines=0)

    assert lacking(facts, Stage.PROPOSED) == []


@pytest.mark.parametrize(
    ("reply", "mode", "is_open"),
    [
        (Reply.WILLING, Mode.TRIP, True),
        (Reply.OTHER_DAY, Mode.TRIP, True),
        (Reply.VIDEO, Mode.TRIP, False),
        (Reply.VIDEO, Mode.VIDEO, True),
        (Reply.NONE, Mode.VIDEO, False),
        (Reply.NOT_WILLING, Mode.TRIP, False),
        (Reply.NONE, Mode.TRIP, False),
    ],
)
def test_a_visit_is_scheduled_once_the_host_agrees(reply: Reply, mode: Mode, is_open: bool) -> None:
    facts = replace(COMPLETE, stage=Stage.APPROVED, reply=reply, mode=mode)

    assert (lacking(facts, Stage.SCHEDULED) == []) is is_open


@pytest.mark.parametrize(
    ("duties", "sentence"),
    [((Duty.SCRIBE,), "Ketua rombongan ditunjuk"), ((Duty.LEADER,), "Pencatat ditunjuk")],
)
def test_a_delegation_does_not_leave_without_its_leader_and_its_scribe(
    duties: tuple[Duty, ...], sentence: str
) -> None:
    facts = replace(COMPLETE, stage=Stage.SCHEDULED, duties=duties)

    assert lacking(facts, Stage.UNDER_WAY) == [sentence]
    with pytest.raises(RuleViolation, match=sentence):
        check_move(facts, Stage.UNDER_WAY, reason="", today=DAY)


@pytest.mark.parametrize("agenda", [0, 1])
def test_a_visit_is_scheduled_with_an_agenda_only(agenda: int) -> None:
    facts = replace(COMPLETE, stage=Stage.APPROVED, agenda=agenda)

    assert lacking(facts, Stage.SCHEDULED) == ([] if agenda else ["Jadwal acara tertulis"])
    assert lacking(replace(facts, mode=Mode.DESK), Stage.SCHEDULED) == lacking(facts, Stage.SCHEDULED)


@pytest.mark.parametrize("day", ["start", "end"])
def test_a_visit_without_its_days_is_not_scheduled(day: str) -> None:
    facts = replace(COMPLETE, stage=Stage.APPROVED, **{day: None})  # type: ignore[arg-type]  # a day

    assert lacking(facts, Stage.SCHEDULED) == ["Tanggal tertulis"]


STANDS = {  # what each stage belongs to: may be cancelled, answered, has travelled, can be read, is to come
    Stage.DRAFT: "c",
    Stage.PROPOSED: "c k",
    Stage.APPROVED: "c a k",
    Stage.REJECTED: "c",
    Stage.SCHEDULED: "c a k",
    Stage.UNDER_WAY: "c a t k",
    Stage.REPORTED: "t d",
    Stage.FOLLOWED: "t d",
    Stage.CLOSED: "t d e",
    Stage.CANCELLED: "e",
}


@pytest.mark.parametrize("stage", Stage)
def test_each_stage_belongs_where_people_expect_it(stage: Stage) -> None:
    groups = {
        "c": rules.CANCELLABLE,
        "a": rules.ANSWERABLE,
        "t": rules.TRAVELLED,
        "d": rules.DONE,
        "k": rules.COMING,
        "e": rules.ENDED,
    }

    assert {sign for sign, group in groups.items() if stage in group} == set(STANDS[stage].split())


def test_a_visit_does_not_begin_before_its_day() -> None:
    facts = replace(COMPLETE, stage=Stage.SCHEDULED)

    with pytest.raises(RuleViolation, match="sebelum tanggalnya"):
        check_move(facts, Stage.UNDER_WAY, reason="", today=date(2026, 11, 20))


def test_before_its_day_a_visit_is_cancelled_and_a_report_reopened_and_a_desk_study_has_no_day() -> None:
    early = date(2026, 11, 20)

    check_move(replace(COMPLETE, stage=Stage.SCHEDULED), Stage.CANCELLED, reason=REASON, today=early)
    check_move(replace(COMPLETE, stage=Stage.REPORTED), Stage.UNDER_WAY, reason=REASON, today=early)
    desk = replace(COMPLETE, stage=Stage.SCHEDULED, mode=Mode.DESK, start=None, end=None)
    check_move(desk, Stage.UNDER_WAY, reason="", today=early)


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({"unsettled_questions": 1}, "jawaban"),
        ({"questions": 0}, "jawaban"),
        ({"has_summary": False}, "laporan"),
        ({"has_fitting": False}, "pelajaran"),
        ({"advices": (Advice.ADOPT, None)}, "rekomendasi"),
    ],
)
def test_a_report_answers_every_question_and_judges_every_case(
    change: dict[str, object], subject: str
) -> None:
    facts = replace(COMPLETE, stage=Stage.UNDER_WAY, **change)  # type: ignore[arg-type]  # one field at a time

    assert [one.subject for one in missing(gate(facts, Stage.REPORTED))] == [subject]


@pytest.mark.parametrize(
    "item",
    [replace(ITEM, post=""), replace(ITEM, due=None), replace(ITEM, output=""), replace(ITEM, indicator="")],
)
def test_follow_up_without_owner_day_output_or_measure_does_not_count(item: FollowUpFacts) -> None:
    facts = replace(COMPLETE, stage=Stage.REPORTED, follow_ups=(ITEM, item))

    assert len(lacking(facts, Stage.FOLLOWED)) == 1


def test_no_follow_up_needs_a_reason() -> None:
    without = replace(COMPLETE, stage=Stage.REPORTED, follow_ups=())

    assert len(lacking(without, Stage.FOLLOWED)) == 1
    assert lacking(replace(without, no_follow_up_reason=REASON), Stage.FOLLOWED) == []


def test_a_visit_is_closed_once_all_follow_up_is_settled() -> None:
    facts = replace(COMPLETE, stage=Stage.FOLLOWED, follow_ups=(ITEM, replace(ITEM, is_settled=False)))

    assert [one.subject for one in missing(gate(facts, Stage.CLOSED))] == ["tindak-lanjut"]


@pytest.mark.parametrize(
    ("stage", "wanted"),
    [
        (Stage.PROPOSED, Stage.REJECTED),
        (Stage.PROPOSED, Stage.DRAFT),
        (Stage.SCHEDULED, Stage.CANCELLED),
        (Stage.REPORTED, Stage.UNDER_WAY),
    ],
)
def test_rejecting_cancelling_and_going_back_need_a_reason(stage: Stage, wanted: Stage) -> None:
    facts = replace(COMPLETE, stage=stage)

    check_move(facts, wanted, reason=REASON, today=DAY)
    with pytest.raises(RuleViolation, match="alasannya"):
        check_move(facts, wanted, reason="  tidak  ", today=DAY)


def test_a_report_is_never_cancelled() -> None:
    for stage in (Stage.REPORTED, Stage.FOLLOWED, Stage.CLOSED):
        assert Stage.CANCELLED not in open_moves(replace(COMPLETE, stage=stage))


def test_nobody_jumps_over_the_approval() -> None:
    with pytest.raises(RuleViolation, match="tidak dapat dipindah"):
        check_move(COMPLETE, Stage.SCHEDULED, reason=REASON, today=DAY)


@pytest.mark.parametrize(
    ("approver", "is_leadership", "head_proposed", "is_refused"),
    [
        (3, False, False, False),
        (1, False, False, True),
        (None, True, False, True),
        (3, False, True, True),
        (3, True, True, False),
        (1, True, True, True),
    ],
)
def test_proposers_never_decide_and_the_leadership_decides_for_heads(
    approver: int | None, is_leadership: bool, head_proposed: bool, is_refused: bool
) -> None:
    def decide() -> None:
        check_approver(
            proposers=[1, 2], approver=approver, is_leadership=is_leadership, head_proposed=head_proposed
        )

    if is_refused:
        with pytest.raises(Forbidden):
            decide()
    else:
        decide()


def test_a_visit_does_not_end_before_it_begins() -> None:
    check_period(DAY, DAY)
    check_period(None, DAY)
    check_period(DAY, None)
    with pytest.raises(RuleViolation):
        check_period(DAY, date(2026, 11, 20))


def test_every_stage_has_a_name_and_a_place_or_an_end() -> None:
    assert set(STAGE_NAMES) == set(Stage)
    assert set(Stage) - set(LADDER) == {Stage.REJECTED, Stage.CANCELLED}
