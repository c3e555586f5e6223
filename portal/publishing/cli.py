"""Commands: `portal content check`, `portal publish`, `portal status`."""

from __future__ import annotations

import json
import sys
import time

import click

from portal import clock, config
from portal.publishing import publish as door
from portal.publishing.library import read


@click.group()
def content() -> None:
    """Isi portal: berkas di folder content/."""


@content.command()
def check() -> None:
    """Periksa semua isi; setiap masalah ditulis sebagai berkas:baris: pesan."""
    settings = config.load()
    library, report = read(settings, clock.date_in(settings.time_zone))
    for problem in report.problems:
        print(problem)
    warnings = len(report.problems) - len(report.errors)
    print(
        f"{len(library.cases)} kasus, {len(library.regions)} wilayah, {len(library.pages)} halaman "
        f"diperiksa: {len(report.errors)} masalah, {warnings} peringatan.",
        file=sys.stderr,
    )
    sys.exit(1 if report.errors else 0)


@click.command()
@click.option("--force", is_flag=True, help="Bangun ulang walau isinya sama.")
def publish(force: bool) -> None:
    """Periksa, lalu terbitkan isi kepada pembaca."""
    started = time.monotonic()
    done = door.publish(config.load(), force=force)
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    for problem in done.warnings:
        print(problem, file=sys.stderr)
    if done.is_new:
        print(f"Terbit: {done.cases} kasus, edisi {done.fingerprint}, {seconds} detik.")
    else:
        print(f"Sudah terbit: {done.cases} kasus, edisi {done.fingerprint}; tidak ada yang berubah.")


@click.command()
def status() -> None:
    """Tunjukkan apa yang sedang terbit (JSON)."""
    print(json.dumps(door.status(config.load()), ensure_ascii=False, indent=1))
