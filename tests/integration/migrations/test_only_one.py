"""What may stand once only is kept by the database too, in the words of the service."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import db
from portal.access import Actor
from portal.adoption import plans, readings
from portal.adoption.models import Kpi, Plan
from portal.adoption.rules import Stage, StopReason
from portal.db import upgrading
from portal.errors import RuleViolation
from portal.visits import parts
from portal.visits.part_models import Member
from tests.filled import fill, lost
from tests.integration.adoption.conftest import IDS, OPD, TODAY, Office
from tests.integration.visits.conftest import Visits, office, peopled, visits

__all__ = ["office", "peopled", "visits"]
PLAN = "/rencana/baru?inovasi=jempol"
PROPOSAL = {
    "title": "Kembar",
    "opd": OPD,
    "local_need": "Warga antre",
    "target_group": "Warga",
    "mission": "1",
}


def test_second_ones_from_before_the_rule_stay_and_are_marked_and_new_ones_are_refused(
    tmp_path: Path,
) -> None:
    old, path = fill(tmp_path / "old.sqlite3"), tmp_path / "portal.sqlite3"
    with closing(sqlite3.connect(old)) as connection, connection:
        same = "kpi_id, plan_id, day, value, note, version, at, by_name"
        for number, removed in ((2**53, "2026-11-30 00:00:00"), (2**53 + 1, None)):
            connection.execute(
                f"INSERT INTO adoption_reading (id, removed_at, {same}) "
                f"SELECT ?, ?, {same} FROM adoption_reading WHERE id = 3",
                (number, removed),
            )
    upgrading.copy_database(old, path)
    engine = db.open_engine(path)

    upgrading.upgrade(engine)

    assert lost(old, path, dropped={"benchmark_import", "people_import"}) == []
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        marked = {
            table: [
                one
                for (one,) in connection.execute(f"SELECT id FROM {table} WHERE predates_rule ORDER BY id")
            ]
            for table in ("adoption_plan", "adoption_reading", "visits_member")
        }
        assert marked == {"adoption_plan": [33], "adoption_reading": [2**53 + 1], "visits_member": [12]}
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE adoption_reading SET removed_at = NULL WHERE id = ?", (2**53,))


def let_pass(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    """What a check does for somebody whose twin is written in the same moment: nothing."""
    monkeypatch.setattr(module, name, lambda *_arguments, **_values: None)


def test_of_two_plans_written_at_once_one_is_told_what_the_check_tells(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = office.propose()
    checked = office.post("operator", PLAN, **PROPOSAL)
    let_pass(monkeypatch, plans, "_refuse_twin")
    refused = office.post("operator", PLAN, **PROPOSAL)

    assert (checked.status_code, refused.status_code) == (422, 422)
    assert f"OPD ini sudah punya rencana untuk inovasi ini: rencana nomor {first}." in checked.text
    assert "OPD ini sudah punya rencana untuk inovasi ini." in refused.text
    assert office.count(Plan) == 1


def stop(session: Session, plan: Plan, actor: Actor) -> None:
    """The head stops a plan."""
    reason = "Dananya dipindahkan ke kegiatan lain"
    plans.move(session, plan, Stage.STOPPED, reason=reason, stop_reason=StopReason.BUDGET, actor=actor)


def test_a_stopped_plan_is_not_opened_again_beside_a_living_one(office: Office) -> None:
    stopped = office.plan(Stage.TRIAL)
    office.change("kepala", stopped, stop)
    living = office.propose()

    answer = office.post(
        "kepala", f"/rencana/{stopped}/pindah/uji-coba", reason="Dibuka lagi karena ada dana"
    )

    assert answer.status_code == 422
    assert f"rencana nomor {living}." in answer.text
    assert office.read(stopped, lambda plan: plan.stage) is Stage.STOPPED


def test_of_two_readings_of_a_day_one_is_told_what_the_check_tells(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_id = office.plan(Stage.TRIAL)
    with office.inside() as session:
        kpi = session.scalars(select(Kpi.id).where(Kpi.plan_id == plan_id)).one()
    url, typed = f"/rencana/{plan_id}/kpi/{kpi}/bacaan", {"day": str(TODAY), "value": "7"}
    office.post("operator", url, **typed)
    checked = office.post("operator", url, **typed)
    let_pass(monkeypatch, readings, "_check_day")
    refused = office.post("operator", url, **typed)

    sentence = "Sudah ada hasil ukur pada tanggal ini. Perbaiki hasil ukur itu."
    assert (checked.status_code, refused.status_code) == (422, 422)
    assert sentence in checked.text
    assert sentence in refused.text


def test_an_account_put_into_a_delegation_twice_is_told_what_the_check_tells(
    visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id, member = visits.begin(), {"account_id": IDS["pembaca"], "name": "", "opd": OPD}

    def add() -> None:
        visits.change("operator", visit_id, lambda s, visit, a: parts.add(s, visit, Member, member, actor=a))

    add()
    let_pass(monkeypatch, parts, "_refuse_twice")
    with pytest.raises(RuleViolation, match=r"Orang ini sudah ada dalam delegasi\.") as refused:
        add()

    assert refused.value.field == "account_id"
    assert visits.read(visit_id, lambda visit: len(visit.members)) == 1
