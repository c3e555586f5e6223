"""Commands of the floor: `portal db upgrade` and `portal serve`."""

from __future__ import annotations

import os
import socket
import sys

import click

from portal import config
from portal.db import open_engine
from portal.db import upgrade as upgrade_database
from portal.errors import PortalError


@click.group()
def db() -> None:
    """Basis data portal."""


@db.command()
def upgrade() -> None:
    """Buat basis data, atau bawa ke bentuk terbaru."""
    engine = open_engine(config.load().instance / "portal.sqlite3")
    upgrade_database(engine)
    engine.dispose()


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", help="Alamat yang didengarkan.")
@click.option("--port", envvar="PORT", default=8000, type=click.IntRange(1, 65535), help="Nomor porta.")
@click.option("--workers", envvar="WORKERS", default=2, type=click.IntRange(1, 64), help="Banyaknya proses.")
def serve(host: str, port: int, workers: int) -> None:
    """Layani pembaca dengan gunicorn."""
    _refuse_taken(host, port)
    shown = f"[{host}]" if ":" in host else host
    print(f"Portal siap di http://{shown}:{port}  (hentikan dengan Ctrl+C)", flush=True)
    arguments = [
        sys.executable, "-m", "gunicorn", "--config", "python:portal.web.gunicorn",
        "--bind", f"{shown}:{port}", "--workers", str(workers), "portal.web.gunicorn:app()",
    ]  # fmt: skip
    os.execv(sys.executable, arguments)  # noqa: S606 -- a fixed command, no shell


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortalError(
                f"Tidak dapat melayani di {host}:{port} ({error.strerror}). "
                f"Pakai porta lain, misalnya: PORT={port % 65535 + 1} bin/serve"
            ) from None
