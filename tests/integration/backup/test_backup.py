"""Backup while people write, restore elsewhere: rows, files and content equal, or nothing changed."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from portal.access import Role
from portal.backup.bases import ArchiveRefused, BackupFailed, Base
from portal.backup.cli import known_revisions
from portal.backup.layout import Places
from portal.backup.restoring import restore
from portal.backup.writing import back_up
from portal.evidence.store import Store
from tests import databases
from tests.integration.evidence.conftest import OPD, Client, add
from tests.patience import WAIT
from tests.unit.evidence import papers

KNOWN = known_revisions()
Change = Callable[[dict[str, bytes]], None]


def _listing(*folders: Path) -> dict[str, str]:
    """Every file below these folders, by its digest."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _relative(folder: Path) -> dict[str, str]:
    return {path.removeprefix(str(folder)): digest for path, digest in _listing(folder).items()}


def test_what_was_backed_up_is_what_is_restored(
    operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    add(operator, file=papers.jpg(), name="a.jpg", kind="foto", number="")

    made = back_up(here, tmp_path / "cadangan.tar", "batang")
    restored = restore(there, made.path, KNOWN)

    assert databases.rows(there.instance) == databases.rows(here.instance)
    assert Store(there.evidence, 0).digests() == Store(here.evidence, 0).digests()
    assert all(Store(there.evidence, 0).is_sound(digest) for digest in Store(there.evidence, 0).digests())
    assert _relative(there.content) == _relative(here.content)
    assert (there.instance / "secret").read_text() == (here.instance / "secret").read_text()
    assert (restored.evidence, restored.damaged, restored.aside) == (2, (), ())
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert not (there.instance.parent / "index").exists()


def test_a_backup_while_people_write_holds_all_that_was_acknowledged_before_it(
    sign_in: Callable[..., Client], here: Places, there: Places, tmp_path: Path
) -> None:
    stop, enough = Event(), Event()
    told: list[int] = []

    def write(client: Client) -> None:
        while not stop.is_set():
            told.append(
                add(
                    client,
                    file=papers.mp4(recording=os.urandom(50_000)),
                    name="a.mp4",
                    kind="video",
                    number="",
                )
            )
            if len(told) >= 6:
                enough.set()

    writers = [Thread(target=write, args=(sign_in(Role.OPERATOR, OPD),)) for _ in range(3)]
    for writer in writers:
        writer.start()
    enough.wait(WAIT)
    before = set(told)
    made = back_up(here, tmp_path / "cadangan.tar", "batang")
    stop.set()
    for writer in writers:
        writer.join()
    restore(there, made.path, KNOWN)

    rows, originals = databases.rows(there.instance), databases.rows(here.instance)
    assert before <= {row[0] for row in rows["evidence"]} <= set(told)
    assert all(
        set(rows[name]) <= set(originals[name]) for name in ("evidence", "evidence_file", "audit_entry")
    )
    assert len(rows["evidence"]) == len(rows["evidence_file"]) == len(rows["audit_entry"])
    store = Store(there.evidence, 0)
    assert len(store.digests()) == len(rows["evidence_file"])
    assert all(store.is_sound(digest) for digest in store.digests())
    assert databases.is_whole(there.instance)


def test_a_backup_never_overwrites(operator: Client, here: Places, tmp_path: Path) -> None:
    add(operator)
    target = tmp_path / "cadangan.tar"
    target.write_text("yang lama")

    with pytest.raises(BackupFailed, match="sudah ada dan tidak ditimpa"):
        back_up(here, target, "batang")

    assert target.read_text() == "yang lama"


def test_a_backup_does_not_go_into_what_it_backs_up(operator: Client, here: Places) -> None:
    add(operator)

    with pytest.raises(BackupFailed, match="di luar"):
        back_up(here, here.instance / "cadangan.tar", "batang")


def test_without_a_database_there_is_nothing_to_back_up(there: Places, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="Belum ada basis data"):
        back_up(there, tmp_path / "cadangan.tar", "batang")


def test_a_backup_on_a_full_disk_leaves_nothing(
    operator: Client, here: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(operator)
    before = sorted(tmp_path.iterdir())

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(BackupFailed, match="ruang simpan penuh"):
        back_up(here, tmp_path / "cadangan.tar", "batang")

    assert sorted(tmp_path.iterdir()) == before
    assert list(here.instance.glob("backup-*")) == []


def test_one_damaged_file_does_not_prevent_a_backup_and_is_named(
    operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    sound = Store(here.evidence, 0).digests()
    add(operator, file=papers.pdf(text=b"BT ET"), name="b.pdf")
    broken = next(digest for digest in Store(here.evidence, 0).digests() if digest not in sound)
    Store(here.evidence, 0).path(broken).chmod(0o600)
    Store(here.evidence, 0).path(broken).write_bytes(b"rusak")

    made = back_up(here, tmp_path / "cadangan.tar", "batang")
    restored = restore(there, made.path, KNOWN)

    assert made.damaged == restored.damaged == (broken,)
    assert Store(there.evidence, 0).digests() == sound


def test_a_restore_does_not_touch_a_portal_that_is_in_use(
    operator: Client, here: Places, tmp_path: Path
) -> None:
    add(operator)
    made = back_up(here, tmp_path / "cadangan.tar", "batang")
    before = _listing(here.content, here.evidence)

    with pytest.raises(ArchiveRefused, match="sudah ada basis data"):
        restore(here, made.path, KNOWN)

    assert _listing(here.content, here.evidence) == before


def _archive(here: Places, folder: Path) -> dict[str, bytes]:
    """A sound archive, member by member."""
    made = back_up(here, folder / "asal.tar", "batang")
    with tarfile.open(made.path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


def _pack(members: dict[str, bytes], path: Path, odd: tarfile.TarInfo | None = None) -> Path:
    with tarfile.open(path, "w") as tar:
        if odd is not None:
            tar.addfile(odd, io.BytesIO(b"x" * odd.size))
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


def _drop(name: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        del members[next(key for key in members if key.startswith(name))]

    return change


def _flip(name: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        key = next(key for key in members if key.startswith(name))
        middle = len(members[key]) // 2
        members[key] = members[key][:middle] + bytes([members[key][middle] ^ 1]) + members[key][middle + 1 :]

    return change


def _put(name: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        members[name] = b"x"

    return change


def _promise_less(members: dict[str, bytes]) -> None:
    """A row's file is missing from archive and manifest alike."""
    key = next(key for key in members if key.startswith("evidence/"))
    del members[key]
    manifest = json.loads(members["MANIFEST.json"])
    manifest["files"] = [row for row in manifest["files"] if row["path"] != key]
    members["MANIFEST.json"] = json.dumps(manifest).encode()


def _other_format(members: dict[str, bytes]) -> None:
    head = {**json.loads(members["TIRU-BACKUP.json"]), "format": 99}
    members["TIRU-BACKUP.json"] = json.dumps(head).encode()


@pytest.mark.parametrize(
    "change",
    [
        *(_flip(name) for name in ("database/", "evidence/", "content/", "settings.toml", "instance/secret")),
        *(_drop(name) for name in ("database/", "evidence/", "content/", "MANIFEST", "TIRU-BACKUP")),
        *(
            _put(name)
            for name in (
                "content/../../jahat", "../jahat", "/etc/jahat", "content/a\\b", "search_index/CURRENT",
                "evidence/zz/x", "instance/./x", "content//x", "jahat", "content/tambahan.md",
                "instance/search_index/CURRENT", "instance/evidence/x", "instance/portal.sqlite3-wal",
                "instance/demo/x",
            )
        ),
        _promise_less,
        _other_format,
    ],
)  # fmt: skip
def test_a_damaged_or_forged_archive_is_refused_and_nothing_changes(
    change: Change, operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    members = _archive(here, tmp_path)
    change(members)
    before = _listing(there.instance.parent)

    with pytest.raises(ArchiveRefused, match="Tidak ada yang diubah"):
        restore(there, _pack(members, tmp_path / "b.tar"), KNOWN)

    assert _listing(there.instance.parent) == before
    assert not (tmp_path / "jahat").exists()


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_nothing_but_plain_files_is_unpacked(
    kind: bytes, operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    odd = tarfile.TarInfo("content/tautan.md")
    odd.type, odd.linkname = kind, "/etc/passwd"

    with pytest.raises(ArchiveRefused, match="Tidak ada yang diubah"):
        restore(there, _pack(_archive(here, tmp_path), tmp_path / "b.tar", odd), KNOWN)

    assert sorted(path.name for path in there.instance.parent.iterdir()) == ["settings.toml"]


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_cut_archive_is_refused(
    part: float, operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    made = back_up(here, tmp_path / "cadangan.tar", "batang")
    with made.path.open("r+b") as file:
        file.truncate(int((made.size - 10_240) * part))

    with pytest.raises(ArchiveRefused, match="Tidak ada yang diubah"):
        restore(there, made.path, KNOWN)

    assert not there.base.exists()


def test_a_backup_of_a_newer_portal_says_what_to_do(
    operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    made = back_up(here, tmp_path / "cadangan.tar", "batang")

    with pytest.raises(ArchiveRefused, match="Perbarui portal dahulu"):
        restore(there, made.path, {"0001"})


def test_a_restore_that_was_cut_short_can_be_run_again(
    operator: Client, here: Places, there: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(operator)
    made = back_up(here, tmp_path / "cadangan.tar", "batang")

    def cut(_base: Base, _copy: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(type(there.base), "put", cut)
    with pytest.raises(ArchiveRefused):
        restore(there, made.path, KNOWN)
    monkeypatch.undo()
    was_there = there.base.exists()
    restore(there, made.path, KNOWN)

    assert not was_there
    assert databases.rows(there.instance) == databases.rows(here.instance)


def test_what_stood_there_before_is_laid_aside_not_lost(
    operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    made = back_up(here, tmp_path / "cadangan.tar", "batang")
    there.content.mkdir()
    (there.content / "milik-saya.md").write_text("jangan hilang")
    there.settings_file.write_text('government = "batang"\nname = "Lain"\n')

    restored = restore(there, made.path, KNOWN)

    content, settings = restored.aside
    assert (content / "milik-saya.md").read_text() == "jangan hilang"
    assert "Lain" in settings.read_text()
    assert there.settings_file.read_text() == here.settings_file.read_text()
    assert _relative(there.content) == _relative(here.content)


def test_settings_that_lead_to_other_folders_are_not_taken_over(
    operator: Client, here: Places, there: Places, tmp_path: Path
) -> None:
    add(operator)
    here.settings_file.write_text('government = "batang"\nname = "Tiru"\ninstance = "/srv/tiru"\n')
    made = back_up(here, tmp_path / "cadangan.tar", "batang")
    before = there.settings_file.read_text()

    restored = restore(there, made.path, KNOWN)

    assert there.settings_file.read_text() == before
    assert "/srv/tiru" in restored.aside[0].read_text()


def test_neither_index_nor_demo_nor_locks_are_backed_up(
    operator: Client, here: Places, tmp_path: Path
) -> None:
    add(operator)
    for name in ("demo/portal.sqlite3", "search_index/CURRENT", "BUILD.lock", "setengah.part", "catatan.txt"):
        path = here.instance / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")

    members = _archive(here, tmp_path)

    extra = {name for name in members if name.startswith("instance/")}
    assert extra == {"instance/secret", "instance/catatan.txt"}
