"""Restoring an archive on an empty machine: unpack aside, check everything, only then switch.

The database goes in last. Until it stands in its place a restore that was cut short can simply be run
again; once it does, everything it names is there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from portal import clock
from portal.backup.bases import ArchiveRefused, Base, right_kind
from portal.backup.layout import (
    CHUNK,
    CONTENT,
    EVIDENCE,
    FORMAT,
    HEAD,
    INSTANCE,
    MANIFEST,
    SETTINGS,
    Entry,
    Places,
)
from portal.disk import disk_full, sync_folder

DAMAGED = "Berkas cadangan rusak atau terpotong ({why}). Tidak ada yang diubah. Pakai cadangan lain."
ELSEWHERE = ("content", "index", "instance", "database")
MAX_INDEX = 64 * 1024 * 1024  # bytes of the manifest


@dataclass(frozen=True)
class Restored:
    """What a restore brought back, and what it laid aside."""

    made_at: str
    files: int
    evidence: int
    damaged: tuple[str, ...]  # evidence files that were damaged already when the backup was made
    aside: tuple[Path, ...]  # what stood there before


class _Staging:
    """Where an archive is unpacked: beside the places it will be moved to, on the same disks."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.instance = _aside(places.instance, "restoring")
        self.content = _aside(places.content, "restoring")
        self.settings_file = _aside(places.settings_file, "restoring")
        self.head = self.manifest = b""

    def path(self, name: str) -> Path:
        """Where a path of the archive is unpacked to."""
        if name.startswith(CONTENT):
            return self.content / name.removeprefix(CONTENT)
        if name == SETTINGS:
            return self.settings_file
        return self.instance / name

    def clear(self) -> None:
        """Remove what is left of it, also of a restore that was cut short."""
        for folder in (self.instance, self.content):
            shutil.rmtree(folder, ignore_errors=True)
        self.settings_file.unlink(missing_ok=True)


def restore(places: Places, archive: Path, known_revisions: Collection[str]) -> Restored:
    """Bring back what an archive holds. Raises ArchiveRefused and leaves everything as it was."""
    if places.base.exists():
        raise ArchiveRefused(
            f"Di {places.base.where} sudah ada basis data, jadi tidak ada yang dipulihkan. "
            "Pulihkan ke tempat kosong, atau pindahkan dahulu yang lama."
        )
    staging = _Staging(places)
    staging.clear()
    try:
        entries = _unpack(archive, staging)
        damaged = _check(staging, entries, known_revisions)
        aside = _switch(staging)
    except OSError as error:
        why = "ruang simpan penuh" if disk_full(error) else error.strerror
        raise ArchiveRefused(f"Cadangan tidak dapat dipulihkan: {why}.") from None
    finally:
        staging.clear()
    evidence = sum(entry.path.startswith(EVIDENCE) for entry in entries)
    return Restored(json.loads(staging.head)["made_at"], len(entries), evidence, damaged, aside)


def _unpack(archive: Path, staging: _Staging) -> list[Entry]:
    """Unpack aside and hash. Never lets the archive choose a place: names are matched against a list."""
    try:
        size = archive.stat().st_size
    except OSError as error:
        raise ArchiveRefused(f"{archive} tidak dapat dibaca: {error.strerror}.") from None
    staging.places.instance.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(staging.places.instance.parent).free < size * 11 // 10:
        raise ArchiveRefused(f"Ruang simpan kurang: diperlukan {size * 11 // 10 // CHUNK + 1} MB.")
    entries: dict[str, Entry] = {}
    known = staging.places.is_known_path
    try:
        with tarfile.open(archive, mode="r|") as tar:
            for member in tar:
                if not _is_plain(member) or member.name in entries or not known(member.name):
                    raise ArchiveRefused(DAMAGED.format(why=f"isi tidak dikenal: {member.name[:100]!r}"))
                source = tar.extractfile(member)
                if source is not None:
                    entries[member.name] = _take(staging, member, source)
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise ArchiveRefused(DAMAGED.format(why=type(error).__name__)) from None
    return list(entries.values())


def _is_plain(member: tarfile.TarInfo) -> bool:
    """A file; no link, device, folder, nor one that grows when unpacked."""
    return member.isreg() and not member.issparse()


def _take(staging: _Staging, member: tarfile.TarInfo, source: IO[bytes]) -> Entry:
    digest = hashlib.sha256()
    if member.name in (HEAD, MANIFEST):
        if member.size > MAX_INDEX:
            raise ArchiveRefused(DAMAGED.format(why="daftar isi terlalu besar"))
        content = source.read()
        digest.update(content)
        setattr(staging, "head" if member.name == HEAD else "manifest", content)
        return Entry(member.name, len(content), digest.hexdigest())
    path = staging.path(member.name)
    is_public = member.name == SETTINGS or member.name.startswith(CONTENT)
    path.parent.mkdir(mode=0o755 if is_public else 0o700, parents=True, exist_ok=True)
    written = 0
    with path.open("xb") as file:
        path.chmod(0o644 if is_public else 0o600)
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            written += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return Entry(member.name, written, digest.hexdigest())


