"""PostgreSQL's own programs: a database into a file, and a file into a database, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL, Connection, text

from portal.db.engines import WRITERS
from portal.errors import PortalError

FILE = "portal.pgdump"
_NAMED = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
_PLAIN = ("--no-owner", "--no-privileges")


class ToolFailed(PortalError):
    """One of PostgreSQL's programs is missing, or said no."""

    title = "Basis data PostgreSQL tidak dapat disalin"


def kept_dump(folder: Path) -> Path:
    """Where the copy stands that was taken before the last upgrade."""
    return folder / f"{FILE}.before-upgrade"


def dump(url: URL, target: Path, snapshot: str = "") -> None:
    """Write a database, as of this moment or of a snapshot, into a new file for its owner only."""
    seen = [f"--snapshot={snapshot}"] if snapshot else []
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _run("pg_dump", ["--format=custom", *_PLAIN, *seen], url, output=file.fileno())
            os.fsync(file.fileno())
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def dump_text(url: URL) -> None:
    """Write a database as SQL to the screen."""
    _run("pg_dump", [*_PLAIN], url, output=None)


def script(file: Path, table: str = "") -> bytes:
    """What a dump holds as SQL: all of it, or the rows of a table."""
    only = ["--data-only", f"--table={table}"] if table else []
    return _run("pg_restore", [*_PLAIN, *only, "--file=-", str(file)], None)


def tables(file: Path) -> tuple[str, ...]:
    """The tables in a dump."""
    listed = _run("pg_restore", ["--list", str(file)], None).decode("utf-8")
    return tuple(re.findall(r"^\d+; \d+ \d+ TABLE \S+ (\S+) ", listed, re.MULTILINE))


def restore(url: URL, file: Path, instead_of: Sequence[str] = ()) -> None:
    """Make a dump the database, in one transaction that keeps writers out; SQL drops what stood there."""
    first = [f"SELECT pg_advisory_xact_lock({WRITERS});", *instead_of, "\n"]
    _run(
        "psql",
        ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file=-"],
        url,
        given="\n".join(first).encode() + script(file),
    )


def held(connection: Connection) -> list[str]:
    """SQL that drops every table and function of ours in a database."""
    tables = connection.execute(
        text("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()")
    )
    functions = connection.execute(
        text(
            "SELECT oid::regprocedure::text FROM pg_proc "
            "WHERE pronamespace = current_schema()::regnamespace AND prokind = 'f'"
        )
    )
    return [
        *(f"DROP TABLE {name} CASCADE;" for name in tables.scalars()),
        *(f"DROP FUNCTION {name} CASCADE;" for name in functions.scalars()),
    ]


def _run(
    program: str, options: list[str], url: URL | None, *, given: bytes = b"", output: int | None = -1
) -> bytes:
    """Run a program; the address, with its password, goes by the environment, which nobody else can read."""
    found = shutil.which(program)
    if found is None:
        raise ToolFailed(
            f"Perintah {program} tidak ada. Pasang klien PostgreSQL, misalnya: "
            "apt-get install postgresql-client"
        )
    done = subprocess.run(
        [found, *options],
        input=given,
        stdout=subprocess.PIPE if output == -1 else output,
        stderr=subprocess.PIPE,
        env=os.environ | (_environment(url) if url else {}),
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"kode {done.returncode}"]
        raise ToolFailed(f"{program} gagal: {said[0]}.")
    return done.stdout or b""


def _environment(url: URL) -> dict[str, str]:
    """How libpq's programs are told where the database is."""
    said = url.translate_connect_args(database="dbname", username="user") | dict(url.query)
    return {_NAMED.get(name, f"PG{name.upper()}"): str(value) for name, value in said.items()} | {
        "PGDATABASE": str(url.database)
    }
