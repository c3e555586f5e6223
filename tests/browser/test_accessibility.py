"""axe finds nothing on any kind of page, narrow or wide, light or dark, full, empty or gone wrong."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.places import CASE, CATALOGUE, HOME, SHIPPED, SPARSE
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser
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
RUN = "only => axe.run({runOnly: only, resultTypes: ['violations']}).then(result => result.violations)"


def violations(page: Page, *, in_the_dark: bool = True) -> list[str]:
    """What axe has against a page: a line for each element.

    Every rule is asked in the light scheme; the dark one changes colours and nothing else, so there only
    the rules on colours are asked again.
    """
    page.evaluate(BAR)
    page.evaluate(AXE)
    page.emulate_media(color_scheme="light")
    found = page.evaluate(RUN, {"type": "tag", "values": TAGS})
    if in_the_dark:
        page.emulate_media(color_scheme="dark")
        found += page.evaluate(RUN, {"type": "rule", "values": COLOURS})
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

    found = violations(page)

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


@both_widths
@pytest.mark.parametrize("path", [CASE, CATALOGUE, "/wilayah/surabaya"])
def test_axe_finds_nothing_when_everything_that_opens_is_open(
    long_visit: Visit, path: str, width: int
) -> None:
    page = long_visit.turn_to(path, width)
    page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true })")

    found = violations(page)

    assert found == []


def test_axe_finds_nothing_in_the_menu_at_the_bottom_of_a_phone(long_visit: Visit) -> None:
    page = long_visit.turn_to("/bantuan", 360)
    page.get_by_text("Lainnya", exact=True).click()

    assert page.get_by_role("navigation", name="Menu bawah").get_by_role("link", name="Wilayah").is_visible()
    assert [one for one in violations(page) if "bottom-nav" in one or "more-menu" in one] == []
