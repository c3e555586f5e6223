"""Command: `portal telaahan`."""

from __future__ import annotations

from pathlib import Path

import click

from portal import edition, opened
from portal.briefs.making import chosen_need, letter_of
from portal.cases import get_case
from portal.disk import write_whole
from portal.documents import make_docx, make_letter_pdf
from portal.errors import RuleViolation


@click.command()
@click.argument("slug")
@click.option(
    "--kebutuhan", default="", help="Id kebutuhan; tanpa ini, kebutuhan pertama yang dijawab kasus."
)
@click.option("--opd", default="", help="Kode OPD pengirim.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Berkas .pdf atau .docx."
)
def telaahan(slug: str, kebutuhan: str, opd: str, out: Path) -> None:
    """Buat telaahan staf satu halaman dari sebuah kasus."""
    if out.suffix not in (".pdf", ".docx"):
        raise RuleViolation("Nama berkas harus berakhir dengan .pdf atau .docx.")
    with opened():
        case = get_case(slug)
        address = f"{edition.settings().address}/inovasi/{slug}"
        letter = letter_of(case, chosen_need(case, kebutuhan), opd, address)
        write_whole(out, make_letter_pdf([letter]) if out.suffix == ".pdf" else make_docx([letter]))
    print(f"{out}: {case.title}")
