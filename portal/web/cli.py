"""Commands of the floor: `portal db upgrade` and `portal db revision`."""

from __future__ import annotations

import click

from portal import config
from portal.db import alembic_configuration, open_engine
from portal.db import upgrade as upgrade_database


@click.group()
def db() -> None:
    """Basis data portal."""


@db.command()
def upgrade() -> None:
    """Buat basis data, atau bawa ke bentuk terbaru."""
    engine = open_engine(config.load().instance / "portal.sqlite3")
    upgrade_database(engine)
    engine.dispose()


@db.command()
@click.argument("message")
def revision(message: str) -> None:
    """Tulis migrasi baru dari selisih model dan migrasi terakhir."""
    from alembic import command

    engine = open_engine(config.load().instance / "portal.sqlite3")
    upgrade_database(engine)
    with engine.begin() as connection:
        command.revision(alembic_configuration(connection), message, autogenerate=True)
    engine.dispose()
