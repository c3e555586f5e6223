"""The first screen of a case decides, and five taps lead from a problem to a page for the leader."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.places import CASE
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

ROWS = ("Hasil", "Boleh ditiru?", "Aturan", "Tanya ke")
TOPS = """() => Object.fromEntries([...document.querySelectorAll('.decide > div')].map(row =>
  [row.querySelector('dt').textContent, row.getBoundingClientRect().top]))"""

SIZES = """() => { const own = performance.getEntriesByType('navigation')[0];
  return [own.transferSize, own.encodedBodySize] }"""


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)])
def test_every_answer_before_copying_begins_on_the_first_screen(
    visit: Visit, width: int, height: int
) -> None:
    page = visit.page(width)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(CASE)

    tops: dict[str, float] = page.evaluate(TOPS)

    assert next(iter(tops)).startswith("Di ")
    assert set(ROWS) <= set(tops)
    assert any(name.startswith("Biaya") for name in tops)
    assert max(tops.values()) < height - 20, tops


def test_five_taps_lead_from_a_problem_to_a_page_in_the_hand(visit: Visit) -> None:
    page = visit.page(360)
    page.goto("/")

    page.locator("#q").click()
    page.locator("#q").fill("antre KTP")
    page.locator(".search-form button").click()
    page.locator(".hit h2 a").first.click()
    page.get_by_role("link", name="Satu halaman untuk pimpinan").click()
    expect(page.locator(".brief")).to_contain_text("Keputusan yang diminta")
    with page.expect_download() as got:
        page.get_by_role("link", name="DOCX").click()

    assert got.value.suggested_filename.endswith(".docx")


def test_a_page_that_the_browser_has_runs_its_scripts(visit: Visit) -> None:
    page = visit.page(360)
    page.goto("/")
    page.reload()

    sent, whole = page.evaluate(SIZES)
    assert sent < whole  # the answer was 304, without a body
    page.locator("#q").press_sequentially("samp")
    expect(page.get_by_role("option").first).to_be_visible()
