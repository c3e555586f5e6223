"""Region, indicator and instrument files are checked one by one and against each other."""

from __future__ import annotations

from datetime import date

import pytest

from portal.publishing.library import read
from portal.regions.files import read_regions
from portal.regions.views import group_by_theme
from portal.yamlfiles import Report
from tests.make import INDICATORS, Maker, line_of


def problems(make: Maker) -> list[str]:
    return [str(problem) for problem in read(make.settings(), date(2026, 11, 21))[1].problems]


@pytest.fixture
def library(make: Maker) -> Maker:
    """A small library without cases."""
    make.library(0)
    return make


def test_a_sound_library_has_no_problem(library: Maker) -> None:
    assert problems(library) == []


@pytest.mark.parametrize(
    ("old", "new", "beginning", "message"),
    [
        ("id: contoh", "id: lain", "id: lain", "id 'lain' tidak sama dengan nama berkas"),
        ("kind: kabupaten", "kind: desa", "kind:", "'kind' harus salah satu dari"),
        ("value: 7.5", "value: ''", "value:", "'indicators.0.value' harus berupa bilangan bulat, atau"),
        ("year: 2024", "year: 24", "year:", "'indicators.0.year' paling kecil 1900"),
        ("sources: [p1]", "sources: []", "sources: []", "'indicators.0.sources' tidak boleh kosong"),
        ("sources: [p1]", "sources: [p9]", "indicator: kem", "rujukan p9 tidak ada di daftar sumber"),
        ("indicator: kemiskinan", "indicator: gini", "indicator: gini", "indikator 'gini' tidak dikenal"),
        ("topic: perjalanan", "topic: oleh-oleh", "topic:", "'visit.0.topic' harus salah satu dari"),
        ('"https://bps.example.id/contoh"', "''", "{id: p1", "sumber p1 tidak punya alamat (url)"),
        (
            'date: "2025-01"',
            'date: "2025-13"',
            "{id: p1",
            "'sources.0.date' bukan tanggal yang ada di kalender",
        ),
        ("id: p2", "id: p1", "sources:", "ada id sumber yang dipakai dua kali"),
    ],
)
def test_a_wrong_region_is_refused_on_the_line_at_fault(
    library: Maker, old: str, new: str, beginning: str, message: str
) -> None:
    path = library.change("regions/contoh.yaml", old, new)
    text = path.read_text("utf-8")
    line = line_of(text, beginning)
    if beginning == "sources:":
        line = text.split("\n").index("sources:") + 1

    found = problems(library)

    assert any(entry.startswith(f"content/regions/contoh.yaml:{line}: {message}") for entry in found), found


def test_a_source_that_nothing_refers_to_is_refused(library: Maker) -> None:
    library.change("regions/contoh.yaml", "sources: [p1]", "sources: [p2]")

    (found,) = problems(library)

    assert found.endswith("sumber p1 tidak pernah dirujuk")


def test_an_indicator_stands_once_and_names_a_known_instrument(library: Maker) -> None:
    first = INDICATORS.split("\n")[1]
    library.file("indicators.yaml", f"{INDICATORS}{first}\n".replace("instrument: ipp", "instrument: xyz"))

    assert problems(library) == [
        "content/indicators.yaml:3: instrumen 'xyz' tidak dikenal",
        "content/indicators.yaml:4: indikator 'kemiskinan' ditulis dua kali",
    ]


@pytest.mark.parametrize("bands", ["{from: 4, to: 5, label: Baik}", "{from: 5, to: 4.01, label: Baik}"])
def test_bands_of_an_instrument_do_not_overlap(library: Maker, bands: str) -> None:
    library.change("instruments/ipp.yaml", "{from: 4.01, to: 5, label: Baik}", bands)
    library.change(
        "instruments/ipp.yaml", "{from: 0, to: 4, label: Kurang}", "{from: 0, to: 4.5, label: Kurang}"
    )

    assert problems(library) == [
        "content/instruments/ipp.yaml:9: rentang kategori versi 'ipp-2020' tumpang tindih atau tidak urut"
    ]


def test_a_broken_file_does_not_hide_the_others(library: Maker) -> None:
    library.file("regions/contoh.yaml", "id: [")
    library.file("regions/teladan.yaml", "nama: x")

    found = problems(library)

    assert any(entry.startswith("content/regions/contoh.yaml:1: ") for entry in found)
    assert "content/regions/teladan.yaml:1: 'nama' tidak dikenal" in found
    assert any("wilayah 'contoh' tidak dikenal" in entry for entry in found)


def test_values_are_grouped_by_theme_newest_first(library: Maker) -> None:
    library.change(
        "regions/contoh.yaml",
        "visit:",
        "  - {indicator: kemiskinan, value: 9, year: 2020, sources: [p1]}\n"
        "  - {indicator: kemiskinan, value: 6, year: 2025, sources: [p1]}\n"
        "  - {indicator: indeks-layanan, value: Baik, sources: [p1]}\nvisit:",
    )
    found, _ = read(library.settings(), date(2026, 11, 21))

    groups = group_by_theme(found.regions["contoh"], found.indicators)

    assert [
        (theme, [(indicator.id, [value.value for value in values]) for indicator, values in rows])
        for theme, rows in groups
    ] == [
        ("Kesejahteraan", [("kemiskinan", [6, 7.5, 9])]),
        ("Layanan publik", [("indeks-layanan", ["Baik"])]),
    ]


def test_regions_stand_in_the_order_of_their_names(library: Maker) -> None:
    text = (library.content / "regions" / "contoh.yaml").read_text("utf-8")
    library.file(
        "regions/z.yaml",
        text.replace("id: contoh", "id: z").replace("short_name: Contoh", "short_name: Aman"),
    )

    assert list(read_regions(library.content, Report())) == ["z", "contoh", "teladan"]
