"""Command `portal periksa`: does what is published equal what was approved?"""

from __future__ import annotations

import sys

import click

from portal import edition
from portal.access import command_actor
from portal.db import reading, transaction
from portal.editing import door, integrity, revisions, storage
from portal.records.limits import check_reason


@click.command()
@click.option("--setujui", "reason", metavar="ALASAN", help="Setujui isi berkas seperti adanya sekarang.")
def periksa(reason: str | None) -> None:
    """Bandingkan berkas kasus dan halaman yang tersaji dengan revisi yang disetujui (SHA-256)."""
    from portal import opened

    with opened():
        settings = edition.settings()
        if reason is not None:
            check_reason(reason)
        with storage.locked(settings):
            with transaction() as session:
                door.recover(session, settings)
                noted = revisions.note_files(session, settings)
                if reason is not None:
                    for revision in revisions.waiting(session):
                        revisions.approve(session, command_actor("periksa"), revision, reason)
            found = integrity.examine(reading(), settings)
            files = len(storage.current(settings))
        for deviation in found:
            print(deviation)
        if noted and all(revision.is_approved for revision in noted) and reason is None:
            print("Pertama kali: isi berkas yang ada sekarang dicatat sebagai pembanding.", file=sys.stderr)
        print(f"{files} berkas diperiksa: {len(found)} menyimpang dari yang disetujui.", file=sys.stderr)
    sys.exit(1 if found else 0)
