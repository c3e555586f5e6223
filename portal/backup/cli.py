"""Commands: `portal backup FILE` and `portal restore FILE`."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

import click
from alembic.script import ScriptDirectory

from portal import clock, config, safekeeping, start
from portal.backup.bases import ArchiveRefused, BackupFailed
from portal.backup.layout import Places
from portal.backup.restoring import give_up
from portal.backup.restoring import restore as restore_archive
from portal.backup.writing import back_up
from portal.db.upgrading import MIGRATIONS


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Cadangkan basis data, berkas bukti, isi, dan pengaturan ke FILE; portal boleh tetap dipakai."""
    started = time.monotonic()
    settings = config.load()
    try:
        made = back_up(Places.of(settings, config.project_root()), file, settings.government)
    except BackupFailed as error:
        _note(settings, str(error))
        raise
    lost = f"{len(made.damaged)} berkas bukti rusak atau hilang, jadi tidak ikut." if made.damaged else ""
    _note(settings, lost)
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    print(f"Cadangan {made.path}: {made.size} bita, {seconds} detik.")
    print(f"{made.files} berkas, di antaranya {made.evidence} berkas bukti.")
    print(f"SHA-256: {made.sha256}")
    print("Berisi data pribadi dan kunci rahasia: simpan di tempat yang terkunci.")
    if made.damaged:
        for digest in made.damaged:
            print(f"Berkas bukti rusak atau hilang, tidak ikut: {digest}", file=sys.stderr)
        sys.exit(1)


def _note(settings: config.Settings, problem: str) -> None:
    """Let the admin's first screen know; a disk that takes no note has failed the backup already."""
    with suppress(OSError):
        safekeeping.note(settings.instance, clock.machine(), problem)


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--batal", "gives_up", is_flag=True, help="Kembali ke keadaan sebelum pemulihan yang terhenti.")
def restore(file: Path | None, gives_up: bool) -> None:
    """Pulihkan cadangan FILE ke portal yang masih kosong; indeks pencarian dibangun ulang."""
    settings = config.load()
    if settings.demo:
        raise ArchiveRefused(
            "Demo tidak dipulihkan dari cadangan. Demo baru: hapus instance/demo, lalu DEMO=1 bin/serve."
        )
    places = Places.of(settings, config.project_root())
    if gives_up:
        was_cut_short = give_up(places)
        print("Keadaan semula sudah kembali." if was_cut_short else "Tidak ada pemulihan yang terhenti.")
        return
    if file is None:
        raise click.UsageError("Sebut berkas cadangannya: portal restore BERKAS")
    restored = restore_archive(places, file, known_revisions())
    print(f"Pulih: cadangan {restored.made_at}, {restored.files} berkas, {restored.evidence} berkas bukti.")
    for path in restored.aside:
        print(f"Yang lama disimpan di {path}")
    for digest in restored.damaged:
        print(f"Sudah rusak ketika dicadangkan, tidak ikut pulih: {digest}", file=sys.stderr)
    start.prepare(config.load())
    print("Isi sudah diterbitkan. Jalankan: bin/serve")


def known_revisions() -> set[str]:
    """The database revisions that this portal can bring up to date."""
    folder = ScriptDirectory(str(MIGRATIONS))
    return {script.revision for script in folder.walk_revisions()}
