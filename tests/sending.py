"""Forms as a browser sends them: every field that a page holds, with what a person fills in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tests.reading import parse


def forms(page: str, path: str) -> list[tuple[str, Element]]:
    """Where each form of a page that changes something goes to, and the form."""
    found = [form for form in parse(page)[0].iter("form") if form.get("method", "").lower() == "post"]
    return [(form.get("action") or path, form) for form in found]


def fields(page: str, path: str, action: str = "", /, **filled: Any) -> dict[str, Any]:
    """What is sent by the form of a page that goes to `action` (default: to the page's own address)."""
    form = next(form for where, form in forms(page, path) if urlsplit(where).path == (action or path))
    sent: dict[str, Any] = {}
    for element in form.iter():
        name = element.get("name")
        if not name:
            continue
        if element.tag == "textarea":
            sent[name] = (element.text or "").removeprefix("\n")
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [one for one in options if one.get("selected") is not None] or options[:1]
            sent[name] = chosen[0].get("value", "") if chosen else ""
        elif element.tag == "input" and element.get("type") not in ("checkbox", "radio", "submit", "file"):
            sent[name] = element.get("value", "")
        elif element.get("checked") is not None:
            sent[name] = element.get("value", "y")
    return {**sent, **filled}
