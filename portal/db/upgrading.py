"""Bringing the database to the newest migration, whole or not at all, and back to the copy from before."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.db import tools
from portal.db.engines import POSTGRESQL, check_fit, make_file, open_engine, place, writing
from portal.db.troubles import is_busy
from portal.disk import disk_full, sync_folder, why
from portal.errors import PortalError

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import Script

    from portal.config import Settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"


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


def upgrade(engine: Engine, keep: Path | None = None) -> None:
    """Bring the database to the newest migration, whole or not at all; nothing to do where it is there.

    What it was is copied first: beside it, or into the folder `keep` where it is on a server. SQLite alters
    most things by building a table anew, so foreign keys are off meanwhile (which it allows before a
    transaction only), and no step may leave one broken. Only here a database is made where there is none.
    """
    make_file(engine)
    if is_newest(engine):
        return
    from alembic import command

    step = copy = None
    with writing(engine).connect() as connection:
        connection.detach()  # it is closed after this, not lent to others with its foreign keys off
        _turn_keys_off(connection)
        try:
            with connection.begin():
                steps, broken = _steps(connection), _broken_keys(connection)
                if steps and steps[0].down_revision:
                    copy = _keep_copy(connection, keep)
                for step in steps:
                    command.upgrade(alembic_configuration(connection), step.revision)
                    for table, row, parent in sorted(_broken_keys(connection) - broken):
                        raise PortalError(f"{table} nomor {row} menunjuk baris {parent} yang tidak ada")
                _widen(connection)
        except Exception as error:
            raise UpgradeFailed(_failure(error, step, copy)) from error


def _turn_keys_off(connection: Connection) -> None:
    if connection.dialect.name != POSTGRESQL:  # which looks at each key itself, in the transaction
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")


def _broken_keys(connection: Connection) -> set[tuple[str, int, str]]:
    """Table and number of each row that points at a row which is not there, and the table it points at."""
    if connection.dialect.name == POSTGRESQL:
        return set()
    return {(row[0], row[1], row[2]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}


def _widen(connection: Connection) -> None:
    """Give whole numbers 64 bits: migrations say Integer, which in SQLite has them; rupiah need them."""
    if connection.dialect.name != POSTGRESQL:
        return
    found = connection.exec_driver_sql(
        "SELECT quote_ident(table_name), "
        "string_agg('ALTER ' || quote_ident(column_name) || ' TYPE bigint', ', ') "
        "FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'integer' "
        "GROUP BY table_name"
    )
    for table, changes in found.all():
        connection.exec_driver_sql(f"ALTER TABLE {table} {changes}")
    counted = connection.exec_driver_sql(
        "SELECT quote_ident(sequencename) FROM pg_sequences "
        "WHERE schemaname = current_schema() AND data_type = 'integer'::regtype"
    )
    for sequence in counted.scalars().all():
        connection.exec_driver_sql(f"ALTER SEQUENCE {sequence} AS bigint")


@cache
def newest() -> str:
    """The newest migration of this portal."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def reached(connection: Connection) -> str:
    """The migration at which a database stands, asked as plainly as can be."""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def is_newest(engine: Engine) -> bool:
    """Does the database stand at the newest migration?"""
    with engine.connect() as connection:
        check_fit(connection)
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
    if is_busy(error):
        return "basis data sedang dipakai (hentikan dahulu portal yang masih berjalan)"
    if isinstance(cause, OSError):
        return why(cause)
    return " ".join(str(cause).rstrip(".").split()) or type(cause).__name__


def copy_database(source: Path, target: Path) -> None:
    """Write a SQLite database, as of this moment, into a new file for its owner only; writers go on."""
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with closing(sqlite3.connect(source, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_copy(connection: Connection, folder: Path | None) -> Path | None:
    """Keep the database as it is before an upgrade; takes the place of the copy before the last one."""
    is_server = connection.dialect.name == POSTGRESQL
    if is_server and folder is None:
        return None
    database = Path(str(connection.engine.url.database))
    kept = tools.kept_dump(folder) if is_server and folder else kept_copy(database)
    part = kept.with_name(f"{kept.name}.part")
    part.unlink(missing_ok=True)
    try:
        if is_server:
            tools.dump(connection.engine.url, part)
        else:
            copy_database(database, part)
        os.replace(part, kept)
        sync_folder(kept.parent)
    finally:
        part.unlink(missing_ok=True)
    return kept


def kept_copy(database: Path) -> Path:
    """Where the copy stands that was taken before the last upgrade."""
    return database.with_name(f"{database.name}.before-upgrade")


def go_back(settings: Settings) -> Path:
    """Make the database what it was before its last upgrade; what it is now is laid beside it, and told."""
    url = place(settings)
    is_server = url.get_backend_name() == POSTGRESQL
    database = settings.database_file
    kept = tools.kept_dump(settings.instance) if is_server else kept_copy(database)
    if not kept.exists():
        raise PortalError(f"Tidak ada salinan dari sebelum pembaruan terakhir ({kept}).")
    now = f"{clock.machine():%Y%m%dT%H%M%S%f}"
    aside = kept.with_name(f"{kept.name.removesuffix('.before-upgrade')}.undone-{now}")
    try:
        if is_server:
            _go_back_on_server(settings, kept, aside)
        else:
            copy_database(database, aside)
            with closing(sqlite3.connect(kept)) as source, closing(sqlite3.connect(database)) as target:
                source.backup(target)  # one transaction, whatever still stands in the journal of the present
    except (OSError, sqlite3.Error, DBAPIError) as error:
        raise UpgradeFailed(
            f"Basis data tidak jadi dikembalikan karena {_why(error)}; isinya tetap."
        ) from None
    return aside


def _go_back_on_server(settings: Settings, kept: Path, aside: Path) -> None:
    url = place(settings)
    tools.dump(url, aside)
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            tools.restore(url, kept, instead_of=tools.held(connection))
    finally:
        engine.dispose()
