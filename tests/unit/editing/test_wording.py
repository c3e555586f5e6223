"""A case in words: what a curator compares, without the file's keys."""

from __future__ import annotations

from portal.editing.reading import read
from portal.editing.wording import as_words, in_words
from tests.make import case_text


def test_labels_stand_in_the_place_of_keys() -> None:
    words = as_words(case_text("jempol", aliases=["Satu", "Dua"]))

    assert "Judul: Jempol\n" in words
    assert "Nama lain: Satu; Dua\n" in words
    assert (
        "Hasil 1: ukuran warga terlayani; macam angka Terukur; sebelum 100; sesudah 1.400; satuan orang; "
        "tahun 2021; sumber s1" in words
    )
    assert "Sumber s2: judul tulisan Berita 2; penerbit Kabar; tanggal 2022; alamat web https://" in words
    assert "\nMASALAH\nWarga antre lama" in words
    assert "title:" not in words


def test_a_removed_source_changes_one_line_only() -> None:
    sheet = read(case_text("jempol"), "x")

    before = in_words(sheet).split("\n")
    after = in_words(sheet.without_row("sources", 0)).split("\n")

    assert [line for line in before if line not in after] == [
        "Sumber s1: judul tulisan Berita 1; penerbit Kabar; tanggal 2021; alamat web https://kabar.example.id/berita/1"
    ]
    assert [line for line in after if line not in before] == []


def test_what_cannot_be_read_is_shown_as_it_stands() -> None:
    assert as_words("rusak: [") == "rusak: ["
    assert as_words("") == ""
