"""Making an archive while people write: the database as of one moment, then the files it names."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import secrets
import tarfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from portal import clock
from portal.backup.bases import BackupFailed, copy_of
from portal.backup.layout import CONTENT, EVIDENCE, FORMAT, HEAD, INSTANCE, MANIFEST, SETTINGS, Entry, Places
from portal.disk import sync_folder, why
from portal.evidence.store import Store

SMALL = 16 * 1024 * 1024  # bytes; a file up to this size is read in one go


@dataclass(frozen=True)
class Made:
    """What a backup holds."""

    path: Path
    size: int  # bytes
    sha256: str  # of the whole archive
    files: int
    evidence: int
    damaged: tuple[str, ...]  # evidence files that were missing or not what their name says


class _Hashed:
    """A file that is written to and read from while its digest is taken."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, chunk: bytes) -> int:
        self._note(chunk)
        return self.file.write(chunk)

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self._note(chunk)
        return chunk

    def _note(self, chunk: bytes) -> None:
        self.digest.update(chunk)
        self.size += len(chunk)


class _Archive:
    """The archive that is being written, and what it holds so far."""

    def __init__(self, tar: tarfile.TarFile, places: Places) -> None:
        self.tar = tar
        self.places = places
        self.entries: list[Entry] = []

    def add_file(self, name: str, path: Path) -> None:
        """A file that somebody may replace or remove while we read; a removed one is left out."""
        with suppress(FileNotFoundError), path.open("rb") as source:
            if os.fstat(source.fileno()).st_size <= SMALL:
                self._add_bytes(name, source.read())
            else:
                self.add_stream(name, source)

    def add_stream(self, name: str, source: BinaryIO) -> None:
        """An open file, piece by piece."""
        self._add(name, source, os.fstat(source.fileno()).st_size)

    def add_json(self, name: str, value: object) -> None:
        """A value as JSON."""
        self._add_bytes(name, json.dumps(value, ensure_ascii=False, indent=1).encode())

    def _add_bytes(self, name: str, content: bytes) -> None:
        self._add(name, io.BytesIO(content), len(content))

    def _add(self, name: str, source: BinaryIO, size: int) -> None:
        if not self.places.is_known_path(name):
            raise BackupFailed(f"Nama berkas {name!r} tidak dapat dicadangkan. Ganti namanya, lalu ulangi.")
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        hashed = _Hashed(source)
        self.tar.addfile(member, cast(IO[bytes], hashed))
        self.entries.append(Entry(name, size, hashed.digest.hexdigest()))


def back_up(places: Places, target: Path, government: str) -> Made:
    """Write everything that is not derived into one new file. Raises BackupFailed and leaves nothing.

    An evidence file that is damaged in the store is left out and named, so that one bad sector does not
    prevent a backup of all the rest.
    """
    _check_target(places, target)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with _one_at_a_time(places), _opened(part) as file:
            made = _write(places, file, government)
            os.fsync(file.fileno())
            try:
                os.link(part, target)  # unlike a rename, never replaces what somebody put there meanwhile
            except FileExistsError:
                raise BackupFailed(f"{target} sudah ada. Pilih nama lain.") from None
        sync_folder(target.parent)
    except OSError as error:
        raise BackupFailed(f"Cadangan tidak dapat ditulis ke {target}: {why(error)}.") from None
    finally:
        part.unlink(missing_ok=True)
    return Made(target, *made)


def _check_target(places: Places, target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise BackupFailed(f"{target} sudah ada dan tidak ditimpa. Pilih nama lain.")
    folder = target.resolve().parent
    if not folder.is_dir():
        raise BackupFailed(f"Folder {folder} tidak ada.")
    for inside in (places.instance, places.content):
        if folder.is_relative_to(inside.resolve()):
            raise BackupFailed(f"Simpan cadangan di luar {inside}; sebaiknya di media lain.")
    if not places.base.exists():
        raise BackupFailed("Belum ada basis data, jadi tidak ada yang dicadangkan.")


@contextmanager
def _opened(part: Path) -> Iterator[BinaryIO]:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file


@contextmanager
def _one_at_a_time(places: Places) -> Iterator[None]:
    """Hold the backup's lock, and sweep copies of the database that a killed backup left."""
    with (places.instance / "BACKUP.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFailed("Cadangan lain sedang dibuat. Tunggu sampai selesai.") from None
        for stale in places.instance.glob("backup-*.copy*"):
            stale.unlink(missing_ok=True)
        yield


def _write(places: Places, file: BinaryIO, government: str) -> tuple[int, str, int, int, tuple[str, ...]]:
    hashed = _Hashed(file)
    with (
        copy_of(places.base, places.instance, f"backup-{secrets.token_hex(8)}.copy") as copy,
        tarfile.open(fileobj=cast(IO[bytes], hashed), mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        archive = _Archive(tar, places)
        inside = places.base.look(copy)
        if inside is None:
            raise BackupFailed("Basis data tidak utuh, jadi tidak dicadangkan. Pakai cadangan yang lama.")
        digests = inside.digests
        archive.add_json(
            HEAD,
            {
                "format": FORMAT,
                "made_at": clock.machine().isoformat(timespec="seconds"),
                "government": government,
                "revision": inside.revision,
            },
        )
        with copy.open("rb") as source:
            archive.add_stream(places.base.name, source)
        damaged = _write_evidence(archive, Store(places.evidence, 0), digests)
        for name, path in _others(places):
            archive.add_file(name, path)
        manifest = {"files": [asdict(entry) for entry in archive.entries], "damaged": damaged}
        archive.add_json(MANIFEST, manifest)
    file.flush()
    kept = len(digests) - len(damaged)
    return hashed.size, hashed.digest.hexdigest(), len(archive.entries), kept, tuple(damaged)


def _write_evidence(archive: _Archive, store: Store, digests: Collection[str]) -> list[str]:
    """Every file that the database names; answers those that are not what their name says."""
    damaged = []
    with store.door():
        for digest in digests:
            if not store.is_sound(digest):
                damaged.append(digest)
                continue
            with store.path(digest).open("rb") as source:
                archive.add_stream(f"{EVIDENCE}{digest[:2]}/{digest[2:]}", source)
    return damaged


def _others(places: Places) -> Iterator[tuple[str, Path]]:
    for name, path in _files(places.instance):
        if places.is_extra(name):
            yield INSTANCE + name, path
    for name, path in _files(places.content):
        if not any(step.startswith(".") for step in name.split("/")):
            yield CONTENT + name, path
    if places.settings_file.is_file():
        yield SETTINGS, places.settings_file


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Regular files below a folder with their relative paths, sorted; links are not followed."""
    found = []
    for top, _, names in os.walk(folder):
        for name in names:
            path = Path(top) / name
            if path.is_file() and not path.is_symlink():
                found.append((path.relative_to(folder).as_posix(), path))
    yield from sorted(found)
