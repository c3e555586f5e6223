"""Commands: `portal report month`."""

from __future__ import annotations

from pathlib import Path

import click

from portal import opened
from portal.dashboards.paper import document, sheets
from portal.dashboards.report import report as month_report
from portal.dashboards.rules import Month
from portal.db import reading
from portal.disk import write_whole
from portal.documents import make_pdf
from portal.documents.sheets import make_book
from portal.errors import RuleViolation
from portal.government import our_government


@click.group()
def report() -> None:
    """Laporan bulanan untuk pimpinan."""


@report.command()
@click.argument("month")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Berkas .pdf atau .xlsx."
)
def month(month: str, out: Path) -> None:
    """Buat laporan bulanan, misalnya: portal report month 2026-10 --out laporan.pdf"""
    wanted = Month.read(month)
    if wanted is None:
        raise RuleViolation("Tulis bulannya sebagai tahun dan bulan, misalnya 2026-10.")
    if out.suffix not in (".pdf", ".xlsx"):
        raise RuleViolation("Nama berkas harus berakhir dengan .pdf atau .xlsx.")
    with opened():
        government = our_government()
        found = month_report(reading(), wanted, government)
        if out.suffix == ".pdf":
            body = make_pdf(document(found, government))
        else:
            body = make_book(sheets(found, government))
    write_whole(out, body)
    print(f"{out}: {len(found.plans)} rencana.")
