"""Case files on disk: found by slug, changed by one rename, put back when the change does not hold."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.cases.catalogue import case_paths
from portal.config import Settings
from portal.errors import NotFound, PortalError
from portal.yamlfiles import MAX_FILE

WAIT = 45.0  # seconds for other publications; below the server's own limit of 60
_STEP = 0.05
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ContentBusy(PortalError):
    """Other publications hold the content for longer than a reader waits."""

    status = 503
    title = "Penerbitan sedang antre"


def digest_of(text: str) -> str:
    """SHA-256 of a text as its file holds it."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def read_text(path: Path) -> str:
    """A case file word for word, sound or not; raises NotFound."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except OSError:
        raise NotFound("Berkas kasus ini sedang tidak dapat dibaca.") from None
    return raw.decode("utf-8", "surrogateescape")


def is_text(text: str) -> bool:
    """Is this sound UTF-8 within the size that the gate lets through?"""
    try:
        return len(text.encode("utf-8")) <= MAX_FILE
    except UnicodeEncodeError:
        return False


def check_slug(slug: str) -> str:
    """The slug itself; raises NotFound for what can be no case's address."""
    if len(slug) > 80 or not _SLUG.fullmatch(slug):
        raise NotFound("Tidak ada kasus dengan alamat ini.")
    return slug


def find(content: Path, slug: str) -> Path | None:
    """The file of a case, published or not; None where there is none."""
    return next(iter(sorted((content / "cases").glob(f"*/{check_slug(slug)}.md"))), None)


def place_for(content: Path, region: str, slug: str) -> Path:
    """Where the file of a new case goes; raises NotFound for what is no region's name."""
    return content / "cases" / check_slug(region) / f"{check_slug(slug)}.md"


def current(settings: Settings) -> dict[str, Path]:
    """Every case file, by slug."""
    return {path.stem: path for path in case_paths(settings.content)}


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
    kept, new = _beside(path, "old"), _beside(path, "new")
    try:
        if had_file:
            _keep(path, kept)
        _write(new, text, stat.S_IMODE(path.stat().st_mode) if had_file else None)
        os.replace(new, path)
        _sync_folder(path.parent)
        yield
    except BaseException:
        if had_file:
            os.replace(kept, path)
        else:
            path.unlink(missing_ok=True)
        _sync_folder(path.parent)
        raise
    finally:
        kept.unlink(missing_ok=True)
        new.unlink(missing_ok=True)
        if not had_folder and not any(path.parent.iterdir()):
            path.parent.rmdir()


def clear_leftovers(content: Path) -> None:
    """Remove what a publication that died has left beside the files."""
    for pattern in ("*/.*.md.old", "*/.*.md.new"):
        for path in (content / "cases").glob(pattern):
            path.unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.name}.{ending}")


def _keep(path: Path, kept: Path) -> None:
    kept.unlink(missing_ok=True)
    try:
        os.link(path, kept)
    except OSError:  # a file system without hard links
        shutil.copy2(path, kept)


def _write(path: Path, text: str, mode: int | None) -> None:
    with path.open("wb") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
        file.flush()
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
