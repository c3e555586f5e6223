"""Commands of the floor: `portal db …`."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import click

from portal import config
from portal.db import go_back, open_engine
from portal.db import upgrade as upgrade_database


@click.group()
def db() -> None:
    """Basis data portal."""


@db.command()
def upgrade() -> None:
    """Buat basis data, atau bawa ke bentuk terbaru."""
    engine = open_engine(config.load().database)
    upgrade_database(engine)
    engine.dispose()


@db.command()
def back() -> None:
    """Kembalikan basis data ke salinan sebelum pembaruan terakhir; hentikan dahulu portal."""
    aside = go_back(config.load().database)
    print(f"Basis data sudah dikembalikan. Yang baru saja dipakai disimpan di {aside}")


@db.command()
def dump() -> None:
    """Tulis seluruh basis data sebagai SQL ke layar; berisi data pribadi."""
    with closing(sqlite3.connect(f"file:{config.load().database}?mode=ro", uri=True)) as connection:
        for line in connection.iterdump():
            print(line)


@db.command()
@click.argument("message")
def revision(message: str) -> None:
    """Tulis migrasi baru dari selisih model dan migrasi terakhir."""
    from portal.migrations.writing import write

    write(message)
