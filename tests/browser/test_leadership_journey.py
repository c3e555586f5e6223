"""The leadership reads the dashboard on a phone, weighs plans against a ceiling, and decides.

Every figure leads to the list that gives the same number; the demo has plans, visits and money in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page
from pypdf import PdfReader

from tests.browser.conftest import serving
from tests.browser.team import Team

pytestmark = [pytest.mark.browser, pytest.mark.early]
# What only follows links is the same without scripts, which the other test has.
once = pytest.mark.parametrize("leadership", [True], indirect=True, ids=["with scripts"])
WHO = "pimpinan"
LEAST_FIGURES = 20
ROOMS = {"/rencana", "/masalah", "/dasbor/kpi", "/kunjungan"}  # whose lists stand behind the figures
GROUNDS = "Satu rencana menunggu tahun depan, sesuai rapat anggaran"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def leadership(request: pytest.FixtureRequest, browser: Browser, demo: Flask) -> Iterator[Team]:
    """The people of the demo."""
    with serving(demo) as address:
        team = Team(demo, browser, address, scripts=request.param)
        yield team
        team.visit.close()
        assert not team.visit.complaints, team.visit.complaints


@once
def test_the_state_and_what_is_asked_stand_on_one_screen_of_a_phone(leadership: Team) -> None:
    page = leadership.page("sekda")  # to whom problems go that an OPD cannot solve
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    size = "[document.documentElement.scrollHeight, document.querySelector('.site-header').offsetHeight]"
    height, header = page.evaluate(size)
    assert height <= 740
    assert header <= 56
    assert page.locator(".glance-numbers li").count() == 5
    assert page.locator(".heat tbody tr").count() >= 4
    page.locator(".decision summary").first.click()  # one tap, and the answers are there
    assert page.locator(".decision [name=ruling]").first.is_visible()


@once
def test_every_figure_of_the_dashboard_leads_to_its_list(leadership: Team) -> None:
    page = leadership.page(WHO)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/dasbor")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    figures = figures_of(page)

    found = {address: number_on(page, address) for address in figures}

    assert found == figures
    assert len({number for number in figures.values() if number}) > 1
    assert len(figures) >= LEAST_FIGURES
    assert {room for room in ROOMS if any(address.startswith(room) for address in figures)} == ROOMS
    assert any("opd=" in address for address in figures if address.startswith("/kunjungan"))


def test_the_leadership_weighs_plans_under_a_ceiling_and_decides(leadership: Team) -> None:
    page = leadership.page(WHO)
    page.set_viewport_size({"width": 360, "height": 740})
    make_scenario(leadership)
    address = page.url
    package, out = titles(page, "paket"), titles(page, "luar")
    assert package
    assert out
    assert all(reason.strip() for reason in page.locator("#luar ~ ul .hint-inline").all_inner_texts())

    refuse_too_much(page, address, len(package) + len(out))
    leave_one_out(page, address, package[0])
    page.get_by_role("link", name="Tetapkan").click()
    page.fill("[name=reason]", "Paket ini yang diajukan dalam pembahasan anggaran")
    with page.expect_navigation():
        page.get_by_role("button", name="Tetapkan paket ini").click()

    text = page.locator("main").inner_text()
    assert "Ditetapkan Pimpinan Contoh" in text
    assert GROUNDS in text
    assert titles(page, "paket") == package[1:]
    assert page.get_by_role("link", name="Ubah paket").count() == 0
    page.goto("/dasbor/prioritas")
    assert page.locator(".tip a").get_attribute("href") == address.removeprefix(leadership.visit.address)


@once
def test_the_leadership_takes_the_report_of_the_month_along(leadership: Team) -> None:
    page = leadership.page(WHO)
    page.goto("/dasbor")
    plans = page.locator(".tiles strong").first.inner_text()
    link = page.locator("a[href^='/dasbor/laporan/'][href$='.pdf']").first

    with page.expect_download() as coming:
        link.click()

    path = coming.value.path()
    assert path is not None
    text = " ".join(one.extract_text() for one in PdfReader(BytesIO(path.read_bytes())).pages)
    assert "Laporan adopsi inovasi" in text
    assert re.search(rf"\b{plans}\b", text)
    assert "Pemerintah Kabupaten Batang" in text


def figures_of(page: Page) -> dict[str, int]:
    """The numbers of the dashboard that lead to a list, by its address; money is none of them."""
    found: dict[str, int] = {}
    for link in page.locator("main .measures a, main .tiles a, main .matrix td a").all():
        number = (link.locator("strong").first if link.locator("strong").count() else link).inner_text()
        if re.fullmatch(r"[\d.]+", number):
            found[link.get_attribute("href") or ""] = int(number.replace(".", ""))
    return found


def number_on(page: Page, address: str) -> int:
    """The number that a list says it has."""
    page.goto(address)
    said = page.locator(".result-bar [role=status]").inner_text()
    match = re.match(r"([\d.]+) (rencana|KPI|masalah|kunjungan)", said)
    assert match, f"{address}: {said}"
    return int(match[1].replace(".", ""))


def make_scenario(team: Team) -> None:
    """A scenario whose first pot holds one rupiah less than all plans ask of it."""
    page = team.page(WHO)
    page.goto("/dasbor/prioritas")
    page.get_by_role("link", name="Susun skenario").click()
    pot = page.locator("[name^=pagu_]").first
    asked = re.sub(r"\D", "", page.locator(f"#{pot.get_attribute('name')}-hint").inner_text())
    page.fill("[name=name]", f"Pagu ketat {'dengan' if team.scripts else 'tanpa'} skrip")
    page.fill("[name=reason]", "Pagu lebih kecil dari yang diminta semua rencana")
    pot.fill(str(int(asked) - 1))
    with page.expect_navigation():
        page.get_by_role("button", name="Hitung dan simpan").click()
    assert "Skenario dihitung dan disimpan" in page.locator("main").inner_text()


def refuse_too_much(page: Page, address: str, plans: int) -> None:
    """A package above the ceiling is refused, and the form says why."""
    boxes = open_package(page, address)
    assert boxes.count() == plans
    for box in boxes.all():
        box.check()
    page.fill("[name=reason]", "Semuanya penting")
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan paket").click()
    assert "pagu" in page.locator(".error-summary").inner_text().lower()


def leave_one_out(page: Page, address: str, title: str) -> None:
    """One plan of the proposal waits, with a reason."""
    open_package(page, address)
    page.locator(".tick", has_text=title).locator("input").uncheck()
    page.fill("[name=reason]", GROUNDS)
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan paket").click()
    assert page.url == address
    assert "dikeluarkan orang" in page.locator("[aria-labelledby=luar]").inner_text()


def open_package(page: Page, address: str) -> Locator:
    """The form of the package; gives its boxes."""
    page.goto(address)
    page.get_by_role("link", name="Ubah paket").click()
    return page.locator("[name=wanted]")


def titles(page: Page, place: str) -> list[str]:
    """The plans of a list on a scenario's page."""
    return page.locator(f"[aria-labelledby={place}] li strong").all_inner_texts()
