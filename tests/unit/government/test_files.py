"""The file of a government is checked by itself and against the rest of the library."""

from __future__ import annotations

from datetime import date

import pytest

from portal.publishing.library import read
from tests.make import Maker, line_of


def problems(make: Maker) -> list[str]:
    return [str(problem) for problem in read(make.settings(), date(2026, 11, 21))[1].problems]


@pytest.fixture
def library(make: Maker) -> Maker:
    """A small library without cases."""
    make.library(0)
    return make


@pytest.mark.parametrize(
    ("old", "new", "beginning", "message"),
    [
        ("\nregion: contoh", "\nregion: entah", "region:", "wilayah 'entah' tidak dikenal"),
        (
            "opds: [Dinkes]",
            "opds: [Dinsos]",
            "id: stunting",
            "OPD 'Dinsos' pada kebutuhan 'stunting' tidak dikenal",
        ),
        ("opds: [Dinkes]", "opds: []", "opds: []", "'needs.1.opds' tidak boleh kosong"),
        (
            "sector: lingkungan",
            "sector: udara",
            "sector: udara",
            "sektor 'udara' pada kebutuhan 'sampah' tidak dikenal",
        ),
        ("cases: []", "cases: [jempol]", "cases:", "kasus 'jempol' pada kebutuhan 'stunting' tidak ada"),
        ("id: stunting", "id: sampah", "id: sampah", "kebutuhan 'sampah' ditulis dua kali"),
        ("indicator: kemiskinan", "indicator: gini", "{id: miskin", "indikator 'gini' tidak dikenal"),
        (
            "vision_sources: [b1]",
            "vision_sources: [b9]",
            "vision_sources:",
            "rujukan b9 tidak ada di daftar sumber",
        ),
        (
            "note_sources: [b2]",
            "note_sources: [b8]",
            "id: antre-ktp",
            "rujukan b8 tidak ada di daftar sumber",
        ),
        ('"https://kabar.example.id/antre"', "''", "{id: b2", "sumber b2 tidak punya alamat (url)"),
        ("head: Bupati", "kepala: Bupati", "kepala:", "'kepala' tidak dikenal"),
        ("id: contoh", "id: lain", "id: lain", "id 'lain' tidak sama dengan nama berkas"),
    ],
)
def test_a_wrong_government_is_refused_on_the_line_at_fault(
    library: Maker, old: str, new: str, beginning: str, message: str
) -> None:
    path = library.change("government/contoh.yaml", old, new)
    line = line_of(path.read_text("utf-8"), beginning)

    found = problems(library)

    assert f"content/government/contoh.yaml:{line}: {message}" in found, found


def test_a_source_that_nothing_refers_to_is_refused(library: Maker) -> None:
    extra = '  - {id: b3, title: Lain, publisher: Kabar, url: "https://kabar.example.id/lain"}\n'
    path = library.content / "government" / "contoh.yaml"
    path.write_text(path.read_text("utf-8") + extra, "utf-8")

    (found,) = problems(library)

    assert found.endswith("sumber b3 tidak pernah dirujuk")


def test_the_government_of_the_settings_must_be_there(library: Maker) -> None:
    (library.content / "government" / "contoh.yaml").unlink()

    assert problems(library) == [
        "content/government/contoh.yaml:1: pemerintah 'contoh' dari settings.toml tidak ada atau keliru"
    ]


def test_a_second_government_may_stand_beside_ours(library: Maker) -> None:
    text = (library.content / "government" / "contoh.yaml").read_text("utf-8")
    library.file("government/lain.yaml", text.replace("id: contoh\nregion", "id: lain\nregion"))

    assert problems(library) == []


@pytest.mark.parametrize(
    ("letters", "message"),
    [
        ("coat_of_arms: tidak-ada.png", "berkas lambang 'tidak-ada.png' tidak ada di folder yang sama"),
        ("coat_of_arms: rusak.png", "lambang 'rusak.png' harus PNG yang utuh, paling besar 300 KB"),
        ("contacts: {Dinsos: [Jalan Contoh 1]}", "OPD 'Dinsos' pada kop surat tidak dikenal"),
        ("paper: A3", "'letters.paper'"),
        ("coat_of_arms: ../../rahasia.png", "'letters.coat_of_arms'"),
    ],
)
def test_how_letters_are_written_is_checked(library: Maker, letters: str, message: str) -> None:
    library.file("government/rusak.png", b"\x89PNG\r\n\x1a\nrusak")
    library.change("government/contoh.yaml", "\nopds:\n", f"\nletters:\n  {letters}\nopds:\n")

    assert any(message in problem for problem in problems(library)), problems(library)
