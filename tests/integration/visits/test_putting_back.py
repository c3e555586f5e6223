"""What was removed comes back only into a visit that could take it anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from portal.errors import RuleViolation
from portal.visits import parts, records
from portal.visits.changes import VISIT
from portal.visits.part_models import CostLine, Member, Question
from tests.integration.adoption.conftest import IDS
from tests.integration.visits.conftest import OPD, Visits


def removed(visits: Visits, visit_id: int, kind: type[Any], values: Mapping[str, object]) -> int:
    """A row that was added and taken out again."""

    def act(session: Any, visit: Any, actor: Any) -> int:
        row: Any = parts.add(session, visit, kind, values, actor=actor)
        parts.remove(session, visit, row, actor=actor)
        return int(row.id)

    return int(visits.change("operator", visit_id, act))


def put_back(visits: Visits, visit_id: int, kind: type[Any], row_id: int) -> None:
    visits.change(
        "operator",
        visit_id,
        lambda session, visit, actor: parts.restore(session, visit, session.get(kind, row_id), actor=actor),
    )


def test_a_cost_does_not_come_back_into_a_visit_that_is_free(visits: Visits) -> None:
    visit_id = visits.begin()
    cost = {"kind": "Uang harian", "amount": 100_000, "people": 2, "days": 2, "basis": "Perbup contoh"}
    row_id = removed(visits, visit_id, CostLine, cost)
    visits.change(
        "operator",
        visit_id,
        lambda s, visit, a: records.edit(s, visit, {"is_free": True}, version=visit.version, actor=a),
    )

    with pytest.raises(RuleViolation, match="dinyatakan tanpa biaya"):
        put_back(visits, visit_id, CostLine, row_id)

    assert visits.read(visit_id, lambda visit: list(visit.costs)) == []


def test_nobody_comes_back_into_a_delegation_that_holds_them_already(visits: Visits) -> None:
    visit_id = visits.begin()
    member = {"account_id": IDS["pembaca"], "name": "", "opd": OPD}
    row_id = removed(visits, visit_id, Member, member)
    visits.change("operator", visit_id, lambda s, visit, a: parts.add(s, visit, Member, member, actor=a).id)

    with pytest.raises(RuleViolation, match="sudah ada dalam delegasi"):
        put_back(visits, visit_id, Member, row_id)

    assert visits.read(visit_id, lambda visit: len(visit.members)) == 1


def test_who_was_typed_in_and_who_left_may_come_back(visits: Visits) -> None:
    visit_id = visits.begin()
    guest = removed(visits, visit_id, Member, {"name": "Tamu", "opd": OPD})
    account = removed(visits, visit_id, Member, {"account_id": IDS["pembaca"], "name": "", "opd": OPD})

    put_back(visits, visit_id, Member, guest)
    put_back(visits, visit_id, Member, account)

    assert visits.read(visit_id, lambda visit: len(visit.members)) == 2


def test_a_full_part_takes_nothing_back(visits: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    visit_id = visits.begin()
    question = {"text": "Berapa biayanya?", "theme": "anggaran"}
    row_id = removed(visits, visit_id, Question, question)
    for _ in range(3):
        visits.change(
            "operator", visit_id, lambda s, visit, a: parts.add(s, visit, Question, question, actor=a).id
        )
    monkeypatch.setitem(VISIT.__dict__, "most", 3)

    with pytest.raises(RuleViolation, match="paling banyak 3 baris"):
        put_back(visits, visit_id, Question, row_id)

    assert visits.read(visit_id, lambda visit: len(visit.questions)) == 3
