"""People of the portal in a real browser: each signed in, in a window of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page

from portal import clock
from tests.browser.visit import Visit

PASSWORD = "sandi-uji-yang-panjang"
# All fields at once: each that is asked for by itself is four questions to the browser. Gives those that
# nobody can see or choose, and the button to press.
FILL = """values => {
  let button = 'button[type=submit]';
  const fill = ([name, value]) => {
    const all = [...document.querySelectorAll(`main form [name="${name}"]`)], first = all[0];
    const one = ['radio', 'submit'].includes(first?.type) ? all.find((each) => each.value === value) : first;
    if (!one || one.disabled) return false;
    if (!one.checkVisibility() && !one.labels?.[0]?.checkVisibility()) return false;
    if (one.type === 'submit') {
      button = `button[name="${name}"][value="${value}"]`;
    } else if (one.type === 'radio' || one.type === 'checkbox') {
      if (!one.checked) one.click();
    } else {
      const option = one.options && [...one.options].find((each) => [each.value, each.label].includes(value));
      if (one.options && !option) return false;
      one.focus();
      one.value = option ? option.value : value;
      for (const kind of ['input', 'change']) one.dispatchEvent(new Event(kind, {bubbles: true}));
    }
    return true;
  };
  return [Object.entries(values).filter((each) => !fill(each)).map(([name]) => name), button];
}"""


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
        missing, button = page.evaluate(FILL, values)
        assert not missing, f"{page.url}: {missing} {page.locator('main').inner_text()}"
        with page.expect_navigation():
            page.locator(f"main form:has(input[name=csrf_token]) {button}").first.click()
        complaint = page.evaluate("document.querySelector('.error-summary')?.innerText")
        assert complaint is None, complaint
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
