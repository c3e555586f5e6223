"""axe finds nothing on any kind of page, narrow or wide, light or dark, full, empty or gone wrong."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.places import HOME, SHIPPED, SPARSE
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.early]
both_widths = pytest.mark.parametrize("width", [320, 1280])
WIDE = ("home", "catalogue", "search, hits", "case, long", "region, many figures", "needs")
"""Kinds of pages that are laid out differently where there is room; the others are looked at on a phone."""

AXE: str = Axe().axe_script
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
# Bars at the bottom lie over what is scrolled below them; whatever has the focus is scrolled clear of them
# (test_keyboard.py), and how far a link looks out from under them at one moment says nothing.
BAR = (
    "document.querySelectorAll('.bottom-nav, .facet-send')"
    ".forEach((bar) => bar.style.setProperty('position', 'static'))"
)
# Everything that opens is open, so that axe reads it as well.
OPEN = "document.querySelectorAll('main details').forEach((details) => { details.open = true })"
# The colours of a row say nothing more when twenty of the same make follow: of neighbours whose elements and
# classes are the same three are kept. Most of axe's work is finding what lies behind each letter.
THIN = """() => {
  const looks = (one) => ['class', 'style', 'hidden'].map((name) => one.getAttribute(name)).join();
  const make = (one) => `<${one.localName} ${looks(one)} ${[...one.children].map(make).join('')}>`;
  for (const list of document.querySelectorAll('main :is(ul, ol, dl, tbody, div, section, article)')) {
    const met = new Map();
    for (const one of [...list.children]) {
      const own = make(one), times = met.get(own) ?? 0;
      met.set(own, times + 1);
      if (times >= 3) one.style.setProperty('display', 'none');
    }
  }
}"""
RUN = "asked => axe.run({...asked, resultTypes: ['violations']}).then(result => result.violations)"
NO_COLOURS = {name: {"enabled": False} for name in COLOURS}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("dark", "light")


def violations(page: Page, *, in_the_dark: bool = True) -> list[str]:
    """What axe has against a page: a line for each element. Some rows are hidden afterwards.

    The dark scheme changes colours and nothing else, so there only the rules on colours are asked again.
    """
    page.evaluate(f"() => {{ {BAR}; {OPEN} }}")
    page.evaluate(AXE)
    found = page.evaluate(RUN, {"runOnly": {"type": "tag", "values": TAGS}, "rules": NO_COLOURS})
    page.evaluate(THIN)
    for scheme in SCHEMES if in_the_dark else SCHEMES[1:]:
        page.emulate_media(color_scheme=scheme)
        found += page.evaluate(RUN, {"runOnly": {"type": "rule", "values": COLOURS}})
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(
    ("path", "width"),
    [
        pytest.param(path, width, id=f"{kind}-{width}")
        for kind, path in SHIPPED.items()
        for width in ((320, 1280) if kind in WIDE else (320,))
    ],
)
def test_axe_finds_nothing_on_a_page_of_the_shipped_library(long_visit: Visit, path: str, width: int) -> None:
    page = long_visit.turn_to(path, width)

    found = violations(page, in_the_dark=width == 320)

    assert found == []


@both_widths
@pytest.mark.parametrize("path", SPARSE.values(), ids=SPARSE)
def test_axe_finds_nothing_where_there_is_no_index_and_hardly_a_case(
    sparse_visit: Visit, path: str, width: int
) -> None:
    page = sparse_visit.turn_to(path, width)

    found = violations(page)

    assert found == []


@both_widths
def test_axe_finds_nothing_while_suggestions_are_shown(visit: Visit, width: int) -> None:
    page = visit.open(HOME, width)
    page.get_by_role("combobox").press_sequentially("smart")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")

    found = violations(page)

    assert found == []


def test_axe_finds_nothing_in_the_menu_at_the_bottom_of_a_phone(long_visit: Visit) -> None:
    page = long_visit.turn_to("/bantuan", 360)
    page.get_by_text("Lainnya", exact=True).click()

    assert page.get_by_role("navigation", name="Menu bawah").get_by_role("link", name="Wilayah").is_visible()
    assert [one for one in violations(page) if "bottom-nav" in one or "more-menu" in one] == []
