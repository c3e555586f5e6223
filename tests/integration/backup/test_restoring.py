"""What a restore looks at before anything moves, and what becomes of one that dies half-way."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tarfile
from pathlib import Path

import pytest

from portal.backup.bases import ArchiveRefused, Base
from portal.backup.layout import Places
from portal.backup.restoring import give_up, restore
from portal.backup.writing import back_up
from portal.config import Settings
from portal.db import presence
from portal.db.presence import DatabaseMissing
from tests import databases
from tests.integration.backup.test_backup import KNOWN, Change, _archive, _listing, _pack, _relative
from tests.integration.evidence.conftest import Client, add

pytestmark = pytest.mark.both_engines("backup")


def _other_settings(text: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        members["settings.toml"] = text.encode()
        _promise_anew(members)

    return change


def _promise_anew(members: dict[str, bytes]) -> None:
    """A manifest that fits what was changed, as somebody writes it who makes an archive by hand."""
    manifest = json.loads(members["MANIFEST.json"])
    manifest["files"] = [
        {"path": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in members.items()
        if name != "MANIFEST.json"
    ]
    members["MANIFEST.json"] = json.dumps(manifest).encode()


def _without_date(members: dict[str, bytes]) -> None:
    head = json.loads(members["TIRU-BACKUP.json"])
    del head["made_at"]
    members["TIRU-BACKUP.json"] = json.dumps(head).encode()
    _promise_anew(members)


@pytest.mark.parametrize(
    "change",
    [
        _other_settings("nama = = 1"),
        _other_settings('government = "batang"'),
        _other_settings('government = "batang"\nname = "Tiru"\nbaru = 1\n'),
        _without_date,
    ],
)
def test_an_archive_that_no_portal_could_start_with_is_refused_before_anything_moves(
    change: Change, operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    members = _archive(here, tmp_path)
    change(members)
    before = _listing(there.instance.parent)

    with pytest.raises(ArchiveRefused, match="Tidak ada yang diubah"):
        restore(there, _pack(members, tmp_path / "b.tar"), KNOWN)

    assert _listing(there.instance.parent) == before
    assert not there.base.exists()


def test_a_database_that_lacks_a_table_is_refused(
    operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    with databases.behind(here.instance) as connection:
        connection.exec_driver_sql("DROP TABLE search_miss")
    made = back_up(here, tmp_path / "cadangan.tar", "batang")

    with pytest.raises(ArchiveRefused, match="tabel search_miss tidak ada"):
        restore(there, made.path, KNOWN)

    assert not there.base.exists()


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO, errno.EISDIR])
def test_an_archive_that_cannot_be_read_is_told_in_our_language(
    code: int, there: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "cadangan.tar"
    archive.write_bytes(b"x" * 10_240)

    def refuse(*_given: object, **_named: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(tarfile, "open", refuse)

    told = r"(tidak boleh dibuka|gagal dibaca|itu folder).*Tidak ada yang diubah"
    with pytest.raises(ArchiveRefused, match=told):
        restore(there, archive, KNOWN)


class _Killed(BaseException):
    """Stands for the moment in which a process dies: nothing is undone."""


def _restore_and_die(there: Places, archive: Path) -> None:
    """Everything but the database has moved, and nothing is undone."""

    def die(_base: Base, _copy: Path) -> None:
        raise _Killed

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(there.base), "put", die)
        patched.setattr("portal.backup.switching.undo", lambda _staging: False)
        with pytest.raises(_Killed):
            restore(there, archive, KNOWN)


def test_a_portal_does_not_start_on_half_a_restore_and_can_go_back(
    operator: Client, here: Places, there: Places, tmp_path: Path, evidence_settings: Settings
) -> None:
    add(operator)
    made = back_up(here, tmp_path / "cadangan.tar", "batang")
    there.content.mkdir()
    (there.content / "milik-saya.md").write_text("jangan hilang")
    before = _listing(there.instance.parent)
    root = there.instance.parent
    moved = evidence_settings.model_copy(update={"content": there.content, "instance": there.instance})
    settings = databases.at(moved)
    _restore_and_die(there, made.path)

    with pytest.raises(DatabaseMissing, match=r"terhenti di tengah jalan.*--batal"):
        presence.check(settings)
    was_there, again = give_up(there), give_up(there)

    assert (was_there, again) == (True, False)
    assert _listing(root) == before
    assert not presence.check(settings)


def test_a_restore_that_died_is_undone_and_done_by_the_next(
    operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    made = back_up(here, tmp_path / "cadangan.tar", "batang")
    there.content.mkdir()
    (there.content / "milik-saya.md").write_text("jangan hilang")
    _restore_and_die(there, made.path)

    restored = restore(there, made.path, KNOWN)

    assert [(path / "milik-saya.md").read_text() for path in restored.aside] == ["jangan hilang"]
    assert _relative(there.content) == _relative(here.content)
    assert databases.rows(there.instance) == databases.rows(here.instance)
    assert list(there.instance.parent.glob("*.restoring")) == []


def test_the_journal_of_a_lost_database_is_not_taken_for_that_of_the_restored_one(
    operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    made = back_up(here, tmp_path / "cadangan.tar", "batang")
    there.instance.mkdir()
    journal = there.instance / f"{databases.FILE}-wal"
    journal.write_bytes(b"sisa")

    restore(there, made.path, KNOWN)

    assert databases.rows(there.instance) == databases.rows(here.instance)
    assert b"sisa" in [path.read_bytes() for path in there.instance.glob("*-wal*")]
