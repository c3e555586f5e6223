"""Is the database there that this portal has had? A lost one is never silently made anew."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from portal.config import SECRET, Settings
from portal.db.engines import DRIVER, open_engine, place
from portal.db.troubles import told
from portal.errors import PortalError

EVIDENCE = "evidence"
MOVES = "MOVES.json"  # what a restore is moving


class DatabaseMissing(PortalError):
    """There is no database, though there was one; or there is none yet."""

    status = 503
    title = "Basis data tidak ada"


def check(settings: Settings) -> bool:
    """Is there a database with tables? False where this portal is new.

    Raises DatabaseMissing where it is gone or emptied while its secret or evidence is still there, and where
    it cannot be read.
    """
    traces = _traces(settings.instance)
    missing = _missing(settings)
    if not missing:
        moves_of(settings.instance).unlink(missing_ok=True)  # the restore was whole, but for its last step
        return True
    if moves_of(settings.instance).exists():
        raise DatabaseMissing(
            "Pemulihan dari cadangan terhenti di tengah jalan. Jalankan lagi: portal restore BERKAS; atau "
            "kembali ke keadaan sebelumnya: portal restore --batal."
        )
    if not traces:
        return False
    raise DatabaseMissing(
        f"{missing}, padahal {' dan '.join(traces)} portal ini masih ada di {settings.instance}; tidak "
        "dibuat yang baru, supaya data lama tidak hilang diam-diam. Kembalikan basis data itu, atau pulihkan "
        "cadangan (portal restore BERKAS); bila memang ingin mulai dari kosong, pindahkan dahulu folder itu."
    )


def staging_of(place: Path) -> Path:
    """Where a restore unpacks what goes to a place."""
    return place.with_name(f"{place.name}.restoring")


def moves_of(instance: Path) -> Path:
    """The list of moves of a restore that is under way, or was cut short."""
    return staging_of(instance) / MOVES


def require(settings: Settings) -> None:
    """Refuse to open a portal whose database file is gone; a new one has none yet. Raises DatabaseMissing."""
    if place(settings).drivername != DRIVER and not has_content(settings.database_file):
        check(settings)


def _traces(instance: Path) -> list[str]:
    """What only a portal with a database leaves behind."""
    found = []
    if (instance / SECRET).exists():
        found.append("kunci rahasia")
    if next((instance / EVIDENCE).glob("[0-9a-f][0-9a-f]/*"), None):
        found.append("berkas bukti")
    return found


def _missing(settings: Settings) -> str:
    """What is wrong, as the beginning of a sentence; empty where there are tables."""
    is_server = place(settings).drivername == DRIVER
    if not is_server and not has_content(settings.database_file):
        how = "kosong" if settings.database_file.exists() else "tidak ada"
        return f"Basis data {settings.database_file} {how}"
    engine = open_engine(place(settings))
    try:
        has_tables = bool(inspect(engine).get_table_names())
    except SQLAlchemyError as error:
        raise DatabaseMissing(told(error)) from None
    finally:
        engine.dispose()
    name = "PostgreSQL ini" if is_server else settings.database_file
    return "" if has_tables else f"Basis data {name} kosong"


def has_content(path: Path) -> bool:
    """Is there a file, and anything in it?"""
    return path.is_file() and path.stat().st_size > 0
