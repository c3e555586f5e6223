"""Pages of people who work with the portal: axe finds nothing, none scrolls sideways, none complains.

They are those of the demo, which has plans in every stage, problems, evidence, drafts and questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from portal.db import reading
from portal.evidence import Evidence
from tests.browser.conftest import serving
from tests.browser.team import signed_in
from tests.browser.test_accessibility import violations
from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.early]
ROLES = ("operator", "kepala", "kurator", "pimpinan", "auditor", "admin", "pembaca")
PUBLIC = ("pages.", "regions.", "government.", "static")  # the same for everybody; tested elsewhere
# What a person with a keyboard could stand on without seeing where.
UNSEEN_FOCUS = """() => {
  const seen = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const unseen = (one) => {
    one.focus({focusVisible: true, preventScroll: true});
    return ![one, ...(one.labels ?? [])].some(seen);
  };
  const all = 'a[href], button, input:not([type=hidden]), summary, select, textarea';
  return [...document.querySelectorAll(all)]
    .filter((one) => one.checkVisibility() && !one.disabled && unseen(one))
    .map((one) => one.outerHTML.slice(0, 120));
}"""
LEAST = 40  # kinds of pages that must have been found, so that a broken menu cannot empty the test


@pytest.fixture(scope="module")
def visit_of_demo(browser: Browser, demo: Flask) -> Iterator[Visit]:
    """One visit for everybody; each person has a page of their own."""
    with serving(demo) as address:
        visit = Visit(browser, address)
        yield visit
        visit.close()
        assert not visit.complaints, visit.complaints


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, str]]:
    """The kinds of pages that were looked at, and by whom."""
    by_whom: dict[str, str] = {}
    yield by_whom
    if set(by_whom.values()) == set(ROLES):
        assert len(by_whom) >= LEAST, sorted(by_whom)


@pytest.mark.parametrize("who", ROLES)
def test_every_kind_of_page_that_people_can_reach_is_sound(
    visit_of_demo: Visit, demo: Flask, seen: dict[str, str], who: str
) -> None:
    found = list(walk(signed_in(visit_of_demo, who), demo, seen, who))

    assert not found, "\n".join(found)


def test_parts_of_a_plan_open_by_a_link_stay_open_and_print_whole(visit_of_demo: Visit) -> None:
    page = signed_in(visit_of_demo, "operator", width=360)
    page.goto("/rencana/1#riwayat")
    history, wanted = (page.locator(f"[data-fold={name}]") for name in ("riwayat", "risiko"))

    expect(history).to_have_attribute("open", "")
    wanted.locator("summary").click()
    page.goto("/rencana/1")
    expect(wanted).to_have_attribute("open", "")
    act = page.locator(".next-act").bounding_box()
    page.emulate_media(media="print")

    assert act
    assert act["y"] + act["height"] < 800  # in sight on the first screen, whatever is above
    assert page.locator("#tiru h3").first.is_visible()  # a part that nobody opened


def test_focus_and_bars_can_be_seen_where_colours_are_forced(visit_of_demo: Visit) -> None:
    page = signed_in(visit_of_demo, "pimpinan", forced_colors="active")
    for path in ("/dasbor", "/rencana/1"):
        page.goto(path)

        assert page.evaluate(UNSEEN_FOCUS) == [], path
        bar = Image.open(BytesIO(page.locator("progress:visible").first.screenshot())).convert("RGB")
        done, left = (bar.getpixel((bar.width * part // 100, bar.height // 2)) for part in (8, 94))
        assert done != left or page.locator("progress:visible").first.evaluate("one => one.position") == 1


def walk(page: Page, app: Flask, seen: dict[str, str], who: str) -> Iterator[str]:
    """What is wrong with the pages that links lead to from a person's tasks, one for each new endpoint."""
    waiting = ["/tugas", "/"]
    while waiting:
        path = waiting.pop(0)
        yield from ills(page, path)
        for link in page.eval_on_selector_all("a[href]", "all => all.map(one => one.pathname + one.search)"):
            endpoint = endpoint_of(app, link)
            if endpoint and endpoint not in seen:
                seen[endpoint] = who
                waiting.append(link)


def endpoint_of(app: Flask, link: str) -> str:
    """The endpoint of a page worth looking at; "" for files, other sites and what is tested elsewhere."""
    path = urlsplit(link).path
    if re.search(r"\.[a-z]+\Z", path) or ("/bukti/" in path and path.count("/") > 2):
        return ""
    try:
        endpoint, _ = app.url_map.bind("").match(path, "GET")
    except (NotFound, RequestRedirect, MethodNotAllowed):
        return ""
    if endpoint == "home.health":  # JSON, for programs that watch
        return ""
    return "" if str(endpoint).startswith(PUBLIC) else str(endpoint)


def ills(page: Page, path: str) -> list[str]:
    """What is wrong with a page; axe is asked on the narrow one, where most can go wrong."""
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        return [f"{path}: {answer and answer.status}"]
    found = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: scrolls sideways at {width}")
    return found + [f"{path}: {violation}" for violation in violations(page, in_the_dark=False)]


def test_each_unchecked_paper_of_the_demo_waits_once_and_leaves_with_its_verdict(
    visit_of_demo: Visit, demo: Flask
) -> None:
    with demo.app_context():
        papers = reading().scalars(select(Evidence).where(Evidence.withdrawn_at.is_(None))).all()
        unchecked = sorted(one.id for one in papers if one.verdict is None)
    page = signed_in(visit_of_demo, "kurator")

    before = waiting(page)
    first = next(one for one in before if page.goto(f"/bukti/{one}") and page.locator("#periksa").count())
    page.check("main input[name=verdict][value=terverifikasi]")
    with page.expect_navigation():
        page.click("text=Simpan hasil pemeriksaan")

    assert sorted(before) == unchecked
    assert len(unchecked) > 20
    assert waiting(page) == [number for number in before if number != first]


def waiting(page: Page) -> list[int]:
    """The papers in the queue, over all its pages, in their order."""
    found: list[int] = []
    for number in range(1, 9):
        page.goto(f"/bukti/antrean?hal={number}")
        links = page.locator("main ul.rows > li .grow > a").all()
        found += [int(str(link.get_attribute("href")).rpartition("/")[2]) for link in links]
        if not page.locator(f"main a[href*='hal={number + 1}']").count():
            break
    return found
