"""Commands: `portal content check`, `portal publish`, `portal status`."""

from __future__ import annotations

import json
import sys
import time

import click

from portal import clock, config, opened
from portal.access import command_actor
from portal.cases import truth
from portal.db import transaction
from portal.publishing import living
from portal.publishing import publish as door
from portal.publishing.library import read
from portal.records import identities


@click.group()
def content() -> None:
    """Isi portal: berkas di folder content/."""


@content.command()
def check() -> None:
    """Periksa semua isi; setiap masalah ditulis sebagai berkas:baris: pesan."""
    settings = config.load()
    library, report = door.check(settings)
    for problem in report.problems:
        print(problem)
    warnings = len(report.problems) - len(report.errors)
    print(
        f"{len(library.cases)} kasus, {len(library.regions)} wilayah, {len(library.pages)} halaman "
        f"diperiksa: {len(report.errors)} masalah, {warnings} peringatan.",
        file=sys.stderr,
    )
    sys.exit(1 if report.errors else 0)


@content.command("truth")
@click.option("--json", "as_json", is_flag=True, help="Semua hitungan sebagai satu objek JSON.")
def show_truth(as_json: bool) -> None:
    """Hitung apa yang sudah diperiksa: kutipan, sumber dibaca, pernyataan negatif."""
    settings = config.load()
    today = clock.date_in(settings.time_zone)
    library, _ = read(settings, today)
    counts = truth.count(library.cases.values(), today)
    if as_json:
        print(json.dumps(counts, ensure_ascii=False, indent=1))
        return
    for name, value in counts.items():
        if name != "by_region":
            print(f"{name}: {value}")


@content.command()
@click.option("--seed", required=True, help="Benih undian, misalnya 2026-11: benih sama, contoh sama.")
@click.option("--count", "size", default=200, show_default=True, help="Banyaknya pernyataan.")
def sample(seed: str, size: int) -> None:
    """Undi pernyataan untuk pembaca kedua, satu objek JSON per baris."""
    settings = config.load()
    library, _ = read(settings, clock.date_in(settings.time_zone))
    for claim in truth.sample(library.cases.values(), seed=seed, size=size):
        print(json.dumps(claim, ensure_ascii=False))


@click.command()
@click.option("--force", is_flag=True, help="Bangun ulang walau isinya sama.")
def publish(force: bool) -> None:
    """Periksa, lalu terbitkan isi kepada pembaca."""
    started = time.monotonic()
    done = door.publish(config.load(), force=force)
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    for problem in done.warnings:
        print(problem, file=sys.stderr)
    if former := living.waiting(config.load()):
        with opened(), transaction() as session:
            moved = living.follow(session, former, command_actor("publish"))
        print(f"Mengikuti nama baru: {identities.said(moved)}.")
    if done.is_new:
        print(f"Terbit: {done.cases} kasus, edisi {done.fingerprint}, {seconds} detik.")
    else:
        print(f"Sudah terbit: {done.cases} kasus, edisi {done.fingerprint}; tidak ada yang berubah.")


@click.command()
def status() -> None:
    """Tunjukkan apa yang sedang terbit (JSON)."""
    print(json.dumps(door.status(config.load()), ensure_ascii=False, indent=1))
