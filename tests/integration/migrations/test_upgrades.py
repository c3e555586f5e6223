"""An upgrade happens whole or not at all, and says the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from portal import command, db
from portal.db import upgrading
from portal.db.upgrading import UpgradeFailed
from portal.errors import PortalError
from tests.conftest import ROOT
from tests.filled import columns, fill, lost
from tests.integration.migrations.conftest import Ground
from tests.make import SETTINGS, Maker

ADD = 'op.add_column("adoption_kpi", sa.Column("extra", sa.Text(), nullable=False, server_default=""))\n'
REBUILD = 'with op.batch_alter_table("adoption_plan") as batch:\n    batch.drop_column("keep")\n'
DIE = "os.kill(os.getpid(), signal.SIGKILL)\n"
ORPHAN = 'op.execute("DELETE FROM adoption_kpi WHERE id = 1")\n'


def is_as_it_was(ground: Ground) -> bool:
    """Are the tables and the rows those of before, and the file sound?"""
    with closing(sqlite3.connect(ground.path)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    same = columns(ground.old) == columns(ground.path) and lost(ground.old, ground.path) == []
    return sound and same


def test_a_migration_that_fails_leaves_the_database_whole_and_names_itself_and_the_way_back(
    ground: Ground,
) -> None:
    ground.migration(ADD)
    number = ground.migration(REBUILD + "op.execute('INSERT INTO nowhere VALUES (1)')", "menambah satuan")

    with pytest.raises(UpgradeFailed) as failed:
        ground.upgrade()

    assert str(failed.value) == (
        f"Basis data tidak jadi diperbarui: migrasi {number} (menambah satuan) gagal karena "
        "no such table: nowhere; isinya tetap seperti semula, jadi perbaiki sebabnya lalu ulangi, "
        f"atau jalankan lagi versi portal sebelumnya; salinannya ada di {ground.copy}."
    )
    assert is_as_it_was(ground)
    assert not upgrading.is_newest(ground.engine)
    with ground.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.fixture
def run(
    make: Maker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[object, str, str]]:
    """Runs a command of the portal that has the filled database."""
    make.library(0)
    (make.root / "settings.toml").write_text(SETTINGS, "utf-8")  # its database is the file, on every run
    monkeypatch.setenv("PORTAL_ROOT", str(make.root))
    monkeypatch.setattr("portal.start.refuse_taken", lambda _host, _port: None)

    def run(*arguments: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["portal", *arguments])
        with pytest.raises(SystemExit) as ended:
            command.main()
        return ended.value.code, *capsys.readouterr()

    return run


def test_serve_says_it_in_one_sentence(ground: Ground, run: Callable[..., tuple[object, str, str]]) -> None:
    number = ground.migration("op.execute('rusak')")

    code, _, told = run("serve")

    assert code == 1
    assert told.count("\n") == 1
    assert f"migrasi {number} (mencoba) gagal" in told


def test_commands_upgrade_write_down_and_go_back(
    ground: Ground, tmp_path: Path, run: Callable[..., tuple[object, str, str]]
) -> None:
    ground.migration(REBUILD)

    assert run("db", "upgrade")[0] == 0
    _, written, _ = run("db", "dump")
    _, told, _ = run("db", "back")

    assert "sudah dikembalikan. Yang baru saja dipakai disimpan di" in told
    assert is_as_it_was(ground)
    (tmp_path / "new.sql").write_text(written, "utf-8")
    kept = fill(tmp_path / "new.sqlite3", tmp_path / "new.sql")
    assert lost(ground.old, kept, dropped={"adoption_plan.keep"}) == []


def test_a_migration_that_leaves_a_row_pointing_at_nothing_is_refused(ground: Ground) -> None:
    number = ground.migration(ORPHAN)

    with pytest.raises(
        UpgradeFailed, match=rf"{number} .* adoption_reading nomor 1 menunjuk baris adoption_kpi"
    ):
        ground.upgrade()

    assert is_as_it_was(ground)


def test_a_row_that_pointed_at_nothing_before_does_not_stand_in_the_way(ground: Ground) -> None:
    with closing(sqlite3.connect(ground.path)) as connection, connection:
        connection.execute("DELETE FROM adoption_kpi WHERE id = 1")  # by hand: keys are off unless asked for
    ground.migration(REBUILD)

    ground.upgrade()

    assert upgrading.is_newest(ground.engine)
    assert "keep" not in columns(ground.path)["adoption_plan"]


def test_the_sentence_of_a_migration_that_refuses_is_told(ground: Ground) -> None:
    ground.migration("from portal.errors import PortalError\nraise PortalError('Rencana 3 dan 9 kembar.')")

    with pytest.raises(UpgradeFailed, match="gagal karena Rencana 3 dan 9 kembar; isinya tetap"):
        ground.upgrade()


def test_a_copy_is_kept_until_the_next_upgrade_for_its_owner_only(ground: Ground) -> None:
    ground.migration(REBUILD)
    ground.upgrade()
    assert columns(ground.copy) == columns(ground.old)
    assert lost(ground.old, ground.copy) == []
    assert stat.S_IMODE(ground.copy.stat().st_mode) == 0o600

    ground.upgrade()
    assert columns(ground.copy) == columns(ground.old)

    ground.migration(ADD)
    ground.upgrade()
    assert "keep" not in columns(ground.copy)["adoption_plan"]
    assert "extra" not in columns(ground.copy)["adoption_kpi"]
    assert sorted(path.name for path in ground.path.parent.glob("*.before-upgrade*")) == [ground.copy.name]


def test_a_new_database_has_nothing_to_copy(tmp_path: Path) -> None:
    engine = db.open_engine(tmp_path / "portal.sqlite3")

    upgrading.upgrade(engine)

    assert not upgrading.kept_copy(tmp_path / "portal.sqlite3").exists()
    engine.dispose()


def test_a_disk_too_full_for_the_copy_changes_nothing(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground.migration(ADD)
    ground.copy.write_text("dari pembaruan sebelumnya")

    def full(_source: Path, target: Path) -> None:
        target.write_bytes(b"setengah")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(upgrading, "copy_database", full)
    with pytest.raises(
        UpgradeFailed, match="persiapannya gagal karena ruang simpan penuh; isinya tetap"
    ) as failed:
        ground.upgrade()

    assert "\n" not in str(failed.value)
    assert is_as_it_was(ground)
    assert ground.copy.read_text() == "dari pembaruan sebelumnya"
    assert not ground.copy.with_name(f"{ground.copy.name}.part").exists()


def test_a_disk_that_fills_up_during_a_migration_changes_nothing(ground: Ground) -> None:
    number = ground.migration(
        'pages = op.get_bind().exec_driver_sql("PRAGMA page_count").scalar()\n'
        'op.get_bind().exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")\n' + REBUILD
    )

    with pytest.raises(UpgradeFailed, match=f"migrasi {number} .* gagal karena ruang simpan penuh"):
        ground.upgrade()

    assert is_as_it_was(ground)


KILLED = {
    "before anything": [DIE],
    "after altering": [ADD + REBUILD + DIE],
    "between two steps": [ADD + REBUILD, DIE],
}


@pytest.mark.parametrize("bodies", KILLED.values(), ids=KILLED)
def test_killed_in_the_middle_the_database_is_the_old_one(ground: Ground, bodies: list[str]) -> None:
    for body in bodies:
        ground.migration(body)

    assert run_apart(ground, "upgrading.upgrade(engine)") == -9

    assert is_as_it_was(ground)
    assert lost(ground.old, ground.copy) == []
    for path in ground.folder.glob("versions/*_mencoba.py"):
        path.write_text(path.read_text("utf-8").replace(DIE, "pass\n"), "utf-8")
    ground.upgrade()
    assert upgrading.is_newest(ground.engine)


def test_killed_while_the_copy_is_made_the_next_start_makes_it(ground: Ground) -> None:
    ground.migration(ADD)

    killed = "upgrading.os.replace = lambda *_: os.kill(os.getpid(), 9)"

    assert run_apart(ground, f"{killed}; upgrading.upgrade(engine)") == -9
    assert is_as_it_was(ground)
    ground.upgrade()

    assert upgrading.is_newest(ground.engine)
    assert lost(ground.old, ground.copy) == []
    assert list(ground.path.parent.glob("*.part")) == []


def run_apart(ground: Ground, what: str) -> int:
    """Run something with the database in a process of its own; how it ended."""
    code = (
        "import os\nfrom pathlib import Path\nfrom portal.db import open_engine, upgrading\n"
        f"upgrading.MIGRATIONS = Path({str(ground.folder)!r})\n"
        f"engine = open_engine(Path({str(ground.path)!r}))\n{what}"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, env=os.environ).returncode


def test_two_that_start_at_once_upgrade_once(ground: Ground) -> None:
    ground.migration(ADD)
    engines = [db.open_engine(ground.path) for _ in range(2)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(upgrading.upgrade, engines))

    assert upgrading.is_newest(ground.engine)
    assert lost(ground.old, ground.copy) == []
    for engine in engines:
        engine.dispose()


def test_a_portal_that_still_writes_is_told_of(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    ground.migration(ADD)

    with closing(sqlite3.connect(ground.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(upgrading, "_turn_keys_off", in_no_time)
        with pytest.raises(UpgradeFailed, match="sedang dipakai"):
            ground.upgrade()

    assert is_as_it_was(ground)


def in_no_time(connection: Connection) -> None:
    """Wait for nobody."""
    connection.connection.cursor().execute("PRAGMA busy_timeout=0")


def test_a_database_of_a_newer_portal_is_refused_with_the_way_back(ground: Ground) -> None:
    number = ground.migration(ADD)
    ground.upgrade()
    next(ground.folder.glob(f"versions/{number}_*.py")).unlink()

    with pytest.raises(
        UpgradeFailed, match=rf"migrasi {number} oleh versi portal yang lebih baru.*portal db back"
    ):
        ground.upgrade()


def test_going_back_brings_the_copy_back_and_keeps_what_was_done_since(ground: Ground) -> None:
    ground.migration(REBUILD)
    ground.upgrade()

    aside = upgrading.go_back(ground.settings)

    assert is_as_it_was(ground)
    assert "keep" not in columns(aside)["adoption_plan"]
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    with ground.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_without_a_copy_there_is_no_way_back(ground: Ground) -> None:
    with pytest.raises(PortalError, match="Tidak ada salinan"):
        upgrading.go_back(ground.settings)

    assert is_as_it_was(ground)


def test_a_full_disk_leaves_the_database_where_it_is(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ground.old, ground.copy)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(UpgradeFailed, match="tidak jadi dikembalikan karena ruang simpan penuh"):
        upgrading.go_back(ground.settings)
