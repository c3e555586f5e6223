"""Engines on SQLite (a file) and PostgreSQL (an address) that behave alike where rooms rest on it.

Who writes holds a lock from the start of the transaction, so writers go one after another on both. SQLite is
opened so that what was acknowledged is stored (`synchronous=FULL`, WAL); PostgreSQL does so by itself.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DisconnectionError

from portal.config import Settings
from portal.db import names
from portal.db.troubles import EMPTY
from portal.errors import InvalidSettings

POSTGRESQL = "postgresql"
DRIVER = "postgresql+psycopg"
WRITERS = 0x54495255  # the advisory lock of those who write
WAIT_SECONDS = 5  # for that lock, as for SQLite's
OPTIONS = f"-c lock_timeout={WAIT_SECONDS}s -c timezone=UTC -c idle_in_transaction_session_timeout=10min"
CREATE = "CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"


def place(settings: Settings) -> URL:
    """Where the database of these settings is."""
    return address(settings.database.get_secret_value() or settings.database_file)


def address(where: URL | Path | str) -> URL:
    """The address of a database: that of a PostgreSQL server, or of a file for SQLite."""
    if isinstance(where, URL):
        return where
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):  # whose text may quote the password
        raise InvalidSettings(_NO_ADDRESS) from None
    if url.drivername == "sqlite" and url.database:
        return url
    if url.drivername not in (POSTGRESQL, DRIVER) or not url.database:
        raise InvalidSettings(_NO_ADDRESS)
    return url.set(drivername=DRIVER)


_NO_ADDRESS = (
    "Alamat basis data tidak dapat dibaca. Tulis seperti postgresql+psycopg://pengguna:sandi@host:5432/nama "
    "(huruf khusus dalam sandi ditulis sebagai %XX)."
)


def open_engine(where: URL | Path | str) -> Engine:
    """An engine on a SQLite file, which must be there (`upgrade` makes it), or on a PostgreSQL database."""
    url = address(where)
    return _open_postgresql(url) if url.drivername == DRIVER else _open_sqlite(url)


def writing(engine: Engine) -> Engine:
    """The engine for a transaction that holds the writers' lock from its start.

    With the lock held, READ COMMITTED reads what the writer before left; a snapshot taken while waiting for
    the lock would not.
    """
    if engine.dialect.name == POSTGRESQL:
        return engine.execution_options(is_write=True, isolation_level="READ COMMITTED")
    return engine.execution_options(is_write=True)


def reading_only(engine: Engine) -> Engine:
    """The engine for a session that reads one state of the database, whatever is written meanwhile."""
    is_server = engine.dialect.name == POSTGRESQL
    return engine.execution_options(postgresql_readonly=True) if is_server else engine


def make_file(engine: Engine) -> None:
    """Make the file of a SQLite database where there is none yet, readable to its owner only."""
    if engine.dialect.name == POSTGRESQL:
        return
    path = Path(str(engine.url.database))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists() or not path.stat().st_size:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")  # writes the first page


def _open_sqlite(url: URL) -> Engine:
    path = Path(str(url.database))
    # A request that writes holds two connections. With a bound on them, requests that each hold one would
    # wait for each other; the number of threads is bound enough.
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS}, max_overflow=-1)

    @event.listens_for(engine, "do_connect")
    def never_make(_dialect: object, _record: object, where: list[Any], how: dict[str, Any]) -> None:
        if path.exists() and not path.stat().st_size:
            raise sqlite3.OperationalError(EMPTY)
        where[0], how["uri"] = f"file:{quote(str(path))}?mode=rw", True

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, record: Any) -> None:
        record.info["file"] = _identity(path)
        connection.isolation_level = None  # the driver's own BEGIN comes too late for savepoints and locks
        wait = f"busy_timeout={WAIT_SECONDS}000"
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", wait):
            connection.execute(f"PRAGMA {pragma}")
        # SQLite's own lower() knows A to Z only: "Éva" would be found by no small letter, as it is elsewhere.
        connection.create_function("lower", 1, _lower, deterministic=True)
        connection.create_function("by_name", 1, names.key, deterministic=True)

    @event.listens_for(engine, "checkout")
    def see_same_file(_connection: object, record: Any, _proxy: object) -> None:
        # A file that was removed or replaced lives on for whoever holds it open: what is written is lost.
        if record.info["file"] != _identity(path):
            raise DisconnectionError

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get("is_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    return engine


def _open_postgresql(url: URL) -> Engine:
    try:
        engine = create_engine(
            url,
            connect_args={"options": OPTIONS, "connect_timeout": WAIT_SECONDS, "application_name": "tiru"},
            isolation_level="REPEATABLE READ",
            max_overflow=-1,
            pool_pre_ping=True,
        )
    except ImportError:
        raise InvalidSettings(
            "Basis data PostgreSQL memerlukan psycopg, yang belum terpasang. Pasang dengan bin/serve, atau: "
            "pip install 'tiru[postgresql]'."
        ) from None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("is_write"):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")

    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file stands there; None for no file, and for an emptied one."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_size else None


def _lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text


def check_fit(connection: Connection) -> None:
    """Refuse a PostgreSQL database that would sort or lower letters otherwise than SQLite does."""
    if connection.dialect.name != POSTGRESQL:
        return
    encoding, is_fit = connection.execute(
        text("SELECT current_setting('server_encoding'), lower('É') = 'é' AND 'B' < 'a' AND '-b' < 'a'")
    ).one()
    if encoding != "UTF8" or not is_fit:
        raise InvalidSettings(
            "Basis data PostgreSQL ini mengurutkan atau mengecilkan huruf dengan cara lain daripada portal. "
            f"Buat basis data baru dengan: {CREATE}."
        )
