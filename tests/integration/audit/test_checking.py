"""The trail is checked from where it was found sound; a note outside the database vouches for the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.audit import checked, ordered, verifying
from portal.audit.verifying import Verdict
from portal.jobs.models import Job
from tests.integration.accounts.world import World
from tests.integration.audit.test_trail import behind_its_back, write

pytestmark = pytest.mark.both_engines("audit")

OLD = "UPDATE audit_entry SET reason = 'lain' WHERE seq = 3"


def check(world: World, *, full: bool = False) -> Verdict:
    """What a check says: the quick one, or that of everything."""
    with world.change() as session:
        quick = None if full else verifying.verify_since(session)
        return quick or verifying.verify(session)


def said(verdict: Verdict) -> list[str]:
    return [str(finding) for finding in verdict.findings]


def behind(world: World, *statements: str) -> None:
    with behind_its_back(world) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def note(world: World) -> Path:
    path: Path = world.app.extensions["settings"].instance / checked.FILE
    return path


def test_after_a_check_of_everything_only_what_was_added_is_read(world: World) -> None:
    write(world, 30)
    whole = check(world)
    write(world, 7)

    quick = check(world)

    assert (whole.entries, whole.since) == (30, None)
    assert (quick.entries, quick.is_sound) == (7, True)
    assert quick.since is not None
    assert quick.since[0] == 30
    assert check(world).entries == 0
    assert check(world, full=True).entries == 37


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        (["UPDATE audit_entry SET reason = 'lain' WHERE seq = 33"], ["Baris 33 diubah."]),
        (["DELETE FROM audit_entry WHERE seq = 33"], ["Baris 33 dihapus."]),
        (["DELETE FROM audit_entry WHERE seq = 3"], ["Baris 3 dihapus."]),
        ([OLD], ["Baris 3 diubah."]),
    ],
)
def test_the_quick_check_names_what_was_done(world: World, deed: list[str], found: list[str]) -> None:
    write(world, 30)
    check(world)
    write(world, 7)

    behind(world, *deed)

    assert said(check(world)) == found
    assert said(check(world)) == found  # nothing was noted that would hide it


def test_a_trail_rewritten_as_a_whole_is_found_by_the_portals_own_note(world: World) -> None:
    write(world, 10)
    check(world)

    behind(world, "DELETE FROM audit_entry", "DELETE FROM audit_head")
    write(world, 12)

    kept = ["Baris 10 tidak sama dengan digest yang pernah dicatat."]
    assert said(check(world)) == said(check(world, full=True)) == kept


def test_what_chance_misses_the_check_of_everything_finds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(world, 30)
    check(world)
    monkeypatch.setattr(verifying, "SAMPLE", 0)

    behind(world, OLD)

    assert check(world).is_sound  # docs/decisions/0035 says so
    assert said(check(world, full=True)) == ["Baris 3 diubah."]
    assert said(check(world)) == ["Baris 3 diubah."]  # and from then on everything is checked each time


@pytest.mark.parametrize("forged", ["note", "mark", "text"])
def test_a_note_that_the_portal_did_not_sign_counts_for_nothing(world: World, forged: str) -> None:
    write(world, 10)
    check(world)
    stored = json.loads(note(world).read_text())
    if forged == "note":
        stored["note"] = stored["note"].replace('"seq":10', '"seq":9')
    elif forged == "mark":
        stored["mark"] = "0" * 64
    note(world).write_text("{" if forged == "text" else json.dumps(stored))

    assert check(world).entries == 10


def test_a_week_after_everything_was_checked_the_queue_is_asked_to_do_so_again(world: World) -> None:
    def asked() -> int:
        with world.change() as session:
            ordered.look(session)
            return len(session.scalars(select(Job)).all())

    assert asked() == 0  # nothing was written yet
    write(world, 5)
    check(world)
    assert asked() == 0
    world.pass_time(days=6)
    assert asked() == 0
    world.pass_time(days=2)
    assert [asked(), asked()] == [1, 1]
