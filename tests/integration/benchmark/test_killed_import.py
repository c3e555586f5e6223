"""An import whose process dies in the middle is finished or undone by the next one, and the trail says so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.publishing import changes, writing
from tests.integration.benchmark.test_import import NEW, book, region_file, send, taking_back
from tests.integration.editing.desk import NOW, Desk, Form, rows
from tests.make import Maker
from tests.queueing import do_jobs

BOTH = (NEW, {**NEW, "region": "contoh", "value": "6,1"})
KILLED = 9


def asked(curator: Desk, *figures: dict[str, str]) -> Form:
    """The last page of an import."""
    form = curator.form(send(curator, book(*figures)).location)
    form.set(reason="Angka BPS yang baru terbit.")
    return form


def die_while_sending(portal: Flask, curator: Desk, form: Form) -> None:
    """Send the form in a process of its own, which does not come back."""
    child = os.fork()
    if child == 0:
        try:
            portal.extensions["engine"].dispose(close=False)
            curator.send(form)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def die(*_arguments: Any, **_named: Any) -> None:
    os._exit(KILLED)


def actions(portal: Flask) -> list[tuple[str, str]]:
    """What the trail says about figures, and who did it."""
    with rows(portal) as session:
        found = select(AuditEntry.action, AuditEntry.actor).where(AuditEntry.subject == "regions:figures")
        return [(action, actor) for action, actor in session.execute(found.order_by(AuditEntry.seq))]


def let_the_lease_run_out(portal: Flask) -> None:
    """Let time go by until the job of the dead process is anybody's."""
    portal.extensions["clock"] = lambda: NOW + timedelta(minutes=1)


def leftovers(maker: Maker) -> list[Path]:
    return list((maker.content / "regions").glob(".*"))


def test_killed_after_all_files_were_written_the_import_counts(
    curator: Desk, shelf: Maker, portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = asked(curator, *BOTH)
    with monkeypatch.context() as patched:
        patched.setattr(changes, "publish", die)
        die_while_sending(portal, curator, form)
    let_the_lease_run_out(portal)

    curator.send(asked(curator, {**NEW, "year": "2026", "value": "6,5"}))

    assert [action for action, _ in actions(portal)] == [
        "benchmark.begin-import", "benchmark.import", "benchmark.begin-import", "benchmark.import",
    ]  # fmt: skip
    assert actions(portal)[1][1] == "perintah:portal"
    assert "value: 6.1" in region_file(shelf, "contoh").read_text("utf-8")
    assert all(f"value: {value}" in region_file(shelf).read_text("utf-8") for value in ("6.9", "6.5"))
    assert leftovers(shelf) == []


def test_killed_between_two_files_both_are_put_back_and_the_job_is_done_anew(
    curator: Desk, shelf: Maker, portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, count, replaced = asked(curator, *BOTH), iter(range(2)), writing.replaced

    @contextmanager
    def dying(path: Path, text: str) -> Iterator[None]:
        if next(count) == 1:
            die()
        with replaced(path, text):
            yield

    before = region_file(shelf, "contoh").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(changes, "replaced", dying)
        die_while_sending(portal, curator, form)
    assert region_file(shelf, "contoh").read_bytes() != before
    let_the_lease_run_out(portal)

    do_jobs(portal)

    assert [action for action, _ in actions(portal)] == [
        "benchmark.begin-import", "benchmark.undo-import", "benchmark.begin-import", "benchmark.import",
    ]  # fmt: skip
    assert "value: 6.1" in region_file(shelf, "contoh").read_text("utf-8")
    assert "value: 6.9" in region_file(shelf).read_text("utf-8")
    assert leftovers(shelf) == []


def test_killed_while_an_import_is_taken_back_the_next_change_finishes_it(
    curator: Desk, shelf: Maker, portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = region_file(shelf, "contoh").read_bytes()
    curator.send(asked(curator, *BOTH))
    form = taking_back(curator)
    with monkeypatch.context() as patched:
        patched.setattr(changes, "publish", die)
        die_while_sending(portal, curator, form)
    let_the_lease_run_out(portal)

    curator.send(asked(curator, {**NEW, "year": "2026", "value": "6,5"}))

    assert [action for action, _ in actions(portal)][-4:] == [
        "benchmark.begin-import", "benchmark.take-back", "benchmark.begin-import", "benchmark.import",
    ]  # fmt: skip
    assert region_file(shelf, "contoh").read_bytes() == before
    assert curator.get("/pembanding/impor/1/batalkan").status_code == 404
    assert curator.get("/pembanding/impor/2/batalkan").status_code == 200
