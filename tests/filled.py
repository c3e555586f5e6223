"""Databases as releases left them, with people's rows in them, and what they hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from tests.conftest import ROOT

RELEASES = sorted((ROOT / "tests/releases").glob("*.sql"))
Rows = dict[str, list[tuple[object, ...]]]


def fill(path: Path, release: Path = RELEASES[0]) -> Path:
    """Make the database that a release left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(release.read_text("utf-8"))
    return path


def columns(path: Path) -> dict[str, list[str]]:
    """The columns of each table."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {
            table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for (table,) in tables.fetchall()
            if table != "alembic_version"
        }


def rows(path: Path, wanted: Mapping[str, Sequence[str]] | None = None) -> Rows:
    """Every row of every table, or of these columns of these tables."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: sorted(connection.execute(f"SELECT {quoted(names)} FROM {table}"), key=repr)
            for table, names in (wanted or columns(path)).items()
        }


def quoted(names: Sequence[str]) -> str:
    """Columns as SQL names them."""
    return ", ".join(f'"{name}"' for name in names)


def lost(
    before: Path, after: Path, moved: Mapping[str, str] | None = None, dropped: Collection[str] = ()
) -> list[str]:
    """What of one database is not found again in another: columns, or tables whose rows differ.

    `moved` says what is called otherwise now ("table" or "table.column"), `dropped` what need not be there.
    """
    moved, now, gone = moved or {}, columns(after), []
    for table, all_names in columns(before).items():
        place = moved.get(table, table)
        names = [name for name in all_names if not {table, f"{table}.{name}"} & set(dropped)]
        called = [moved.get(f"{table}.{name}", name) for name in names]
        missing = [name for name, new in zip(names, called, strict=True) if new not in now.get(place, [])]
        gone += [f"{table}.{name}" for name in missing]
        if (
            names
            and not missing
            and rows(before, {table: names})[table] != rows(after, {place: called})[place]
        ):
            gone.append(table)
    return gone
