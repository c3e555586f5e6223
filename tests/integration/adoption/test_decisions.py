"""Nobody decides on what he has not read, on his own words, or without seeing what he decides."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.adoption import evaluations, parts, plans
from portal.adoption.models import BudgetLine, Kpi, Plan, Risk
from portal.adoption.rules import Stage
from portal.errors import RuleViolation
from portal.records.binding import Bound
from tests.integration.adoption.conftest import Change, Office, kpi_values, value_in

REASON = "Sudah dibicarakan bersama"


def edit(office: Office, who: str, plan_id: int, **values: object) -> None:
    """Somebody changes fields of a plan."""
    office.change(who, plan_id, lambda s, p, a: plans.edit(s, p, values, version=p.version, actor=a))


def stage(office: Office, plan_id: int) -> Stage:
    """Where a plan stands."""
    found: Stage = office.read(plan_id, lambda plan: plan.stage)
    return found


def test_an_approval_of_what_was_rewritten_meanwhile_shows_the_difference_and_keeps_what_was_typed(
    office: Office,
) -> None:
    plan_id = office.plan()
    read = office.read_to(f"/rencana/{plan_id}/setujui")
    edit(office, "operator", plan_id, local_need="Kebutuhan yang sama sekali lain")

    late = office.post("kepala", f"/rencana/{plan_id}/setujui", reason="Segera mulai", read_to=read)
    again = office.post(
        "kepala", f"/rencana/{plan_id}/setujui", reason="Segera mulai", read_to=value_in(late.text, "read_to")
    )

    assert late.status_code == 409
    assert "Warga antre" in late.text
    assert "<mark>Kebutuhan yang sama sekali lain</mark>" in late.text
    assert "Kebutuhan setempat" in late.text
    assert "Operator" in late.text
    assert "Segera mulai</textarea>" in late.text
    assert again.status_code == 303
    assert stage(office, plan_id) is Stage.APPROVED


@pytest.mark.parametrize(
    "change",
    [
        lambda s, p, a: parts.add(s, p, Kpi, kpi_values(name="KPI kedua"), actor=a),
        lambda s, p, a: parts.edit(
            s, p, p.kpis[0], {"target": Decimal(80)}, version=p.kpis[0].version, actor=a
        ),
        lambda s, p, a: parts.remove(s, p, p.kpis[0], actor=a),
        lambda s, p, a: parts.add(s, p, Risk, {"risk": "Listrik", "likelihood": 2, "impact": 2}, actor=a),
    ],
    ids=["added", "edited", "removed", "risk"],
)
def test_a_changed_part_counts_too(office: Office, change: Change) -> None:
    plan_id = office.plan()
    read = office.read_to(f"/rencana/{plan_id}/setujui")
    office.change("operator", plan_id, change)

    assert office.post("kepala", f"/rencana/{plan_id}/setujui", read_to=read).status_code == 409


def test_a_remark_changes_nothing_that_is_decided(office: Office) -> None:
    plan_id = office.plan()
    read = office.read_to(f"/rencana/{plan_id}/setujui")
    asked = office.post("pembaca", f"/rencana/{plan_id}/tulisan", text="Kapan mulai?", kind="tanya")
    assert asked.status_code == 303

    assert office.post("kepala", f"/rencana/{plan_id}/setujui", read_to=read).status_code == 303


@pytest.mark.parametrize("mark", ["", "0", "-1", "x", "999999", str(2**70)])
@pytest.mark.parametrize(
    ("at", "who", "verb", "sent"),
    [
        (Stage.PROPOSED, "kepala", "setujui", {}),
        (Stage.PROPOSED, "kepala", "kembalikan", {"reason": REASON}),
        (Stage.APPROVED, "kepala", "pindah/dihentikan", {"reason": REASON, "stop_reason": "anggaran"}),
    ],
)
def test_a_decision_without_a_true_mark_is_none(
    office: Office, at: Stage, who: str, verb: str, sent: dict[str, str], mark: str
) -> None:
    plan_id = office.plan(at)

    answer = office.post(who, f"/rencana/{plan_id}/{verb}", **{**sent, "read_to": mark})

    assert answer.status_code == 409
    assert stage(office, plan_id) is at


def test_the_decision_on_a_trial_binds_to_the_evaluation_that_was_read(office: Office) -> None:
    plan_id = trial(office)
    read = office.read_to(f"/rencana/{plan_id}/keputusan")
    rewrite(office, "operator", plan_id, "Hasilnya ternyata lain sama sekali.")

    answer = office.post(
        "kepala", f"/rencana/{plan_id}/keputusan", decision="terapkan", remark="", read_to=read
    )

    assert answer.status_code == 409
    assert "Hasilnya ternyata lain sama sekali." in answer.text
    assert office.read(plan_id, lambda plan: [one.decision for one in plan.evaluations]) == [None]


def trial(office: Office) -> int:
    """A plan whose trial was evaluated by its operator."""
    plan_id = office.plan(Stage.TRIAL)
    rewrite(office, "operator", plan_id, "Waktu tunggu turun.")
    return plan_id


def rewrite(office: Office, who: str, plan_id: int, text: str) -> None:
    """Somebody writes the evaluation."""

    def act(session: Session, plan: Plan, actor: Actor) -> None:
        version = plan.evaluation.version if plan.evaluation else 0
        evaluations.write(session, plan, text=text, lessons="", version=version, actor=actor)

    office.change(who, plan_id, act)


def test_what_was_approved_is_frozen_and_what_was_blank_may_be_filled_in(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    before = office.read(plan_id, lambda plan: plan.local_need)

    for key, values in (
        ("kebutuhan", {"title": "Jempol di sini", "local_need": "Lain", "target_group": "pemohon KTP"}),
        ("tiru", {"keep": "Lain", "modify": "", "leave_out": ""}),
    ):
        answer = office.fill("operator", f"/rencana/{plan_id}/ubah/{key}", **values)
        assert answer.status_code == 422, key
        assert "sudah disetujui" in answer.text
    filled = office.fill(
        "operator",
        f"/rencana/{plan_id}/ubah/tiru",
        keep="Petugas datang ke desa",
        modify="Dua jam",
        leave_out="",
    )

    assert filled.status_code == 303
    with pytest.raises(RuleViolation, match="sudah disetujui"):
        edit(office, "kepala", plan_id, mission=2)
    assert office.read(plan_id, lambda plan: plan.local_need) == before


def test_an_approved_proposal_is_changed_by_going_back_and_a_new_approval(
    office: Office,
) -> None:
    plan_id = office.plan(Stage.APPROVED)
    office.post("kepala", f"/rencana/{plan_id}/pindah/usulan", reason="Kebutuhannya berubah")

    edit(office, "operator", plan_id, local_need="Kebutuhan baru")

    assert office.read(plan_id, lambda plan: (plan.approved_at, plan.submitted_at)) == (None, None)
    office.post("operator", f"/rencana/{plan_id}/ajukan")
    assert office.post("kepala", f"/rencana/{plan_id}/setujui").status_code == 303


def test_a_head_who_wrote_the_proposal_does_not_approve_it_and_the_curator_does(office: Office) -> None:
    plan_id = office.propose()
    edit(office, "operator", plan_id, target_group="pemohon", keep="Petugas")
    edit(office, "kepala", plan_id, local_need="Ditulis kepala", target_group="kepala", keep="kepala")
    office.post("operator", f"/rencana/{plan_id}/ajukan")

    head = office.post("kepala", f"/rencana/{plan_id}/setujui")
    curator = office.post("kurator", f"/rencana/{plan_id}/setujui")

    assert [head.status_code, curator.status_code] == [403, 303]


def test_a_head_who_adds_a_part_after_submission_is_a_writer_too(office: Office) -> None:
    plan_id = office.plan()
    office.change("kepala", plan_id, lambda s, p, a: parts.add(s, p, Kpi, kpi_values(name="Baru"), actor=a))

    assert office.post("kepala", f"/rencana/{plan_id}/setujui").status_code == 403
    assert office.post("kurator", f"/rencana/{plan_id}/setujui").status_code == 303


def test_giving_back_ones_own_words_clears_nobody_but_other_words_do(office: Office) -> None:
    plan_id = office.plan()
    edit(office, "kepala", plan_id, local_need="Ditulis kepala")
    office.post("kurator", f"/rencana/{plan_id}/kembalikan", reason=REASON)
    office.post("operator", f"/rencana/{plan_id}/ajukan")
    own = office.post("kepala", f"/rencana/{plan_id}/setujui")
    office.post("operator", f"/rencana/{plan_id}/kembalikan", reason=REASON)
    edit(office, "operator", plan_id, local_need="Ditulis operator")
    office.post("operator", f"/rencana/{plan_id}/ajukan")

    other = office.post("kepala", f"/rencana/{plan_id}/setujui")

    assert [own.status_code, other.status_code] == [403, 303]


def test_a_head_who_wrote_the_evaluation_before_its_last_writer_does_not_decide_on_it(office: Office) -> None:
    plan_id = trial(office)
    rewrite(office, "kepala", plan_id, "Ditulis kepala.")
    rewrite(office, "operator", plan_id, "Ditulis kepala!")

    head = office.post("kepala", f"/rencana/{plan_id}/keputusan", decision="terapkan", remark=REASON)
    curator = office.post("kurator", f"/rencana/{plan_id}/keputusan", decision="terapkan", remark=REASON)

    assert [head.status_code, curator.status_code] == [403, 303]


def add_money_and_risk(session: Session, plan: Plan, actor: Actor) -> None:
    """What the half page also shows."""
    plans.edit(session, plan, {"no_cost": False}, version=plan.version, actor=actor)
    money = {"year": 2027, "fund": "pad", "ceiling": 60_000_000, "dpa_number": "", "spent": 0}
    parts.add(session, plan, BudgetLine, money, actor=actor)
    parts.add(session, plan, Risk, {"risk": "Listrik padam", "likelihood": 2, "impact": 2}, actor=actor)


def test_the_page_of_an_approval_shows_what_is_decided_and_what_is_blank(office: Office) -> None:
    bare = office.propose()
    edit(office, "operator", bare, target_group="pemohon KTP", keep="Petugas")
    office.post("operator", f"/rencana/{bare}/ajukan")
    page = office.get("kepala", f"/rencana/{bare}/setujui").text

    blank = re.findall(r'<div class="blank"><dt>(.*?)</dt>', page)
    assert blank == ["Biaya", "Penanggung jawab", "Ukuran keberhasilan", "Waktu", "Risiko"]

    whole = office.plan(who="-lain")
    office.change("operator-lain", whole, add_money_and_risk)
    page = office.get("kepala-lain", f"/rencana/{whole}/setujui").text
    assert 'class="blank"' not in page
    for said in (
        "Rp60.000.000",
        "Kepala Bidang Pelayanan",
        "Waktu tunggu",
        "paling banyak 30 menit",
        "Listrik padam",
    ):
        assert said in page
    assert "checked" not in page


def test_every_form_that_decides_is_bound() -> None:
    """Whoever adds a decision takes the form that binds; these are all there are."""
    found = {kind.__name__ for kind in _below(Bound)}

    assert found >= {
        "ReasonForm", "MoveForm", "HandBackForm", "ApprovalForm", "DecisionForm", "AnswerForm",
        "EscalationForm", "ClosingForm",
    }  # fmt: skip


def _below(kind: type[Any]) -> set[type[Any]]:
    direct: list[type[Any]] = kind.__subclasses__()
    return {*direct, *(one for sub in direct for one in _below(sub))}
