"""Commands: `portal indicators import` and `portal indicators export`."""

from __future__ import annotations

from pathlib import Path

import click

from portal import clock, edition, opened
from portal.access import command_actor
from portal.benchmark import door, service, tables, taking_back
from portal.benchmark.importing import Effect, Judged, judge
from portal.db import transaction
from portal.disk import write_whole
from portal.documents.sheets import make_csv, make_xlsx
from portal.documents.workbooks import read_table
from portal.errors import RuleViolation
from portal.records import imports
from portal.records.limits import check_reason
from portal.regions import INDICATORS, INSTRUMENTS

MAX_BYTES = 8 * 1024 * 1024


@click.group()
def indicators() -> None:
    """Angka wilayah."""


@indicators.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--write", is_flag=True, help="Tulis dan terbitkan; tanpa ini hanya pratinjau.")
@click.option("--reason", default="", help="Alasan perubahan, untuk jejak audit.")
def import_figures(file: Path, write: bool, reason: str) -> None:
    """Periksa angka dari XLSX atau CSV, tampilkan yang berubah, dan tulis bila diminta."""
    if file.stat().st_size > MAX_BYTES:
        raise RuleViolation(f"Berkas ini lebih besar dari {MAX_BYTES // 1024 // 1024} MB. Bagi berkasnya.")
    rows = read_table(file.read_bytes(), tables.FORM)
    with opened():
        settings = edition.settings()
        judged = judge(rows, door.snapshot_of_files(settings))
        show(judged)
        if write:
            check_reason(reason, "reason", "Tulis alasan impor ini (--reason)")
            actor, mark = command_actor("indicators import"), imports.mark_of(door.promise_of(judged))
            with transaction() as session:
                kept = imports.keep(session, door.KIND, door.WHOSE, rows, actor=actor, now=clock.now()).id
            done = door.publish_change(transaction, settings, actor, kept, mark=mark, reason=reason)
            print(
                f"{len(done.writes)} angka ditulis dan diterbitkan. "
                f"Membatalkannya: portal indicators undo {kept} --reason '…'"
            )
        elif judged.writes:
            print("Belum ada yang ditulis. Tambahkan --write --reason '…' untuk menulis.")


@indicators.command()
@click.argument("import_id", type=int)
@click.option("--reason", required=True, help="Alasan, paling sedikit 10 huruf.")
def undo(import_id: int, reason: str) -> None:
    """Batalkan satu impor angka; yang sudah diubah sesudahnya dibiarkan dan disebut."""
    with opened():
        actor = command_actor("indicators undo")
        left = taking_back.take_back(transaction, edition.settings(), actor, import_id, reason=reason)
    for said in left:
        print(said)
    print("Angka lain dari impor ini kembali seperti sebelumnya dan diterbitkan.")


@indicators.command()
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Tulis semua angka wilayah ke FILE.xlsx atau FILE.csv."""
    if file.suffix not in (".xlsx", ".csv"):
        raise RuleViolation("Nama berkas harus berakhir dengan .xlsx atau .csv.")
    with opened():
        regions = list(service.comparable().values())
        sheet = tables.sheet(regions, INDICATORS.get(), INSTRUMENTS.get(), clock.today())
        body = make_xlsx(sheet) if file.suffix == ".xlsx" else make_csv(sheet)
    write_whole(file, body)
    print(f"{file}: {sum(len(region.indicators) for region in regions)} angka.")


def show(judged: Judged) -> None:
    """Print what would change and what is refused."""
    for one in judged.refused:
        print(f"baris {one.number} ditolak ({one.about}): {one.reason}")
    for change in judged.writes:
        before = f"{change.before.value}" if change.before else "belum ada"
        after = change.after
        print(
            f"baris {change.number} {change.kind}: {change.region} {after.indicator} {after.year}: "
            f"{before} -> {after.value} [{', '.join(after.sources)}]"
        )
    print(
        f"{len(judged.writes)} akan ditulis, {judged.count(Effect.SAME)} sama, {len(judged.refused)} ditolak."
    )
