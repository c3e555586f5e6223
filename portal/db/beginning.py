"""A database that can be worked with: made where there never was one, and brought to the newest tables."""

from __future__ import annotations

from portal import config
from portal.config import Settings
from portal.db import presence
from portal.db.engines import open_engine, place
from portal.db.upgrading import upgrade


def stand_ready(settings: Settings) -> None:
    """Make or upgrade the database, then the secret; raises DatabaseMissing where a database was lost."""
    presence.check(settings)
    engine = open_engine(place(settings))
    try:
        upgrade(engine, keep=settings.instance)
    finally:
        engine.dispose()
    config.secret_key(settings.instance)  # after the database, so that a secret means that there was one
