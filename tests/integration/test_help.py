"""Help where the job is done: a page leads to the help for it, and help says what buttons say."""

from __future__ import annotations

import re

from flask import Flask

from portal.pages import PAGES, read_pages
from portal.yamlfiles import Report
from tests.conftest import ROOT
from tests.make import Maker, reader
from tests.reading import parse, words

SAID = re.compile(r"\*\*([^*]+?)(?: …)?\*\*")


def test_a_page_of_the_portal_leads_to_its_help(make: Maker) -> None:
    make.library()
    make.file(
        "pages/membandingkan.md",
        "---\ntitle: Membandingkan wilayah\nsummary: Dua angka bersebelahan.\nupdated: '2026-12-01'\n"
        "screens: [/pembanding]\n---\n\n## Pilih wilayah\n\nPilih dua.\n",
    )
    make.publish()
    client = make.client()

    tree, _ = parse(client.get("/pembanding").text)
    links = {link.get("href"): words(link) for link in tree.iter("a")}

    assert links["/halaman/membandingkan"] == "Bantuan Membandingkan wilayah"
    assert client.get("/halaman/membandingkan").status_code == 200
    assert "/halaman/membandingkan" not in client.get("/wilayah").text
    assert "/halaman/membandingkan" in client.get("/bantuan").text


def test_an_address_of_a_screen_that_is_none_is_told_with_its_file(make: Maker) -> None:
    make.library(0)
    make.file(
        "pages/salah.md",
        "---\ntitle: Salah\nsummary: X.\nupdated: '2026-12-01'\nscreens: [rencana]\n---\n\n## Satu\n\nIsi.\n",
    )

    report = Report()
    read_pages(make.content, report)

    assert [(problem.path, "screens" in problem.message) for problem in report.problems] == [
        ("content/pages/salah.md", True)
    ]


def test_every_screen_with_help_exists(real_app: Flask) -> None:
    rules = [re.sub(r"<[^>]*>", "x", rule.rule) for rule in real_app.url_map.iter_rules()]
    with real_app.test_request_context("/"):
        screens = {screen for page in PAGES.get().values() for screen in page.screens}

    for screen in screens:
        pattern = re.escape(screen).replace(r"\*", ".+")
        assert any(re.fullmatch(pattern, rule) for rule in rules), screen


def test_the_buttons_that_help_speaks_of_are_words_of_the_portal() -> None:
    source = " ".join(
        re.sub(r"\s+", " ", path.read_text("utf-8"))
        for pattern in ("*.html", "*.py")
        for path in (ROOT / "portal").rglob(pattern)
    )
    missing = [
        f"{path.name}: {said}"
        for path in sorted((ROOT / "content/pages").glob("*.md"))
        if "\nscreens:" in (text := path.read_text("utf-8"))
        for said in SAID.findall(re.sub(r"\s+", " ", text))
        if said not in source
    ]

    assert missing == []


def test_the_index_of_help_needs_no_account(small_app: Flask) -> None:
    assert reader(small_app).get("/bantuan").status_code == 200
