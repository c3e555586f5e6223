"""A reader at a portal in a real browser, who notes everything a page should not do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.patience import WAIT

TIMEOUT = WAIT * 1_000  # milliseconds


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
