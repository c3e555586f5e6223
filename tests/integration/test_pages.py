"""Every page a reader can reach stands: sound HTML (judged by the client), and no link leads nowhere."""

from __future__ import annotations

import re
from collections import deque
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from flask import Flask
from lxml import html

from portal.cases import CASES
from portal.government import GOVERNMENTS
from portal.pages import PAGES
from portal.regions import REGIONS
from tests.make import Maker, reader
from tests.patience import some
from tests.reading import Reader, parse, words

KINDS = ("inovasi", "wilayah", "kebutuhan", "halaman")


def addresses(app: Flask) -> list[str]:
    with app.test_request_context("/"):
        government = GOVERNMENTS.get()[app.extensions["settings"].government]
        return [
            "/",
            "/inovasi",
            "/wilayah",
            "/kebutuhan",
            "/cari",
            *(f"/inovasi/{slug}" for slug in CASES.get()),
            *(f"/wilayah/{region_id}" for region_id in REGIONS.get()),
            *(f"/kebutuhan/{need.id}" for need in government.needs),
            *(f"/halaman/{slug}" for slug in PAGES.get()),
        ]


def test_every_page_of_the_shipped_library_stands_and_every_link_inside_leads_somewhere(
    real_app: Flask,
) -> None:
    client = reader(real_app)
    alike = [path for path in addresses(real_app) if path.startswith(("/inovasi/", "/wilayah/"))]
    unjudged = set(alike) - set(some(alike, 30))  # judging takes longer than all the rest
    ids: dict[str, set[str]] = {}
    wanted: dict[str, str] = {}  # address with fragment -> the page that links there
    waiting = deque(addresses(real_app))
    while waiting:
        path = waiting.popleft()
        if path in ids:
            continue
        response = client.fetch(path) if path in unjudged else client.get(path)
        assert response.status_code == 200, f"{path}: {response.status}, linked from {wanted.get(path)}"
        ids[path] = set()
        if response.mimetype != "text/html":
            continue
        tree = html.document_fromstring(response.text)
        ids[path] = set(tree.xpath("//@id"))
        for element in tree.iter("a", "link", "script", "img"):
            target = element.get("href") or element.get("src") or ""
            parts = urlsplit(target)
            if not parts.scheme and parts.path.startswith("/"):
                page, _ = urldefrag(target)
                wanted.setdefault(target, path)
                if not parts.query and page not in ids and not re.search(r"\.(pdf|md|docx)$", page):
                    waiting.append(page)

    assert len(ids) >= 81 + 20 + 20
    for target, linked_from in wanted.items():
        page, fragment = urldefrag(target)
        assert not fragment or unquote(fragment) in ids[page], f"{target}, linked from {linked_from}"
    filtered = {
        urldefrag(target)[0] for target in wanted if urlsplit(target).query and "/static/" not in target
    }
    for target in sorted(filtered)[:: max(1, len(filtered) // 25)]:
        assert client.get(target).status_code == 200, f"{target}, linked from {wanted.get(target)}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name", ["hilang", "..", "%2e%2e%2fetc%2fpasswd", "a/b", "x" * 300, "%00", "💥", "A B"]
)
def test_what_is_not_there_is_a_page_that_helps(small_client: Reader, kind: str, name: str) -> None:
    response = small_client.get(f"/{kind}/{name}")

    assert response.status_code == 404
    assert (
        "Coba cari" in response.text
        or "Lihat daftar" in response.text
        or "lihat semua inovasi" in response.text
    )
    assert 'action="/cari"' in response.text


def test_a_case_page_says_first_what_where_who_since_when_and_how_sure(small_client: Reader) -> None:
    tree, _ = parse(small_client.get("/inovasi/jempol").text)

    facts = {
        words(pair.find("dt")): words(pair.find("dd"))
        for pair in tree.iter("div")
        if pair.find("dt") is not None
    }

    assert facts["Wilayah"] == "Kabupaten Teladan, Jawa Tengah"
    assert facts["Penyelenggara"] == "Dinas Kesehatan Teladan"
    assert facts["Sejak"] == "2019"
    assert facts["Keadaan"].startswith("Perlu dicek")  # its newest source is of 2021
    assert facts["Jenis"].startswith("Digital")
    assert facts["Pemeriksaan"].startswith("Disusun dari arsip halaman web, November 2026.")
    headings = [words(element) for element in tree.iter("h2")]
    assert headings.index("Masalah") < headings.index("Hasil") < headings.index("Sumber")


def test_results_are_a_table_from_before_to_after_with_notes(small_client: Reader) -> None:
    tree, _ = parse(small_client.get("/inovasi/jempol").text)

    table = next(table for table in tree.iter("table") if "warga terlayani" in words(table))

    text = words(table)
    assert "100" in text
    assert "1.400" in text
    assert "2021" in text
    assert any(link.get("href") == "#sumber-1" for link in table.iter("a"))
    assert table.find("caption") is not None


def test_every_note_leads_to_its_source_and_every_source_back(small_client: Reader) -> None:
    tree, _ = parse(small_client.get("/inovasi/jempol").text)
    links = {element.get("href") for element in tree.iter("a")}

    assert {"#sumber-1", "#sumber-2", "#rujukan-1-1", "#rujukan-2-1"} <= links
    assert "https://kabar.example.id/berita/1" in links


def test_a_stale_case_carries_its_mark_on_its_page_on_cards_and_among_results(make: Maker) -> None:
    make.library(["segar"])
    make.case("basi", title="Kasus Basi", compiled={"date": "2020-01-01", "source": "archive"})
    make.publish()
    client = make.client()

    assert "Perlu diperiksa lagi" in client.get("/inovasi/basi").text
    assert client.get("/cari?q=kasus+basi").text.count("Perlu diperiksa lagi") == 1
    assert client.get("/wilayah/teladan").text.count("Perlu diperiksa lagi") == 1
    assert "Perlu diperiksa lagi" not in client.get("/inovasi/segar").text.split("Inovasi terkait")[0]


def test_text_of_content_is_shown_as_text(make: Maker) -> None:
    make.library(0)
    nasty = '<script>alert(1)</script> & "kutip" {{ 7*7 }}'
    make.case("jempol", title=nasty, summary=nasty, aliases=[nasty], target_groups=[nasty], owner=nasty)
    make.publish()
    client = make.client()

    for path in (
        "/",
        "/inovasi",
        "/inovasi/jempol",
        "/cari?q=alert",
        "/wilayah/teladan",
        "/kebutuhan/antre-ktp",
    ):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in text, path
        assert "{{ 7*7 }}" in text


def test_a_region_may_be_asked_for_by_its_readable_name(small_client: Reader) -> None:
    response = small_client.get("/wilayah/kabupaten-teladan")

    assert (response.status_code, response.location) == (301, "/wilayah/teladan")


def test_help_pages_name_this_government(small_client: Reader) -> None:
    text = small_client.get("/halaman/cara-mencari").text

    assert "Tulis kata sehari-hari untuk Pemerintah Kabupaten Contoh." in text
    assert "Tanya Bapperida" in text
    assert "{government}" not in text


def test_another_government_changes_every_name_and_no_code(make: Maker) -> None:
    make.library()
    text = (make.content / "government" / "contoh.yaml").read_text("utf-8")
    other = text.replace("id: contoh\nregion: contoh", "id: lain\nregion: teladan").replace(
        "Kabupaten Contoh", "Kota Lain"
    )
    make.file("government/lain.yaml", other.replace("short_name: Contoh", "short_name: Lain"))
    settings = make.root / "settings.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('"contoh"', '"lain"').replace("Contoh Portal", "Panutan")
    )
    make.publish()

    text = make.client().get("/").text

    assert "Pemerintah Kota Lain" in text
    assert "Panutan" in text
    assert "Kabupaten Contoh</" not in text.split("<main")[0]


def test_an_empty_library_has_a_home(make: Maker) -> None:
    make.library(0)

    assert make.client().get("/").status_code == 200


def test_the_print_shows_the_address_that_settings_give(make: Maker) -> None:
    make.library(["jempol"])
    make.publish()

    given = make.client(address="https://tiru.contoh.go.id").get("/inovasi/jempol").text
    asked = make.client().get("/inovasi/jempol", headers={"Host": "portal.lokal"}).text

    assert "https://tiru.contoh.go.id/inovasi/jempol" in given
    assert "http://portal.lokal/inovasi/jempol" in asked


def test_head_answers_without_a_body(small_client: Reader) -> None:
    response = small_client.head("/inovasi/jempol")

    assert (response.status_code, response.data) == (200, b"")
