"""The database: one engine, sessions that read, and transactions that write.

SQLite is opened so that what was acknowledged is stored (`synchronous=FULL`, WAL) and so that two
writers never overwrite each other unseen (`BEGIN IMMEDIATE`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    inspect,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Session

if TYPE_CHECKING:
    from alembic.config import Config

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

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get("is_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    return engine


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
    engine: Engine = current_app.extensions["engine"]
    with Session(engine.execution_options(is_write=True), expire_on_commit=False) as session, session.begin():
        yield session


def alembic_configuration(connection: Connection) -> Config:
    """How Alembic finds the migrations, on an open connection."""
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    configuration.attributes["connection"] = connection
    return configuration


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest migration; does nothing where it is there already."""
    if is_newest(engine):
        return
    from alembic import command  # half a second that a second start is spared

    with engine.execution_options(is_write=True).begin() as connection:
        command.upgrade(alembic_configuration(connection), "head")


def is_newest(engine: Engine) -> bool:
    """Whether the database stands at the newest migration; files begin with their revision's number."""
    newest = max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return found == [newest]
