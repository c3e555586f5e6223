"""Never lose: what was acknowledged is stored, whole, though the process is killed or sixteen write at once.

    bin/bench durability                  200 rounds of kill -9, 16 writers × 50
    bin/bench durability --rounds 20      fewer rounds

A round: a writer process adds KPI readings through the service, one transaction each, and reports each
number after its commit; it is killed with SIGKILL at a random moment. Counted are readings that were
reported and are not there (lost), and readings without their audit entry or entries without their reading
(halves). The audit chain and the database file are checked at the end.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from portal import config, create_app
from portal.access import Actor, Role
from portal.accounts.models import Account, Membership
from portal.adoption import plans, readings
from portal.adoption.measures import Direction
from portal.adoption.models import Kpi, Plan, Reading
from portal.adoption.rules import Stage
from portal.audit import verifying as trail
from portal.audit.models import AuditEntry
from portal.db import reading, transaction
from portal.db.upgrading import upgrade
from portal.errors import Conflict

OPD = "Disdukcapil"
FIRST_DAY = date(2000, 1, 1)
WRITERS, EDITS = 16, 50
LONGEST = 0.6  # seconds before a kill
HEAD = Actor(1, "Kepala", frozenset({Role.HEAD}), frozenset({(Role.HEAD, OPD)}))


def portal_at(instance: Path) -> Flask:
    """A portal whose database lies in a folder."""
    return create_app(config.load().model_copy(update={"instance": instance}))


def prepare(instance: Path) -> None:
    """An empty portal with one plan and one KPI."""
    app = portal_at(instance)
    upgrade(app.extensions["engine"])
    now = datetime.now(UTC)
    with app.app_context(), transaction() as session:
        session.add(Account(id=1, username="kepala", name="Kepala", created_at=now))
        session.flush()
        session.add(Membership(account_id=1, role="kepala", opd=OPD, since=FIRST_DAY))
        session.add(Plan(id=1, opd=OPD, title="Uji", stage=Stage.TRIAL, created_at=now, last_news_at=now))
        session.flush()
        session.add(Kpi(id=1, plan_id=1, name="KPI", direction=Direction.UP))
    app.extensions["engine"].dispose()


def write_on(instance: Path, first: int) -> None:
    """Add readings for ever, one a day from a first one on; report each number once it is committed."""
    app = portal_at(instance)
    readings.MAX_READINGS = 10**9
    number = first
    while True:
        with app.app_context(), transaction() as session:
            plan, kpi = session.get_one(Plan, 1), session.get_one(Kpi, 1)
            day = FIRST_DAY + timedelta(days=number)
            readings.add(session, plan, kpi, day=day, value=Decimal(number), actor=HEAD)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


@dataclass
class Tally:
    """What the rounds came to."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    halves: int = 0


def kill_rounds(instance: Path, rounds: int) -> Tally:
    """Kill a writer again and again; compare what it reported with what is there."""
    tally, reported, chance = Tally(), set[int](), random.Random(20261121)
    for number in range(rounds):
        first = max(_stored(instance), default=-1) + 1
        command = [sys.executable, "-m", "benchmarks.durability", "--write", str(instance), str(first)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        reported.add(int(writer.stdout.readline()))
        time.sleep(chance.random() * LONGEST)
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate()
        reported.update(int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n"))
        tally.rounds = number + 1
    tally.acknowledged = len(reported)
    tally.lost = len(reported - _stored(instance))
    tally.halves = _halves(instance)
    return tally


def _stored(instance: Path) -> set[int]:
    app = portal_at(instance)
    with app.app_context():
        found = {int(value) for value in reading().scalars(select(Reading.value))}
    app.extensions["engine"].dispose()
    return found


def _halves(instance: Path) -> int:
    """Readings without an audit entry, entries without a reading, and a broken chain or file."""
    app = portal_at(instance)
    with app.app_context():
        session = reading()
        ids = set(session.scalars(select(Reading.id)))
        named = select(AuditEntry.subject).where(AuditEntry.action == "adoption.read-kpi")
        entries = {int(subject.rsplit(":", 1)[1]) for subject in session.scalars(named)}
        is_whole = trail.verify(session).is_sound
        is_sound = session.scalar(text("PRAGMA integrity_check")) == "ok"
    app.extensions["engine"].dispose()
    return len(ids ^ entries) + (not is_whole) + (not is_sound)


def edit_much(instance: Path, writer: int) -> int:
    """One of the writers: add its marks to one field, each time from the version it has read."""
    app = portal_at(instance)
    conflicts = 0
    for turn in range(EDITS):
        while True:
            with app.app_context():
                plan = reading().get_one(Plan, 1)
                version, before = plan.version, plan.leave_out
            values = {"leave_out": f"{before} {writer}.{turn}".strip()}
            try:
                with app.app_context(), transaction() as session:
                    plans.edit(session, session.get_one(Plan, 1), values, version=version, actor=HEAD)
            except Conflict:
                conflicts += 1
                continue
            except OperationalError:  # the lock was not to be had in five seconds: told, so tried again
                continue
            break
    app.extensions["engine"].dispose()
    return conflicts


def lost_updates(instance: Path) -> tuple[int, int]:
    """Sixteen writers at once; how many of their marks are gone, and how many conflicts were told."""
    with ProcessPoolExecutor(WRITERS) as pool:
        conflicts = sum(pool.map(edit_much, [instance] * WRITERS, range(WRITERS)))
    app = portal_at(instance)
    with app.app_context():
        marks = set(reading().get_one(Plan, 1).leave_out.split())
    app.extensions["engine"].dispose()
    wanted = {f"{writer}.{turn}" for writer in range(WRITERS) for turn in range(EDITS)}
    return len(wanted - marks), conflicts


def main() -> None:
    """Print the figures; exit code 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--write", nargs=2, metavar=("FOLDER", "FIRST"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        with suppress(KeyboardInterrupt):
            write_on(Path(given.write[0]), int(given.write[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        prepare(instance)
        tally = kill_rounds(instance, given.rounds)
        print(
            f"kill -9: {tally.rounds} rounds, {tally.acknowledged} readings acknowledged, "
            f"{tally.lost} lost, {tally.halves} halves"
        )
        gone, conflicts = lost_updates(instance)
        print(f"{WRITERS} writers × {EDITS}: {gone} lost silently, {conflicts} conflicts told")
    sys.exit(bool(tally.lost or tally.halves or gone))


if __name__ == "__main__":
    main()
