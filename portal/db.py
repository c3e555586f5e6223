"""The database: one engine, sessions that read, and transactions that write.

SQLite is opened so that what was acknowledged is stored (`synchronous=FULL`, WAL) and so that two
writers never overwrite each other unseen (`BEGIN IMMEDIATE`).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Index,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

from portal import clock
from portal.disk import disk_full, sync_folder
from portal.errors import PortalError, RuleViolation

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import Script

MIGRATIONS = Path(__file__).parent / "migrations"
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The tables of every room."""

    metadata = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is taken off going in and put back coming out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Store UTC; a moment without a zone is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Read UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def open_engine(path: Path) -> Engine:
    """An engine on a SQLite file; creates its folder."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A request that writes holds two connections. With a bound on them, requests that each hold one would
    # wait for each other; the number of threads is bound enough.
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 5}, max_overflow=-1)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late for savepoints and locks
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")
        # SQLite's own lower() knows A to Z only: "Éva" would be found by no small letter, as it is elsewhere.
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get("is_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    return engine


def only_one(name: str, *columns: str, where: str, says: tuple[str, str]) -> Index:
    """An index that lets only one of the rows `where` something holds have these values.

    `says` is the sentence of the service that checks it too, and the field at fault: two who write at once
    may both pass that check. Rows that broke the rule before 0100 stay as they are: `predates_rule`.
    """
    among = text(f"{where} AND NOT predates_rule")
    return Index(name, *columns, unique=True, sqlite_where=among, postgresql_where=among, info={"says": says})


def _lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text


def init_app(app: Flask, path: Path) -> None:
    """Give the app its engine; sessions close with the request."""
    app.extensions["engine"] = open_engine(path)

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        session: Session | None = g.pop("session", None)
        if session is not None:
            session.close()


def reading() -> Session:
    """The session that this request reads with."""
    if "session" not in g:
        g.session = Session(current_app.extensions["engine"])
    session: Session = g.session
    return session


@contextmanager
def transaction() -> Iterator[Session]:
    """A session that holds the write lock from its start; committed at the end, undone on an error."""
    engine: Engine = current_app.extensions["engine"].execution_options(is_write=True)
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except IntegrityError as error:
        raise _broken_rule(error) or error from None


def _broken_rule(error: IntegrityError) -> RuleViolation | None:
    """What a service would have said of a row that an index refused."""
    said = str(error.orig)
    for table in Base.metadata.tables.values():
        for index in table.indexes:
            columns = ", ".join(f"{table.name}.{column.name}" for column in index.columns)
            if "says" in index.info and (said.endswith(f": {columns}") or str(index.name) in said):
                return RuleViolation(*index.info["says"])
    return None


def alembic_configuration(connection: Connection) -> Config:
    """How Alembic finds the migrations, on an open connection."""
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    configuration.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    configuration.attributes["connection"] = connection
    return configuration


class UpgradeFailed(PortalError):
    """The database could not be brought to another form; it is what it was."""

    title = "Basis data belum diperbarui"


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest migration, whole or not at all; nothing to do where it is there.

    What it was is copied beside it first. SQLite alters most things by building a table anew, so foreign
    keys are off meanwhile (which it allows before a transaction only), and no step may leave one broken.
    """
    if is_newest(engine):
        return
    from alembic import command

    step = copy = None
    with engine.execution_options(is_write=True).connect() as connection:
        connection.detach()  # it is closed after this, not lent to others with its foreign keys off
        _turn_keys_off(connection)
        try:
            with connection.begin():
                steps, broken = _steps(connection), _broken_keys(connection)
                if steps and steps[0].down_revision:
                    copy = _keep_copy(connection)
                for step in steps:
                    command.upgrade(alembic_configuration(connection), step.revision)
                    for table, row, parent in sorted(_broken_keys(connection) - broken):
                        raise PortalError(f"{table} nomor {row} menunjuk baris {parent} yang tidak ada")
        except Exception as error:
            raise UpgradeFailed(_failure(error, step, copy)) from error


def _turn_keys_off(connection: Connection) -> None:
    connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")


def _broken_keys(connection: Connection) -> set[tuple[str, int, str]]:
    """Table and number of each row that points at a row which is not there, and the table it points at."""
    return {(row[0], row[1], row[2]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}


def is_newest(engine: Engine) -> bool:
    """Does the database stand at the newest migration?"""
    with engine.connect() as connection:
        return not _steps(connection)


def _steps(connection: Connection) -> list[Script]:
    """The migrations that the database has not gone through yet, the next one first."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from alembic.script.revision import RevisionError

    script = ScriptDirectory.from_config(alembic_configuration(connection))
    reached = MigrationContext.configure(connection).get_current_heads()
    try:
        return list(script.iterate_revisions("heads", reached or "base"))[::-1]
    except RevisionError:
        raise UpgradeFailed(
            f"Basis data ini sudah dibawa ke migrasi {', '.join(reached)} oleh versi portal yang lebih baru; "
            "jalankan versi itu, atau kembalikan dahulu salinannya dengan versi itu: portal db back"
        ) from None


def _failure(error: Exception, step: Script | None, copy: Path | None) -> str:
    """What stood in the way of an upgrade, and the way back, in one sentence."""
    what = f"migrasi {step.revision} ({step.doc.rstrip('.')}) gagal" if step else "persiapannya gagal"
    kept = f"; salinannya ada di {copy}" if copy else ""
    return (
        f"Basis data tidak jadi diperbarui: {what} karena {_why(error)}; isinya tetap seperti semula, "
        f"jadi perbaiki sebabnya lalu ulangi, atau jalankan lagi versi portal sebelumnya{kept}."
    )


def _why(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if disk_full(cause):
        return "ruang simpan penuh"
    if "database is locked" in str(cause):
        return "basis data sedang dipakai (hentikan dahulu portal yang masih berjalan)"
    return " ".join(str(cause).rstrip(".").split()) or type(cause).__name__


def copy_database(source: Path, target: Path) -> None:
    """Write a database, as of this moment, into a new file for its owner only; writers go on meanwhile."""
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with closing(sqlite3.connect(source, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_copy(connection: Connection) -> Path:
    """Keep the database as it is before an upgrade; takes the place of the copy before the last one."""
    database = Path(str(connection.engine.url.database))
    kept = kept_copy(database)
    part = kept.with_name(f"{kept.name}.part")
    part.unlink(missing_ok=True)
    try:
        copy_database(database, part)
        os.replace(part, kept)
        sync_folder(kept.parent)
    finally:
        part.unlink(missing_ok=True)
    return kept


def kept_copy(database: Path) -> Path:
    """Where the copy stands that was taken before the last upgrade."""
    return database.with_name(f"{database.name}.before-upgrade")


def go_back(database: Path) -> Path:
    """Make the database what it was before its last upgrade; what it is now is laid beside it, and told."""
    kept = kept_copy(database)
    if not kept.exists():
        raise PortalError(f"Tidak ada salinan dari sebelum pembaruan terakhir ({kept}).")
    aside = database.with_name(f"{database.name}.undone-{clock.machine():%Y%m%dT%H%M%S%f}")
    try:
        copy_database(database, aside)
        with closing(sqlite3.connect(kept)) as source, closing(sqlite3.connect(database)) as target:
            source.backup(target)  # one transaction, whatever still stands in the journal of the present one
    except (OSError, sqlite3.Error) as error:
        raise UpgradeFailed(
            f"Basis data tidak jadi dikembalikan karena {_why(error)}; isinya tetap."
        ) from None
    return aside
