"""A filled database, and a folder of migrations that a test may add to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from portal import db
from portal.config import Settings
from portal.db import upgrading
from tests.filled import fill

MIGRATION = '''"""{told}."""

import os
import signal

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{before}"


def upgrade() -> None:
{body}


def downgrade() -> None:
    pass
'''


@dataclass
class Ground:
    """A database of the first release, brought to where the portal stands; `old` keeps it as it is now."""

    engine: Engine
    path: Path
    old: Path
    folder: Path  # of the migrations

    @property
    def settings(self) -> Settings:
        """Those of a portal with this database."""
        return Settings(government="contoh", name="Contoh", instance=self.path.parent)

    @property
    def copy(self) -> Path:
        """Where the copy before an upgrade is kept."""
        return self.path.with_name("portal.sqlite3.before-upgrade")

    @property
    def numbers(self) -> list[str]:
        """The migrations there are, the newest first."""
        return [one.revision for one in ScriptDirectory(str(self.folder)).walk_revisions()]

    def migration(self, body: str, told: str = "mencoba") -> str:
        """Write the next migration; returns its number."""
        before = self.numbers[0]
        number = f"{int(before) + 10:04}"
        text = MIGRATION.format(told=told, number=number, before=before, body=indent(body, "    "))
        (self.folder / "versions" / f"{number}_{told}.py").write_text(text, "utf-8")
        return number

    def upgrade(self) -> None:
        """Run the migrations."""
        upgrading.upgrade(self.engine)


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    """The filled database, and migrations of its own."""
    path = fill(tmp_path / "instance" / "portal.sqlite3")
    engine = db.open_engine(path)
    upgrading.upgrade(engine)
    folder, old = tmp_path / "migrations", tmp_path / "old.sqlite3"
    shutil.copytree(upgrading.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    upgrading.kept_copy(path).unlink(missing_ok=True)
    upgrading.copy_database(path, old)
    monkeypatch.setattr(upgrading, "MIGRATIONS", folder)
    yield Ground(engine, path, old, folder)
    engine.dispose()
