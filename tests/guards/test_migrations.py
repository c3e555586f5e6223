"""Migrations lead from nothing to exactly the tables of the models, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from portal import db
from portal.migrations.models import metadata
from tests.conftest import ROOT

VERSIONS = sorted((ROOT / "portal/migrations/versions").glob("[0-9]*.py"))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A new, empty database."""
    opened = db.open_engine(tmp_path / "portal.sqlite3")
    yield opened
    opened.dispose()


def test_upgrading_from_nothing_gives_the_tables_of_the_models(engine: Engine) -> None:
    db.upgrade(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        differences = compare_metadata(context, metadata)
    assert differences == []


def test_every_table_is_known_to_the_comparison() -> None:
    written = {
        match[1]
        for path in (ROOT / "portal").rglob("*.py")
        for match in re.finditer(r'__tablename__ = "(\w+)"', path.read_text("utf-8"))
    }

    assert written == set(metadata.tables)


def test_revisions_follow_each_other_in_one_line(engine: Engine) -> None:
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(db.alembic_configuration(connection))

    assert len(script.get_heads()) == 1
    revisions = [revision.revision for revision in script.walk_revisions()][::-1]
    assert revisions == [path.name.split("_")[0] for path in VERSIONS]


def test_every_step_can_be_gone_forward_and_back(engine: Engine) -> None:
    with engine.execution_options(is_write=True).begin() as connection:
        command.upgrade(db.alembic_configuration(connection), "head")
    with engine.execution_options(is_write=True).begin() as connection:
        command.downgrade(db.alembic_configuration(connection), "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}

    db.upgrade(engine)

    assert db.is_newest(engine)
