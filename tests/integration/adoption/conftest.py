"""A small portal with people of each role; every test gets its own database and its own clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import clock
from portal.access import Actor, Role
from portal.accounts import sessions
from portal.accounts.identity import to_actor
from portal.accounts.models import Account, Membership
from portal.adoption import evaluations, parts, plans, readings
from portal.adoption.measures import Direction, Phase
from portal.adoption.models import Kpi, Milestone, Plan
from portal.adoption.problem_models import PlanProblem
from portal.adoption.rules import Decision, Stage
from portal.audit.models import AuditEntry
from portal.cases import get_case
from portal.db import Base, reading, transaction
from portal.records import binding
from tests import databases
from tests.databases import Kept
from tests.make import Maker
from tests.portals import close_portal, open_portal
from tests.reading import Reader

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # ten in the morning in Batang
TODAY = date(2026, 11, 21)
OPD, OTHER_OPD = "Disdukcapil", "Dinkes"
PEOPLE: dict[str, tuple[Role, str | None]] = {
    "operator": (Role.OPERATOR, OPD),
    "kepala": (Role.HEAD, OPD),
    "operator-lain": (Role.OPERATOR, OTHER_OPD),
    "kepala-lain": (Role.HEAD, OTHER_OPD),
    "kurator": (Role.CURATOR, None),
    "pimpinan": (Role.LEADERSHIP, None),
    "auditor": (Role.AUDITOR, None),
    "pembaca": (Role.READER, None),
}
IDS = {name: number for number, name in enumerate(PEOPLE, 1)}
RECORDS = {"rencana": "plan", "kunjungan": "visit", "masalah": "problem", "register": "innovation"}
CSRF_SEED = "0" * 40
Change = Callable[[Session, Plan, Actor], object]


@dataclass
class Office:
    """The portal, its people and its clock."""

    app: Flask
    clock_now: datetime = NOW
    readers: dict[str, Reader] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def pass_days(self, days: int) -> None:
        """Let time go by; sign-ins end with it."""
        self.clock_now += timedelta(days=days)
        self.readers.clear()

    def reader(self, name: str) -> Reader:
        """A browser in which somebody is signed in."""
        if name not in self.readers:
            with self.inside() as session:
                account = session.get_one(Account, IDS[name])
                token = sessions.open_session(
                    session, account, now=self.clock_now, user_agent="", has_second_step=True
                )
            client = self.app.test_client()
            assert isinstance(client, Reader)
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["csrf_token"] = token, CSRF_SEED
            self.readers[name] = client
        return self.readers[name]

    @property
    def token(self) -> str:
        """What a form of any page carries against forgery."""
        signer = URLSafeTimedSerializer(self.app.config["SECRET_KEY"], salt="wtf-csrf-token")
        return str(signer.dumps(CSRF_SEED))

    def get(self, name: str, path: str) -> TestResponse:
        """Somebody opens a page."""
        return self.reader(name).get(path)

    def post(self, name: str, path: str, /, **data: Any) -> TestResponse:
        """Somebody sends a form, with the token and the mark of a page they have just read."""
        read_to = {"read_to": self.read_to(path)}
        return self.reader(name).post(path, data={"csrf_token": self.token, **read_to, **data})

    def read_to(self, path: str) -> str:
        """How far the trail of what an address is about is read now; the form of a decision carries it."""
        kind, _, rest = path.strip("/").partition("/")
        number = rest.partition("/")[0]
        if not number.isdigit() or kind not in RECORDS or int(number) >= 2**63:
            return ""
        with self.app.app_context():  # no writing: somebody else may hold the lock
            session = reading()
            subject = f"{RECORDS[kind]}:{number}"
            if kind == "masalah":
                found = session.get(PlanProblem, int(number))
                subject = f"plan:{found.plan_id}:problem:{number}" if found else subject
            return str(binding.read_to(session, subject))

    def fill(self, name: str, path: str, /, **data: Any) -> TestResponse:
        """Somebody opens a form, fills it in and sends it with the version they read."""
        page = self.get(name, path).text
        hidden = {key: value_in(page, key) for key in ("version", "mark")}
        return self.post(name, path, **{**hidden, **data})

    def actor(self, name: str) -> Actor:
        """Somebody as the services see them."""
        if name not in self.actors:
            with self.inside() as session:
                account = session.get_one(Account, IDS[name])
                self.actors[name] = to_actor(account, has_second_step=True, day=clock.today())
        return self.actors[name]

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

    def forget(self) -> None:
        """Let nothing be known from before: rows were written past the trail, or a page is to begin cold."""
        self.app.extensions.pop("kept", None)

    def submitted(self, plan_id: int) -> None:
        """Let a draft be read by all, whatever it lacks."""
        with self.inside() as session:
            session.get_one(Plan, plan_id).submitted_at = self.clock_now
        self.forget()

    def count(self, kind: type[Base]) -> int:
        """How many rows of a kind there are."""
        with self.inside() as session:
            return session.scalar(select(func.count()).select_from(kind)) or 0

    def trail(self, subject: str = "") -> list[AuditEntry]:
        """The audit entries about a subject and its parts, in order."""
        with self.inside() as session:
            found = select(AuditEntry).where(AuditEntry.subject.startswith(subject)).order_by(AuditEntry.seq)
            return list(session.scalars(found))

    def propose(self, name: str = "operator", slug: str = "jempol", opd: str = OPD, **values: Any) -> int:
        """A draft."""
        actor = self.actor(name)
        filled = {"title": "Jempol di sini", "local_need": "Warga antre", "mission": 1, **values}
        with self.inside() as session:
            plan = plans.propose(session, opd=opd, values=filled, case=get_case(slug), actor=actor)
            return plan.id

    def plan(self, stage: Stage = Stage.PROPOSED, *, who: str = "", **values: Any) -> int:
        """A plan that has come to a stage by the rules; `who` "-lain" is that of the other OPD."""
        writer, head = self.actor(f"operator{who}"), self.actor(f"kepala{who}")
        plan_id = self.propose(f"operator{who}", opd=OTHER_OPD if who else OPD, **values)
        steps: list[tuple[Actor, Change]] = [
            (writer, fill),
            (writer, lambda session, plan, actor: plans.submit(session, plan, actor=actor)),
            (head, to(Stage.APPROVED)),
            (head, to(Stage.INITIATIVE)),
            (head, to(Stage.TRIAL)),
            (writer, finish_trial),
            (head, decide),
            (head, to(Stage.APPLIED)),
        ]
        with self.inside() as session:
            for actor, act in steps:
                plan = session.get_one(Plan, plan_id)
                if plan.stage is stage and (stage is not Stage.PROPOSED or plan.submitted_at):
                    break
                act(session, plan, actor)
                session.flush()
                session.expire_all()
        return plan_id


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


def decide(session: Session, plan: Plan, actor: Actor) -> None:
    """The head's decision to apply."""
    evaluations.decide(session, plan, Decision.APPLY, "", actor=actor)


def value_in(page: str, name: str) -> str:
    """The value of a hidden field in a page; empty where there is none."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return value[1] if value else ""


@pytest.fixture(scope="session")
def peopled(small: Maker, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A database with the people in it, made once."""
    folder = tmp_path_factory.mktemp("people")
    databases.empty().put(folder)
    app = open_portal(small.settings(instance=folder))
    with app.app_context(), transaction() as session:
        for name, (role, opd) in PEOPLE.items():
            session.add(Account(id=IDS[name], username=name, name=name.capitalize(), created_at=NOW))
            session.flush()
            if role is not Role.READER:
                since = TODAY - timedelta(days=365)
                session.add(Membership(account_id=IDS[name], role=role.value, opd=opd, since=since))
    close_portal(app)
    return databases.keep(folder)


@pytest.fixture
def office(small: Maker, peopled: Kept, tmp_path: Path) -> Iterator[Office]:
    """A portal with one person of each role, in two OPDs."""
    instance = tmp_path / "instance"
    peopled.put(instance)
    app = open_portal(small.settings(instance=instance, two_step_roles=()))
    app.test_client_class = Reader
    found = Office(app)
    app.extensions["clock"] = lambda: found.clock_now
    yield found
    close_portal(app)
