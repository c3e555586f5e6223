"""An empty database at the newest migration, made once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from portal.db import open_engine, upgrade


def make_empty(folder: Path) -> Path:
    """Write it as one file, without a journal beside it, so that copying the file copies everything."""
    path = folder / "empty.sqlite3"
    engine = open_engine(path)
    upgrade(engine)
    engine.dispose()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path
