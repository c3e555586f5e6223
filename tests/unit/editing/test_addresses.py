"""Outside sites: found however a link is written, and named so that look-alikes show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portal.editing.addresses import known_sites, site_of, sites_in, sites_linked, sites_of_files


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.kompas.com/a?b=c", "kompas.com"),
        ("http://Kompas.COM:8080", "kompas.com"),
        ("https://kompas.com@jahat.example/x", "jahat.example"),
        ("https://kompas.com.jahat.example", "kompas.com.jahat.example"),
        (r"https:\\jahat.example\x", "jahat.example"),
        ("//jahat.example/x", "jahat.example"),
        ("www.jahat.example", "jahat.example"),
        ("https://k\u043empas.com", "xn--kmpas-jye.com"),
        ("https://jahat.example./", "jahat.example"),
        ("https://103.12.9.1/x", "103.12.9.1"),
        ("https://%6aahat.example", "jahat.example"),
        ("https://", ""),
        ("https://[::1", ""),
        ("https://satu", ""),
    ],
)
def test_an_address_leads_to_a_site(address: str, site: str) -> None:
    assert site_of(address) == site


def test_every_full_address_in_a_text_counts() -> None:
    text = (
        "Lihat [ini](https://satu.example/a), <https://dua.example>, HTTPS://TIGA.example. "
        "www.empat.example; [x]: //lima.example/z dan /inovasi/mal serta Kompas.com."
    )

    found = sites_in(text)

    assert found == {"satu.example", "dua.example", "tiga.example", "empat.example", "lima.example"}


def test_every_link_of_a_rendered_article_counts_however_it_was_written() -> None:
    html = (
        '<p><a href="https&#58;//satu.example">x</a> <a href="#sumber-1">1</a> <a href="/inovasi/a">b</a></p>'
    )

    assert sites_linked(html) == {"satu.example"}


def test_an_edition_knows_the_sites_of_all_its_parts(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.json").write_text(json.dumps({"html": '<a href="https://satu.example/x">'}))
    (tmp_path / "cases.json").write_text(json.dumps({"a": {"url": "https://dua.example/"}}))
    (tmp_path / "regions.json").write_text(json.dumps({"url": "https://www.tiga.example"}))

    assert known_sites(tmp_path) == {"satu.example", "dua.example", "tiga.example"}


def test_files_know_theirs_where_nothing_is_published(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("https://satu.example")
    (tmp_path / "b.yaml").write_text("url: https://dua.example/x")
    (tmp_path / "c.txt").write_text("https://tiga.example")

    assert sites_of_files(tmp_path) == {"satu.example", "dua.example"}
