"""Both kinds of database order, count, lower letters and refuse alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, inspect, literal, select
from sqlalchemy.orm import Session

from portal import db
from portal.access import command_actor
from portal.accounts import people, queries, throttle
from portal.accounts.models import Account, LoginAttempt
from portal.accounts.people import LAST_ADMIN
from portal.accounts.queries import PeopleFilters
from portal.accounts.rules import MAX_TRIES
from portal.adoption import parts
from portal.adoption.changes import PLAN
from portal.adoption.measures import Phase
from portal.adoption.models import BudgetLine, Milestone, Plan
from portal.adoption.rules import Stage
from portal.db import by_name
from portal.errors import PortalError
from portal.visits import queries as visit_queries
from portal.visits.part_models import CostLine
from tests.integration.accounts.world import World
from tests.integration.adoption.conftest import NOW, TODAY, Office
from tests.integration.visits.conftest import Visits
from tests.patience import WAIT

pytestmark = pytest.mark.both_engines("accounts", "adoption", "visits", "records", "db")
ORDERED = ["1 a", "_x", "ahmad", "Ahmad B", "Budi", "É", "eka", "Élia", "Ñandú", "Ýusuf", "zainal"]


def test_names_stand_in_one_order_whatever_their_letters(engine: Engine) -> None:
    with Session(engine) as session:
        for number, name in enumerate(reversed(ORDERED), 1):
            session.add(Account(id=number, username=f"n{number}", name=name, created_at=NOW))
        session.flush()
        found = session.scalars(select(Account.name).order_by(by_name(Account.name), Account.id)).all()
        searched = {
            text: queries.count(session, PeopleFilters(text=text), TODAY)
            for text in ("é", "É", "ÑAND", "%", "_")
        }

    assert found == ORDERED
    assert searched == {"é": 2, "É": 2, "ÑAND": 1, "%": 0, "_": 1}


@pytest.mark.parametrize("number", [2**31 - 1, 2**31, 2**32, 2**53, 2**63 - 1, 2**63, 10**40])
def test_a_number_too_large_for_any_row_is_an_address_that_does_not_exist(
    office: Office, number: int
) -> None:
    for address in ("/rencana", "/kunjungan", "/rencana/{}/bagian/kpi/{}/ubah", "/portofolio/skenario"):
        path = address.format(number, number) if "{}" in address else f"{address}/{number}"
        assert office.get("operator", path).status_code == 404, path


def test_every_whole_number_has_room_for_amounts_of_rupiah(engine: Engine) -> None:
    short = [
        f"{table}.{column['name']}"
        for table in inspect(engine).get_table_names()
        for column in inspect(engine).get_columns(table)
        if str(column["type"]) in ("INTEGER", "SMALLINT") and engine.dialect.name == "postgresql"
    ]

    assert short == []
    with Session(engine) as session:
        assert session.scalar(select(literal(10**15, db.Whole) * literal(9000, db.Whole))) == 9 * 10**18


def test_sums_of_money_are_whole_rupiah(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()
    with office.inside() as session:
        for amount in (10**14, 10**14, 7):
            cost = {"kind": "Uang harian", "amount": amount, "people": 3, "days": 3, "basis": "x"}
            session.add(CostLine(visit_id=visit_id, **cost))
        session.flush()
        _, _, total = visit_queries.totals(session, [])

    assert (total, type(total)) == (18 * 10**14 + 63, int)


def test_steps_without_a_day_stand_first(office: Office) -> None:
    plan_id = office.plan(Stage.PROPOSED)
    with office.inside() as session:
        for title, due in (("besok", TODAY), ("kapan-kapan", None)):
            session.add(Milestone(plan_id=plan_id, phase=Phase.REPLICATION, title=title, due=due))
        session.flush()
        session.expire_all()
        titles = [one.title for one in session.get_one(Plan, plan_id).milestones]

    assert titles.index("kapan-kapan") < titles.index("besok")


def at_once(act: object, times: int = 2) -> list[object]:
    """Let some people do the same at the same moment; what each got, or the error's sentence."""
    ready = Barrier(times, timeout=WAIT)

    def one(number: int) -> object:
        ready.wait()
        try:
            return act(number)  # type: ignore[operator]
        except PortalError as error:
            return str(error)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_the_last_admin_stays_when_both_are_shut_out_at_once(world: World) -> None:
    admins = [world.admin(name) for name in ("ani", "beni")]

    def shut(number: int) -> None:
        with world.change() as session:
            account = queries.get(session, admins[number])
            people.close(session, account, actor=command_actor("test"), now=world.now)

    told = at_once(shut)

    assert sorted(str(one) for one in told) == sorted(["None", LAST_ADMIN])
    assert [world.account(number).is_open for number in admins].count(True) == 1


