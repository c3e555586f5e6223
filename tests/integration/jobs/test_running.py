"""The process that does jobs: one a machine, stopped by a signal, gone when its parent is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.ordered import Accepted
from portal.db import transaction
from portal.jobs import queue
from portal.jobs.models import Job
from portal.jobs.running import alone
from tests.conftest import ROOT
from tests.integration.jobs.test_queue import NOBODY
from tests.make import Maker
from tests.patience import WAIT


def start(maker: Maker, *options: str) -> subprocess.Popen[bytes]:
    """`portal jobs run` on the library of a test."""
    return subprocess.Popen(
        [sys.executable, "-m", "portal", "jobs", "run", *options],
        cwd=ROOT,
        env={**os.environ, "PORTAL_ROOT": str(maker.root)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def see_it_done(maker: Maker) -> str:
    """Ask for something that is refused at once, and wait for the answer."""
    app = maker.app()
    with app.app_context(), transaction() as session:
        job = queue.ask(session, "accounts.import", Accepted(import_id=1, mark=""), actor=NOBODY, title="Uji")
    with Session(app.extensions["engine"]) as session:
        while (state := session.scalar(select(Job.state).where(Job.id == job.id))) not in (
            "gagal",
            "selesai",
        ):
            session.rollback()
            time.sleep(0.05)
    return str(state)


@pytest.mark.parametrize("ending", ["its parent is gone", "a signal"])
def test_the_process_does_what_is_asked_for_and_ends_when(shelf: Maker, ending: str) -> None:
    child = start(shelf, *(["--with-parent"] if ending == "its parent is gone" else []))
    assert child.stdin is not None
    assert child.stderr is not None
    try:
        assert see_it_done(shelf) == "gagal"
        if ending == "a signal":
            child.send_signal(signal.SIGTERM)
        else:
            child.stdin.close()
        assert child.wait(WAIT) == 0
        assert child.stderr.read() == b""
    finally:
        child.kill()
        child.stdin.close()
        child.stderr.close()


def test_a_second_process_on_the_same_machine_says_that_there_is_one(shelf: Maker) -> None:
    with alone(shelf.settings().instance) as is_alone:
        second = start(shelf)
        _, said = second.communicate()

    assert is_alone
    assert second.returncode == 1
    assert "sudah dikerjakan proses lain" in said.decode()


def test_the_lock_is_free_again_when_its_holder_is_gone(tmp_path: Path) -> None:
    with alone(tmp_path) as first, alone(tmp_path) as second:
        found = (first, second)
    with alone(tmp_path) as third:
        assert (*found, third) == (True, False, True)
