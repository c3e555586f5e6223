"""Migrations lead to exactly the tables of the models, from nothing and from every release, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from portal import audit, db
from portal.db import engines, upgrading
from portal.migrations.models import metadata
from tests.conftest import ROOT
from tests.filled import RELEASES, fill, lost, rows

VERSIONS = sorted((ROOT / "portal/migrations/versions").glob("*.py"))
# What a kept release calls otherwise than we do ("table" or "table.column" -> new name), and what of it is
# no longer compared, and why. See docs/altering-the-database.md.
MOVED: dict[str, str] = {}
DROPPED: dict[str, str] = {
    "people_import": "held previews, which nobody could accept after two hours",
    "benchmark_import": "held previews, which nobody could accept after two hours",
}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A new, empty database."""
    opened = db.open_engine(tmp_path / "portal.sqlite3")
    engines.make_file(opened)
    yield opened
    opened.dispose()


def differences(engine: Engine) -> list[object]:
    """What the models say and the database does not have.

    A default in the database is no difference: it was for the rows that stood when the column came.
    """

    def default_differs(*arguments: object) -> bool | None:
        return False if arguments[4] is None else None  # None leaves it to Alembic

    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": default_differs}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))


def triggers(engine: Engine) -> list[str]:
    """What the database does by itself; a table that is built anew loses it."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        )
        return list(found.scalars())


def test_upgrading_from_nothing_gives_the_tables_of_the_models(engine: Engine) -> None:
    upgrading.upgrade(engine)

    assert differences(engine) == []


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_a_filled_database_of_a_release_is_upgraded_and_nothing_is_lost(
    release: Path, tmp_path: Path
) -> None:
    old, path = fill(tmp_path / "old.sqlite3", release), fill(tmp_path / "filled.sqlite3", release)
    filled = db.open_engine(path)
    before = triggers(filled)

    upgrading.upgrade(filled)

    assert upgrading.is_newest(filled)
    assert lost(old, path, MOVED, DROPPED) == []
    assert differences(filled) == []
    assert triggers(filled) == before
    with Session(filled) as session:
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
        assert session.connection().exec_driver_sql("PRAGMA foreign_key_check").all() == []
        for mapper in db.Base.registry.mappers:  # every row can be read: no unknown word, no broken figure
            session.scalars(select(mapper.class_)).all()
        assert audit.verifying.examine_all(session).is_sound
    filled.dispose()


def test_the_first_release_has_a_row_in_every_table(tmp_path: Path) -> None:
    held = rows(fill(tmp_path / "filled.sqlite3", ROOT / "tests/releases/0.1.0.sql"))

    assert [table for table, found in held.items() if not found] == []
    assert len(held) == 52


def test_every_table_is_known_to_the_comparison() -> None:
    written = {
        match[1]
        for path in (ROOT / "portal").rglob("*.py")
        for match in re.finditer(r'__tablename__ = "(\w+)"', path.read_text("utf-8"))
    }

    assert written == set(metadata.tables)


def test_revisions_follow_each_other_in_one_line(engine: Engine) -> None:
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(upgrading.alembic_configuration(connection))

    assert len(script.get_heads()) == 1
    revisions = [revision.revision for revision in script.walk_revisions()][::-1]
    assert revisions == [path.name.split("_")[0] for path in VERSIONS]


def test_every_step_can_be_gone_forward_and_back(engine: Engine) -> None:
    with engine.execution_options(is_write=True).begin() as connection:
        command.upgrade(upgrading.alembic_configuration(connection), "head")
    with engine.execution_options(is_write=True).begin() as connection:
        command.downgrade(upgrading.alembic_configuration(connection), "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}

    upgrading.upgrade(engine)

    assert upgrading.is_newest(engine)