def test_the_brake_lets_no_more_pass_at_once_than_one_after_another(world: World) -> None:
    def attempt(_number: int) -> int:
        with world.change() as session:
            return throttle.note(session, login="budi", address="10.0.0.1", now=world.now)

    waits = at_once(attempt, MAX_TRIES + 6)

    assert sum(wait == 0 for wait in waits) == MAX_TRIES
    with world.change() as session:
        assert session.scalar(select(func.count(LoginAttempt.id))) == MAX_TRIES


def test_the_last_free_row_of_a_part_is_taken_once(office: Office) -> None:
    plan_id = office.plan(Stage.PROPOSED)
    actor = office.actor("operator")
    with office.inside() as session:
        session.query(Milestone).filter_by(plan_id=plan_id).delete()
        session.add_all(
            Milestone(plan_id=plan_id, phase=Phase.REPLICATION, title=f"langkah {number}")
            for number in range(PLAN.most - 1)
        )

    def add(number: int) -> None:
        with office.inside() as session:
            values = {"phase": Phase.REPLICATION, "title": f"baru {number}", "due": TODAY}
            parts.add(session, session.get_one(Plan, plan_id), Milestone, values, actor=actor)

    at_once(add, 3)

    with office.inside() as session:
        kept = select(func.count(Milestone.id)).where(Milestone.plan_id == plan_id)
        assert session.scalar(kept) == PLAN.most


def test_a_plan_and_its_twin_begun_at_once_are_one(office: Office) -> None:
    office.actor("operator")

    told = at_once(lambda _number: office.propose(), 3)

    assert sum(isinstance(one, int) for one in told) == 1
    assert office.count(Plan) == 1


def test_who_reads_sees_one_state_while_others_write(office: Office) -> None:
    plan_id = office.propose()

    def rename(plan_id: int) -> None:
        with office.inside() as session:
            session.get_one(Plan, plan_id).title = "Diubah orang lain"

    with office.app.app_context():
        seen = db.reading().scalar(select(Plan.title).where(Plan.id == plan_id))
        with ThreadPoolExecutor(1) as pool:
            pool.submit(rename, plan_id).result()
        again = db.reading().scalar(select(Plan.title).where(Plan.id == plan_id))
    with office.app.app_context():
        later = db.reading().scalar(select(Plan.title).where(Plan.id == plan_id))

    assert (again, later) == (seen, "Diubah orang lain")


def test_what_was_typed_stays_in_the_form_when_the_portal_is_too_busy(office: Office) -> None:
    address = f"/rencana/{office.propose()}/bagian/anggaran/baru"
    assert office.get("operator", address).status_code == 200

    with office.inside() as session:  # somebody else is writing, for longer than anybody waits
        session.execute(select(1))
        answer = office.post("operator", address, year="2027", fund="pad", ceiling="12.345")

    assert answer.status_code == 503
    assert "Portal sedang sibuk, jadi isian ini belum tersimpan" in answer.text
    assert 'value="12.345"' in answer.text
    assert office.count(BudgetLine) == 0
