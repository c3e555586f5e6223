"""What stands where in an archive, and which paths may stand there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from portal.backup.bases import NAMES, Base, base_of
from portal.config import Settings

FORMAT = 1
HEAD, MANIFEST, SETTINGS = "TIRU-BACKUP.json", "MANIFEST.json", "settings.toml"
EVIDENCE, INSTANCE, CONTENT = "evidence/", "instance/", "content/"
CHUNK = 1024 * 1024
_STEP = r"[^/\\\x00-\x1f\x7f]{1,200}"
_EVIDENCE = re.compile(r"evidence/[0-9a-f]{2}/[0-9a-f]{62}")
_FREE = re.compile(rf"(?:instance|content)/{_STEP}(?:/{_STEP}){{0,20}}")


@dataclass(frozen=True)
class Entry:
    """One file in an archive."""

    path: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Places:
    """The folders and files that an archive is made of and restored to."""

    base: Base
    evidence: Path
    instance: Path
    content: Path
    index: Path
    settings_file: Path

    @classmethod
    def of(cls, settings: Settings, root: Path) -> Places:
        """Those of a portal whose settings.toml stands in `root`."""
        instance = settings.instance
        return cls(
            base=base_of(settings),
            evidence=instance / "evidence",
            instance=instance,
            content=settings.content,
            index=settings.index,
            settings_file=root / SETTINGS,
        )

    def is_extra(self, name: str) -> bool:
        """Does this path below the instance folder belong into a backup, beside database and evidence?

        Locks, unfinished files, the demo, content and index do not, wherever they stand. An archive that
        brings an index would bring code.
        """
        path = self.instance / name
        if any(path.is_relative_to(folder) for folder in (self.evidence, self.content, self.index)):
            return False
        if name.split("/")[0].startswith(
            ("demo", "portal.sqlite3", "portal.pgdump", "backup-", "search_index")
        ):
            return False
        last = name.rsplit("/", 1)[-1]
        return not last.startswith(".") and not last.endswith((".lock", ".part", ".new", ".restoring", "~"))

    def is_known_path(self, path: str) -> bool:
        """Is this a path that a backup writes: below one of its folders, without a step upwards?"""
        if path in (HEAD, MANIFEST, SETTINGS, *NAMES):
            return True
        if _EVIDENCE.fullmatch(path):
            return True
        if not _FREE.fullmatch(path) or any(step in (".", "..") for step in path.split("/")):
            return False
        return path.startswith(CONTENT) or self.is_extra(path.removeprefix(INSTANCE))
