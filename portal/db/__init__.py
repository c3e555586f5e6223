"""The database: one engine, sessions that read, and transactions that write.

It is a SQLite file or, by one setting, a PostgreSQL server; the rooms do not know which. Two writers never
overwrite each other unseen: each holds the writers' lock from the start of its transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Protocol

from flask import Flask, current_app, g
from sqlalchemy import (
    URL,
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Index,
    Integer,
    MetaData,
    TypeDecorator,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

from portal.db.engines import open_engine, place, reading_only, writing
from portal.db.names import by_name
from portal.errors import RuleViolation

__all__ = [
    "Base",
    "Moment",
    "by_name",
    "init_app",
    "only_one",
    "open_engine",
    "place",
    "reading",
    "transaction",
]

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# 64 bits on both databases; on SQLite only a column of the type INTEGER counts up by itself.
Whole = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """The tables of every room."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {int: Whole}


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


def only_one(name: str, *columns: str, where: str, says: tuple[str, str]) -> Index:
    """An index that lets only one of the rows `where` something holds have these values.

    `says` is the sentence of the service that checks it too, and the field at fault: two who write at once
    may both pass that check. Rows that broke the rule before 0100 stay as they are: `predates_rule`.
    """
    among = text(f"{where} AND NOT predates_rule")
    return Index(name, *columns, unique=True, sqlite_where=among, postgresql_where=among, info={"says": says})


def init_app(app: Flask, where: URL | Path | str) -> None:
    """Give the app its engine; sessions close with the request."""
    app.extensions["engine"] = open_engine(where)

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        session: Session | None = g.pop("session", None)
        if session is not None:
            session.close()


def reading() -> Session:
    """The session that this request reads with."""
    if "session" not in g:
        g.session = Session(reading_only(current_app.extensions["engine"]))
    session: Session = g.session
    return session


class FirstChange(Protocol):
    """What is stored with the first change of a request, in its transaction (`g.first_change`)."""

    is_stored: bool

    def store(self, writing: Session) -> None:
        """Store it, or raise an error that undoes the transaction."""


@contextmanager
def transaction() -> Iterator[Session]:
    """A session that holds the write lock from its start; committed at the end, undone on an error."""
    engine: Engine = current_app.extensions["engine"]
    first: FirstChange | None = g.get("first_change")
    try:
        with Session(writing(engine), expire_on_commit=False) as session, session.begin():
            if first is not None and not first.is_stored:
                first.store(session)
            yield session
        if first is not None:
            first.is_stored = True
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
