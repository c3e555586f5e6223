"""Health: what is broken is found, strangers are told a word only, and who runs the portal what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal import audit, clock, jobs
from portal.access import Actor, Role
from portal.accounts import sessions
from portal.accounts.models import Account, Membership
from portal.db import transaction
from portal.editing import ordered, storage
from portal.editing.door import Order
from portal.editing.models import RevisionKind
from portal.generations import MIN_FREE
from portal.home import health
from portal.jobs.models import JobState
from portal.jobs.worker import BROKEN
from tests import databases, postgresql
from tests.make import Maker, reader
from tests.reading import Reader

pytestmark = pytest.mark.both_engines("home")
MB = 1024**2


@pytest.fixture(name="portal")
def _portal(small: Maker, tmp_path: Path) -> Iterator[Flask]:
    """The small library with a database of its own, which a test may break."""
    app = small.app(instance=tmp_path / "instance", evidence_keep_free_mb=1)
    with app.app_context(), transaction() as session:
        for number in range(3):
            audit.record(session, actor=Actor(name="Sari"), action="test.told", subject=f"told:{number}")
    yield app
    app.extensions["engine"].dispose()


def asked(portal: Flask) -> tuple[int, Any]:
    answer = reader(portal).get("/sehat")
    return answer.status_code, answer.get_json()


def test_a_sound_portal_is_well(portal: Flask) -> None:
    assert asked(portal) == (200, {"status": "ok", "reasons": []})


def destroy(instance: Path) -> None:
    """Overwrite the database in its place, as a failing disk does."""
    if postgresql.is_wanted():
        databases.drop(instance)
    else:
        with (instance / databases.FILE).open("r+b") as file:
            file.write(b"\x5a" * (instance / databases.FILE).stat().st_size)


def empty(instance: Path) -> None:
    if postgresql.is_wanted():
        databases.create(instance)
    else:
        (instance / databases.FILE).write_bytes(b"")


def remove(instance: Path) -> None:
    if postgresql.is_wanted():
        databases.drop(instance)
    else:
        (instance / databases.FILE).unlink()


def replace(instance: Path) -> None:
    """Put another file in its place."""
    if postgresql.is_wanted():
        databases.drop(instance)
    else:
        other = instance / "lain"
        other.write_bytes(b"bukan basis data" * 100)
        other.replace(instance / databases.FILE)


def signed_in(portal: Flask, role: Role) -> Reader:
    """A browser in which a person with this role has signed in with the second step."""
    with portal.app_context(), transaction() as session:
        account = Account(username=role.name.lower(), name="Ana", created_at=clock.now())
        account.memberships = [Membership(role=role, since=clock.today(), kind="definitif")]
        session.add(account)
        session.flush()
        token = sessions.open_session(session, account, now=clock.now(), user_agent="", has_second_step=True)
    client = reader(portal)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return client


@pytest.mark.parametrize("harm", [destroy, empty, remove, replace])
def test_a_database_that_is_lost_while_serving_is_told_and_nothing_is_made_anew(
    portal: Flask, harm: Callable[[Path], None]
) -> None:
    instance = portal.extensions["settings"].instance
    known = signed_in(portal, Role.CURATOR)
    assert (asked(portal)[0], known.get("/akun").status_code) == (200, 200)  # with pages of it remembered

    harm(instance)

    assert asked(portal) == (503, {"status": "broken", "reasons": ["database"]})
    told = known.get("/akun")
    assert told.status_code == 503
    assert "Basis data portal terganggu" in told.text or "Portal sedang sibuk" in told.text
    assert (reader(portal).get("/inovasi/jempol").status_code, reader(portal).get("/masuk").status_code) == (
        200,
        200,
    )
    with portal.app_context(), pytest.raises(DBAPIError), transaction() as session:
        audit.record(session, actor=Actor(name="Sari"), action="test.told", subject="told:9")
    if not postgresql.is_wanted():
        assert not is_database(instance / databases.FILE)


def is_database(path: Path) -> bool:
    return path.exists() and path.read_bytes()[:15] == b"SQLite format 3"


def test_a_database_of_another_version_is_told(portal: Flask) -> None:
    with databases.behind(portal.extensions["settings"].instance) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))

    assert asked(portal) == (503, {"status": "broken", "reasons": ["schema"]})


def test_a_trail_without_its_last_entry_is_told(portal: Flask) -> None:
    with databases.behind(portal.extensions["settings"].instance) as connection:
        connection.execute(text("DELETE FROM audit_entry WHERE seq = 3"))

    assert asked(portal) == (503, {"status": "broken", "reasons": ["trail"]})


def put_job(portal: Flask, **values: Any) -> None:
    """A job that stands like this; times in minutes from now."""
    with portal.app_context(), transaction() as session:
        now = clock.now()
        order = Order("jempol", "teladan", "", storage.digest_of(""), RevisionKind.EDITED, "")
        job = jobs.ask(
            session, ordered.PUBLISH, ordered.Ordered(order=order), actor=Actor(name="Sari"), title="Terbit"
        )
        moments = {"run_after", "claimed_until", "ended_at"}
        for name, value in values.items():
            setattr(job, name, now + timedelta(minutes=value) if name in moments else value)


@pytest.mark.parametrize(
    ("values", "reasons"),
    [
        ({"run_after": -1}, []),
        ({"run_after": -6}, ["queue"]),
        ({"state": JobState.RUNNING, "claimed_until": 0.4}, []),
        ({"state": JobState.RUNNING, "claimed_until": -6}, ["queue"]),
        ({"state": JobState.FAILED, "ended_at": -60, "said": BROKEN}, ["jobs"]),
        ({"state": JobState.FAILED, "ended_at": -25 * 60, "said": BROKEN}, []),
        ({"state": JobState.FAILED, "ended_at": -60, "said": "Judul wajib diisi."}, []),
    ],
)
def test_a_queue_that_does_not_move_and_jobs_that_broke_are_told(
    portal: Flask, values: dict[str, Any], reasons: list[str]
) -> None:
    put_job(portal, **values)

    assert asked(portal) == (200, {"status": "degraded" if reasons else "ok", "reasons": reasons})


def test_a_job_that_waits_for_one_that_runs_is_no_stuck_queue(portal: Flask) -> None:
    put_job(portal, run_after=-20)
    put_job(portal, state=JobState.RUNNING, claimed_until=0.4)

    assert asked(portal)[1]["reasons"] == []


@pytest.mark.parametrize(
    ("free", "answer"),
    [
        (MIN_FREE, (200, "ok", [])),
        (MIN_FREE - 1, (200, "degraded", ["disk"])),
        (health.NO_ROOM - 1, (503, "broken", ["disk"])),
    ],
)
def test_a_disk_that_fills_up_is_told_before_it_is_full(
    portal: Flask, monkeypatch: pytest.MonkeyPatch, free: int, answer: tuple[int, str, list[str]]
) -> None:
    usage = shutil.disk_usage("/")._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage)

    code, said = asked(portal)

    assert (code, said["status"], said["reasons"]) == answer


def test_strangers_learn_no_file_no_line_and_no_version(make: Maker) -> None:
    make.library(["jempol"])
    make.publish()
    make.case("jempol", title="")
    with pytest.raises(Exception, match="title"):
        make.publish()

    said = make.client().get("/sehat")

    assert said.get_json() == {"status": "degraded", "reasons": ["content"]}
    with make.app().app_context():
        assert "content/cases/teladan/jempol.md:3" in health.look().findings[1].said


def test_the_admin_reads_what_is_wrong_and_what_to_do(portal: Flask) -> None:
    put_job(portal, run_after=-6)

    page = signed_in(portal, Role.ADMIN).get("/sehat/rinci")

    assert page.status_code == 200
    assert "Antrean pekerjaan tidak bergerak" in page.text
    assert "portal jobs run" in page.text
    assert "Baris terakhir jejak audit" in page.text


def test_nobody_else_reads_the_details(portal: Flask) -> None:
    assert reader(portal).get("/sehat/rinci").status_code in (302, 303)
    for role in (Role.CURATOR, Role.AUDITOR, Role.LEADERSHIP):
        assert signed_in(portal, role).get("/sehat/rinci").status_code == 403, role
