"""Commands: `portal evidence check` and `portal evidence sweep`."""

from __future__ import annotations

import sys

import click

from portal import opened
from portal.db import reading
from portal.evidence import previews, queries
from portal.evidence.incoming import store_of_app


@click.group()
def evidence() -> None:
    """Berkas bukti."""


@evidence.command()
def check() -> None:
    """Bandingkan semua berkas bukti dengan sidiknya; sebut yang rusak atau hilang (kode keluar 1)."""
    with opened():
        store = store_of_app()
        files = queries.files(reading())
        sound = {digest: store.is_sound(digest) for digest in {file.sha256 for file in files}}
        wrong = [file for file in files if not sound[file.sha256]]
        for file in wrong:
            state = "rusak" if store.path(file.sha256).exists() else "hilang"
            print(f"Bukti {file.evidence_id} versi {file.number}: berkas {state} ({file.sha256})")
    print(f"{len(files)} berkas bukti diperiksa, {len(wrong)} rusak atau hilang.")
    if wrong:
        print("Pulihkan berkas itu dari cadangan.", file=sys.stderr)
        sys.exit(1)


@evidence.command()
def sweep() -> None:
    """Hapus sisa unggahan yang terputus, dan gambar dari berkas yang sudah tidak ada."""
    with opened():
        removed = store_of_app().sweep(lambda: queries.digests(reading()))
        removed += previews.sweep(store_of_app())
    print(f"{removed} sisa unggahan dihapus.")
