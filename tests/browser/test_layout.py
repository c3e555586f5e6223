"""Pages fit narrow screens and large letters, read well on paper, and are light to fetch."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from portal.web.static import FOLDER
from tests.browser.places import CASE, HITS, HOME, REGION, SHIPPED
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

WIDE = """() => document.documentElement.scrollWidth > innerWidth
  ? `${document.documentElement.scrollWidth} > ${innerWidth}` : null"""
SMALL = """least => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), small = new Set();
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const style = getComputedStyle(node.parentElement);
    if (node.data.trim() && parseFloat(style.fontSize) <= least) {
      small.add(`${node.parentElement.tagName} ${style.fontSize} ${node.data.trim().slice(0, 30)}`);
    }
  }
  return [...small];
}"""
RESTYLE = """text => {
  const sheet = new CSSStyleSheet();  // added by a script, not inline: the page's policy lets it be
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
LINES = """() => {
  const lengths = [];
  for (const paragraph of document.querySelectorAll('.article p')) {
    const range = document.createRange(), text = paragraph.firstChild;
    if (text.nodeType !== Node.TEXT_NODE || text.data.length < 150) continue;
    let length = 0, bottom = null;
    for (let at = 0; at < text.data.length; at += 1) {
      range.setStart(text, at); range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      if (bottom !== null && box.top >= bottom - 1) { lengths.push(length); length = 0; }
      bottom = box.bottom; length += 1;
    }
  }
  return lengths;
}"""


WIDER = "* { letter-spacing: .03em !important; word-spacing: .06em !important; }"  # another machine's fonts


def ill_fitting(page: Page, widths: Iterable[int]) -> list[str]:
    """The pages that scroll sideways on windows of some widths, or have letters of 14 pixels or less.

    Each is asked with this machine's fonts, and again with wider ones.
    """
    found = []
    for path in SHIPPED.values():
        page.goto(path)
        found += page.evaluate(SMALL, 14)
        for fonts in ("own fonts", "wider fonts"):
            if fonts == "wider fonts":
                page.evaluate(RESTYLE, WIDER)
            for width in widths:
                page.set_viewport_size({"width": width, "height": 800})
                if sizes := page.evaluate(WIDE):
                    found.append(f"{path} at {width}, {fonts}: {sizes}")
    return found


def test_no_page_scrolls_sideways_or_has_tiny_letters(visit: Visit) -> None:
    page = visit.page(320)

    found = ill_fitting(page, (320, 360, 768, 1280))

    assert found == []


def test_no_page_scrolls_sideways_with_text_twice_as_large(large_text_visit: Visit) -> None:
    page = large_text_visit.page(360)

    found = ill_fitting(page, (360, 640, 1280))

    assert found == []


def test_text_twice_as_large_is_twice_as_large(large_text_visit: Visit) -> None:
    page = large_text_visit.open(CASE)

    size = page.locator(".article p").first.evaluate(
        "element => parseFloat(getComputedStyle(element).fontSize)"
    )

    assert size >= 36


def test_a_line_of_an_article_holds_65_to_75_characters(visit: Visit) -> None:
    page = visit.open(CASE)

    lengths: list[int] = page.evaluate(LINES)

    assert 62 <= sum(lengths) / len(lengths) <= 78  # letters differ from machine to machine


@pytest.mark.parametrize("path", [CASE, REGION, HITS, HOME])
def test_a_printed_page_carries_its_address_and_no_furniture(visit: Visit, path: str) -> None:
    page = visit.open(path)
    page.emulate_media(media="print")

    paper = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages)

    assert f"Dicetak dari {visit.address}{path}" in paper.replace("\n", " ")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".site-footer")).to_be_hidden()


def test_a_printed_case_spells_out_where_its_sources_are(visit: Visit) -> None:
    page = visit.open(CASE)
    page.emulate_media(media="print")

    shown = page.locator("#sumber-1 a").first.evaluate("link => getComputedStyle(link, '::after').content")

    assert "https://" in shown


def test_a_printed_region_shows_older_figures_too(visit: Visit) -> None:
    page = visit.open(REGION)
    expect(page.locator("details.older li").first).to_be_hidden()

    page.emulate_media(media="print")

    expect(page.locator("details.older li").first).to_be_visible()


def transferred(page: Page, path: str) -> dict[str, int]:
    """Bytes over the wire for a first visit, headers and compression included, by kind of resource."""
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

    def finished(event: dict[str, object]) -> None:
        kind = kinds.get(str(event["requestId"]), "Other")
        sizes[kind] = sizes.get(kind, 0) + int(float(str(event["encodedDataLength"])))

    session.on("Network.loadingFinished", finished)
    page.goto(path, wait_until="networkidle")
    return sizes


@pytest.mark.parametrize(
    ("path", "budget"), [(HOME, 130), (CASE, 100), (REGION, 100), ("/inovasi", 100), (HITS, 100)]
)
def test_a_first_visit_stays_within_its_budget(visit: Visit, path: str, budget: int) -> None:
    page = visit.page()

    sizes = transferred(page, path)

    assert sizes["Document"] > 1_000
    assert sum(sizes.values()) <= budget * 1024, sizes
    assert sizes["Script"] <= 14 * 1024


def test_the_stylesheet_and_the_scripts_are_small() -> None:
    style = len(gzip.compress((FOLDER / "style.css").read_bytes()))
    scripts = {path.name: len(gzip.compress(path.read_bytes())) for path in FOLDER.glob("*.js")}
    everywhere = scripts.pop("page.js") + scripts.pop("suggest.js")

    assert style <= 14 * 1024
    assert everywhere + max(scripts.values()) <= 5.5 * 1024  # a page has at most one script of its own
