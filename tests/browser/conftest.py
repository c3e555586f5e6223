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

import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright, expect, sync_playwright
from werkzeug.serving import make_server

from portal.access import Role, allow
from portal.accounts import passwords
from portal.db import transaction
from portal.demo import people
from portal.demo.build import build
from tests.browser.team import PASSWORD, Team
from tests.browser.visit import TIMEOUT, Visit
from tests.make import Maker, making
from tests.queueing import working

# The shell is the same engine without windows: a third less work than the whole browser.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
)  # fmt: skip


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
    expect.set_options(timeout=TIMEOUT)
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
    """The address of a portal without an index, with one case that must be checked again: `usang`."""
    for maker in making(tmp_path_factory.mktemp("sparse")):
        maker.library(["jempol"])
        maker.case("usang", compiled={"date": "2024-01-02", "source": "archive"}, needs=[], results=[])
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


@pytest.fixture(scope="module")
def demo(real: Maker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo of the shipped library; each module has its own, so that one may write into it."""
    for maker in making(tmp_path_factory.mktemp("demo")):
        shutil.copytree(real.root, maker.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("instance"))
        app = maker.app(two_step_roles=())
        build(app, PASSWORD)
        yield app


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def team(
    request: pytest.FixtureRequest, browser: Browser, real: Maker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Team]:
    """The shipped library, copied, with the demo's people and nothing else."""
    for maker in making(tmp_path_factory.mktemp("journey")):
        shutil.copytree(real.root, maker.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("instance"))
        app = maker.app(two_step_roles=())
        with app.app_context(), transaction() as session:
            people.add_everybody(session, passwords.make_hash(PASSWORD))
        with serving(app) as address, working(app):
            one = Team(app, browser, address, scripts=request.param)
            yield one
            one.visit.close()
            assert not one.visit.complaints, one.visit.complaints


def _visiting(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.close()
    assert not visit.complaints, visit.complaints
