"""The database keeps what was acknowledged, and two writers never overwrite each other unseen."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from portal import db
from portal.db import engines, upgrading
from portal.db.troubles import EMPTY
from portal.search.misses import note
from portal.search.models import SearchMiss
from tests.patience import WAIT

DAY = date(2026, 11, 21)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = db.open_engine(tmp_path / "instance" / "portal.sqlite3")
    upgrading.upgrade(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def app(engine: Engine) -> Flask:
    """A bare app with the database; pushed by the tests that need it."""
    bare = Flask("bare")
    bare.extensions["engine"] = engine
    bare.teardown_appcontext(lambda _error: None)
    return bare


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)],
)
def test_sqlite_is_opened_so_that_nothing_acknowledged_is_lost(
    engine: Engine, pragma: str, value: object
) -> None:
    with engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        note(session, "kata", DAY)

    upgrading.upgrade(engine)

    with Session(engine) as session:
        assert session.scalars(select(SearchMiss.text)).all() == ["kata"]
    assert upgrading.is_newest(engine)


def test_only_an_upgrade_makes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    opened = db.open_engine(path)

    with pytest.raises(OperationalError, match="unable to open"):
        opened.connect()
    path.touch()
    with pytest.raises(OperationalError, match=EMPTY):
        opened.connect()
    opened.dispose()

    assert path.read_bytes() == b""


def test_what_is_written_never_goes_into_a_file_that_was_taken_away(engine: Engine, app: Flask) -> None:
    path = Path(str(engine.url.database))
    with app.app_context():
        add_all("pertama")
        kept = path.rename(path.with_name("lain"))

        with pytest.raises(OperationalError, match="unable to open"):
            add_all("kedua")
        kept.rename(path)
        add_all("ketiga")

        assert sorted(db.reading().scalars(select(SearchMiss.text))) == ["ketiga", "pertama"]


def test_an_empty_database_is_not_the_newest(tmp_path: Path) -> None:
    empty = db.open_engine(tmp_path / "x.sqlite3")
    engines.make_file(empty)

    assert not upgrading.is_newest(empty)
    empty.dispose()


def add_all(*texts: str) -> None:
    with db.transaction() as session:
        for text_ in texts:
            session.add(SearchMiss(week="2026-W47", text=text_))
            session.flush()


def test_a_transaction_is_whole_or_not_at_all(app: Flask) -> None:
    with app.app_context():
        add_all("tetap")
        with pytest.raises(IntegrityError):
            add_all("baru", "tetap")

        with Session(app.extensions["engine"]) as session:
            assert session.scalars(select(SearchMiss.text)).all() == ["tetap"]


def test_a_transaction_holds_the_write_lock_from_its_start(app: Flask) -> None:
    with app.app_context(), db.transaction() as session:
        session.scalar(select(func.count()).select_from(SearchMiss))  # reads only

        other = app.extensions["engine"].raw_connection()
        other.execute("PRAGMA busy_timeout=0")
        with pytest.raises(Exception, match="database is locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_no_update_is_lost_among_many_writers(app: Flask) -> None:
    with app.app_context(), db.transaction() as session:
        session.add(SearchMiss(week="2026-W47", text="kata", count=0))
        session.add(SearchMiss(week="2026-W47", text="lain", count=7))

    def add_one(_number: int) -> None:
        with app.app_context(), db.transaction() as session:
            miss = session.scalars(select(SearchMiss).where(SearchMiss.text == "kata")).one()
            miss.count = miss.count + 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(80)))

    with Session(app.extensions["engine"]) as session:
        counts = {miss.text: miss.count for miss in session.scalars(select(SearchMiss))}
    assert counts == {"kata": 80, "lain": 7}


def test_many_that_read_and_then_write_do_not_wait_for_each_other(app: Flask) -> None:
    with app.app_context():
        add_all("kata")
    people = 20
    have_all_read = Barrier(people, timeout=WAIT)

    def read_then_write(number: int) -> None:
        with app.app_context(), Session(app.extensions["engine"]) as reading:
            assert reading.scalars(select(SearchMiss.text)).all()[0] == "kata"
            have_all_read.wait()
            add_all(f"kata {number}")

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(read_then_write, range(people)))

    with Session(app.extensions["engine"]) as session:
        assert session.scalar(select(func.count()).select_from(SearchMiss)) == people + 1


def test_one_session_serves_a_request_and_is_closed_with_it(tmp_path: Path) -> None:
    app = Flask("bare")
    db.init_app(app, tmp_path / "portal.sqlite3")
    engines.make_file(app.extensions["engine"])

    with app.app_context():
        first = db.reading()
        assert db.reading() is first
        first.execute(text("SELECT 1"))
        assert first.in_transaction()
    assert not first.in_transaction()
    app.extensions["engine"].dispose()


def test_small_letters_are_those_of_every_alphabet(engine: Engine) -> None:
    """SQLite's own lower() leaves É as it is, so that a search for "éva" would miss Éva."""
    with Session(engine) as session:
        lowered = session.execute(select(func.lower("ÉVA Ñandú"), func.lower(None))).one()

    assert tuple(lowered) == ("éva ñandú", None)
