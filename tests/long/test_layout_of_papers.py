"""Drafts in a program that others wrote: no longer than their PDF, and no page of a signature alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.visits.papers.registry import docx_of, papers_for, pdf_of
from tests.unit.visit_papers.sample import dossier, sender

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [pytest.mark.long, pytest.mark.skipif(not OFFICE, reason="needs LibreOffice")]
SIZES = [
    (1, 1, True),
    (2, 3, False),
    (4, 5, True),
    (6, 12, True),
    (9, 6, False),
    (15, 25, True),
    (30, 40, True),
]
FEW = 80  # characters: fewer on a page than a signature and two lines have
FOOT = re.compile(r"Konsep dari[^\n]*|Halaman \d+( dari \d+)?")


def pages(file: Path) -> list[str]:
    """The words of each page, without its foot."""
    return [FOOT.sub("", page.extract_text()).strip() for page in PdfReader(file).pages]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_draft_is_no_longer_than_its_pdf_and_leaves_no_signature_alone(
    size: tuple[int, int, bool], tmp_path: Path
) -> None:
    people, questions, reported = size
    about = dossier(people_count=people, question_count=questions, reported=reported)
    papers = papers_for(about)
    for paper in papers:
        (tmp_path / f"{paper.name}.docx").write_bytes(docx_of(paper, about, sender()))
        (tmp_path / f"{paper.name}.ours").write_bytes(pdf_of(paper, about, sender()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    drafts = [str(tmp_path / f"{paper.name}.docx") for paper in papers]
    command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *drafts]
    subprocess.run(command, check=True, capture_output=True, timeout=500)

    theirs = {paper.name: pages(tmp_path / f"{paper.name}.pdf") for paper in papers}
    ours = {paper.name: pages(tmp_path / f"{paper.name}.ours") for paper in papers}

    longer = [name for name in ours if len(theirs[name]) > len(ours[name])]
    assert longer == []
    # rows to be signed by hand are few words on a page that they fill
    del theirs["daftar-hadir"], ours["daftar-hadir"]
    short = {name: page for name in ours for page in theirs[name][1:] + ours[name][1:] if len(page) < FEW}
    assert short == {}
