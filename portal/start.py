"""`portal serve`: prepare what is missing, then serve with gunicorn."""

from __future__ import annotations

import shutil
import socket
import sys
from ipaddress import ip_address

import click

from portal import config, generations
from portal.config import Settings
from portal.disk import private_folder, why
from portal.errors import PortalError

OPEN = (
    "Peringatan: portal ini dapat dijangkau langsung di {host}, tanpa perantara (reverse proxy) yang menutup "
    "sambungan dengan HTTPS. Pasang perantara (contoh: deploy/nginx.conf, deploy/Caddyfile), setel "
    "trusted_proxies, dan layani 127.0.0.1 saja."
)


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", help="Alamat yang didengarkan.")
@click.option("--port", envvar="PORT", default=8000, type=click.IntRange(1, 65535), help="Nomor porta.")
@click.option("--workers", envvar="WORKERS", default=2, type=click.IntRange(1, 64), help="Banyaknya proses.")
def serve(host: str, port: int, workers: int) -> None:
    """Siapkan yang belum ada, lalu layani pembaca."""
    refuse_taken(host, port)
    settings = config.load()
    if settings.demo:
        refuse_outside(host)
        copy_content(settings)
        settings = config.load()
    prepare(settings)
    if not (is_loopback(host) or settings.trusted_proxies):
        print(OPEN.format(host=host), file=sys.stderr)
    from portal.web.gunicorn import run

    shown = f"[{host}]" if ":" in host else host
    run(f"{shown}:{port}", workers, settings.trusted_proxies)


def prepare(settings: Settings) -> None:
    """Make secret and database, check and publish content/.

    Content that is refused, or a disk too full to publish it, does not stop the portal while an older
    edition can be served.
    """
    from portal.db.beginning import stand_ready
    from portal.publishing.publish import publish

    stand_ready(settings)
    for folder in (settings.index, settings.instance):
        private_folder(folder)
    try:
        if not settings.content.is_dir():
            raise PortalError(f"Folder isi {settings.content} tidak ada. Kembalikan dari git atau cadangan.")
        publish(settings)
    except PortalError as error:
        if generations.current(settings.index) is None:
            raise
        print(error, file=sys.stderr)
        print("Isi di atas belum diterbitkan; terbitan lama tetap dipakai.", file=sys.stderr)


def refuse_outside(host: str) -> None:
    """The demo has one password for everybody, so it serves this machine only."""
    if not is_loopback(host):
        raise PortalError(f"Demo hanya melayani mesin ini sendiri; HOST={host} tidak boleh dipakai.")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens there."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def copy_content(settings: Settings) -> None:
    """Give the demo a copy of content/ to write in; the real files are never touched."""
    private_folder(settings.instance.parent)  # the real database lies there, or will
    private_folder(settings.instance)
    copy = settings.instance / "content"
    if not copy.exists():
        shutil.copytree(settings.content, copy)


def refuse_taken(host: str, port: int) -> None:
    """Say in one sentence that the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortalError(
                f"Tidak dapat melayani di {host}:{port}: {why(error)}. "
                f"Pakai porta lain, misalnya: PORT={port % 65535 + 1} bin/serve"
            ) from None
