"""Killed in the middle of writing, the portal has lost nothing it acknowledged and left nothing half."""

from __future__ import annotations

import random
import subprocess
import sys
import time

from sqlalchemy import select

from portal.accounts.models import Account
from portal.audit import verifying
from portal.audit.models import AuditEntry
from tests import databases
from tests.integration.accounts.world import World

ROUNDS = 3


def test_a_killed_writer_leaves_every_acknowledged_change_with_its_entry_and_a_sound_chain(
    world: World,
) -> None:
    root = world.app.extensions["settings"].instance.parent
    acknowledged: set[int] = set()

    for number in range(ROUNDS):
        command = [sys.executable, "-m", "tests.integration.audit.killed", str(root), str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            first = child.stdout.readline()
            time.sleep(random.uniform(0.01, 0.3))
            child.kill()
            printed = [first, *child.stdout.read().splitlines(keepends=True)]
        acknowledged |= {int(line) for line in printed if line.endswith("\n")}

    with world.change() as session:
        people = set(session.scalars(select(Account.id)))
        subjects = session.scalars(select(AuditEntry.subject)).all()
        verdict = verifying.verify(session)
    assert databases.is_whole(root / "instance")
    assert len(acknowledged) >= ROUNDS
    assert acknowledged <= people
    assert sorted(subjects) == sorted(f"account:{number}" for number in people)
    assert verdict.is_sound
