"""A clock that jumps by a year, there and back: nothing is opened by it, and nobody is shut out for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import audit, jobs
from portal.access import Actor, Role
from portal.accounts import links, second_step, sessions, throttle
from portal.accounts.models import Account, Membership
from portal.accounts.rules import MAX_TRIES, WINDOW
from portal.audit.models import AuditEntry
from portal.db import transaction
from portal.editing import ordered, storage
from portal.editing.door import Order
from portal.editing.models import RevisionKind
from portal.errors import NotFound
from portal.jobs import queue
from portal.jobs.models import Job, JobState
from portal.notices import ordered as ordered_letters
from portal.notices import rounds
from portal.notices.models import Letter
from tests.make import Maker, reader

pytestmark = [pytest.mark.both_engines("accounts"), pytest.mark.both_engines("jobs")]
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
ANA = Actor(1, "Ana", frozenset({Role.ADMIN}))


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(name="wall")
def _wall() -> Clock:
    return Clock()


@pytest.fixture(name="portal")
def _portal(small: Maker, tmp_path: Path, wall: Clock) -> Iterator[Flask]:
    app = small.app(instance=tmp_path / "instance", evidence_keep_free_mb=1)
    app.extensions["clock"] = wall
    with app.app_context(), transaction() as session:
        account = Account(id=1, username="ana", name="Ana", created_at=NOW)
        account.memberships = [Membership(role=Role.ADMIN, since=NOW.date(), kind="definitif")]
        session.add(account)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture(name="session")
def _session(portal: Flask) -> Iterator[Session]:
    with portal.app_context(), transaction() as session:
        yield session


def ana(session: Session) -> Account:
    return session.get_one(Account, 1)


def test_a_sign_in_from_another_year_opens_nothing_and_does_not_outlive_its_end(session: Session) -> None:
    token = sessions.open_session(session, ana(session), now=NOW + YEAR, user_agent="", has_second_step=True)

    alive_now = sessions.find(session, token, NOW)
    sessions.end(session, 1, NOW)

    assert alive_now is None
    assert sessions.find(session, token, NOW + YEAR) is None


def test_guesses_from_a_clock_ahead_shut_nobody_out_for_a_year(session: Session) -> None:
    for _ in range(MAX_TRIES):
        throttle.note(session, login="ana", address="1", now=NOW + YEAR)

    assert throttle.note(session, login="ana", address="1", now=NOW) > 0
    assert throttle.note(session, login="ana", address="1", now=NOW + WINDOW) == 0


def test_guesses_do_not_begin_anew_because_a_clock_jumped_back(session: Session) -> None:
    for _ in range(MAX_TRIES):
        throttle.note(session, login="ana", address="1", now=NOW)

    assert throttle.note(session, login="ana", address="1", now=NOW - YEAR) > 0


def test_a_code_counts_once_whatever_the_clock_does_and_soon_codes_count_again(session: Session) -> None:
    account = ana(session)
    step = second_step.begin(session, account)
    app = pyotp.TOTP(step.secret)
    second_step.confirm(session, account, app.at(NOW), actor=ANA, now=NOW)
    ahead = app.at(NOW + YEAR)
    assert second_step.check(session, account, ahead, NOW + YEAR)

    assert not second_step.check(session, account, app.at(NOW), NOW)  # used before the jump
    assert not second_step.check(session, account, ahead, NOW + timedelta(minutes=2))
    later = NOW + timedelta(minutes=3)
    assert second_step.check(session, account, app.at(later), later)


def test_a_link_that_ran_out_does_not_come_back_with_an_older_clock(session: Session) -> None:
    token = links.make(session, ana(session), actor=ANA, now=NOW)

    for jump in (-YEAR, YEAR):
        with pytest.raises(NotFound):
            links.get(session, token, NOW + jump)


def test_the_trail_keeps_its_order_and_the_health_page_tells(portal: Flask, wall: Clock) -> None:
    for year, name in ((1, "maju"), (0, "kembali")):
        wall.now = NOW + year * YEAR
        with portal.app_context(), transaction() as session:
            audit.record(session, actor=ANA, action="test.told", subject=f"told:{name}")
            assert audit.verifying.examine_all(session).is_sound
    said = reader(portal).get("/sehat").get_json()
    wall.now = NOW - timedelta(hours=1)

    with portal.app_context(), transaction() as session:
        found = list(session.scalars(select(AuditEntry.subject).order_by(AuditEntry.seq)))
    assert found == ["told:maju", "told:kembali"]
    assert said == {"status": "ok", "reasons": []}
    assert reader(portal).get("/sehat").get_json() == {"status": "degraded", "reasons": ["clock"]}


def ask(session: Session, **values: Any) -> Job:
    order = Order("jempol", "teladan", "", storage.digest_of(""), RevisionKind.EDITED, "")
    given = ordered.Ordered(order=order)
    job = jobs.ask(session, ordered.PUBLISH, given, actor=ANA, title="Terbit")
    for name, value in values.items():
        setattr(job, name, value)
    session.flush()
    return job


@pytest.mark.parametrize("jump", [-YEAR, YEAR])
def test_a_job_waits_for_no_other_year(session: Session, jump: timedelta) -> None:
    job = ask(session, run_after=NOW + jump, deadline=NOW + YEAR)

    assert queue.is_due(session)
    claimed = queue.claim(session)
    assert claimed is not None
    assert claimed.id == job.id


def test_a_job_whose_worker_died_in_another_year_is_taken_up(session: Session) -> None:
    dead = ask(session, state=JobState.RUNNING, claim="mati", claimed_until=NOW + YEAR)
    ask(session)

    assert queue.is_due(session)
    claimed = queue.claim(session)
    assert claimed is not None
    assert claimed.id == dead.id
    with pytest.raises(queue.Lost):
        queue.change(session, dead.id, "mati", done=1)


@pytest.mark.parametrize("jump", [-YEAR, YEAR])
def test_notices_and_letters_wait_for_no_other_year(session: Session, wall: Clock, jump: timedelta) -> None:
    wall.now = NOW + jump
    rounds.look(session)  # the clock is wrong, and what it gathers is done with
    session.execute(update(Job).values(state=JobState.DONE, ended_at=wall.now))
    wall.now = NOW
    letter = {"account_id": 1, "kind": "besok", "mark": "a", "subject": "", "body": "", "created_at": NOW}
    session.add(Letter(**letter, send_after=NOW + jump))
    session.flush()

    rounds.look(session)

    assert session.scalar(select(func.count()).where(Job.state == JobState.WAITING)) == 1
    assert session.scalar(select(func.count()).select_from(Letter).where(ordered_letters.is_due(NOW))) == 1
