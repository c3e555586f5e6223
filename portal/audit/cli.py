"""Command: `portal audit verify`."""

from __future__ import annotations

import sys

import click

from portal import clock, edition, opened
from portal.audit import checked, verifying
from portal.db import reading
from portal.errors import PortalError
from portal.web.figures import long_date


@click.group()
def audit() -> None:
    """Jejak audit."""


@audit.command()
@click.option(
    "--expect", metavar="NOMOR:SIDIK", help="Ujung rantai yang pernah dicatat, misalnya dari ekspor."
)
@click.option("--full", is_flag=True, help="Periksa setiap baris, bukan hanya yang baru.")
@click.option(
    "--accept",
    is_flag=True,
    help="Catat ujung rantai sekarang sebagai yang benar, sesudah basis data dipulihkan dengan cara lain.",
)
def verify(expect: str | None, full: bool, accept: bool) -> None:
    """Periksa rantai sejak pemeriksaan terakhir; sebut yang diubah, dihapus, atau disisipkan (kode 1)."""
    noted = _noted(expect) if expect else None
    with opened():
        if accept:
            checked.forget(edition.settings().instance)
        verdict = None if full or accept or noted else verifying.verify_since(reading())
        verdict = verdict or verifying.verify(reading(), noted)
        since = verdict.since and (verdict.since[0], long_date(clock.local(verdict.since[1]).date()))
    seq, digest = verdict.head
    print(f"{verdict.entries} baris diperiksa. Ujung rantai: {seq}:{digest}")
    if since:
        print(f"Sampai baris {since[0]} berlaku pemeriksaan sebelumnya.")
        print(f"Seluruhnya terakhir diperiksa {since[1]}; sekarang: portal audit verify --full.")
    for finding in verdict.findings:
        print(finding)
    if not verdict.is_sound:
        print("Jejak audit TIDAK utuh.", file=sys.stderr)
        sys.exit(1)
    print("Jejak audit utuh.")


def _noted(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise PortalError("Tulis --expect sebagai NOMOR:SIDIK, misalnya 120:9f86d0…")
    return int(number), digest
