"""Everything can be done with the keyboard alone, and the reader always sees where the focus is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import CASE, CATALOGUE, HITS, HOME
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser

STOPS = 900  # more Tab presses than any page needs
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const numbers = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const isClear = (colour) => numbers(colour)[3] === 0;
  let ground = element.parentElement, behind = 'rgb(255, 255, 255)';
  for (; ground; ground = ground.parentElement) {
    const colour = getComputedStyle(ground).backgroundColor;
    if (!isClear(colour)) { behind = colour; break; }
  }
  const rings = [getComputedStyle(element), getComputedStyle(element, '::after')]
    .filter((style) => style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).slice(0, 3).map((part) => part / 255)
      .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + .05) / (low + .05);
  };
  const box = element.getClientRects()[0];
  const top = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    name: `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 40)}`,
    contrast: Math.max(0, ...rings.map((style) => contrast(style.outlineColor, behind))),
    isCovered: !top || !(element.contains(top) || top.contains(element)),
  };
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element that matches has the focus."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def path_of(page: Page) -> str:
    """Path, query and fragment of the page being shown."""
    return str(page.evaluate("location.pathname + location.search + location.hash"))


def test_a_reader_gets_from_home_to_a_source_and_back_without_a_mouse(visit: Visit) -> None:
    page = visit.open(HOME)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    tab_to(page, "#q")
    page.keyboard.type("antre")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cari?q=antre")
    tab_to(page, 'a[href="/inovasi/smart-kampung"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/inovasi/smart-kampung")
    tab_to(page, "#rujukan-1-1")
    page.keyboard.press("Enter")

    assert path_of(page) == "/inovasi/smart-kampung#sumber-1"
    page.keyboard.press("Tab")  # the source itself
    page.keyboard.press("Tab")  # the way back
    page.keyboard.press("Enter")
    assert path_of(page) == "/inovasi/smart-kampung#rujukan-1-1"


def test_a_suggestion_is_chosen_with_arrows_and_enter(visit: Visit) -> None:
    page = visit.open(HOME)
    box = page.get_by_role("combobox", name="Apa masalah yang ingin Anda selesaikan?")
    box.focus()

    page.keyboard.type("smart kampung pl")
    expect(page.get_by_role("option").first).to_contain_text("Smart Kampung Plus")
    expect(page.get_by_role("listbox", name="Saran")).to_be_visible()
    page.keyboard.press("ArrowDown")

    expect(box).to_have_attribute("aria-expanded", "true")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_contain_text("Smart Kampung Plus")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/inovasi/smart-kampung$"))


def test_escape_closes_the_suggestions_and_keeps_the_words(visit: Visit) -> None:
    page = visit.open(HOME)
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("smart")
    expect(page.get_by_role("option").first).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("smart")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()


def test_the_arrows_go_round_through_the_field_itself(visit: Visit) -> None:
    page = visit.open(HOME)
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("smart")
    expect(page.get_by_role("option").first).to_be_visible()

    page.keyboard.press("ArrowUp")

    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None


def test_how_many_suggestions_there_are_is_announced(visit: Visit) -> None:
    page = visit.open(HOME)
    page.get_by_role("combobox").focus()

    page.keyboard.type("smart kampung plus")

    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ saran\. Pilih dengan panah bawah\.$"))
    page.get_by_role("combobox").fill("")
    page.keyboard.type("xqzvwkk")
    expect(page.get_by_role("status")).to_have_text("Tidak ada saran.")


def test_leaving_the_field_closes_the_suggestions(visit: Visit) -> None:
    page = visit.open(HOME)
    page.get_by_role("combobox").focus()
    page.keyboard.type("smart")
    expect(page.get_by_role("option").first).to_be_visible()

    page.keyboard.press("Tab")

    expect(page.get_by_role("button", name="Cari")).to_be_focused()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_suggestion_may_be_clicked(visit: Visit) -> None:
    page = visit.open(HOME)
    page.get_by_role("combobox").press_sequentially("kota bandung")

    page.get_by_role("option", name="Kota Bandung wilayah").click()

    page.wait_for_url("**/wilayah/bandung")


def test_the_contents_of_a_case_open_lead_and_close_on_a_telephone(visit: Visit) -> None:
    page = visit.open(CASE, 360)
    contents = page.get_by_role("navigation", name="Isi halaman")
    tab_to(page, ".contents summary")

    page.keyboard.press("Enter")
    tab_to(page, '.contents a[href="#hasil"]')
    page.keyboard.press("Enter")

    assert path_of(page) == f"{CASE}#hasil"
    expect(contents.get_by_role("link", name="Hasil")).to_be_hidden()
    expect(contents.locator(".now")).to_have_text("Hasil")
    page.locator(".contents summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(contents.get_by_role("link", name="Hasil")).to_be_hidden()
    expect(page.locator(".contents summary")).to_be_focused()


def test_the_contents_of_a_case_mark_the_section_being_read(visit: Visit) -> None:
    page = visit.open(CASE)
    contents = page.get_by_role("navigation", name="Isi halaman")

    contents.get_by_role("link", name="Dasar hukum").click()

    expect(contents.locator("[aria-current]")).to_have_text("Dasar hukum")


@pytest.mark.parametrize(
    ("path", "width", "scheme"),
    [(HOME, 1280, "light"), (HOME, 320, "dark"), (HITS, 1280, "dark"), (CATALOGUE, 360, "light"),
     (CASE, 1280, "light"), ("/wilayah/bandung", 360, "dark"), ("/kebutuhan", 1280, "light")],
)  # fmt: skip
def test_whatever_has_the_focus_is_visible_and_shows_it(
    visit: Visit, path: str, width: int, scheme: str
) -> None:
    page = visit.open(path, width, scheme)
    faint, covered, seen = [], [], 0

    for _ in range(STOPS):
        page.keyboard.press("Tab")
        focused: dict[str, Any] | None = page.evaluate(FOCUSED)
        if focused is None:
            break
        seen += 1
        if focused["contrast"] < 3:
            faint.append(focused["name"])
        if focused["isCovered"]:
            covered.append(focused["name"])

    assert seen > 10
    assert faint == []
    assert covered == []
