"""What readers take away: the case as Markdown, any search as a feed, the portal for a search bar."""

from __future__ import annotations

import re
import struct
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest

from portal.documents import typeset
from tests.make import Maker
from tests.reading import Reader

ATOM = "{http://www.w3.org/2005/Atom}"


def test_markdown_is_the_file_as_it_was_published(make: Maker) -> None:
    make.library(["jempol"])
    make.publish()
    path = make.content / "cases" / "teladan" / "jempol.md"
    published = path.read_bytes()
    path.write_text("sedang disunting", "utf-8")

    response = make.client().get("/inovasi/jempol.md")

    assert response.data == published
    assert response.content_type == "text/markdown; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'inline; filename="jempol.md"'


def test_markdown_is_not_sent_again_to_who_has_it(small_client: Reader) -> None:
    mark = small_client.get("/inovasi/jempol.md").headers["ETag"]

    again = small_client.get("/inovasi/jempol.md", headers={"If-None-Match": mark})

    assert (again.status_code, again.data) == (304, b"")


def test_a_feed_is_not_sent_again_to_who_has_it_compressed_or_not(small_client: Reader) -> None:
    plain = small_client.get("/cari.atom?q=jempol")
    packed = small_client.get("/cari.atom?q=jempol", headers={"Accept-Encoding": "gzip"})

    marks = [plain.headers["ETag"], packed.headers["ETag"]]
    again = [small_client.get("/cari.atom?q=jempol", headers={"If-None-Match": mark}) for mark in marks]

    assert packed.content_encoding == "gzip"
    assert marks[1] == f"W/{marks[0]}"  # other bytes, the same words
    assert [(one.status_code, one.data) for one in again] == [(304, b"")] * 2


@pytest.mark.parametrize(
    "address", ["/inovasi/hilang.md", "/inovasi/hilang.pdf", "/inovasi/..%2f..%2fsettings.toml.md"]
)
def test_what_is_not_there_cannot_be_taken_away(small_client: Reader, address: str) -> None:
    assert small_client.get(address).status_code == 404


def feed(client: Reader, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.content_type == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.data)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}"), name
    return root


def test_any_search_is_a_feed_newest_first(make: Maker) -> None:
    make.library(0)
    for slug, started in (("lama", 2015), ("baru", 2024), ("tengah", 2019)):
        make.case(slug, title=f"Kasus <{slug}> & lain", started=started)
    make.case("asing", title="Lain", sector="lingkungan", started=2026)
    make.publish()
    client = make.client(address="https://tiru.contoh.go.id")

    root = feed(client, "/cari.atom?q=kasus&sektor=kesehatan&urut=nama")

    assert [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")] == [
        "Kasus <baru> & lain",
        "Kasus <tengah> & lain",
        "Kasus <lama> & lain",
    ]
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")} == {
        "self": "https://tiru.contoh.go.id/cari.atom?q=kasus&sektor=kesehatan&urut=nama",
        "alternate": "https://tiru.contoh.go.id/cari?q=kasus&sektor=kesehatan&urut=nama",
    }
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Pemerintah Kabupaten Contoh"
    path = "/cari.atom?q=kasus&sektor=kesehatan&urut=nama"
    elsewhere = feed(make.client(address="https://lain.contoh.go.id"), path)
    ids = [[one.text for one in found.iter(f"{ATOM}id")] for found in (root, elsewhere)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 4
    assert all(str(one).startswith("urn:uuid:") for one in ids[0])
    assert root.findtext(f"{ATOM}updated") == "2026-11-21T00:00:00+00:00"


def test_a_feed_without_entries_is_a_feed(small_client: Reader) -> None:
    assert not list(feed(small_client, "/cari.atom?q=xyzzyqwrtp").iter(f"{ATOM}entry"))


def test_signs_that_xml_cannot_hold_are_left_out_of_a_feed(small_client: Reader) -> None:
    root = feed(small_client, "/cari.atom?q=%00%01jem%0Bpol%EF%BF%BE&wilayah=%02")

    assert "jem" in (root.findtext(f"{ATOM}title") or "")


def test_a_browser_may_offer_the_portal_in_its_search_bar(make: Maker) -> None:
    make.library(0)
    make.publish()

    response = make.client(address="https://tiru.contoh.go.id").get("/opensearch.xml")

    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    root = ElementTree.fromstring(response.data)
    assert root.findtext(f"{name}ShortName") == "Contoh Portal"
    address = root.find(f"{name}Url")
    assert address is not None
    assert address.get("template") == "https://tiru.contoh.go.id/cari?q={searchTerms}"


def test_a_case_is_set_once_for_its_edition_and_address(
    small_client: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    compile_ = typeset._compile

    def count(*given: Any) -> bytes:
        made.append(1)
        return compile_(*given)

    monkeypatch.setattr(typeset, "_compile", count)
    here, there = "http://sekali.example", "http://dua-kali.example"

    first = small_client.get("/inovasi/jempol.pdf", base_url=here)
    again = small_client.get("/inovasi/jempol.pdf", base_url=here)
    other = small_client.get("/inovasi/jempol.pdf", base_url=there)

    assert first.data == again.data != other.data
    assert len(made) == 2


def test_a_shared_case_shows_a_small_picture_of_what_it_says(
    small_client: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = small_client.get("/inovasi/jempol").text
    said = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)"', page))

    picture = small_client.get("/inovasi/jempol.png")
    monkeypatch.setattr(typeset, "_compile", None)  # once an edition
    again = small_client.get("/inovasi/jempol.png")

    assert (said["og:title"], said["og:image"]) == ("Jempol", "http://localhost/inovasi/jempol.png")
    assert said["og:description"].startswith("Petugas datang ke rumah warga")
    assert picture.content_type == "image/png"
    assert struct.unpack(">II", picture.data[16:24]) == (1200, 630)
    assert len(picture.data) <= 100 * 1024
    assert again.data == picture.data


def test_the_text_for_a_chat_is_made_of_the_case(small_client: Reader) -> None:
    page = unescape(small_client.get("/inovasi/jempol").text)

    text = page.partition('id="pesan-bagikan"')[2].partition("</textarea>")[0].partition(">")[2]

    assert text.split("\n") == [
        "*Jempol*",
        "Kabupaten Teladan · Kesehatan",
        "100 → 1.400 orang warga terlayani (2021)",
        "http://localhost/inovasi/jempol",
    ]


def test_a_telephone_is_told_how_the_portal_is_installed(small_client: Reader) -> None:
    manifest = small_client.get("/tiru.webmanifest")
    icons = [small_client.get(icon["src"]) for icon in manifest.json["icons"]] if manifest.json else []

    assert manifest.content_type == "application/manifest+json"
    assert (manifest.json or {})["start_url"] == "/"
    assert [struct.unpack(">II", icon.data[16:24]) for icon in icons] == [(192, 192), (512, 512)]
    assert small_client.get("/ikon-9000.png").status_code == 404
