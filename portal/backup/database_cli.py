"""Commands: `portal db …`."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import click

from portal import config
from portal.audit import checked
from portal.backup.copying import copy_all
from portal.db import open_engine, place, presence, tools
from portal.db.engines import DRIVER
from portal.db.upgrading import go_back
from portal.db.upgrading import upgrade as upgrade_database


@click.group()
def db() -> None:
    """Basis data portal."""


@db.command()
def upgrade() -> None:
    """Buat basis data, atau bawa ke bentuk terbaru."""
    settings = config.load()
    presence.check(settings)
    engine = open_engine(place(settings))
    try:
        upgrade_database(engine, keep=settings.instance)
    finally:
        engine.dispose()


@db.command()
def back() -> None:
    """Kembalikan basis data ke salinan sebelum pembaruan terakhir; hentikan dahulu portal."""
    settings = config.load()
    aside = go_back(settings)
    checked.forget(settings.instance)
    print(f"Basis data sudah dikembalikan. Yang baru saja dipakai disimpan di {aside}")


@db.command()
def dump() -> None:
    """Tulis seluruh basis data sebagai SQL ke layar; berisi data pribadi."""
    settings = config.load()
    if (url := place(settings)).drivername == DRIVER:
        tools.dump_text(url)
        return
    with closing(sqlite3.connect(f"file:{settings.database_file}?mode=ro", uri=True)) as connection:
        for line in connection.iterdump():
            print(line)


@db.command()
@click.option("--from", "source", required=True, help="Berkas SQLite atau alamat PostgreSQL.")
@click.option("--to", "target", required=True, help="Berkas baru atau alamat basis data yang kosong.")
def copy(source: str, target: str) -> None:
    """Salin semua baris ke basis data lain yang kosong; hentikan dahulu portal."""
    copied = copy_all(source, target)
    for table, count in copied.rows.items():
        print(f"{table}: {count}")
    number, digest = copied.audit
    print(f"{sum(copied.rows.values())} baris di {len(copied.rows)} tabel, sama di asal dan tujuan.")
    print(f"Sidik semua baris (SHA-256): {copied.digest}")
    print(f"Jejak audit utuh: baris terakhir {number}, sidik {digest or '-'}")
    print("Berkas bukti tidak ikut: tetap di folder instance. Lalu sesuaikan 'database' di settings.toml.")


@db.command()
@click.argument("message")
def revision(message: str) -> None:
    """Tulis migrasi baru dari selisih model dan migrasi terakhir."""
    from portal.migrations.writing import write

    write(message)
