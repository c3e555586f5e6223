"""The books for the office: each is made, names our government, and promises only commands that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal import config
from portal.command import COMMANDS
from portal.documents import Document, make_docx
from portal.handbook import books
from tests.conftest import ROOT
from tests.integration.test_commands import Run, run
from tests.make import Maker

__all__ = ["run"]


@pytest.fixture(scope="module")
def shelf(real: Maker) -> dict[str, Document]:
    return dict(books(config.load(real.root, {})))


def test_every_book_an_office_needs_is_there(shelf: dict[str, Document]) -> None:
    assert {"operator", "pengguna", "kerangka-kak", "uat", "bast", "inventaris"} <= set(shelf)
    assert "kurator" in shelf
    assert {"pemrosesan-data", "penilaian-dampak", "retensi"} <= set(shelf)


def test_books_name_our_government_and_leave_no_gap_of_ours(shelf: dict[str, Document]) -> None:
    text = " ".join(repr(document) for document in shelf.values())

    assert "Bapperida" in text
    assert not re.search(r"\{\w+\}", text)


def test_the_operators_book_names_commands_that_exist() -> None:
    text = (ROOT / "docs/buku/operator.md").read_text("utf-8")

    named = set(re.findall(r"(?:`|/)portal ([a-z-]+)", text))
    assert {"backup", "restore", "status", "audit"} <= named <= set(COMMANDS)


def test_a_book_of_help_pages_has_one_section_a_page(shelf: dict[str, Document]) -> None:
    sections = {section.heading: section for section in shelf["kurator"].sections}

    assert set(sections) >= {"Menulis dan memeriksa inovasi", "Impor angka wilayah"}
    assert "Pencarian tanpa hasil" in repr(sections["Antrean pemeriksaan dan pencarian yang gagal"].blocks)


def test_books_open_in_a_word_processor(shelf: dict[str, Document]) -> None:
    assert make_docx(shelf["uat"]).startswith(b"PK")


def test_the_command_writes_each_book_twice(run: Run, real: Maker, tmp_path: Path) -> None:
    done = run("handbook", str(tmp_path / "buku"), PORTAL_ROOT=str(real.root))

    assert done.returncode == 0, done.stderr
    assert len(PdfReader(tmp_path / "buku/operator.pdf").pages) >= 2
    assert {path.stem for path in (tmp_path / "buku").glob("*.docx")} == {
        path.stem for path in (tmp_path / "buku").glob("*.pdf")
    }


def test_a_folder_that_cannot_be_written_is_named(run: Run, real: Maker, tmp_path: Path) -> None:
    (tmp_path / "buku").write_text("")

    done = run("handbook", str(tmp_path / "buku"), PORTAL_ROOT=str(real.root))

    assert done.returncode == 1
    assert done.stderr == f"{tmp_path}/buku tidak dapat ditulis: namanya sudah dipakai\n"


def test_a_missing_government_is_named(make: Maker, run: Run, tmp_path: Path) -> None:
    make.library(0)
    (make.content / "government/contoh.yaml").unlink()

    done = run("handbook", str(tmp_path / "buku"))

    assert done.returncode == 1
    assert done.stderr == "Berkas content/government/contoh.yaml tidak ada.\n"
