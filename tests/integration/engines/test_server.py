"""What only a server can show: upgrades and the way back, moving there, archives, secrets, refusals."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from pydantic import SecretStr
from sqlalchemy import Engine, insert, inspect, text
from sqlalchemy.orm import Session

from portal import audit
from portal.accounts.models import Account
from portal.audit.models import AuditHead
from portal.backup.bases import ArchiveRefused, File, Server
from portal.backup.cli import known_revisions
from portal.backup.copying import CopyRefused, copy_all, summary
from portal.backup.layout import Places
from portal.backup.restoring import restore
from portal.backup.writing import back_up
from portal.config import Settings
from portal.db import open_engine, tools, upgrading
from portal.db.engines import writing
from portal.errors import InvalidSettings
from tests import databases, postgresql
from tests.filled import fill
from tests.guards.test_migrations import differences
from tests.integration.accounts.world import NOON
from tests.integration.migrations.conftest import MIGRATION

pytestmark = pytest.mark.both_engines("backup", "audit", "db")
Make = Callable[[str], str]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes databases without tables; gives their addresses."""

    def create(name: str) -> str:
        databases.create(tmp_path / name)
        return databases.where(tmp_path / name).render_as_string(hide_password=False)

    return create


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the first release, with a row in every table, brought to the newest migration once."""
    path = fill(tmp_path_factory.mktemp("rilis") / "rilis.sqlite3")
    engine = open_engine(path)
    upgrading.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def released(upgraded: Path, tmp_path: Path) -> Path:
    """That database."""
    upgrading.copy_database(upgraded, tmp_path / "rilis.sqlite3")
    return tmp_path / "rilis.sqlite3"


def held(where: str) -> object:
    """Every row, counted and digested."""
    engine = open_engine(where)
    with engine.connect() as connection:
        found = summary(connection)
    engine.dispose()
    return found


def test_a_portal_moves_to_a_server_and_back_and_is_the_same(
    released: Path, make: Make, tmp_path: Path
) -> None:
    server, back = make("tujuan"), tmp_path / "kembali.sqlite3"

    there = copy_all(str(released), server)
    home = copy_all(server, str(back))

    assert there == home == held(str(released)) == held(server) == held(str(back))
    assert sum(there.rows.values()) > 1000
    assert there.audit[0] > 900


def test_the_next_row_after_a_move_has_the_next_number(released: Path, make: Make) -> None:
    server = make("tujuan")
    copy_all(str(released), server)

    engine = open_engine(server)
    with Session(engine) as session, session.begin():
        last = session.scalar(text("SELECT max(id) FROM account"))
        session.add(account := Account(username="baru", name="Baru", created_at=NOON))
        session.flush()
        assert audit.verifying.examine_all(session).is_sound
        assert account.id == last + 1
    engine.dispose()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (
            "INSERT INTO search_miss (week, text, count) VALUES ('w', 'x', 1)",
            "search_miss sudah berisi",
        ),
        ("CREATE TABLE lain (id int)", "lain hanya ada di salah satu"),
        ("UPDATE alembic_version SET version_num = '0001'", "tidak kosong"),
    ],
)
def test_a_target_that_is_not_empty_is_refused_and_stays(
    spoil: str, says: str, released: Path, make: Make
) -> None:
    server = make("tujuan")
    engine = open_engine(server)
    upgrading.upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(spoil)

    with pytest.raises(CopyRefused, match=says):
        copy_all(str(released), server)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM account").scalar() == 0
    engine.dispose()


def test_what_the_target_cannot_hold_is_named_and_nothing_is_copied(released: Path, make: Make) -> None:
    server, engine = make("tujuan"), open_engine(released)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE adoption_plan SET title = printf('%.*c', 500, 'x') WHERE id = 1")
    engine.dispose()

    with pytest.raises(CopyRefused, match="Isi tabel adoption_plan tidak diterima"):
        copy_all(str(released), server)

    assert not any(held(server).rows.values())  # type: ignore[attr-defined]


def test_an_older_or_missing_source_is_refused(make: Make, tmp_path: Path) -> None:
    server = make("tujuan")

    with pytest.raises(CopyRefused, match="belum di migrasi terbaru"):
        copy_all(str(fill(tmp_path / "lama.sqlite3")), server)
    with pytest.raises(CopyRefused, match="Tidak ada basis data di"):
        copy_all(str(tmp_path / "tidak-ada.sqlite3"), server)
    with pytest.raises(CopyRefused, match="sama"):
        copy_all(server, server)


@pytest.fixture
def settings(make: Make, tmp_path: Path) -> Settings:
    """Those of a portal on the server."""
    make("kantor")
    (tmp_path / "kantor").mkdir()
    return databases.at(Settings(government="contoh", name="Contoh", instance=tmp_path / "kantor"))


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Adds migrations to those of the portal."""
    folder = tmp_path / "migrations"
    shutil.copytree(upgrading.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(upgrading, "MIGRATIONS", folder)

    def add(body: str) -> None:
        newest = max(path.name[:4] for path in folder.glob("versions/[0-9]*.py"))
        number = f"{int(newest) + 10:04}"
        text_ = MIGRATION.format(told="mencoba", number=number, before=newest, body=f"    {body}")
        (folder / "versions" / f"{number}_mencoba.py").write_text(text_, "utf-8")

    return add


ADD = 'op.add_column("account", sa.Column("shoe", sa.String(9), server_default="", nullable=False))'


def filled(settings: Settings) -> Engine:
    engine = open_engine(databases.where(settings.instance))
    upgrading.upgrade(engine, keep=settings.instance)
    with Session(engine) as session, session.begin():
        session.add(Account(username="budi", name="Budi", created_at=NOON))
        session.execute(insert(AuditHead).values(id=1, seq=1, hash="x"))
    return engine


def test_the_migrations_lead_to_the_tables_of_the_models_and_back(make: Make) -> None:
    engine = open_engine(make("baru"))
    upgrading.upgrade(engine)
    assert differences(engine) == []

    with writing(engine).begin() as connection:
        command.downgrade(upgrading.alembic_configuration(connection), "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    upgrading.upgrade(engine)

    assert upgrading.is_newest(engine)
    engine.dispose()


def test_an_upgrade_keeps_a_copy_and_the_way_back(
    settings: Settings, migrations: Callable[[str], None]
) -> None:
    engine = filled(settings)
    before = held(str(databases.where(settings.instance)))
    migrations(ADD)

    upgrading.upgrade(engine, keep=settings.instance)
    kept = tools.kept_dump(settings.instance)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET name = 'Sesudahnya', shoe = '42'")
    aside = upgrading.go_back(settings)

    assert held(str(databases.where(settings.instance))) == before
    assert b"Sesudahnya" in tools.script(aside, "account")
    with engine.connect() as connection, pytest.raises(Exception, match="only grows"):
        connection.exec_driver_sql("DELETE FROM audit_head")
    engine.dispose()


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    settings: Settings, migrations: Callable[[str], None]
) -> None:
    engine = filled(settings)
    before = held(str(databases.where(settings.instance)))
    migrations(ADD)
    migrations('op.execute("UPDATE account SET id = NULL")')

    with pytest.raises(upgrading.UpgradeFailed, match="isinya tetap seperti semula"):
        upgrading.upgrade(engine, keep=settings.instance)

    assert held(str(databases.where(settings.instance))) == before
    engine.dispose()


def test_two_that_start_at_once_upgrade_once(settings: Settings, migrations: Callable[[str], None]) -> None:
    engine = filled(settings)
    migrations(ADD)
    engines = [open_engine(databases.where(settings.instance)) for _ in range(2)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(upgrading.upgrade, engines))

    assert upgrading.is_newest(engine)
    for one in (engine, *engines):
        one.dispose()


@pytest.fixture
def places(settings: Settings, tmp_path: Path) -> Places:
    """The portal on the server, to back up."""
    filled(settings).dispose()
    (settings.instance / "secret").write_text("rahasia")
    return Places.of(settings.model_copy(update={"content": tmp_path / "isi"}), tmp_path)


def test_an_archive_of_one_kind_is_not_restored_into_the_other(
    places: Places, released: Path, tmp_path: Path
) -> None:
    (tmp_path / "isi").mkdir()
    (tmp_path / "berkas").mkdir()
    ours = back_up(places, tmp_path / "server.tar", "contoh").path
    file = Settings(government="contoh", name="C", instance=tmp_path / "berkas", content=tmp_path / "isi")
    released.rename(file.database_file)
    theirs = back_up(Places.of(file, tmp_path), tmp_path / "berkas.tar", "contoh").path
    databases.create(tmp_path / "kosong")
    empty = databases.at(file.model_copy(update={"instance": tmp_path / "kosong"}))
    other = file.model_copy(update={"instance": tmp_path / "kosong-juga"})

    for target, archive in ((empty, theirs), (other, ours)):
        into = Places.of(target, tmp_path)
        assert isinstance(into.base, Server if target is empty else File)
        with pytest.raises(ArchiveRefused, match="portal db copy"):
            restore(into, archive, known_revisions())
        assert not into.base.exists()


def test_a_password_is_never_told(tmp_path: Path) -> None:
    secret = "s3kali-rahasia"
    address = SecretStr(f"postgresql://tiru:{secret}@127.0.0.1:1/x")
    settings = Settings(government="contoh", name="C", instance=tmp_path, database=address)
    places = Places.of(settings, tmp_path)

    assert (
        secret not in f"{settings!r} {settings} {settings.model_dump_json()} {places!r} {places.base.where}"
    )
    with pytest.raises(Exception, match="refused") as failed:
        places.base.exists()
    assert secret not in f"{failed.value!r} {failed.value}"
    with pytest.raises(InvalidSettings) as refused:
        open_engine(f"postgresql://tiru:{secret}@host:pintu/x")
    assert secret not in f"{refused.value!r} {refused.value.__cause__!r}"


def test_a_database_that_sorts_otherwise_is_refused_with_the_way_to_make_one() -> None:
    postgresql.run_sql("DROP DATABASE IF EXISTS lain_urutan")
    postgresql.run_sql(
        "CREATE DATABASE lain_urutan TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C' LOCALE 'C'"
    )
    engine = open_engine(postgresql.url("lain_urutan"))

    with pytest.raises(InvalidSettings, match="CREATE DATABASE"):
        upgrading.upgrade(engine)

    engine.dispose()
    postgresql.run_sql("DROP DATABASE lain_urutan")
