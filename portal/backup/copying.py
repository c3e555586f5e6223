"""Moving a portal's database to another kind: every row in one transaction, counted and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, MetaData, Table, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from portal.audit import service, verifying
from portal.db import open_engine
from portal.db.engines import POSTGRESQL, address, writing
from portal.db.presence import has_content
from portal.db.upgrading import is_newest, upgrade
from portal.errors import PortalError

AT_ONCE = 1000  # rows
VERSION = "alembic_version"


class CopyRefused(PortalError):
    """The database was not copied; the target is what it was."""

    title = "Basis data tidak disalin"


@dataclass(frozen=True)
class Copied:
    """What was copied, as it was found again in the target."""

    rows: dict[str, int]  # by table
    digest: str  # of every value of every row
    audit: tuple[int, str]  # number and digest of the last entry of the trail


def copy_all(source: str, target: str) -> Copied:
    """Copy every row from one database into an empty one. Raises CopyRefused and changes nothing."""
    here, there = address(source), address(target)
    if here == there:
        raise CopyRefused("Asal dan tujuan adalah basis data yang sama.")
    if is_file(here) and not Path(str(here.database)).is_file():
        raise CopyRefused(f"Tidak ada basis data di {here.database}.")
    old, new = open_engine(here), open_engine(there)
    try:
        return _copy(old, new)
    finally:
        old.dispose()
        new.dispose()


def is_file(url: URL) -> bool:
    """Is this a file of SQLite?"""
    return url.get_backend_name() == "sqlite"


def _copy(old: Engine, new: Engine) -> Copied:
    if not is_newest(old):
        raise CopyRefused("Basis data asal belum di migrasi terbaru. Jalankan dahulu: portal db upgrade")
    if not _tables(new):
        upgrade(new)
    elif not is_newest(new):
        raise CopyRefused("Basis data tujuan tidak kosong: ada tabel di dalamnya. Pakai yang baru dibuat.")
    # Both hold their writers' lock, so nobody adds what the copy would lack.
    with writing(old).begin() as reading, writing(new).begin() as adding:
        read, written = _reflected(reading), _reflected(adding)
        if strange := sorted(set(read) ^ set(written)):
            raise CopyRefused(f"Tabel {', '.join(strange)} hanya ada di salah satu basis data.")
        for table in written.values():
            if adding.scalar(select(func.count()).select_from(table)):
                raise CopyRefused(f"Basis data tujuan tidak kosong: tabel {table.name} sudah berisi.")
        for name, table in read.items():
            _copy_table(reading, table, adding, written[name])
        found, before = summary(adding, written), summary(reading, read)
        if found != before:
            raise CopyRefused("Salinan tidak sama dengan asalnya; tidak ada yang disimpan.")
        if not _trail_is_sound(adding):
            raise CopyRefused("Jejak audit di asal tidak utuh (portal audit verify), jadi tidak disalin.")
    return found


def _tables(engine: Engine) -> set[str]:
    """What is there; nothing where there is no file yet."""
    if is_file(engine.url) and not has_content(Path(str(engine.url.database))):
        return set()
    with engine.connect() as connection:
        return set(_reflected(connection))


def _reflected(connection: Connection) -> dict[str, Table]:
    """The tables of a database, those that others point at first."""
    metadata = MetaData()
    metadata.reflect(connection)
    return {table.name: table for table in metadata.sorted_tables if table.name != VERSION}


def _copy_table(reading: Connection, old: Table, adding: Connection, new: Table) -> None:
    names = [column.name for column in old.columns]
    try:
        for rows in _rows(reading, old):
            adding.execute(insert(new), [dict(zip(names, row, strict=True)) for row in rows])
    except (DataError, IntegrityError) as error:
        said = str(error.orig).strip().splitlines()[0].rstrip(".")
        raise CopyRefused(f"Isi tabel {old.name} tidak diterima basis data tujuan: {said}.") from None
    if adding.dialect.name == POSTGRESQL and new.primary_key.columns.keys() == ["id"]:
        number = text("SELECT pg_get_serial_sequence(:table, 'id')")
        if sequence := adding.scalar(number, {"table": new.name}):
            last = select(func.setval(sequence, func.max(new.c.id))).having(func.max(new.c.id) > 0)
            adding.execute(last)


def _rows(connection: Connection, table: Table) -> Iterator[Sequence[Sequence[object]]]:
    found = connection.execute(select(*table.columns).order_by(*table.primary_key.columns))
    yield from found.partitions(AT_ONCE)


def summary(connection: Connection, tables: dict[str, Table] | None = None) -> Copied:
    """How many rows each table has, and a digest over all their values; equal on both kinds of database."""
    tables = _reflected(connection) if tables is None else tables
    counts, digest = {}, hashlib.sha256()
    for name in sorted(tables):
        counts[name] = 0
        columns = sorted(column.name for column in tables[name].columns)
        digest.update(json.dumps([name, *columns]).encode())
        places = [list(tables[name].columns.keys()).index(column) for column in columns]
        for rows in _rows(connection, tables[name]):
            counts[name] += len(rows)
            for row in rows:
                digest.update(json.dumps([_plain(row[place]) for place in places], sort_keys=True).encode())
    with Session(connection) as session:
        head = service.head(session) or (0, "")
    return Copied(counts, digest.hexdigest(), head)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date | time) else value


def _trail_is_sound(connection: Connection) -> bool:
    with Session(connection) as session:
        return verifying.examine_all(session).is_sound
