"""Changing files of `content/` from inside the portal: alone, whole, and put back when it does not hold."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.config import Settings
from portal.disk import sync_folder
from portal.errors import PortalError

WAIT = 45.0  # seconds for other publications; below the server's own limit of 60
PUBLIC, PUBLIC_FOLDER = 0o644, 0o755  # of content; everything else that the portal writes is private
_STEP = 0.05


class ContentBusy(PortalError):
    """Other publications hold the content for longer than a reader waits."""

    status = 503
    title = "Penerbitan sedang antre"


@contextmanager
def locked(settings: Settings, *, wait: float = WAIT) -> Iterator[None]:
    """Hold content/ alone; the kernel frees the lock if its holder dies. Raises ContentBusy."""
    descriptor = os.open(settings.content, os.O_RDONLY)
    try:
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    message = "Penerbitan lain belum selesai. Draf Anda aman; coba terbitkan sebentar lagi."
                    raise ContentBusy(message) from None
                time.sleep(_STEP)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def replaced(path: Path, text: str) -> Iterator[None]:
    """Put a text in the file's place for the block; when the block fails, put the old file back.

    Readers of the file see the old text or the new one, never a part. Putting back needs no free space.
    """
    had_folder, had_file = path.parent.is_dir(), path.is_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not had_folder:
        path.parent.chmod(PUBLIC_FOLDER)
    kept, new = _beside(path, "old"), _beside(path, "new")
    is_changed = False
    try:
        if had_file:
            _keep(path, kept)
        _write(new, text, stat.S_IMODE(path.stat().st_mode) if had_file else PUBLIC)
        os.replace(new, path)
        is_changed = True
        sync_folder(path.parent)
        yield
    except BaseException:
        if is_changed and had_file:
            os.replace(kept, path)
        elif is_changed:
            path.unlink(missing_ok=True)
        if is_changed:
            sync_folder(path.parent)
        raise
    finally:
        kept.unlink(missing_ok=True)
        new.unlink(missing_ok=True)
        if not had_folder and not any(path.parent.iterdir()):
            path.parent.rmdir()


def put_back(path: Path) -> None:
    """Bring back the file that a process was replacing when it died."""
    kept = _beside(path, "old")
    if kept.is_file():
        os.replace(kept, path)
        sync_folder(path.parent)


def clear_leftovers(path: Path) -> None:
    """Remove what a process that died while replacing the file has left beside it."""
    for ending in ("old", "new"):
        _beside(path, ending).unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.name}.{ending}")


def _keep(path: Path, kept: Path) -> None:
    kept.unlink(missing_ok=True)
    try:
        os.link(path, kept)
    except OSError:  # a file system without hard links
        shutil.copy2(path, kept)


def _write(path: Path, text: str, mode: int) -> None:
    with path.open("wb") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
