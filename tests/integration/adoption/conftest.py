"""A small portal with people of each role, signed in through the front door."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import clock
from portal.access import Actor, Role, command_actor
from portal.accounts import passwords, people
from portal.accounts.identity import to_actor
from portal.accounts.models import Account
from portal.accounts.people import Person
from portal.accounts.rules import Term
from portal.adoption import evaluations, parts, plans, readings
from portal.adoption.measures import Direction, Phase
from portal.adoption.models import Kpi, Milestone, Plan
from portal.adoption.rules import Decision, Stage
from portal.cases import get_case
from portal.db import Base, transaction
from tests.make import Maker
from tests.reading import Reader

PASSWORD = "empat kata tidak berhubungan"
HASH = passwords.make_hash(PASSWORD)
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # ten in the morning in Batang
TODAY = date(2026, 11, 21)
OPD, OTHER_OPD = "Disdukcapil", "Dinkes"
PEOPLE = {
    "operator": (Role.OPERATOR, OPD),
    "kepala": (Role.HEAD, OPD),
    "operator-lain": (Role.OPERATOR, OTHER_OPD),
    "kepala-lain": (Role.HEAD, OTHER_OPD),
    "kurator": (Role.CURATOR, None),
    "pimpinan": (Role.LEADERSHIP, None),
    "auditor": (Role.AUDITOR, None),
    "pembaca": (Role.READER, None),
}
Change = Callable[[Session, Plan, Actor], object]


@dataclass
class Office:
    """The portal, its people and its clock."""

    app: Flask
    clock_now: datetime = NOW
    ids: dict[str, int] = field(default_factory=dict)
    readers: dict[str, Reader] = field(default_factory=dict)

    def pass_days(self, days: int) -> None:
        """Let time go by; sign-ins end with it."""
        self.clock_now += timedelta(days=days)
        self.readers.clear()

    def reader(self, name: str) -> Reader:
        """A browser in which somebody has signed in."""
        if name not in self.readers:
            client = self.app.test_client()
            assert isinstance(client, Reader)
            answer = client.post(
                "/masuk", data={"login": name, "password": PASSWORD, "csrf_token": token_of(client, "/masuk")}
            )
            assert answer.status_code == 303, answer.text
            self.readers[name] = client
        return self.readers[name]

    def get(self, name: str, path: str) -> TestResponse:
        """Somebody opens a page."""
        return self.reader(name).get(path)

    def post(self, name: str, path: str, /, **data: Any) -> TestResponse:
        """Somebody sends a form, with the token of a page they have open."""
        client = self.reader(name)
        return client.post(path, data={"csrf_token": token_of(client, "/akun/sandi"), **data})

    def fill(self, name: str, path: str, /, **data: Any) -> TestResponse:
        """Somebody opens a form, fills it in and sends it."""
        page = self.get(name, path).text
        hidden = {key: value_in(page, key) for key in ("csrf_token", "version", "mark")}
        return self.reader(name).post(path, data={**hidden, **data})

    def actor(self, name: str) -> Actor:
        """Somebody as the services see them."""
        with self.inside() as session:
            account = session.get_one(Account, self.ids[name])
            return to_actor(account, has_second_step=True, day=clock.today())

    @contextmanager
    def inside(self) -> Iterator[Session]:
        """A transaction inside the portal."""
        with self.app.app_context(), transaction() as session:
            yield session

    def change(self, name: str, plan_id: int, act: Change) -> Any:
        """Somebody changes a plan through the service."""
        actor = self.actor(name)
        with self.inside() as session:
            return act(session, session.get_one(Plan, plan_id), actor)

    def read(self, plan_id: int, look: Callable[[Plan], Any]) -> Any:
        """What stands in a plan."""
        with self.inside() as session:
            return look(session.get_one(Plan, plan_id))

    def count(self, kind: type[Base]) -> int:
        """How many rows of a kind there are."""
        with self.inside() as session:
            return session.scalar(select(func.count()).select_from(kind)) or 0

    def propose(self, name: str = "operator", slug: str = "jempol", opd: str = OPD, **values: Any) -> int:
        """A draft."""
        actor = self.actor(name)
        filled = {"title": "Jempol di sini", "local_need": "Warga antre", "mission": 1, **values}
        with self.inside() as session:
            plan = plans.propose(session, opd=opd, values=filled, case=get_case(slug), actor=actor)
            return plan.id

    def plan(self, stage: Stage = Stage.PROPOSED, *, is_submitted: bool = True, **values: Any) -> int:
        """A plan that has come to a stage by the rules."""
        plan_id = self.propose(**values)
        self.change("operator", plan_id, fill)
        if is_submitted or stage is not Stage.PROPOSED:
            self.change("operator", plan_id, lambda s, p, a: plans.submit(s, p, actor=a))
        for step in (Stage.APPROVED, Stage.INITIATIVE, Stage.TRIAL, Stage.APPLIED):
            if stage is Stage.PROPOSED:
                return plan_id
            if step is Stage.APPLIED:
                self.change("operator", plan_id, finish_trial)
                self.change("kepala", plan_id, decide)
            self.change("kepala", plan_id, to(step))
            if step is stage:
                return plan_id
        raise AssertionError(stage)


def fill(session: Session, plan: Plan, actor: Actor) -> None:
    """Everything that the gates up to the trial ask for."""
    values: dict[str, object] = {
        "target_group": "pemohon KTP",
        "keep": "Petugas datang ke desa",
        "owner_post": "Kepala Bidang Pelayanan",
        "no_cost": True,
        "trial_place": "Kecamatan Bandar",
        "trial_start": TODAY - timedelta(days=60),
        "trial_end": TODAY + timedelta(days=30),
    }
    plans.edit(session, plan, values, version=plan.version, actor=actor)
    milestone = {"title": "Latih petugas", "phase": Phase.REPLICATION, "due": TODAY + timedelta(days=5)}
    parts.add(session, plan, Milestone, milestone, actor=actor)
    parts.add(session, plan, Kpi, kpi_values(), actor=actor)
    session.expire(plan)


def kpi_values(**changes: object) -> dict[str, object]:
    """A KPI that passes every gate."""
    return {
        "name": "Waktu tunggu",
        "unit": "menit",
        "direction": Direction.DOWN,
        "baseline": Decimal(90),
        "baseline_date": TODAY - timedelta(days=90),
        "baseline_source": "Survei Disdukcapil",
        "target": Decimal(30),
        "target_date": TODAY + timedelta(days=60),
        **changes,
    }


def to(stage: Stage) -> Change:
    """A move to a stage."""
    return lambda session, plan, actor: plans.move(session, plan, stage, actor=actor)


def finish_trial(session: Session, plan: Plan, actor: Actor) -> None:
    """Readings and an evaluation."""
    for kpi in plan.kpis:
        readings.add(session, plan, kpi, day=clock.today(), value=Decimal(25), actor=actor)
    evaluations.write(session, plan, text="Waktu tunggu turun.", lessons="Mulai dari satu desa.", actor=actor)
    session.expire(plan)


def decide(session: Session, plan: Plan, actor: Actor) -> None:
    """The head's decision to apply."""
    evaluations.decide(session, plan, Decision.APPLY, "", actor=actor)
    session.expire(plan)


def token_of(client: Reader, path: str) -> str:
    """The token of a form on a page."""
    return value_in(client.get(path).text, "csrf_token")


def value_in(page: str, name: str) -> str:
    """The value of a hidden field in a page; empty where there is none."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return value[1] if value else ""


@pytest.fixture
def office(make: Maker) -> Office:
    """A portal with one person of each role, in two OPDs."""
    make.library()
    make.publish()
    app = make.app(two_step_roles=())
    found = Office(app)
    app.extensions["clock"] = lambda: found.clock_now
    with found.inside() as session:
        for name, (role, opd) in PEOPLE.items():
            person = Person(name, name.capitalize())
            account = people.add(session, person, actor=command_actor("uji"), now=NOW)
            account.password_hash = HASH
            found.ids[name] = account.id
            if role is not Role.READER:
                term = Term(role, opd, TODAY - timedelta(days=365), None)
                codes = frozenset({OPD, OTHER_OPD})
                people.give_role(session, account, term, opd_codes=codes, actor=command_actor("uji"), now=NOW)
    return found
