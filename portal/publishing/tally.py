"""The digests of all files of `content/`, made again only for files that the system says have changed.

A file is known by size, inode and the times of its last change. One that changed within the last moments
before it was looked at is looked at again, because a clock that ticks slowly would hide a second change.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.disk import is_leftover

STATS = "STATS"  # in an edition; of one machine, so no part of what an edition is
SETTLED = 2 * 10**9  # nanoseconds after which a change is told apart from the next one
ENDINGS = (".md", ".yaml")

Mark = tuple[int, int, int, int]


@dataclass
class Tally:
    """The files by their path below content/, each with the SHA-256 of its bytes."""

    digests: dict[str, str] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)  # only of files that have settled

    def store(self, folder: Path) -> None:
        """Keep it in an edition for the next look."""
        rows = {name: [self.digests[name], *mark] for name, mark in self.marks.items()}
        (folder / STATS).write_text(json.dumps(rows), "utf-8")

    @classmethod
    def load(cls, folder: Path | None) -> Tally:
        """What the edition in use was made from; empty where that is not known."""
        if folder is None:
            return cls()
        try:
            rows = json.loads((folder / STATS).read_text("utf-8"))
            return cls(
                {name: row[0] for name, row in rows.items()},
                {name: (row[1], row[2], row[3], row[4]) for name, row in rows.items()},
            )
        except (OSError, ValueError, LookupError, AttributeError, TypeError):
            return cls()


def take(content: Path, before: Tally) -> Tally:
    """Look at all files; those whose mark is that of `before` are not read."""
    found, now = Tally(), time.time_ns()
    for name, entry in sorted(_files(content)):
        stat = entry.stat()
        mark = (stat.st_size, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns)
        if before.marks.get(name) == mark:
            found.digests[name] = before.digests[name]
        else:
            found.digests[name] = hashlib.sha256(Path(entry.path).read_bytes()).hexdigest()
        if now - max(mark[2:]) > SETTLED:
            found.marks[name] = mark
    return found


def signature(content: Path) -> int:
    """A cheap mark that changes when a content file is changed, renamed, added or taken away."""
    stats = ((name, entry.stat()) for name, entry in sorted(_files(content)))
    return hash(tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The files that two looks see differently."""
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def _files(content: Path) -> list[tuple[str, os.DirEntry[str]]]:
    found: list[tuple[str, os.DirEntry[str]]] = []
    waiting = [""]
    while waiting:
        below = waiting.pop()
        with os.scandir(content / below) as entries:
            for entry in entries:
                name = f"{below}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{name}/")
                elif entry.name.endswith(ENDINGS) and not is_leftover(Path(name)):
                    found.append((name, entry))
    return found
