"""Command: `portal audit verify`."""

from __future__ import annotations

import sys

import click

from portal import opened
from portal.audit import service
from portal.db import reading
from portal.errors import PortalError


@click.group()
def audit() -> None:
    """Jejak audit."""


@audit.command()
@click.option(
    "--expect", metavar="NOMOR:SIDIK", help="Ujung rantai yang pernah dicatat, misalnya dari ekspor."
)
def verify(expect: str | None) -> None:
    """Periksa seluruh rantai; sebut baris yang diubah, dihapus, atau disisipkan (kode keluar 1)."""
    with opened():
        verdict = service.verify(reading(), _noted(expect) if expect else None)
    seq, digest = verdict.head
    print(f"{verdict.entries} baris diperiksa. Ujung rantai: {seq}:{digest}")
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
