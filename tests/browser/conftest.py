"""A real Chromium, and two portals on free ports: the shipped library, and a small one never published.

Every worker process has its own browser and portals, so tests may run side by side. Each test gets a
`Visit`; whatever page it opens, nothing may be written to the console and no request may leave the origin.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright
from werkzeug.serving import make_server

from portal.access import Role, allow
from tests.make import Maker, making

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
)  # fmt: skip
TIMEOUT = 15_000  # milliseconds


class Visit:
    """A reader at a portal, who notes everything a page should not do."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.windows: dict[int, Page] = {}

    def page(self, width: int = 1280, scheme: str = "light", **options: Any) -> Page:
        """An empty page of a new reader, with nothing in the cache."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            locale="id-ID",
            **options,
        )
        context.set_default_timeout(TIMEOUT)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", lambda request: self._watch(request.url))
        return page

    def open(self, path: str, width: int = 1280, scheme: str = "light", **options: Any) -> Page:
        """The page at a path."""
        page = self.page(width, scheme, **options)
        page.goto(path)
        return page

    def turn_to(self, path: str, width: int) -> Page:
        """The page at a path, in the one window of that width: quicker than a new reader for each page."""
        if width not in self.windows:
            self.windows[width] = self.page(width)
        self.windows[width].goto(path)
        return self.windows[width]

    def close(self) -> None:
        """End the visit."""
        for context in self.contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        # a browser also notes that the page itself is an error page, which is no fault of the page
        is_own_status = (
            "Failed to load resource" in message.text and "/static/" not in message.location["url"]
        )
        if not is_own_status:
            self.complaints.append(f"console: {message.text} ({message.location['url']})")

    def _watch(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != urlsplit(self.address).netloc:
            self.complaints.append(f"request to {url}")


def chromium() -> str:
    """The browser to drive; without one the test is skipped, and says what to install."""
    candidates = [os.environ.get("CHROMIUM", ""), *NAMES]
    found = next((path for name in candidates if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium; run: apt-get install --yes chromium (or set CHROMIUM=/path/to/chromium)")
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver."""
    path = chromium()
    assert path
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests of a worker."""
    launched = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def large_text_browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser of a reader who doubled the size of text in the browser's settings."""
    launched = playwright.chromium.launch(
        executable_path=chromium(), args=[*QUIET, "--blink-settings=defaultFontSize=32"]
    )
    yield launched
    launched.close()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an app on a free port of this machine."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _is_unexpected(record: logging.LogRecord) -> bool:
    return not (record.exc_info and str(record.exc_info[1]) == "on purpose")


@pytest.fixture(scope="session")
def shipped(real: Maker) -> Iterator[str]:
    """The address of the portal with the shipped library, and of a page that fails: /gangguan."""
    app = real.app()

    @allow(Role.ANYONE)
    def fail() -> str:
        raise ValueError("on purpose")

    app.add_url_rule("/gangguan", "gangguan", fail)
    app.logger.addFilter(_is_unexpected)
    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal without an index, with one case that must be verified again: `usang`."""
    for maker in making(tmp_path_factory.mktemp("sparse")):
        maker.library(["jempol"])
        maker.case("usang", verified="2024-01-02", review_due="2025-01-02", needs=[], results=[])
        with serving(maker.app()) as address:
            yield address


@pytest.fixture
def visit(browser: Browser, shipped: str) -> Iterator[Visit]:
    """A visit to the shipped library."""
    yield from _visiting(browser, shipped)


@pytest.fixture(scope="module")
def long_visit(browser: Browser, shipped: str) -> Iterator[Visit]:
    """One visit to the shipped library for all tests of a module that only look."""
    yield from _visiting(browser, shipped)


@pytest.fixture(scope="module")
def sparse_visit(browser: Browser, sparse: str) -> Iterator[Visit]:
    """One visit to the portal that has hardly anything."""
    yield from _visiting(browser, sparse)


@pytest.fixture
def large_text_visit(large_text_browser: Browser, shipped: str) -> Iterator[Visit]:
    """A visit to the shipped library with text twice as large."""
    yield from _visiting(large_text_browser, shipped)


def _visiting(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.close()
    assert not visit.complaints, visit.complaints
