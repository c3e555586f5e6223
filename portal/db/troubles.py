"""What a database says when it fails, and what that means for people."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from portal.disk import disk_full

BUSY = frozenset({"55P03", "40001", "40P01"})  # lock not available, serialization failure, deadlock
EMPTY = "database file is empty"  # said by ourselves
BROKEN = {  # what SQLite says of its file -> why, for people
    EMPTY: "berkasnya kosong",
    "file is not a database": "berkasnya rusak atau bukan basis data",
    "database disk image is malformed": "berkasnya rusak",
    "no such table": "tabelnya tidak ada; mungkin berkasnya dikosongkan atau diganti",
    "unable to open database file": "berkasnya tidak ada atau tidak boleh dibuka",
    "disk i/o error": "disknya gagal dibaca atau ditulis",
    "readonly database": "berkas atau disknya hanya dapat dibaca",
}
UNDEFINED_TABLE = "42P01"


def is_busy(error: BaseException) -> bool:
    """Did somebody else hold what was wanted for too long?"""
    cause = _cause(error)
    return "database is locked" in str(cause) or getattr(cause, "sqlstate", None) in BUSY


def is_away(error: BaseException) -> bool:
    """Could the server not be reached, or did it close the connection?"""
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    is_server = type(error.orig).__module__.startswith("psycopg")
    return is_server and (state is None or state[:2] in ("08", "28", "3D") or state[:3] == "57P")


def is_broken(error: BaseException) -> bool:
    """Is the database itself damaged, emptied or gone, so that asking again does not help?"""
    return _why_broken(error) != ""


def is_expected(error: BaseException) -> bool:
    """Is this the world's fault, which a sentence tells, and none of ours, which a traceback does?"""
    return is_away(error) or is_busy(error) or is_broken(error) or disk_full(_cause(error))


def told(error: SQLAlchemyError) -> str:
    """One sentence about a database that cannot be used; the driver never quotes the password."""
    if is_away(error):
        return (
            f"Basis data PostgreSQL tidak terjangkau: {_first_line(error)}. Periksa pengaturan 'database' "
            "(PORTAL_DATABASE), dan apakah servernya berjalan."
        )
    if is_busy(error):
        return "Basis data sedang dipakai proses lain. Tunggu sebentar, lalu ulangi."
    if disk_full(_cause(error)):
        return "Ruang simpan penuh, jadi basis data tidak dapat ditulis. Kosongkan sebagian disk."
    why = _why_broken(error) or _first_line(error)
    return f"Basis data tidak dapat dipakai: {why}. Periksa dengan: portal sehat."


def _cause(error: BaseException) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig else error


def _first_line(error: BaseException) -> str:
    cause = _cause(error)
    lines = str(cause).strip().splitlines() or [type(cause).__name__]
    return lines[0].rstrip(".")


def _why_broken(error: BaseException) -> str:
    cause = _cause(error)
    if getattr(cause, "sqlstate", None) == UNDEFINED_TABLE:
        return BROKEN["no such table"]
    said = str(cause).lower()
    return next((why for part, why in BROKEN.items() if part in said), "")
