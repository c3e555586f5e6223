"""Generations of a derived folder: written aside, switched to by one rename, never changed after.

    search_index/
    ├── CURRENT        name of the generation in use
    ├── 3f9a1c…/       one generation, named by the fingerprint of what it was made from
    └── BUILD.lock     one builder at a time; the kernel frees the lock if the builder dies

Readers never wait and never see half a generation. Once a reader has a generation's files open or
mapped, Linux keeps them alive after the sweep.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.disk import disk_full, why, write_whole
from portal.errors import PortalError

LOCK = "BUILD.lock"
MIN_FREE = 64 * 1024**2  # bytes left on the disk before a build may start
Build = Callable[[Path, Path | None], None]


class BuildRunning(PortalError):
    """Another process is building a generation."""

    status = 503
    title = "Penerbitan sedang berjalan"


class NotWritten(PortalError):
    """The disk refused a generation for another reason than room."""

    title = "Terbitan belum tersimpan"


class DiskFull(PortalError):
    """There is no room for another generation."""

    status = 507
    title = "Ruang simpan penuh"


def current(root: Path) -> Path | None:
    """The folder of the generation in use, or None where nothing is published."""
    missing = None
    while True:
        try:
            name = (root / "CURRENT").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        folder = root / name
        if name.isalnum() and folder.is_dir():
            return folder
        if name == missing:
            return None
        missing = name  # perhaps swept between our two looks; then CURRENT names another by now


def publish(root: Path, fingerprint: str, build: Build, *, force: bool = False, wait: bool = True) -> bool:
    """Switch to the generation with this fingerprint, building it first unless it is in use already.

    `build(folder, previous)` fills an empty folder; `previous` is the generation in use, for what can be
    taken over. Returns whether anything was built. A build that fails or dies leaves a folder that
    nobody points at, and the next build sweeps it away. Raises BuildRunning (with wait=False), DiskFull and
    NotWritten.
    """
    with told():
        root.mkdir(parents=True, exist_ok=True)
        with building(root, wait=wait):
            in_use = current(root)
            if in_use is not None and in_use.name == fingerprint and not force:
                return False
            replace(root, fingerprint, build)
    return True


def replace(root: Path, fingerprint: str, build: Build) -> None:
    """Build a generation and switch to it, alone: inside `building`, as `publish` does."""
    in_use = current(root)
    sweep(root)
    if shutil.disk_usage(root).free < MIN_FREE:
        raise DiskFull(
            "Ruang simpan hampir penuh; terbitan lama tetap dipakai. Hapus berkas yang tidak perlu."
        )
    folder = root / (fingerprint + ".new")
    try:
        folder.mkdir()
        build(folder, in_use)
        _put(folder, root / fingerprint)
        _point_to(root, fingerprint)
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # nothing is left of it where it took its place
    sweep(root)


@contextmanager
def told() -> Iterator[None]:
    """Say in a sentence what the disk refused."""
    try:
        yield
    except OSError as error:
        if disk_full(error):
            raise DiskFull("Ruang simpan penuh; terbitan lama tetap dipakai.") from error
        said = f"Terbitan baru tidak dapat disimpan: {why(error)}; terbitan lama tetap dipakai."
        raise NotWritten(said) from error


def _put(folder: Path, final: Path) -> None:
    """Put a generation in its place, also where one of the same name, perhaps in use, stands there."""
    old = final.with_name(f"{final.name}.old")
    had_one = final.exists()
    if had_one:
        os.replace(final, old)
    try:
        os.replace(folder, final)
    except OSError:
        if had_one:
            os.replace(old, final)
        raise


def sweep(root: Path) -> None:
    """Remove every generation but the one in use and the one before it; a hidden folder is none."""
    keep = current(root)
    folders = (path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
    rest = [path for path in folders if path != keep]
    whole = sorted((path for path in rest if path.name.isalnum()), key=lambda path: path.stat().st_mtime)
    for path in rest:
        if path not in whole[-1:]:
            shutil.rmtree(path, ignore_errors=True)


def discard(folder: Path) -> None:
    """Stop using a generation that turned out to be damaged, unless another is in use already."""
    if current(folder.parent) == folder:
        (folder.parent / "CURRENT").unlink(missing_ok=True)


def _point_to(root: Path, name: str) -> None:
    write_whole(root / "CURRENT", f"{name}\n".encode("ascii"))


@contextmanager
def building(root: Path, *, wait: bool = True) -> Iterator[Path]:
    """Be the only one who builds below this folder; gives the file of the lock. Raises BuildRunning (with
    wait=False).
    """
    place = root / LOCK
    with place.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise BuildRunning("Penerbitan lain sedang berjalan; tunggu sebentar.") from None
        yield place