def _check(staging: _Staging, entries: list[Entry], known_revisions: Collection[str]) -> tuple[str, ...]:
    """Everything that was promised is there, and nothing else; the database is whole and of our time."""
    head, manifest = _read_json(staging.head, HEAD), _read_json(staging.manifest, MANIFEST)
    if head.get("format") != FORMAT:
        raise ArchiveRefused(
            "Bentuk cadangan ini tidak dikenal. Tidak ada yang diubah. Perbarui portal dahulu."
        )
    try:
        promised = {Entry(**row) for row in manifest["files"]}
        damaged = tuple(str(digest) for digest in manifest["damaged"])
    except (KeyError, TypeError):
        raise ArchiveRefused(DAMAGED.format(why="daftar isi")) from None
    found = {entry for entry in entries if entry.path != MANIFEST}
    for wrong in sorted(entry.path for entry in promised ^ found):
        raise ArchiveRefused(DAMAGED.format(why=wrong))
    paths, base = {entry.path for entry in found}, staging.places.base
    right_kind(base, paths)
    _check_database(base, staging.path(base.name), paths, damaged, known_revisions)
    return damaged


def _read_json(content: bytes, name: str) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ArchiveRefused(DAMAGED.format(why=f"{name} tidak ada atau tidak utuh"))
    return value


def _check_database(
    base: Base, path: Path, paths: Collection[str], damaged: Collection[str], known_revisions: Collection[str]
) -> None:
    if not path.is_file():
        raise ArchiveRefused(DAMAGED.format(why="basis data tidak ada"))
    inside = base.look(path)
    if inside is None or not inside.revision:
        raise ArchiveRefused(DAMAGED.format(why="basis data tidak utuh"))
    if inside.revision not in known_revisions:
        raise ArchiveRefused(
            "Cadangan ini dibuat dengan versi portal yang lebih baru. Tidak ada yang diubah. "
            "Perbarui portal dahulu, lalu pulihkan lagi."
        )
    for digest in inside.digests:
        if f"{EVIDENCE}{digest[:2]}/{digest[2:]}" not in paths and digest not in damaged:
            raise ArchiveRefused(DAMAGED.format(why=f"berkas bukti {digest[:12]}… tidak ada"))


def _switch(staging: _Staging) -> tuple[Path, ...]:
    """Move everything to its place, the database last."""
    places = staging.places
    places.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    _move_all(staging.instance / EVIDENCE, places.evidence)
    _move_all(staging.instance / INSTANCE, places.instance)
    aside = [_replace(staging.content, places.content, _same_folder)]
    if _leads_elsewhere(staging.settings_file, places.settings_file):
        os.replace(staging.settings_file, kept := _aside(places.settings_file, "from-backup"))
        aside.append(kept)
    else:
        aside.append(_replace(staging.settings_file, places.settings_file, _same_file))
    places.base.put(staging.path(places.base.name))
    return tuple(path for path in aside if path is not None)


def _leads_elsewhere(new: Path, old: Path) -> bool:
    """Do the restored settings name other places than those that were just filled?"""
    if not new.exists():
        return False
    read = [tomllib.loads(path.read_text("utf-8")) if path.exists() else {} for path in (new, old)]
    return any(read[0].get(key) != read[1].get(key) for key in ELSEWHERE)


def _move_all(source: Path, target: Path) -> None:
    """Move each file below a folder to the same place below another."""
    for top, _, names in os.walk(source):
        folder = target / Path(top).relative_to(source)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in names:
            os.replace(Path(top) / name, folder / name)
        sync_folder(folder)


def _replace(new: Path, old: Path, is_same: Callable[[Path, Path], bool]) -> Path | None:
    """Put what was restored in place; answers where what stood there, and differs, was laid."""
    if not new.exists() or (old.exists() and is_same(new, old)):
        return None
    aside = None
    if old.exists():
        aside = _aside(old, f"before-{clock.machine():%Y%m%dT%H%M%S%f}")
        os.replace(old, aside)
    old.parent.mkdir(parents=True, exist_ok=True)
    os.replace(new, old)
    sync_folder(old.parent)
    return aside


def _aside(path: Path, what: str) -> Path:
    return path.with_name(f"{path.name}.{what}")


def _same_file(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


def _same_folder(one: Path, other: Path) -> bool:
    """Do two folders hold the same files? Hidden ones are in no backup and do not count."""

    def listing(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file() and not any(step.startswith(".") for step in path.relative_to(folder).parts)
        }

    return listing(one) == listing(other)
