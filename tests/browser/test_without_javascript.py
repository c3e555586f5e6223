"""Every task works where scripts are off: search, narrow down, sort, turn pages, read, follow a note."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import CASE, HOME, NOTHING
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


@pytest.fixture(params=[360, 1280])
def page(visit: Visit, request: pytest.FixtureRequest) -> Page:
    """The home page of a reader without scripts."""
    return visit.open(HOME, request.param, java_script_enabled=False)


def open_filters(page: Page) -> None:
    """Open the panel of filters, which on a wide screen always is."""
    summary = page.locator(".facet-box > summary")
    if summary.is_visible():
        summary.click()


def test_a_reader_searches_narrows_sorts_and_turns_the_page(page: Page) -> None:
    page.get_by_label("Apa masalah yang ingin Anda selesaikan?").fill("antre")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hasil pencarian")
    everything = page.locator("#hasil strong").inner_text()

    open_filters(page)
    page.get_by_role("checkbox", name=re.compile("^Kota Bandung")).check()
    page.get_by_role("button", name="Terapkan").click()
    expect(page).to_have_url(re.compile(r"/cari\?q=antre&wilayah=bandung$"))
    assert int(page.locator("#hasil strong").inner_text()) < int(everything)

    page.get_by_role("link", name="Hapus penyaring Kota Bandung").click()
    expect(page.locator("#hasil strong")).to_have_text(everything)
    page.get_by_role("list", name="Urutkan").get_by_role("link", name="Terbaru").click()
    page.get_by_role("link", name="Halaman 2").click()
    expect(page).to_have_url(re.compile(r"/cari\?q=antre&urut=terbaru&hal=2$"))
    expect(page.locator(".hit").first).to_be_visible()


def test_a_reader_reads_a_case_and_follows_a_note_there_and_back(page: Page) -> None:
    page.goto(CASE)

    page.locator("#rujukan-1-1").click()
    expect(page).to_have_url(re.compile("#sumber-1$"))
    page.get_by_role("link", name="Kembali ke rujukan 1 sumber 1", exact=True).click()

    expect(page).to_have_url(re.compile("#rujukan-1-1$"))
    expect(page.get_by_role("link", name="Unduh Markdown")).to_have_attribute("href", f"{CASE}.md")


def test_the_contents_of_a_case_lead_to_its_sections(page: Page) -> None:
    page.goto(CASE)
    summary = page.locator(".contents summary")
    if summary.is_visible():
        summary.click()

    page.get_by_role("navigation", name="Isi halaman").get_by_role("link", name="Penghargaan").click()

    expect(page).to_have_url(re.compile("#penghargaan$"))


def test_older_figures_of_a_region_open(page: Page) -> None:
    page.goto("/wilayah/banyuwangi")
    older = page.locator("details.older").first

    older.locator("summary").click()

    expect(older.locator("li").first).to_be_visible()


def test_a_search_without_hits_offers_ways_on(page: Page) -> None:
    page.goto(NOTHING)

    expect(page.get_by_role("heading", name="Belum ada yang cocok")).to_be_visible()
    page.get_by_role("link", name="Lihat semua inovasi").click()

    expect(page.locator(".hit").first).to_be_visible()
