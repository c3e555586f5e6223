"""Restoring an archive on an empty machine: unpack aside, check everything, only then switch."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tomllib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from portal import config
from portal.backup.bases import ArchiveRefused, Base, right_kind
from portal.backup.layout import (
    CHUNK,
    CONTENT,
    EVIDENCE,
    FORMAT,
    HEAD,
    MANIFEST,
    SETTINGS,
    Entry,
    Places,
)
from portal.backup.switching import Staging, plan, switch, undo
from portal.db.upgrading import newest
from portal.disk import why
from portal.errors import InvalidSettings
from portal.migrations import models

UNCHANGED = "Tidak ada yang diubah."
STOPPED = (
    "Pemulihan terhenti di tengah jalan, dan portal tidak dapat dimulai sebelum dijalankan lagi: "
    "portal restore BERKAS, atau dibatalkan: portal restore --batal."
)
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


def restore(places: Places, archive: Path, known_revisions: Collection[str]) -> Restored:
    """Bring back what an archive holds. Raises ArchiveRefused and leaves everything as it was."""
    staging = Staging(places)
    with _told(staging):
        undo(staging)
        if places.base.exists():
            raise ArchiveRefused(
                f"Di {places.base.where} sudah ada basis data, jadi tidak ada yang dipulihkan. "
                "Pulihkan ke tempat kosong, atau pindahkan dahulu yang lama."
            )
        staging.clear()
        try:
            entries = _unpack(archive, staging)
            made_at, damaged = _check(staging, entries, known_revisions)
            moves = plan(staging, _place_of_settings(staging))
            switch(staging, moves)
        finally:
            if not staging.is_half_done:
                staging.clear()
    named = (places.content, places.settings_file)
    aside = [move.aside for move in moves if move.aside and move.place in named]
    aside += [move.place for move in moves if move.place == _beside(places.settings_file)]
    evidence = sum(entry.path.startswith(EVIDENCE) for entry in entries)
    return Restored(made_at, len(entries), evidence, damaged, tuple(aside))


def give_up(places: Places) -> bool:
    """Go back to what was there before a restore that was cut short; was there one?"""
    staging = Staging(places)
    with _told(staging):
        was_cut_short = undo(staging)
        staging.clear()
    return was_cut_short


@contextmanager
def _told(staging: Staging) -> Iterator[None]:
    """Say in a sentence what the disk refused."""
    try:
        yield
    except OSError as error:
        now = STOPPED if staging.is_half_done else UNCHANGED
        raise ArchiveRefused(f"Cadangan tidak dapat dipulihkan: {why(error)}. {now}") from error


def _unpack(archive: Path, staging: Staging) -> list[Entry]:
    """Unpack aside and hash. Never lets the archive choose a place: names are matched against a list."""
    try:
        size = archive.stat().st_size
    except OSError as error:
        raise ArchiveRefused(f"{archive} tidak dapat dibaca: {why(error)}. {UNCHANGED}") from None
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


def _take(staging: Staging, member: tarfile.TarInfo, source: IO[bytes]) -> Entry:
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


def _check(
    staging: Staging, entries: list[Entry], known_revisions: Collection[str]
) -> tuple[str, tuple[str, ...]]:
    """Everything that was promised is there, and nothing else; database and settings can be used.

    Answers when it was made, and the digests of evidence that was damaged then.
    """
    head, manifest = _read_json(staging.head, HEAD), _read_json(staging.manifest, MANIFEST)
    if head.get("format") != FORMAT:
        raise ArchiveRefused(
            "Bentuk cadangan ini tidak dikenal. Tidak ada yang diubah. Perbarui portal dahulu."
        )
    try:
        promised = {Entry(**row) for row in manifest["files"]}
        damaged = tuple(str(digest) for digest in manifest["damaged"])
        made_at = str(head["made_at"])
    except (KeyError, TypeError):
        raise ArchiveRefused(DAMAGED.format(why="daftar isi")) from None
    found = {entry for entry in entries if entry.path != MANIFEST}
    for wrong in sorted(entry.path for entry in promised ^ found):
        raise ArchiveRefused(DAMAGED.format(why=wrong))
    paths, base = {entry.path for entry in found}, staging.places.base
    right_kind(base, paths)
    _check_settings(staging.settings_file)
    _check_database(base, staging.path(base.name), paths, damaged, known_revisions)
    return made_at, damaged


def _check_settings(path: Path) -> None:
    """Settings that this portal could not start with are refused before anything moves."""
    if not path.exists():
        return
    try:
        config.read(path, {})
    except InvalidSettings as error:
        raise ArchiveRefused(
            f"Pengaturan di dalam cadangan tidak dapat dipakai: {error} {UNCHANGED} Pakai cadangan "
            "lain, atau portal dari versi yang membuatnya."
        ) from None


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
    if inside.revision == newest() and (lacking := set(models.metadata.tables) - set(inside.tables)):
        raise ArchiveRefused(DAMAGED.format(why=f"tabel {', '.join(sorted(lacking))} tidak ada"))
    for digest in inside.digests:
        if f"{EVIDENCE}{digest[:2]}/{digest[2:]}" not in paths and digest not in damaged:
            raise ArchiveRefused(DAMAGED.format(why=f"berkas bukti {digest[:12]}… tidak ada"))


def _place_of_settings(staging: Staging) -> Path:
    """Where the restored settings go: beside ours, where they name other places than those being filled."""
    old, new = staging.places.settings_file, staging.settings_file
    if not new.exists():
        return old
    read = [tomllib.loads(path.read_text("utf-8")) if path.exists() else {} for path in (new, old)]
    leads_elsewhere = any(read[0].get(key) != read[1].get(key) for key in ELSEWHERE)
    return _beside(old) if leads_elsewhere else old


def _beside(settings_file: Path) -> Path:
    return settings_file.with_name(f"{settings_file.name}.from-backup")
