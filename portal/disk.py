"""What the disk does to us: it fills up, and forgets names that were not synced."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def disk_full(error: object) -> bool:
    """Did this fail for want of room: a file's error, or the database's?"""
    has_no_room = getattr(error, "errno", None) in _NO_ROOM or "disk is full" in str(error)
    return has_no_room or getattr(error, "sqlstate", None) == "53100"  # PostgreSQL's


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
