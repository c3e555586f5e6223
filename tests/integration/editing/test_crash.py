"""A process that dies while it publishes leaves the old case or the new one, and the next one cleans up."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor, Role
from portal.cases.files import read_source
from portal.db import transaction
from portal.editing import door, revisions, storage
from portal.editing.door import Order
from portal.editing.models import CasePublication, CaseRevision, RevisionKind
from portal.generations import NotWritten
from portal.yamlfiles import Report
from tests.integration.editing.crash import SLUG
from tests.make import Maker

ROOT = Path(__file__).parents[3]
FILE = "cases/teladan/jempol.md"
ROUNDS = int(os.environ.get("EDITING_KILL_ROUNDS", "4"))


class Killed(BaseException):
    """Stands for the moment in which a process dies: nothing after it runs."""


def order(shelf: Maker, title: str) -> Order:
    text = (shelf.content / FILE).read_text("utf-8")
    new = text.replace('title: "Jempol"', f'title: "{title}"')
    return Order(SLUG, "teladan", new, storage.digest_of(text), RevisionKind.EDITED, "Perbaikan judul")


def recover(app: Flask, maker: Maker) -> None:
    with app.app_context(), storage.locked(maker.settings()), transaction() as session:
        door.recover(session, maker.settings())


def test_kill_9_at_any_moment_leaves_the_old_case_or_the_new_one(
    shelf: Maker, portal: Flask, session: Session
) -> None:
    with portal.app_context(), transaction() as writing:
        revisions.note_files(writing, shelf.settings())
    chance = random.Random(9)
    acknowledged = 0
    for _ in range(ROUNDS):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.editing.crash", str(shelf.root)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        acknowledged = int(child.stdout.readline())
        time.sleep(chance.uniform(0, 0.4))
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().split()
        child.wait()
        child.stdout.close()
        acknowledged = max([acknowledged, *map(int, rest)])

        text = (shelf.content / FILE).read_text("utf-8")
        report = Report()
        assert read_source(text, f"content/{FILE}", report) is not None
        assert report.errors == []
        recover(portal, shelf)
        session.rollback()
        kept = session.scalars(select(CaseRevision).where(CaseRevision.slug == SLUG)).all()
        assert len(kept) >= acknowledged
        assert [one.number for one in kept] == list(range(1, len(kept) + 1))
        assert kept[-1].text == text
        assert session.scalars(select(CasePublication)).all() == []
        assert [
            path.name for path in (shelf.content / "cases/teladan").iterdir() if path.name[0] == "."
        ] == []
    shelf.publish()
    assert (
        f"Judul {text.split('Judul ')[1].split(chr(34))[0]}"
        in portal.test_client().get("/inovasi/jempol").text
    )


def test_death_between_file_and_edition_is_finished_by_the_next_look(
    shelf: Maker, portal: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = order(shelf, "Judul Baru")
    with portal.app_context():
        with transaction() as writing:
            revisions.note_files(writing, shelf.settings())
        with transaction() as writing:
            actor = Actor(account_id=7, name="Sari", roles=frozenset({Role.CURATOR}))
            door._begin(writing, actor, planned, FILE)
    (shelf.content / FILE).write_text(planned.text, "utf-8")
    (shelf.content / "cases/teladan/.jempol.md.old").write_text("sisa", "utf-8")

    recover(portal, shelf)

    newest = session.scalars(select(CaseRevision).where(CaseRevision.slug == SLUG)).all()[-1]
    assert (newest.number, newest.account, newest.account_id, newest.reason) == (
        2,
        "Sari",
        7,
        "Perbaikan judul",
    )
    assert newest.is_approved
    assert not (shelf.content / "cases/teladan/.jempol.md.old").exists()
    assert session.scalars(select(CasePublication)).all() == []
    assert monkeypatch


def test_death_before_the_file_is_touched_is_forgotten(shelf: Maker, portal: Flask, session: Session) -> None:
    before = (shelf.content / FILE).read_bytes()
    with portal.app_context():
        with transaction() as writing:
            revisions.note_files(writing, shelf.settings())
        with transaction() as writing:
            door._begin(writing, Actor(name="Sari"), order(shelf, "Judul Baru"), FILE)

    recover(portal, shelf)

    assert (shelf.content / FILE).read_bytes() == before
    assert session.scalars(select(CasePublication)).all() == []
    assert len(session.scalars(select(CaseRevision).where(CaseRevision.slug == SLUG)).all()) == 1


@pytest.mark.parametrize("step", range(1, 9))
def test_an_error_at_any_step_leaves_file_and_history_as_they_were_or_both_new(
    shelf: Maker, portal: Flask, session: Session, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    before = (shelf.content / FILE).read_text("utf-8")
    planned = order(shelf, "Judul Baru")
    count = 0

    def failing(original: object) -> object:
        def call(*given: object, **named: object) -> object:
            nonlocal count
            count += 1
            if count == step:
                raise OSError(5, "Input/output error")
            return original(*given, **named)  # type: ignore[operator]

        return call

    for name in ("fsync", "replace", "link"):
        monkeypatch.setattr(os, name, failing(getattr(os, name)))
    failed = False
    try:
        with portal.app_context():
            door.publish_change(transaction, shelf.settings(), Actor(name="Sari"), planned)
    except (OSError, NotWritten):
        failed = True
    monkeypatch.undo()

    text = (shelf.content / FILE).read_text("utf-8")
    recover(portal, shelf)
    edited = session.scalars(select(CaseRevision.text).where(CaseRevision.kind == "sunting")).all()
    assert (text, edited) in (
        (before, []),
        (planned.text, [planned.text]),
    ), f"step {step}, failed: {failed}"
    assert session.scalars(select(CasePublication)).all() == []
