"""People of the portal in a real browser: each signed in, in a window of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page

from portal import clock
from tests.browser.visit import Visit

PASSWORD = "sandi-uji-yang-panjang"


def signed_in(visit: Visit, who: str, **options: Any) -> Page:
    """A window of a person of the demo, who came in by the door."""
    page = visit.page(**options)
    page.goto("/masuk")
    page.fill("main input[type=text]", who)
    page.fill("main input[type=password]", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/masuk" not in url)
    return page


class Team:
    """People of the portal, each in a browser of their own."""

    def __init__(self, app: Flask, browser: Browser, address: str, *, scripts: bool) -> None:
        self.app, self.visit, self.scripts = app, Visit(browser, address), scripts
        self.days = 0
        self.real = app.extensions["clock"]
        self.pages: dict[str, Page] = {}

    def page(self, who: str) -> Page:
        """The browser of a person, signed in."""
        if who not in self.pages:
            self.pages[who] = signed_in(self.visit, who, java_script_enabled=self.scripts)
        return self.pages[who]

    def fill_in(self, who: str, path: str, **values: str) -> Page:
        """Open a form, type into it, and send it."""
        page = self.page(who)
        page.goto(path)
        button = "button[type=submit]"
        for name, value in values.items():
            field = page.locator(f"main form [name={name}]").first
            assert field.count(), page.url + page.locator("main").inner_text()
            kind = field.evaluate("one => one.tagName + ':' + one.type")
            if kind.startswith("BUTTON"):
                button = f"button[name={name}][value='{value}']"
            elif kind.startswith("SELECT"):
                field.select_option(value)
            elif kind.endswith(":radio"):
                page.check(f"main form [name={name}][value='{value}']")
            elif kind.endswith(":checkbox"):
                field.check()
            else:
                field.fill(value)
        with page.expect_navigation():
            page.locator(f"main form:has(input[name=csrf_token]) {button}").first.click()
        assert not page.locator(".error-summary").count(), page.locator(".error-summary").inner_text()
        return page

    def press(self, who: str, path: str, button: str) -> Page:
        """Open a page and press a button of it."""
        page = self.page(who)
        page.goto(path)
        with page.expect_navigation():
            page.get_by_role("button", name=button).first.click()
        return page

    def see_done(self, page: Page) -> None:
        """Wait on the page of a job until it leads on; without scripts by pressing its button."""
        if self.scripts:
            page.wait_for_url(lambda url: "/pekerjaan/" not in url)
        while "/pekerjaan/" in page.url:
            page.get_by_role("link", name="Muat ulang").click()

    def pass_days(self, days: int) -> None:
        """Let time go by; everybody has to sign in again."""
        self.days += days
        self.app.extensions["clock"] = lambda: self.real() + timedelta(days=self.days)
        self.pages.clear()

    def today(self, days: int = 0) -> str:
        """A day from today, as a date field wants it."""
        with self.app.app_context():
            return (clock.today() + timedelta(days=days)).isoformat()
