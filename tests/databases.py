"""Databases for tests: kept once, copied into the folder of each test, on SQLite or PostgreSQL alike.

On PostgreSQL the folder of a portal stands for a database of the run's server, named after it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr
from sqlalchemy import URL, Connection, MetaData, create_engine, text

from portal import migrations
from portal.config import Settings
from portal.db import open_engine
from portal.db.engines import address
from portal.db.upgrading import upgrade
from tests import postgresql
from tests.postgresql import TEMPLATE, run_sql

FILE = "portal.sqlite3"
_rooms: set[Path] = set()  # those that were made without tables
_made: dict[Path, str] = {}  # databases of the server, by the folder they stand for


@dataclass(frozen=True)
class Kept:
    """A database that others are copied from."""

    name: str = ""  # on PostgreSQL
    content: bytes = b""  # on SQLite

    def put(self, instance: Path) -> None:
        """Make it the database of the portal in this folder, which has none yet."""
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not postgresql.is_wanted():
            (instance / FILE).write_bytes(self.content)
            return
        create(instance, self.name)


def create(instance: Path, template: str = "template1") -> None:
    """Make the database that this folder stands for."""
    name = _name(instance)
    drop(instance)
    run_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    _made[instance] = name


@cache
def empty() -> Kept:
    """A database at the newest migration, without rows; migrated once a run."""
    if postgresql.is_wanted():
        return Kept(TEMPLATE)
    shared = os.environ.get("PORTAL_TEST_SHARED")
    if not shared:
        return Kept(content=_migrated())
    steps = sorted((Path(migrations.__file__).parent / "versions").glob("*.py"))
    digest = hashlib.sha256(b"".join(step.read_bytes() for step in steps)).hexdigest()[:16]
    path = Path(shared) / f"empty-{digest}.sqlite3"
    with path.with_suffix(".lock").open("w") as lock:  # workers of all phases take the first one's
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_bytes(_migrated())
        return Kept(content=path.read_bytes())


def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        engine = open_engine(path)
        upgrade(engine)
        engine.dispose()
        return path.read_bytes()


def keep(instance: Path) -> Kept:
    """Keep the database of a closed portal, to be copied."""
    if not postgresql.is_wanted():
        return Kept(content=(instance / FILE).read_bytes())
    settle_numbers(where(instance))
    return Kept(_name(instance))


def exists(instance: Path) -> bool:
    """Has the portal in this folder a database?"""
    if not postgresql.is_wanted():
        return (instance / FILE).exists()
    return instance in _made and (instance not in _rooms or bool(rows(instance)))


def where(instance: Path) -> URL:
    """The address of the database of the portal in this folder."""
    return postgresql.url(_name(instance)) if postgresql.is_wanted() else address(instance / FILE)


def at(settings: Settings) -> Settings:
    """These settings, with the database of their folder."""
    if not postgresql.is_wanted():
        return settings
    found = where(settings.instance).render_as_string(hide_password=False)
    return settings.model_copy(update={"database": SecretStr(found)})


def named(settings: str, root: Path) -> str:
    """The text of a settings.toml that names the database of the portal in a folder."""
    if not postgresql.is_wanted():
        return settings
    kept = [line for line in settings.splitlines() if not line.startswith("database =")]
    address = where(root / "instance").render_as_string(hide_password=False)
    return "\n".join([*kept, f'database = "{address}"', ""])


def spoil(instance: Path) -> None:
    """Make the database of a folder one that cannot be read."""
    drop(instance)
    for leftover in instance.glob(f"{FILE}*"):
        leftover.unlink()
    (instance / FILE).write_bytes(b"bukan basis data")


def drop(instance: Path) -> None:
    """Remove what stands for a folder."""
    _rooms.discard(instance)
    if name := _made.pop(instance, ""):
        run_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def drop_below(folder: Path) -> None:
    """Remove the databases of the folders of a test that has ended."""
    for instance in [one for one in _made if one.is_relative_to(folder)]:
        drop(instance)


def make_room(instance: Path) -> None:
    """A place for a database that somebody else will make."""
    if postgresql.is_wanted():
        create(instance)
        _rooms.add(instance)


def rows(instance: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    engine, metadata = create_engine(where(instance)), MetaData()
    with engine.connect() as connection:
        metadata.reflect(connection)
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in metadata.tables.values()
        }
    engine.dispose()
    return found


def is_whole(instance: Path) -> bool:
    """Is nothing of the file broken? A server looks after its files itself; that it answers is enough."""
    engine = create_engine(where(instance))
    with engine.connect() as connection:
        question = "SELECT 'ok'" if postgresql.is_wanted() else "PRAGMA integrity_check"
        answer = connection.exec_driver_sql(question).scalar()
    engine.dispose()
    return answer == "ok"


def everything(instance: Path) -> bytes:
    """All that is stored, as somebody who steals it reads it."""
    if postgresql.is_wanted():
        place = f"host={where(instance).query['host']} user=tiru dbname={_name(instance)}"
        command = ["pg_dump", "--dbname", place]
        return subprocess.run(command, capture_output=True, check=True).stdout
    return b"".join(path.read_bytes() for path in sorted(instance.glob(f"{FILE}*")))


@contextmanager
def behind(instance: Path) -> Iterator[Connection]:
    """The database as somebody with its file or password sees it, who has thrown the triggers away."""
    engine = create_engine(where(instance))
    with engine.begin() as connection:
        for drop_it in _triggers(connection):
            connection.exec_driver_sql(drop_it)
        yield connection
    engine.dispose()


def _triggers(connection: Connection) -> list[str]:
    if not postgresql.is_wanted():
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return [f"DROP TRIGGER {name}" for name in found.scalars()]
    found = connection.exec_driver_sql(
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    return [f"DROP TRIGGER {name} ON {table}" for name, table in found]


def settle_numbers(url: URL) -> None:
    """Let the next row of each table follow the last: tests give rows numbers of their own."""
    engine = create_engine(url)
    with engine.begin() as connection:
        found = connection.execute(
            text(
                "SELECT c.table_name FROM information_schema.columns c WHERE c.table_schema = 'public' "
                "AND c.column_name = 'id' AND c.column_default LIKE 'nextval(%'"
            )
        )
        for table in found.scalars().all():
            numbers = f"pg_get_serial_sequence('{table}', 'id')"
            connection.exec_driver_sql(f"SELECT setval({numbers}, max(id)) FROM {table} HAVING max(id) > 0")
    engine.dispose()


def _name(instance: Path) -> str:
    return f"t_{hashlib.sha256(str(instance).encode()).hexdigest()[:16]}"
