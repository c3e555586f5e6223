"""The command `portal iid score`: the score of a season or of a file, with its parts."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import click
from sqlalchemy.orm import Session

from portal import opened
from portal.db import reading
from portal.errors import NotFound, RuleViolation
from portal.iid import desk, filescore, told
from portal.register import seasons
from portal.register.models import Season
from portal.taxonomy.iid import IID, IidVersion

MAX_FILE = 8 * 1024 * 1024  # bytes


@click.group()
def iid() -> None:
    """Meja Indeks Inovasi Daerah (simulasi)."""


@iid.command()
@click.option("--version", "version_id", default="", help="Versi aturan, misalnya iid-2026.")
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Berkas ekspor; tanpa ini musim yang sedang dibuka.",
)
@click.option("--year", type=int, help="Musim tahun ini, juga yang sudah ditutup.")
@click.option("--spd", default="", help="Nilai aspek pemerintah daerah, 0–63, menggantikan yang tercatat.")
@click.option("--json", "as_json", is_flag=True, help="Cetak satu objek JSON.")
def score(version_id: str, file: Path | None, year: int | None, spd: str, as_json: bool) -> None:
    """Hitung skor menurut satu versi aturan; selalu simulasi, bukan nilai resmi."""
    government = _points(spd) if spd else None
    with opened(begins=True):
        session = reading()
        if file is not None:
            if file.stat().st_size > MAX_FILE:
                raise NotFound("Berkas ini lebih besar dari 8 MB. Bagi berkasnya.")
            version = _version(version_id)
            found = filescore.score(session, file.read_bytes(), file.name, version, government)
        else:
            season = _season(session, year)
            chosen = _version(version_id) if version_id else IID.get().of_year(season.year)
            found = told.of_desk(desk.load(session, season, chosen), government)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(told.sentences(found)))


def _season(session: Session, year: int | None) -> Season:
    """The season of a year, else the one that is running."""
    if year is None:
        found = seasons.running(session)
        why = "Belum ada musim yang dibuka. Buka musim di register, atau pakai --from."
    else:
        found = next((one for one in seasons.listed(session) if one.year == year), None)
        why = f"Musim IID {year} tidak ada."
    if found is None:
        raise NotFound(why)
    return found


def _version(version_id: str) -> IidVersion:
    known = IID.get().versions
    if not version_id:
        version_id = known[-1].id if known else ""
    found = IID.get().version(version_id)
    if found is None:
        names = ", ".join(one.id for one in known) or "tidak ada"
        raise NotFound(f"Versi '{version_id}' tidak dikenal. Yang ada: {names}.")
    return found


def _points(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", "."))
    except ArithmeticError:
        raise RuleViolation("Tulis --spd sebagai angka, misalnya 50 atau 48,5.") from None
    if not value.is_finite() or not 0 <= value <= 63:
        raise RuleViolation("Nilai --spd antara 0 dan 63.")
    return value
