"""All of content/ is read at once, and what belongs together is checked together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portal.publishing.library import read
from tests.make import Maker, body, case_text, line_of

TODAY = date(2026, 11, 21)


def problems(make: Maker, today: date = TODAY) -> list[str]:
    return [str(problem) for problem in read(make.settings(), today)[1].problems]


@pytest.fixture
def library(make: Maker) -> Maker:
    """A small library with one case."""
    make.library(["gemas"])
    return make


def test_the_small_library_is_sound(library: Maker) -> None:
    found, report = read(library.settings(), TODAY)

    assert report.problems == []
    assert (list(found.cases), list(found.regions), list(found.pages)) == (
        ["gemas"],
        ["contoh", "teladan"],
        ["cara-mencari"],
    )


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("sector", "udara", "sektor 'udara' tidak dikenal"),
        ("form", ["aplikasi"], "bentuk 'aplikasi' tidak dikenal"),
        ("needs", ["antre-ktp", "banjir"], "kebutuhan 'banjir' tidak dikenal"),
        ("province", "Jawa Timur", "provinsi 'Jawa Timur' berbeda dari berkas wilayah ('Jawa Tengah')"),
    ],
)
def test_a_case_names_only_what_the_library_knows(library: Maker, key: str, value: Any, message: str) -> None:
    path = library.case("jempol", **{key: value})
    line = line_of(path.read_text("utf-8"), f"{key}:")

    assert problems(library) == [f"content/cases/teladan/jempol.md:{line}: {message}"]


def test_a_case_of_an_unknown_region_is_refused(library: Maker) -> None:
    path = library.case("jempol", region="entah")
    line = line_of(path.read_text("utf-8"), "region:")

    assert problems(library) == [f"content/cases/entah/jempol.md:{line}: wilayah 'entah' tidak dikenal"]


def test_a_slug_is_used_once_in_the_whole_library(library: Maker) -> None:
    path = library.case("gemas", region="contoh")
    line = line_of(path.read_text("utf-8"), "slug:")

    assert problems(library) == [
        f"content/cases/teladan/gemas.md:{line}: slug 'gemas' sudah dipakai di content/cases/contoh/gemas.md"
    ]


@pytest.mark.parametrize(
    "target",
    [
        "/inovasi/gemas",
        "/inovasi/gemas#hasil",
        "/wilayah/contoh",
        "/kebutuhan/sampah",
        "/halaman/cara-mencari",
        "/inovasi",
        "/inovasi?sektor=kesehatan",
        "/cari?q=ktp",
        "/kebutuhan",
        "/wilayah",
        "#hasil",
        "https://kabar.example.id/a",
        "http://kabar.example.id/a",
    ],
)
def test_a_link_to_what_is_there_is_sound(library: Maker, target: str) -> None:
    library.case("jempol", body(masalah=f"Lihat [ini]({target}) menurut [s1, s2]."))

    assert problems(library) == []


@pytest.mark.parametrize(
    "target",
    [
        "/inovasi/hilang",
        "/wilayah/entah",
        "/kebutuhan/banjir",
        "/halaman/hilang",
        "/rahasia",
        "inovasi/gemas",
        "../gemas",
        "javascript:alert",
        "mailto:a@b.id",
        "//jahat.example",
        "/inovasi/gemas/",
        "/inovasi/Gemas",
        "",
    ],
)
def test_a_link_that_leads_nowhere_is_refused_with_its_line(library: Maker, target: str) -> None:
    path = library.case("jempol", body(masalah=f"Menurut [s1, s2].\n\nLihat [ini [itu]]({target})."))
    line = line_of(path.read_text("utf-8"), "Lihat [ini")

    assert problems(library) == [
        f"content/cases/teladan/jempol.md:{line}: tautan '{target}' tidak menuju ke mana pun"
    ]


def test_links_of_help_pages_are_checked_too(library: Maker) -> None:
    library.change("pages/cara-mencari.md", "[daftar](/inovasi)", "[daftar](/inovasi/hilang)")

    assert problems(library) == [
        "content/pages/cara-mencari.md:10: tautan '/inovasi/hilang' tidak menuju ke mana pun"
    ]


def test_a_passed_review_date_is_a_warning(library: Maker) -> None:
    path = library.case("jempol", compiled={"date": "2020-01-01", "source": "archive"})
    line = line_of(path.read_text("utf-8"), "compiled:")

    _, report = read(library.settings(), TODAY)

    assert [str(problem) for problem in report.problems] == [
        f"content/cases/teladan/jempol.md:{line}: peringatan: sudah waktunya diperiksa (2020-06-19)"
    ]
    assert report.errors == []


def test_problems_stand_in_the_order_of_files_and_lines(library: Maker) -> None:
    library.case("jempol", body(hasil="Naik 5.\n\nTurun 6."), title="")
    library.file("taxonomy.yaml", "sektor: []")
    library.file("pages/rusak.md", "tanpa kepala")

    found = read(library.settings(), TODAY)[1].problems

    assert found == sorted(found)
    assert {problem.path for problem in found} >= {
        "content/cases/teladan/jempol.md",
        "content/taxonomy.yaml",
        "content/pages/rusak.md",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tanpa kepala", "1: berkas harus diawali kepala YAML"),
        ("---\ntitle: A\nupdated: 2026-11-21\n---\n\n## B\n\nc\n", "2: 'summary' wajib diisi"),
        (
            "---\ntitle: A\nsummary: b\nupdated: 2026-11-21\nwarna: x\n---\n\n## B\n",
            "5: 'warna' tidak dikenal",
        ),
        ("---\ntitle: A\nsummary: b\nupdated: kemarin\n---\n\n## B\n", "4: 'updated' harus berupa tanggal"),
        ("---\ntitle: A\nsummary: b\nupdated: 2026-11-21\n---\n\nc\n", "6: halaman harus diawali judul"),
        (
            "---\ntitle: A\nsummary: b\nupdated: 2026-11-21\n---\n\n### B\n\nc\n",
            "6: halaman harus diawali judul",
        ),
        (
            "---\ntitle: A\nsummary: b\nupdated: 2026-11-21\n---\n\nc\n\n## B\n",
            "6: halaman harus diawali judul",
        ),
        (
            "---\ntitle: A\nsummary: b\nupdated: 2026-11-21\n---\n\n## B\n\n## b\n",
            "6: ada judul '## …' yang ditulis",
        ),
        ("---\ntitle: A\nsummary: b\nupdated: 2026-11-21\n---\n\n## B\n\n<b>c</b>\n", "9: HTML tidak boleh"),
    ],
)
def test_a_wrong_help_page_is_refused(library: Maker, text: str, says: str) -> None:
    library.file("pages/bantuan.md", text)

    found = problems(library)

    assert len(found) == 1
    assert found[0].startswith(f"content/pages/bantuan.md:{says}")


@pytest.mark.parametrize("name", ["taxonomy.yaml", "indicators.yaml", "glossary.yaml"])
def test_a_missing_list_is_a_problem(library: Maker, name: str) -> None:
    (library.content / name).unlink()

    assert f"content/{name}:1: berkas tidak dapat dibaca: tidak ada" in problems(library)


def test_an_empty_library_is_told_of_and_no_error(make: Maker) -> None:
    make.library(0)
    for path in sorted(make.content.rglob("*.*")):
        path.unlink()

    assert len(problems(make)) >= 4


def test_values_of_an_earlier_reading_are_taken_over(library: Maker) -> None:
    _, first = read(library.settings(), TODAY)
    library.change("regions/teladan.yaml", "name: Kabupaten Teladan", "name: Kabupaten Baru")

    again, second = read(library.settings(), TODAY, first.seen)

    assert second.problems == []
    assert again.regions["teladan"].name == "Kabupaten Baru"
    assert len(set(first.seen) - set(second.seen)) == 1


def test_text_that_was_refused_is_refused_again(library: Maker) -> None:
    library.file("cases/teladan/jempol.md", case_text(title=""))
    _, first = read(library.settings(), TODAY)

    _, second = read(library.settings(), TODAY, first.seen)

    assert second.problems == first.problems != []
