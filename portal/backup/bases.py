"""The database in an archive: a copy of one moment, a look into it, and the way back to its place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, inspect

from portal import clock
from portal.config import Settings
from portal.db import open_engine, place, tools
from portal.db.engines import DRIVER
from portal.db.presence import has_content
from portal.db.upgrading import copy_database
from portal.disk import sync_folder
from portal.errors import PortalError

FILE, DUMP = "database/portal.sqlite3", "database/portal.pgdump"
NAMES = {FILE: "SQLite", DUMP: "PostgreSQL"}


class BackupFailed(PortalError):
    """The archive could not be made; nothing was left behind."""

    title = "Cadangan gagal dibuat"


class ArchiveRefused(PortalError):
    """The archive cannot be restored; nothing was changed."""

    title = "Cadangan tidak dapat dipulihkan"


@dataclass(frozen=True)
class Inside:
    """What a copy of a database says of itself."""

    revision: str
    digests: tuple[str, ...]  # of the evidence files that it names
    tables: tuple[str, ...]


class Base(Protocol):
    """A portal's database, as its backup sees it."""

    @property
    def name(self) -> str:
        """Its path in the archive."""

    @property
    def where(self) -> str:
        """Its place, as an administrator knows it; no password is in it."""

    def exists(self) -> bool:
        """Is there anything?"""

    def copied(self, target: Path) -> None:
        """Write it, as of this moment, into a new file; writers go on meanwhile."""

    def look(self, copy: Path) -> Inside | None:
        """What a copy holds; None where it is broken."""

    def put(self, copy: Path) -> None:
        """Make a copy the database, whole or not at all."""


def base_of(settings: Settings) -> Base:
    """The database of these settings."""
    url = place(settings)
    return Server(url) if url.drivername == DRIVER else File(settings.database_file)


@dataclass(frozen=True)
class File:
    """A file of SQLite."""

    path: Path
    name: str = FILE

    @property
    def where(self) -> str:
        """The path."""
        return str(self.path)

    def exists(self) -> bool:
        """Is there a file, and something in it?"""
        return has_content(self.path)

    def copied(self, target: Path) -> None:
        """Copy it by SQLite's own means."""
        try:
            copy_database(self.path, target)
        except sqlite3.Error as error:
            raise BackupFailed(f"Basis data tidak dapat disalin: {error}.") from None

    def look(self, copy: Path) -> Inside | None:
        """Check it as SQLite checks, and read."""
        try:
            with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as connection:
                if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                    return None
                tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
                revision = files = None
                if "alembic_version" in tables:
                    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
                if "evidence_file" in tables:
                    found = "SELECT DISTINCT sha256 FROM evidence_file ORDER BY sha256"
                    files = connection.execute(found).fetchall()
        except sqlite3.Error:
            return None
        digests = tuple(digest for (digest,) in files or ())
        return Inside(revision[0] if revision else "", digests, tuple(tables))

    def put(self, copy: Path) -> None:
        """Move it to its place; what a lost database left in its journal must not be taken for its own."""
        now = f"{clock.machine():%Y%m%dT%H%M%S%f}"
        for ending in ("-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                left = self.path.with_name(self.path.name + ending)
                os.replace(left, left.with_name(f"{left.name}.before-{now}"))
        os.replace(copy, self.path)
        sync_folder(self.path.parent)


@dataclass(frozen=True)
class Server:
    """A database on a PostgreSQL server."""

    url: URL
    name: str = DUMP

    @property
    def where(self) -> str:
        """The address."""
        return self.url.render_as_string(hide_password=True)

    def exists(self) -> bool:
        """Is there any table?"""
        engine = open_engine(self.url)
        try:
            return bool(inspect(engine).get_table_names())
        finally:
            engine.dispose()

    def copied(self, target: Path) -> None:
        """Dump it; `pg_dump` sees one moment."""
        tools.dump(self.url, target)

    def look(self, copy: Path) -> Inside | None:
        """Read in the dump the rows that the check needs."""
        try:
            revisions = _column(copy, "alembic_version", "version_num")
            digests = _column(copy, "evidence_file", "sha256")
            tables = tools.tables(copy)
        except (tools.ToolFailed, ValueError):
            return None
        return Inside(revisions[0] if revisions else "", tuple(sorted(set(digests))), tables)

    def put(self, copy: Path) -> None:
        """Restore it in one transaction."""
        tools.restore(self.url, copy)


def _column(copy: Path, table: str, column: str) -> list[str]:
    """A column of a table in a dump: digests and numbers, which no tab or line break is in."""
    place, found = None, []
    for line in tools.script(copy, table).decode("utf-8").splitlines():
        if place is None and line.startswith(f"COPY public.{table} ("):
            place = line[line.index("(") + 1 : line.index(")")].split(", ").index(column)
        elif line == "\\.":
            break
        elif place is not None:
            found.append(line.split("\t")[place])
    return found


@contextmanager
def copy_of(base: Base, folder: Path, name: str) -> Iterator[Path]:
    """The database as of this moment, in a file that is removed afterwards."""
    copy = folder / name
    try:
        base.copied(copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def right_kind(base: Base, names: set[str]) -> None:
    """Refuse an archive whose database is of the other kind."""
    other = next((kind for kind in NAMES if kind != base.name and kind in names), None)
    if other and base.name not in names:
        raise ArchiveRefused(
            f"Cadangan ini dari portal dengan {NAMES[other]}, sedangkan portal ini memakai "
            f"{NAMES[base.name]}. Tidak ada yang diubah. Pulihkan dahulu ke portal yang sejenis, lalu "
            "pindahkan basis datanya dengan: portal db copy"
        )
