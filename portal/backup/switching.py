"""From what was unpacked aside to a portal: every move is noted first, so that it is all of them or none.

The database goes in last. Until it stands in its place the moves are undone, by whoever failed or, after a
kill, by the next `portal restore`; meanwhile the portal does not start.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from portal import clock
from portal.audit import checked
from portal.backup.layout import CONTENT, EVIDENCE, INSTANCE, SETTINGS, Places
from portal.db.presence import moves_of, staging_of
from portal.disk import sync_folder, write_whole


@dataclass(frozen=True)
class Move:
    """One file or folder on its way to its place."""

    new: Path
    place: Path
    aside: Path | None  # where what stands there, and differs, is laid


class Staging:
    """Where an archive is unpacked: beside the places it will be moved to, on the same disks."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.instance = staging_of(places.instance)
        self.content = staging_of(places.content)
        self.settings_file = staging_of(places.settings_file)
        self.moves = moves_of(places.instance)
        self.head = self.manifest = b""

    def path(self, name: str) -> Path:
        """Where a path of the archive is unpacked to."""
        if name.startswith(CONTENT):
            return self.content / name.removeprefix(CONTENT)
        if name == SETTINGS:
            return self.settings_file
        return self.instance / name

    def clear(self) -> None:
        """Remove what is left of it, also of a restore that was cut short and has been undone."""
        for folder in (self.instance, self.content):
            shutil.rmtree(folder, ignore_errors=True)
        self.settings_file.unlink(missing_ok=True)

    @property
    def is_half_done(self) -> bool:
        """Were moves begun that are neither finished nor undone?"""
        return self.moves.exists() and self.database.exists()

    @property
    def database(self) -> Path:
        """The copy of the database; it leaves its place here when it is put to use."""
        return self.path(self.places.base.name)


def plan(staging: Staging, settings_go_to: Path) -> list[Move]:
    """Every move but that of the database."""
    places = staging.places
    found = [
        *_files(staging.instance / EVIDENCE, places.evidence),
        *_files(staging.instance / INSTANCE, places.instance),
        (staging.content, places.content),
        (staging.settings_file, settings_go_to),
    ]
    now = f"{clock.machine():%Y%m%dT%H%M%S%f}"
    moves = []
    for new, place in found:
        if new.exists() and not (place.exists() and is_same(new, place)):
            aside = place.with_name(f"{place.name}.before-{now}") if place.exists() else None
            moves.append(Move(new, place, aside))
    return moves


def switch(staging: Staging, moves: list[Move]) -> None:
    """Move everything to its place, the database last; what fails on the way is undone."""
    _note(staging, moves)
    try:
        for move in moves:
            move.place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if move.aside is not None:
                os.replace(move.place, move.aside)
            os.replace(move.new, move.place)
        for folder in {move.place.parent for move in moves}:
            sync_folder(folder)
        staging.places.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        staging.places.base.put(staging.database)
        checked.forget(staging.places.instance)  # what was checked of the trail was that of another database
        staging.database.unlink(missing_ok=True)  # a server has read it; from here on nothing is undone
    except BaseException:
        with suppress(OSError):  # what cannot be undone now is undone by the next run
            undo(staging)
        raise


def undo(staging: Staging) -> bool:
    """Take back the moves of a restore whose database was not put to use; were there any?

    Can be called again, however often it was cut short itself.
    """
    if not staging.moves.exists():
        return False
    was_undone = staging.database.exists() and not staging.places.base.exists()
    if was_undone:
        for move in reversed(_noted(staging)):
            if not move.new.exists() and move.place.exists():
                os.replace(move.place, move.new)
            if move.aside is not None and move.aside.exists():
                os.replace(move.aside, move.place)
    staging.moves.unlink()
    return was_undone


def is_same(one: Path, other: Path) -> bool:
    """Do two files, or the files of two folders, hold the same?

    Hidden files are in no backup and do not count.
    """
    if one.is_dir() and other.is_dir():
        return _listing(one) == _listing(other)
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def _listing(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not any(step.startswith(".") for step in path.relative_to(folder).parts)
    }


def _files(source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    for path in sorted(source.rglob("*")):
        if path.is_file():
            yield path, target / path.relative_to(source)


def _note(staging: Staging, moves: list[Move]) -> None:
    rows = [[str(move.new), str(move.place), str(move.aside or "")] for move in moves]
    write_whole(staging.moves, json.dumps(rows).encode())
    sync_folder(staging.moves.parent)


def _noted(staging: Staging) -> list[Move]:
    rows = json.loads(staging.moves.read_text("utf-8"))
    return [Move(Path(new), Path(place), Path(aside) if aside else None) for new, place, aside in rows]
