"""The store: old or new after every fault, never between; what nobody owns is swept."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.evidence.store import YOUNG, Store
from portal.generations import DiskFull

CONTENT = b"isi berkas" * 100
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> Store:
    return Store(tmp_path / "evidence", keep_free=0)


def _keep(store: Store, content: bytes = CONTENT) -> str:
    draft = store.draft()
    try:
        for start in range(0, len(content), 64):
            draft.write(content[start : start + 64])
        with store.door():
            store.keep(draft)
        return draft.sha256
    finally:
        draft.close()


def test_a_file_stands_under_its_digest(store: Store) -> None:
    digest = _keep(store)

    assert digest == DIGEST
    assert store.path(digest) == store.root / DIGEST[:2] / DIGEST[2:]
    assert store.path(digest).read_bytes() == CONTENT
    assert store.path(digest).stat().st_mode & 0o777 == 0o400
    assert list((store.root / "incoming").iterdir()) == []


def test_the_same_content_is_stored_once(store: Store) -> None:
    _keep(store)
    _keep(store)

    assert store.digests() == [DIGEST]


def test_a_damaged_file_is_mended_by_the_next_upload_of_it(store: Store) -> None:
    _keep(store)
    store.path(DIGEST).chmod(0o600)
    store.path(DIGEST).write_bytes(b"rusak")
    was_sound = store.is_sound(DIGEST)

    _keep(store)

    assert (was_sound, store.is_sound(DIGEST)) == (False, True)


def test_a_draft_that_is_not_kept_is_gone(store: Store) -> None:
    draft = store.draft()
    draft.write(CONTENT)

    draft.close()

    assert store.digests() == []
    assert list((store.root / "incoming").iterdir()) == []


def _failing(call: Callable[..., Any], at: list[int], error: int) -> Callable[..., Any]:
    """The call, except that the n-th one fails; `at` counts down."""

    def failing(*given: Any, **named: Any) -> Any:
        at[0] -= 1
        if at[0] == 0:
            raise OSError(error, os.strerror(error))
        return call(*given, **named)

    return failing


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("nth", range(1, 9))
def test_whichever_call_of_the_disk_fails_the_store_is_old_or_new(
    nth: int, error: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = _keep(store, b"yang lama")
    at = [nth]
    with monkeypatch.context() as patched:
        for name in ("open", "fchmod", "fsync", "replace", "mkdir", "fstatvfs"):
            patched.setattr(os, name, _failing(getattr(os, name), at, error))
        try:
            _keep(store)
            done = True
        except (DiskFull, OSError):
            done = False

    assert store.is_sound(noise)
    assert all(store.is_sound(digest) for digest in store.digests())
    assert DIGEST in store.digests() or not done
    assert list((store.root / "incoming").iterdir()) == []


def test_a_full_disk_is_a_sentence(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = store.draft()
    monkeypatch.setattr(draft, "file", _FullFile(draft.file))

    with pytest.raises(DiskFull, match="Ruang simpan penuh"):
        draft.write(CONTENT)

    draft.close()


class _FullFile:
    """A file on a full disk."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.fileno, self.close = file.fileno, file.close

    def write(self, _chunk: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_uploads_stop_before_the_disk_is_full(tmp_path: Path) -> None:
    store = Store(tmp_path / "evidence", keep_free=2**60)
    draft = store.draft()

    with pytest.raises(DiskFull, match="Beri tahu admin portal"):
        draft.write(b"x")

    draft.close()


def test_the_sweep_removes_what_nobody_owns_and_nothing_else(store: Store) -> None:
    owned, orphan = _keep(store, b"milik"), _keep(store, b"yatim")

    removed = store.sweep(lambda: {owned})

    assert removed == 1
    assert store.digests() == [owned] != [orphan]


def test_the_sweep_leaves_drafts_that_are_being_written(store: Store) -> None:
    living, dead = store.draft(), store.draft()
    fcntl.flock(dead.file, fcntl.LOCK_UN)  # as when its writer died
    old = time.time() - YOUNG - 1
    for draft in (living, dead):
        os.utime(draft.path, (old, old))

    removed = store.sweep_drafts()

    assert removed == 1
    assert (living.path.exists(), dead.path.exists()) == (True, False)
    for draft in (living, dead):
        draft.close()


def test_the_sweep_waits_for_a_file_whose_row_is_being_written(store: Store) -> None:
    with store.door(), (store.root / "STORE.lock").open("a") as lock, pytest.raises(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
