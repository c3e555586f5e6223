"""When the portal was last backed up, and how that ended: a small file beside the database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from portal.disk import write_whole

FILE = "BACKUP.json"


@dataclass(frozen=True)
class LastBackup:
    """What is known of backups; None and "" where nothing is."""

    good_at: datetime | None = None
    failed_at: datetime | None = None  # after the last good one
    said: str = ""  # why it failed

    def is_failing(self) -> bool:
        """Has the last one failed?"""
        return self.failed_at is not None

    def is_old(self, now: datetime, days: int) -> bool:
        """Is the last good one older than so many days? None at all is old; 0 days: nobody watches."""
        return days > 0 and (self.good_at is None or now - self.good_at > timedelta(days=days))


def note(instance: Path, now: datetime, problem: str = "") -> None:
    """Write down that a backup was made, or why it was not."""
    before = last(instance)
    found = {"good_at": now.isoformat(), "failed_at": None, "said": ""}
    if problem:
        good = before.good_at.isoformat() if before.good_at else None
        found = {"good_at": good, "failed_at": now.isoformat(), "said": problem[:500]}
    write_whole(instance / FILE, json.dumps(found, ensure_ascii=False).encode())


def last(instance: Path) -> LastBackup:
    """What was written down last; a file that cannot be read says nothing."""
    try:
        found = json.loads((instance / FILE).read_text("utf-8"))
        good, failed = (_moment(found.get(name)) for name in ("good_at", "failed_at"))
        return LastBackup(good, failed, str(found.get("said", "")))
    except (OSError, ValueError, TypeError, AttributeError):
        return LastBackup()


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
