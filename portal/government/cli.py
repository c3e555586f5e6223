"""Commands: `portal opd`."""

from __future__ import annotations

import click

from portal import opened
from portal.access import command_actor
from portal.db import transaction
from portal.government.succession import hand_over
from portal.records.identities import said


@click.group()
def opd() -> None:
    """Organisasi perangkat daerah."""


@opd.command("hand-over")
@click.argument("old")
@click.argument("new")
@click.option("--reason", required=True, help="Alasan, untuk jejak audit; misalnya nomor peraturan SOTK.")
def hand_over_all(old: str, new: str, reason: str) -> None:
    """Serahkan rencana, kunjungan, bukti, tarif, dan orang OPD OLD kepada OPD NEW."""
    with opened(), transaction() as session:
        moved = hand_over(session, old, new, reason=reason, actor=command_actor("opd hand-over"))
    click.echo(f"{old} diserahkan kepada {new}: {said(moved)}.")
