"""The store of evidence files: addressed by what they hold, written once, never changed.

    instance/evidence/
    ├── incoming/<token>.part    a file on its way in; its writer holds a lock on it
    ├── ab/cdef…                 one file, named by its SHA-256
    └── STORE.lock               shared while a file goes in and its row is written, alone for the sweep

A file is complete and on the disk before its row is; so a crash leaves at most a file without a row,
which the sweep removes, and never a row without its file.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from portal import clock
from portal.disk import disk_full, sync_folder
from portal.generations import DiskFull

CHUNK = 1024 * 1024
YOUNG = 60  # seconds in which a new draft may still be without its lock
CHECK_EVERY = 8 * CHUNK  # bytes between two looks at the free space
FULL = "Ruang simpan penuh, jadi berkas belum tersimpan. Beri tahu admin portal, lalu coba lagi."


class Draft:
    """A file on its way into the store: measured and hashed while it is written; gone when closed unkept."""

    def __init__(self, folder: Path, keep_free: int) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / f"{secrets.token_hex(16)}.part"
        self.keep_free = keep_free
        self.size = 0
        self._digest = hashlib.sha256()
        self._next_check = 0
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise (DiskFull(FULL) if disk_full(error) else error) from None
        self.file: BinaryIO = os.fdopen(descriptor, "w+b", buffering=0)
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    @property
    def sha256(self) -> str:
        """The digest of what was written so far, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, chunk: bytes) -> None:
        """Append; raises DiskFull."""
        self._check_room()
        try:
            view = memoryview(chunk)
            while view:
                view = view[self.file.write(view) :]
        except OSError as error:
            raise (DiskFull(FULL) if disk_full(error) else error) from None
        self._digest.update(chunk)
        self.size += len(chunk)

    def measure(self) -> None:
        """Hash and measure anew, after somebody else wrote into the file."""
        self._digest, self.size = hashlib.sha256(), 0
        self.file.seek(0)
        while chunk := self.file.read(CHUNK):
            self._digest.update(chunk)
            self.size += len(chunk)

    def close(self) -> None:
        """Close, and remove what was not kept."""
        self.file.close()
        self.path.unlink(missing_ok=True)

    def _check_room(self) -> None:
        if self.size < self._next_check:
            return
        self._next_check = self.size + CHECK_EVERY
        room = os.fstatvfs(self.file.fileno())
        if room.f_bavail * room.f_frsize < self.keep_free:
            raise DiskFull(FULL)


class Store:
    """The files of one portal."""

    def __init__(self, root: Path, keep_free: int) -> None:
        self.root = root
        self.keep_free = keep_free  # bytes that stay free, so that the database can go on

    def draft(self) -> Draft:
        """A new file on its way in."""
        return Draft(self.root / "incoming", self.keep_free)

    def path(self, sha256: str) -> Path:
        """Where the file with this digest stands."""
        return self.root / sha256[:2] / sha256[2:]

    @contextmanager
    def door(self) -> Iterator[None]:
        """Held from before a file goes in until after its row is committed; keeps the sweep away."""
        with self._locked(fcntl.LOCK_SH):
            yield

    def keep(self, draft: Draft) -> None:
        """Put a draft in its place: on the disk first, then under its name. Call with the door held."""
        target = self.path(draft.sha256)
        try:
            os.fchmod(draft.file.fileno(), 0o400)
            os.fsync(draft.file.fileno())
            target.parent.mkdir(mode=0o700, exist_ok=True)
            os.replace(draft.path, target)
            for folder in (target.parent, self.root):
                sync_folder(folder)
        except OSError as error:
            raise (DiskFull(FULL) if disk_full(error) else error) from None

    def sweep_drafts(self) -> int:
        """Remove drafts whose writer died; answers how many."""
        removed = 0
        for path in (self.root / "incoming").glob("*.part"):
            with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if abs(clock.machine().timestamp() - os.fstat(file.fileno()).st_mtime) > YOUNG:
                    path.unlink()
                    removed += 1
        return removed

    def sweep(self, known: Callable[[], Collection[str]]) -> int:
        """Remove files without a row; `known` tells the digests that have one. Waits for open doors."""
        with self._locked(fcntl.LOCK_EX):
            rows = known()
            orphans = [digest for digest in self.digests() if digest not in rows]
            for digest in orphans:
                self.path(digest).unlink(missing_ok=True)
        return len(orphans) + self.sweep_drafts()

    def digests(self) -> list[str]:
        """The digests of all files in the store, sorted."""
        return sorted(path.parent.name + path.name for path in self.root.glob("[0-9a-f][0-9a-f]/*"))

    def is_sound(self, sha256: str) -> bool:
        """Is the file there, and does it still hold what its name says?"""
        digest = hashlib.sha256()
        try:
            with self.path(sha256).open("rb") as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
        except OSError:
            return False
        return digest.hexdigest() == sha256

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = (self.root / "STORE.lock").open("a")
        except OSError as error:
            raise (DiskFull(FULL) if disk_full(error) else error) from None
        with lock:
            fcntl.flock(lock, how)
            yield
