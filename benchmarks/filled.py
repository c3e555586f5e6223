"""A portal in a folder of its own, filled with what people do: plans, readings, visits, a trail.

What `activity`, `load`, `register` and `pack` measure on. Made up, and the same on every machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, update
from sqlalchemy.orm import Session

from portal import clock, config, create_app
from portal.access import Role
from portal.accounts import sessions
from portal.accounts.models import Account, Membership
from portal.adoption import (
    BudgetLine,
    Escalation,
    Kpi,
    Level,
    Milestone,
    Move,
    Plan,
    PlanProblem,
    Reading,
    Stage,
)
from portal.adoption.measures import Direction, Phase
from portal.adoption.models import Risk
from portal.audit.chain import GENESIS, canonical, digest
from portal.audit.models import AuditEntry, AuditHead
from portal.audit.service import head, stamp
from portal.cases import CASES
from portal.db import transaction
from portal.db.upgrading import upgrade
from portal.government import our_government
from portal.publishing.publish import publish
from portal.visits.models import Visit
from portal.visits.rules import Mode
from portal.visits.rules import Stage as VisitStage

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
YEARS = 5
KPIS, READINGS, STEPS = 2, 25, 8  # of each plan; readings of each KPI
CHUNK = 20_000  # rows sent to the database at once
PROBLEM_EACH = 20  # plans


@dataclass(frozen=True)
class Measured:
    """One page: milliseconds of the processor, the median and the 95th of 100, and statements."""

    path: str
    median: float
    p95: float
    statements: int


def fill(session: Session, count: int, opds: Sequence[str]) -> None:
    """Plans in every stage, each with steps, money, risks, KPIs and 50 readings; some with problems."""
    stages, slugs = list(Stage), sorted(CASES.get())
    numbers = range(1, count + 1)
    _store(session, Plan, (_plan(number, stages, opds, slugs) for number in numbers))
    _store(session, Milestone, (_step(number, part) for number in numbers for part in range(STEPS)))
    money = {"fund": "pad", "ceiling": 75_000_000, "spent": 30_000_000}
    years = (TODAY.year - 1, TODAY.year, TODAY.year + 1)
    _store(session, BudgetLine, ({"plan_id": n, "year": year, **money} for n in numbers for year in years))
    _store(
        session,
        Risk,
        (
            {"plan_id": n, "risk": "Risiko", "likelihood": n % 5 + 1, "impact": part + 1}
            for n in numbers
            for part in (1, 3)
        ),
    )
    _store(session, Kpi, (_kpi(number, part) for number in numbers for part in range(KPIS)))
    moved = {"what": "dipindah", "from_stage": Stage.APPROVED, "at": NOW - timedelta(days=40)}
    _store(session, Move, ({"plan_id": n, "to_stage": stages[n % 7], **moved} for n in numbers))
    _store(
        session,
        Reading,
        (_reading(number, part, at) for number in numbers for part in range(KPIS) for at in range(READINGS)),
    )
    asking = range(1, count // PROBLEM_EACH + 1)
    _store(session, PlanProblem, (_problem(number) for number in asking))
    _store(session, Escalation, (_escalation(number) for number in asking))


def _store(session: Session, kind: type[Any], rows: Iterable[dict[str, object]]) -> None:
    left = iter(rows)
    while some := list(islice(left, CHUNK)):
        session.execute(insert(kind), some)


def _plan(number: int, stages: list[Stage], opds: Sequence[str], slugs: Sequence[str]) -> dict[str, object]:
    opd, place = number % len(opds), number // len(opds)  # one living plan of an OPD for a case
    return {
        "id": number,
        "opd": opds[opd],
        "title": f"Rencana {number}",
        "case_slug": slugs[place] if place < len(slugs) else "",
        "stage": stages[number % 7],
        "halted_from": Stage.TRIAL if number % 7 > 4 else None,
        "submitted_at": NOW,
        "approved_at": NOW,
        "mission": number % 8 + 1,
        "people_served": 10 ** (number % 5 + 1),
        "program_code": f"1.0{number % 9 + 1}.02",
        "served_directly": number % 2 == 0,
        "owner_post": "Kepala Bidang",
        "trial_end": TODAY + timedelta(days=number % 90 - 45),
        "pause_until": TODAY + timedelta(days=number % 60 - 30),
        "created_at": NOW - timedelta(days=365 * YEARS),
        "last_news_at": NOW - timedelta(days=number % 120),
    }


def _step(number: int, part: int) -> dict[str, object]:
    return {
        "plan_id": number,
        "title": f"Langkah {part}",
        "phase": Phase.REPLICATION,
        "due": TODAY + timedelta(days=(number * 7 + part * 31) % 160 - 100),
        "done": TODAY - timedelta(days=90) if (number + part) % 3 else None,
    }


def _kpi(number: int, part: int) -> dict[str, object]:
    return {
        "id": number * KPIS + part,
        "plan_id": number,
        "name": f"KPI {part}",
        "direction": Direction.UP,
        "baseline": Decimal(10),
        "target": Decimal(100 + number % 40),
        "target_date": TODAY + timedelta(days=number % 200 - 100),
    }


def _reading(number: int, part: int, at: int) -> dict[str, object]:
    before = timedelta(days=30 * (READINGS - at))
    return {
        "plan_id": number,
        "kpi_id": number * KPIS + part,
        "day": TODAY - before,
        "value": Decimal(90 + at + number % 17),
        "at": NOW - before,
    }


def _problem(number: int) -> dict[str, object]:
    return {
        "id": number,
        "plan_id": number * PROBLEM_EACH,
        "title": f"Masalah {number}",
        "due": TODAY + timedelta(days=number % 40 - 20),
        "waiting_at": Level.HEAD if number % 2 else Level.SECRETARY,
        "at": NOW - timedelta(days=number % 30),
    }


def _escalation(number: int) -> dict[str, object]:
    return {
        "problem_id": number,
        "level": Level.HEAD if number % 2 else Level.SECRETARY,
        "tried": "Sudah dirapatkan",
        "post": "Bupati",
        "due": TODAY + timedelta(days=number % 20 - 10),
        "at": NOW - timedelta(days=number % 25),
    }


def fill_visits(session: Session, count: int, opds: Sequence[str]) -> None:
    """Study visits in every stage."""
    stages = list(VisitStage)
    _store(
        session,
        Visit,
        (
            {
                "opd": opds[number % len(opds)],
                "title": f"Kunjungan {number}",
                "mode": list(Mode)[number % 3],
                "stage": stages[number % len(stages)],
                "start": TODAY + timedelta(days=number % 400 - 300),
                "end": TODAY + timedelta(days=number % 400 - 299),
                "submitted_at": NOW,
                "created_at": NOW - timedelta(days=number % 400),
                "last_news_at": NOW - timedelta(days=number % 200),
            }
            for number in range(1, count + 1)
        ),
    )


def fill_trail(session: Session, count: int, plans: int, opds: Sequence[str]) -> None:
    """A sound chain of so many entries about these plans, after those that are there."""
    begun = head(session)
    seq, previous = begun or (0, GENESIS)
    rows = []
    for number in range(seq + 1, seq + count + 1):
        entry: dict[str, object] = {
            "seq": number,
            "at": stamp(NOW - timedelta(minutes=seq + count - number)),
            "account_id": number % 500,
            "actor": f"Pegawai {number % 500}",
            "role": "operator",
            "opd": opds[number % len(opds)],
            "action": ("adoption.edit", "adoption.add-reading", "account.sign-in")[number % 3],
            "subject": f"plan:{number % plans + 1}:reading:{number}" if number % 3 else "account:1",
            "changes": canonical({"value": (number, number + 1)}),
            "reason": "",
            "previous": previous,
        }
        previous = digest(entry)
        rows.append({**entry, "hash": previous})
    _store(session, AuditEntry, rows)
    if begun is None:
        session.execute(insert(AuditHead).values(id=1, seq=seq + count, hash=previous))
        return
    for row in rows:  # the head takes one step at a time
        session.execute(update(AuditHead).values(seq=row["seq"], hash=row["hash"]))


Fill = Callable[[Session, int, list[str]], None]


def prepare(folder: Path, count: int, fill: Fill = fill) -> tuple[Flask, FlaskClient]:
    """A portal with so many plans, or what another `fill` makes, and its leader signed in."""
    settings = config.load().model_copy(update={"instance": folder, "two_step_roles": ()})
    publish(settings)  # nothing to do where this content is published
    app = create_app(settings)
    app.extensions["clock"] = lambda: NOW
    upgrade(app.extensions["engine"])
    with app.app_context(), transaction() as session:
        fill(session, count, [opd.code for opd in our_government().opds])
    return app, signed_in(app, Role.LEADERSHIP)


def signed_in(app: Flask, role: Role, opd: str | None = None, name: str = "") -> FlaskClient:
    """A browser in which somebody of this role has signed in."""
    with app.app_context(), transaction() as session:
        now, username = clock.now(), name or role.value
        account = Account(username=username, name=username, position="Bupati", created_at=now)
        account.memberships = [Membership(role=role.value, opd=opd, since=date(2020, 1, 1))]
        session.add(account)
        session.flush()
        token = sessions.open_session(session, account, now=now, user_agent="", has_second_step=True)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return client


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """The statements that the database is sent meanwhile."""
    sent: list[str] = []

    def note(*given: object) -> None:
        sent.append(str(given[2]))

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def measure(app: Flask, client: FlaskClient, path: str, rounds: int) -> Measured:
    """Ask for a page many times, after one time that does not count; `rounds` is more than nought."""
    with counting(app) as sent:
        answer = client.get(path, buffered=True)
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    times = sorted(cpu(lambda: client.get(path, buffered=True)) for _ in range(rounds))
    return Measured(path, median(times), times[int(len(times) * 0.95)], len(sent))


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of the processor, in this process, that some work takes."""
    begun = time.process_time()
    work()
    return 1_000 * (time.process_time() - begun)
