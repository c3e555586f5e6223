"""The trail is written with the change, and the database lets it only grow."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DatabaseError

from portal import audit
from portal.access import Actor, Role, command_actor
from portal.audit import service, verifying
from portal.audit.chain import FIELDS, digest
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation
from tests import databases
from tests.integration.accounts.world import World
from tests.postgresql import is_wanted

pytestmark = pytest.mark.both_engines("audit")

REST = (
    "at, account_id, actor, role, opd, action, subject, changes, reason"  # columns between number and links
)
OF_SQLITE = (
    "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 3",
    "REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 10",
    "INSERT OR REPLACE INTO audit_head VALUES (1, 3, 'x')",
)
OF_POSTGRESQL = ("TRUNCATE audit_entry", "TRUNCATE audit_head")
SRI = Actor(
    7,
    "Sri",
    frozenset({Role.READER, Role.OPERATOR}),
    frozenset({(Role.OPERATOR, "Dinkes"), (Role.READER, "Disdikbud")}),
)


def write(world: World, count: int = 10) -> None:
    with world.change() as session:
        for number in range(1, count + 1):
            world.pass_time(seconds=1)
            audit.record(
                session,
                actor=SRI,
                action="plan.move",
                subject=f"plan:{number}",
                changes={"stage": ("usulan", "disetujui")},
                reason="sidang",
            )


def behind_its_back(world: World) -> AbstractContextManager[Connection]:
    """The database as somebody with the file or the password sees it, who has thrown the triggers away."""
    return databases.behind(world.app.extensions["settings"].instance)


def extend(connection: Connection, length: int) -> None:
    """Make the trail this long at once, each entry like the first."""
    columns = (*FIELDS, "hash")
    row = connection.execute(text(f"SELECT {', '.join(columns)} FROM audit_entry")).one()
    entry, rows = dict(zip(columns, row, strict=True)), []
    for seq in range(2, length + 1):
        entry = {**entry, "seq": seq, "previous": entry["hash"]}
        entry["hash"] = digest(entry)
        rows.append(entry)
    connection.execute(insert(AuditEntry), rows)
    connection.execute(text("UPDATE audit_head SET seq = :seq, hash = :hash"), entry)


def findings(world: World) -> list[str]:
    with world.change() as session:
        return [str(finding) for finding in verifying.verify(session).findings]


def test_an_entry_says_who_in_which_role_and_opd_did_what_when_and_why(world: World) -> None:
    write(world, 1)

    with world.change() as session:
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.seq, entry.account_id, entry.actor) == (1, 7, "Sri")
        assert (entry.role, entry.opd) == ("operator, pembaca", "Dinkes; Disdikbud")
        assert (entry.action, entry.subject, entry.reason) == ("plan.move", "plan:1", "sidang")
        assert json.loads(entry.changes) == {"stage": ["usulan", "disetujui"]}
        assert entry.at == "2026-11-21T05:00:01.000000Z"
        assert entry.previous == "0" * 64


def test_a_command_is_named_as_one(world: World) -> None:
    with world.change() as session:
        audit.record(session, actor=command_actor("backup"), action="portal.backup", subject="portal:1")

    with world.change() as session:
        assert session.scalars(select(AuditEntry.actor)).all() == ["perintah:backup"]


def test_a_change_that_is_undone_leaves_no_entry(world: World) -> None:
    write(world, 2)

    with suppress(RuleViolation), world.change() as session:
        audit.record(session, actor=SRI, action="plan.move", subject="plan:3")
        raise RuleViolation("tidak jadi")

    write(world, 1)
    with world.change() as session:
        assert session.scalars(select(AuditEntry.seq)).all() == [1, 2, 3]
    assert findings(world) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason = 'lain' WHERE seq = 3",
        "UPDATE audit_entry SET hash = hash",
        "DELETE FROM audit_entry WHERE seq = 10",
        "DELETE FROM audit_entry",
        "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE seq = 3 "
        "ON CONFLICT (seq) DO UPDATE SET reason = 'lain'",
        f"INSERT INTO audit_entry SELECT 12, {REST}, previous, 'x' FROM audit_entry WHERE seq = 3",
        f"INSERT INTO audit_entry SELECT 0, {REST}, previous, 'x' FROM audit_entry WHERE seq = 3",
        "UPDATE audit_head SET seq = 3",
        "UPDATE audit_head SET hash = 'x'",
        "UPDATE audit_head SET id = 2, seq = seq + 1",
        "DELETE FROM audit_head",
        "INSERT INTO audit_head VALUES (2, 10, 'x')",
        *(OF_POSTGRESQL if is_wanted() else OF_SQLITE),
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(world: World, statement: str) -> None:
    write(world)

    with pytest.raises(DatabaseError, match="only grows"), world.change() as session:
        session.connection().exec_driver_sql(statement)

    assert findings(world) == []


def test_an_altered_entry_is_found_and_named(world: World) -> None:
    write(world)

    with behind_its_back(world) as connection:
        connection.exec_driver_sql("UPDATE audit_entry SET actor = 'Budi' WHERE seq = 4")

    assert findings(world) == ["Baris 4 diubah."]


def test_removed_entries_are_found_and_named(world: World) -> None:
    write(world)

    with behind_its_back(world) as connection:
        connection.exec_driver_sql("DELETE FROM audit_entry WHERE seq IN (2, 6, 7)")

    assert findings(world) == ["Baris 2 dihapus.", "Baris 6–7 dihapus."]


def test_an_inserted_entry_is_found_and_named(world: World) -> None:
    write(world)

    with behind_its_back(world) as connection:
        connection.exec_driver_sql("UPDATE audit_entry SET seq = seq + 100 WHERE seq > 5")
        connection.exec_driver_sql("UPDATE audit_entry SET seq = seq - 99 WHERE seq > 100")
        connection.exec_driver_sql(
            f"INSERT INTO audit_entry SELECT 6, {REST}, hash, 'f00d' FROM audit_entry WHERE seq = 5"
        )

    assert findings(world) == ["Baris 6 disisipkan.", "Baris 7–11 dinomori ulang."]


def test_swapped_entries_are_found_and_named(world: World) -> None:
    write(world)

    with behind_its_back(world) as connection:
        for old, new in ((4, 99), (7, 4), (99, 7)):
            connection.exec_driver_sql(f"UPDATE audit_entry SET seq = {new} WHERE seq = {old}")

    assert findings(world) == ["Baris 4 dinomori ulang.", "Baris 7 dinomori ulang."]


def test_a_cut_tail_is_found_and_named(world: World) -> None:
    write(world)

    with behind_its_back(world) as connection:
        connection.exec_driver_sql("DELETE FROM audit_entry WHERE seq > 7")

    assert findings(world) == ["Baris 8–10 dihapus."]


def test_a_removed_head_is_found(world: World) -> None:
    write(world)

    with behind_its_back(world) as connection:
        connection.exec_driver_sql("DELETE FROM audit_head")

    assert findings(world) == ["Baris 10 tidak punya catatan ujung rantai."]


def test_a_chain_rewritten_as_a_whole_is_found_with_a_digest_kept_outside(world: World) -> None:
    write(world)
    with world.change() as session:
        noted = service.head(session)
    assert noted is not None

    with behind_its_back(world) as connection:
        connection.exec_driver_sql("DELETE FROM audit_entry")
        connection.exec_driver_sql("DELETE FROM audit_head")
    write(world)

    with world.change() as session:
        assert verifying.verify(session).is_sound
        verdict = verifying.verify(session, noted)
    assert [str(finding) for finding in verdict.findings] == [
        "Baris 10 tidak sama dengan digest yang pernah dicatat."
    ]


def test_any_one_of_ten_thousand_entries_altered_is_found(world: World) -> None:
    write(world, 1)
    with behind_its_back(world) as connection:
        extend(connection, 10_000)
    assert findings(world) == []

    with behind_its_back(world) as connection:
        connection.exec_driver_sql("UPDATE audit_entry SET reason = '' WHERE seq = 4711")

    assert findings(world) == ["Baris 4711 diubah."]


def test_two_writers_at_once_keep_one_chain(world: World) -> None:
    def one(number: int) -> None:
        with world.change() as session:
            audit.record(session, actor=SRI, action="plan.note", subject=f"plan:{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(80)))

    with world.change() as session:
        assert sorted(session.scalars(select(AuditEntry.seq))) == list(range(1, 81))
        assert len(set(session.scalars(select(AuditEntry.subject)))) == 80
    assert findings(world) == []


def test_a_clock_set_back_does_not_disturb_the_order(world: World) -> None:
    write(world, 3)
    world.pass_time(days=-365)

    write(world, 3)

    assert findings(world) == []
    with world.change() as session:
        stamps = session.scalars(select(AuditEntry.at).order_by(AuditEntry.seq)).all()
    assert stamps != sorted(stamps)
