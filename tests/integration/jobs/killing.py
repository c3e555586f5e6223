"""Kills workers in the middle of jobs, again and again, and counts what became of the jobs.

Two kinds of work: one whose effect is an entry of the trail, in several told steps, and the publishing of
cases, whose effect is a file, an edition and a revision.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

from flask import Flask
from pydantic import BaseModel
from sqlalchemy import func, select, update

from portal import audit, clock, generations, jobs
from portal.access import Actor, Role
from portal.accounts.models import Account, Membership
from portal.audit.models import AuditEntry
from portal.clock import now
from portal.db import reading, transaction
from portal.editing import ordered, storage
from portal.editing.door import Order
from portal.editing.models import CasePublication, CaseRevision, RevisionKind
from portal.jobs.models import LIVING, Job, JobState
from portal.jobs.worker import Worker
from portal.publishing.publish import fingerprint
from tests.make import OTHER, Maker

LEASE = timedelta(seconds=1)
LONGEST = 0.6  # seconds from the first claim to the kill
STEPS, STEP = 5, 0.05  # of the work with an entry; seconds
UNLIMITED = 10_000  # attempts: it is not the job's fault that its workers are killed


class Number(BaseModel):
    """Which entry is to be written."""

    number: int


@jobs.handler("test.entry", Number, attempts=UNLIMITED)
def write_entry(task: jobs.Task, given: Number) -> None:
    """Work a while, then write one entry."""
    for step in range(STEPS):
        task.progress(step, STEPS, f"Langkah {step + 1}")
        time.sleep(STEP)
    with transaction() as session:
        audit.record(session, actor=task.actor(), action="test.entry", subject=f"entry:{given.number}")
        task.end(session, jobs.Done(f"Tertulis {given.number}."))


@jobs.handler("test.publish", ordered.Ordered, attempts=UNLIMITED, lane="content")
def publish(task: jobs.Task, given: ordered.Ordered) -> None:
    """Publish, as often as it takes."""
    ordered.publish(task, given)


@dataclass(frozen=True)
class Outcome:
    """What became of the jobs."""

    asked: int
    kills: int
    mid_job: int  # kills that hit a worker while it held a job
    lost: int  # jobs that did not end well, or without their effect; texts that readers do not get
    twice: int  # effects that were made more than once
    halves: int  # intentions and files left over

    def __str__(self) -> str:
        return (
            f"{self.asked} jobs, {self.kills} kills ({self.mid_job} in the middle of a job): "
            f"{self.lost} lost, {self.twice} twice, {self.halves} left over"
        )


def ask_for(app: Flask, maker: Maker, entries: int, cases: list[str]) -> None:
    """Fill the queue."""
    with app.app_context(), transaction() as session:
        account = Account(username="sari", name="Sari", created_at=now())
        account.memberships = [Membership(role=Role.CURATOR, since=now().date(), kind="definitif")]
        session.add(account)
        session.flush()
        actor = Actor(account.id, "Sari", frozenset({Role.READER, Role.CURATOR}))
        for number in range(entries):
            jobs.ask(session, "test.entry", Number(number=number), actor=actor, title=f"Entri {number}")
        for slug in cases:
            text = (maker.content / f"cases/{OTHER}/{slug}.md").read_text("utf-8")
            new = text.replace("Petugas datang", f"Petugas {slug} datang")
            order = Order(slug, OTHER, new, storage.digest_of(text), RevisionKind.EDITED, "Perbaikan")
            jobs.ask(
                session, "test.publish", ordered.Ordered(order=order), actor=actor, title=f"Terbit {slug}"
            )


def kill_workers(app: Flask, rounds: int, chance: random.Random) -> int:
    """Start a worker and kill it, again and again; gives how often it held a job."""
    mid_job = 0
    for _ in range(rounds):
        app.extensions["engine"].dispose()
        child = os.fork()
        if child == 0:
            _work_for_ever(app)
        _see_it_begin(app, child)
        time.sleep(chance.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        mid_job += _holds_a_job(app, child)
    app.extensions["engine"].dispose()
    return mid_job


def _see_it_begin(app: Flask, child: int) -> None:
    """Wait until a worker holds a job, or nothing is left to be held."""
    while not _holds_a_job(app, child):
        with app.app_context():
            if not reading().scalar(select(func.count()).where(Job.state.in_(LIVING))):
                return
        time.sleep(0.01)


def _holds_a_job(app: Flask, child: int) -> bool:
    with app.app_context():
        return bool(reading().scalar(select(func.count()).where(Job.claim.contains(f":{child}:"))))


def _work_for_ever(app: Flask) -> None:
    try:
        Worker(app, Event(), lease=LEASE).run()
    finally:
        os._exit(1)


def finish(app: Flask) -> None:
    """Let one worker live until nothing waits, with the leases of the dead run out."""
    with app.app_context(), transaction() as session:
        running = update(Job).where(Job.state == JobState.RUNNING)
        session.execute(running.values(claimed_until=now() - LEASE))
    worker = Worker(app, Event(), lease=LEASE)
    while worker.work_one():
        pass


def count(app: Flask, maker: Maker, kills: int, mid_job: int) -> Outcome:
    """Compare the jobs with their effects."""
    with app.app_context():
        session = reading()
        found = session.scalars(select(Job)).all()
        entries = Counter(
            session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "test.entry"))
        )
        revisions = Counter(
            session.scalars(select(CaseRevision.slug).where(CaseRevision.kind == RevisionKind.EDITED))
        )
        intentions = session.scalar(select(func.count()).select_from(CasePublication)) or 0
        lost = 0
        for job in found:
            if job.kind == "test.entry":
                is_made = f"entry:{job.arguments['number']}" in entries
            else:
                order = ordered.Ordered.model_validate(job.arguments).order
                path = maker.content / f"cases/{OTHER}/{order.slug}.md"
                is_made = order.slug in revisions and path.read_text("utf-8") == order.text
            lost += not (is_made and job.state == JobState.DONE)
        published = generations.current(maker.index)
        lost += published is None or published.name != fingerprint(maker.settings(), clock.today())
    files = sum(path.name.startswith(".") for path in (maker.content / "cases").rglob("*"))
    twice = sum(times - 1 for times in (*entries.values(), *revisions.values()))
    return Outcome(len(found), kills, mid_job, lost, twice, intentions + files)


def torture(maker: Maker, *, rounds: int, entries: int, cases: int, seed: int) -> Outcome:
    """The whole: fill the queue, kill, let it be finished, count."""
    slugs = [f"kasus-{number:03}" for number in range(1, cases + 1)]
    maker.library(slugs)
    maker.publish()
    app = maker.app()
    ask_for(app, maker, entries, slugs)
    mid_job = kill_workers(app, rounds, random.Random(seed))
    finish(app)
    return count(app, maker, rounds, mid_job)
