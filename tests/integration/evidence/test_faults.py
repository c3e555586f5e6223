"""Power cuts, kills and full disks: nothing acknowledged is lost, nothing half remains."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, g
from flask_login import UserMixin
from sqlalchemy import event
from sqlalchemy import select as select_rows
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal import create_app
from portal.access import Actor, Role
from portal.accounts.models import Account
from portal.config import Settings
from portal.evidence import register
from portal.evidence.models import EvidenceFile
from portal.evidence.store import FULL, YOUNG, Draft, Store
from portal.generations import DiskFull
from tests.integration.evidence.conftest import OPD, Client, add, multipart, plan_of, typed
from tests.postgresql import is_wanted
from tests.unit.evidence import papers

ROUNDS = 15
FILM = 3_000_000  # bytes


def test_a_kill_while_uploading_leaves_no_row_without_its_file(
    operator: Client, evidence_app: Flask, evidence_settings: Settings
) -> None:
    add(operator)  # noise

    numbers = {number for _ in range(ROUNDS) for number in _acknowledged_before_kill(evidence_settings)}

    store: Store = evidence_app.extensions["evidence_store"]
    with Session(evidence_app.extensions["engine"]) as session:
        rows = session.scalars(select_rows(EvidenceFile)).all()
        digests = {row.sha256 for row in rows}
        _make_old(store)
        store.sweep(lambda: digests)
    assert len(numbers) >= ROUNDS
    assert numbers <= {row.evidence_id for row in rows}
    assert all(store.is_sound(digest) for digest in digests)
    assert set(store.digests()) == digests
    assert list((store.root / "incoming").iterdir()) == []


def _acknowledged_before_kill(settings: Settings) -> list[int]:
    """Let a child upload, kill it some time after its first success; answers what it was told is stored."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _upload_until_killed(settings, writing)
    os.close(writing)
    told = os.read(reading, 1000)
    ending = time.monotonic() + random.uniform(0, 0.15)
    while (left := ending - time.monotonic()) > 0 and select.select([reading], [], [], left)[0]:
        told += os.read(reading, 1000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as rest:
        told += rest.read()
    return [int(line) for line in told.splitlines()]


def _upload_until_killed(settings: Settings, told: int) -> None:
    """The child: uploads films one after another and tells the number of each that was acknowledged."""
    try:
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        register(app, "plan", find=plan_of)
        app.login_manager.request_loader(lambda _request: UserMixin())  # type: ignore[attr-defined]
        app.extensions["actor_source"] = lambda: _person(app)
        client = app.test_client()
        while True:
            form = typed(papers.mp4(recording=os.urandom(FILM)), "a.mp4", kind="video", number="")
            body, content_type = multipart(form)
            answer = client.post("/bukti/baru?subjek=plan:12", data=body, content_type=content_type)
            os.write(told, f"{answer.location.rpartition('/')[2]}\n".encode())
    finally:
        os._exit(1)


def _person(app: Flask) -> Actor:
    """The operator that the parent has made, without a sign-in of the child's own."""
    with Session(app.extensions["engine"]) as session:
        account = session.scalars(select_rows(Account)).one()
    g.pop("session", None)
    return Actor(account.id, account.name, frozenset({Role.OPERATOR}), frozenset({(Role.OPERATOR, OPD)}))


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)


def _make_old(store: Store) -> None:
    for path in (store.root / "incoming").iterdir():
        os.utime(path, (time.time() - YOUNG - 1,) * 2)


@pytest.fixture(name="small_disk")
def _small_disk(evidence_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The instance on a disk of 12 MB: a real one where we may mount, else a quota that counts our writes."""
    folder = evidence_settings.instance
    folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)], capture_output=True
    )
    if mounted.returncode == 0:
        yield folder
        subprocess.run(["umount", "-l", str(folder)], check=True)
        return
    written = Draft.write

    def write(draft: Draft, chunk: bytes) -> None:
        used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        if used + len(chunk) > 12_000_000:
            raise DiskFull(FULL)
        written(draft, chunk)

    monkeypatch.setattr(Draft, "write", write)
    yield folder


def test_a_full_disk_is_told_reading_goes_on_and_writing_recovers(
    small_disk: Path, operator: Client, evidence_app: Flask
) -> None:
    first = add(operator)
    ballast = small_disk / "ballast.bin"
    room = shutil.disk_usage(small_disk).free if os.path.ismount(small_disk) else 11_000_000
    ballast.write_bytes(os.urandom(room - FILM // 2))
    body, content_type = multipart(
        typed(papers.mp4(recording=os.urandom(FILM)), "a.mp4", kind="video", number="")
    )

    refused = operator.post("/bukti/baru?subjek=plan:12", data=body, content_type=content_type)
    page, file = operator.get(f"/bukti/{first}"), operator.get(f"/bukti/{first}/1")
    ballast.unlink()
    taken = operator.post("/bukti/baru?subjek=plan:12", data=body, content_type=content_type)

    assert refused.status_code == 507
    assert "Ruang simpan penuh, jadi berkas belum tersimpan." in refused.get_data(as_text=True)
    assert 'value="2026-03-02"' in refused.get_data(as_text=True)
    assert (page.status_code, file.status_code, file.data) == (200, 200, papers.pdf())
    assert taken.status_code == 303
    store: Store = evidence_app.extensions["evidence_store"]
    assert len(store.digests()) == 2
    assert list((store.root / "incoming").iterdir()) == []


@contextmanager
def _full(folder: Path, app: Flask) -> Iterator[None]:
    """Let the disk be full: really, where it could be mounted, else by what SQLite says to writes then."""
    if os.path.ismount(folder) and not is_wanted():  # a server keeps its files elsewhere
        ballast = folder / "ballast.bin"
        with pytest.raises(OSError, match="No space"):
            _fill(ballast)
        yield
        ballast.unlink()
        return

    def refuse(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError(statement, {}, sqlite3.OperationalError("database or disk is full"))

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", refuse)
    yield
    event.remove(engine, "before_cursor_execute", refuse)


def test_a_disk_too_full_for_the_database_keeps_what_was_there(
    small_disk: Path, operator: Client, curator: Client, evidence_app: Flask
) -> None:
    number = add(operator)

    with _full(small_disk, evidence_app):
        refused = curator.post(f"/bukti/{number}/periksa", data={"verdict": "terverifikasi", "version": "1"})
        page = operator.get(f"/bukti/{number}")
    taken = curator.post(f"/bukti/{number}/periksa", data={"verdict": "terverifikasi", "version": "1"})

    assert refused.status_code == 507
    assert "Isian Anda belum tersimpan." in refused.get_data(as_text=True)
    assert (page.status_code, taken.status_code) == (200, 303)
