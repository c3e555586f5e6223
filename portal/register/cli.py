"""Commands: `portal register import` and `portal register undo`; each prints one JSON object."""

from __future__ import annotations

import json
from pathlib import Path

import click

from portal import opened
from portal.access import command_actor
from portal.db import reading, transaction
from portal.errors import NotFound
from portal.records.limits import check_reason
from portal.register.importing import storing
from portal.register.importing.preview import look
from portal.register.models import ImportBatch
from portal.register.pack import profile_of
from portal.taxonomy.profile import PROFILE

MAX_FILE = 8 * 1024 * 1024  # bytes


@click.group()
def register() -> None:
    """Register inovasi milik kita."""


@register.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Simpan yang baru dan yang berubah; tanpa ini hanya pratinjau.")
@click.option("--reason", default="", help="Alasan impor, paling sedikit 10 huruf (wajib bersama --write).")
@click.option("--for", "innovation_id", type=int, help="Nomor inovasi, untuk lembar tentang satu inovasi.")
def import_file(file: Path, write: bool, reason: str, innovation_id: int | None) -> None:
    """Baca berkas inovasi (XLSX, CSV, JSON, paket ZIP) dan cetak pratinjaunya sebagai satu objek JSON."""
    content = profile_of(file)
    if content is None:
        if file.stat().st_size > MAX_FILE:
            raise NotFound("Berkas ini lebih besar dari 8 MB. Bagi berkasnya.")
        content = file.read_bytes()
    if write:
        check_reason(reason, "reason", "Tulis alasan impor ini (--reason)")
    with opened(begins=True):
        profile = PROFILE.get()
        if not write:
            found = look(reading(), content, file.name, innovation_id=innovation_id).told(profile)
            found.update(written=False, batch=None)
        else:
            with transaction() as session:
                preview = look(session, content, file.name, innovation_id=innovation_id)
                found, actor = preview.told(profile), command_actor("register import")
                found.update(written=False, batch=None)
                if found["new"] or found["changed"]:
                    batch = storing.receive(session, content, file.name, actor=actor)
                    storing.accept(session, batch, preview, reason, actor=actor)
                    found.update(written=True, batch=batch.id)
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))


@register.command()
@click.argument("batch_id", type=int)
@click.option("--reason", required=True, help="Alasan, paling sedikit 10 huruf.")
def undo(batch_id: int, reason: str) -> None:
    """Batalkan satu impor; yang sudah diubah orang sesudahnya dibiarkan dan disebut."""
    with opened(), transaction() as session:
        batch = session.get(ImportBatch, batch_id)
        if batch is None:
            raise NotFound("Impor ini tidak ada.")
        kept = storing.undo(session, batch, reason, actor=command_actor("register undo"))
    click.echo(json.dumps({"batch": batch_id, "undone": True, "kept": kept}, ensure_ascii=False))
