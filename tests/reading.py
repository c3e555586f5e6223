"""A test client that reads: each HTML answer is parsed as a browser would and judged as a page.

Judged are: valid HTML, language, one <h1> that the title begins with, unique ids, labelled inputs, named
links and buttons, references inside the page that lead somewhere, heading order, and no inline style or
script, which the content security policy would stop.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from html5lib.constants import E as MESSAGES
from werkzeug.test import TestResponse

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Reader(FlaskClient):
    """A client whose reader insists on sound pages; `judged` counts them."""

    judged = 0

    def fetch(self, address: str) -> TestResponse:
        """Fetch without judging, to measure the portal and not the judge."""
        return super().open(address)

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Fetch, and judge the page that comes back."""
        response = super().open(*args, **{"buffered": True, **kwargs})  # files are closed at once
        is_page = response.mimetype == "text/html" and response.content_encoding is None
        is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
        is_shown = response.request.method != "HEAD" and response.status_code not in (301, 302, 303, 308)
        if is_page and is_shown and not is_file:
            self.judged += 1
            found = _judge(response.text)
            assert not found, f"{response.request.path} ({response.status_code}): " + "; ".join(found)
        return response


_sound: set[bytes] = set()  # digests of pages that were judged and stood


def _judge(html: str) -> list[str]:
    """What is wrong with a page; one of the same frame that stood is not judged again."""
    digest = sha256(frame(html).encode()).digest()
    if digest in _sound:
        return []
    found = faults(html)
    if not found:
        _sound.add(digest)
    return found


def frame(html: str) -> str:
    """What a page is judged by: its elements and attributes; of the text whether there is any, and its signs.

    Title and headings keep their words, which are compared, and addresses inside the page theirs.
    """
    page = re.sub(r'("csrf_token"[^>]* value)="[^"]*"', r"\1", without_nonces(html))
    page = re.sub(r'( (?:href|action|src|value|content|datetime)=")([^"#]*)(?=")', _without_numbers, page)
    compared = re.findall(r"(?s)<title.*?</title>|<h1.*?</h1>", page)
    return "".join(compared) + re.sub(r">[^<]+", _signs, page)


def _without_numbers(found: re.Match[str]) -> str:
    return found[1] + re.sub(r"\d+", "0", found[2])


def _signs(text: re.Match[str]) -> str:
    return ">" + ("x" if text[0][1:].strip() else "") + "".join(re.findall(r"&[^;\s]*;?|\0", text[0]))


@lru_cache(maxsize=4)
def parse(html: str) -> tuple[Element, tuple[str, ...]]:
    """The page's tree as a browser builds it, and what was wrong with its HTML; not to be changed."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree, tuple(f"line {line}: {MESSAGES[code] % values}" for (line, _), code, values in parser.errors)


def words(element: Element | None) -> str:
    """The text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def without_nonces(html: str) -> str:
    """A page without what differs from one answer to the next."""
    return re.sub(r' nonce="[^"]*"|<input type="hidden" name="sekali"[^>]*>', "", html)


def _each(tree: Element, *tags: str) -> Iterator[Element]:
    return (element for element in tree.iter() if element.tag in tags)


def faults(html: str) -> list[str]:
    """Everything wrong with a page."""
    tree, wrong = parse(html)
    found = list(wrong)
    found += _frame(tree)
    found += _ids(tree)
    found += _names(tree)
    found += _order(tree)
    found += _policy(tree)
    return found


def _frame(tree: Element) -> list[str]:
    found = []
    if tree.get("lang") != "id":
        found.append(f"lang is {tree.get('lang')!r}")
    headings = list(tree.iter("h1"))
    if len(headings) != 1:
        found.append(f"{len(headings)} <h1>")
    title = words(tree.find("./head/title"))
    if headings and not (words(headings[0]) and title.startswith(words(headings[0]))):
        found.append(f"title {title!r} does not begin with the heading {words(headings[0])!r}")
    if len(list(tree.iter("main"))) != 1:
        found.append("not one <main>")
    return found


def _ids(tree: Element) -> list[str]:
    counted = Counter(element.get("id") for element in tree.iter() if element.get("id") is not None)
    found = [f"id {name!r} used {count} times" for name, count in counted.items() if count > 1]
    for element in tree.iter():
        href = element.get("href", "")
        if element.tag == "a" and href.startswith("#") and href[1:] not in counted:
            found.append(f"link to {href} leads nowhere")
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list"):
            for wanted in element.get(name, "").split():
                if wanted not in counted:
                    found.append(f"{name}={wanted!r} names nothing")
    return found


def _names(tree: Element) -> list[str]:
    labelled = {label.get("for") for label in tree.iter("label") if words(label)}
    wrapped = {id(inner) for label in tree.iter("label") if words(label) for inner in label.iter()}
    found = []
    for element in _each(tree, "input", "select", "textarea"):
        has_name = (
            element.get("type") in UNLABELLED
            or (element.get("id") is not None and element.get("id") in labelled)
            or id(element) in wrapped
            or element.get("aria-label")
            or element.get("aria-labelledby")
        )
        if not has_name:
            found.append(f"<{element.tag} name={element.get('name')!r}> has no label")
    for element in _each(tree, "a", "button"):
        if element.get("aria-hidden") == "true":
            continue  # a picture beside the link that says where it leads
        pictured = any(image.get("alt") for image in element.iter("img"))
        if not words(element) and not element.get("aria-label") and not pictured:
            found.append(f"<{element.tag}> without a name: {element.attrib}")
    found += [
        f"image without alt: {image.get('src')}" for image in tree.iter("img") if image.get("alt") is None
    ]
    return found


def _order(tree: Element) -> list[str]:
    levels = [int(element.tag[1]) for element in _each(tree, *HEADINGS)]
    return [
        f"heading jumps from h{before} to h{after}"
        for before, after in pairwise(levels)
        if after > before + 1
    ]


def _policy(tree: Element) -> list[str]:
    found = []
    for element in tree.iter():
        found += [
            f"inline {name} on <{element.tag}>"
            for name in element.attrib
            if name == "style" or name[:2] == "on"
        ]
        if element.tag == "style":
            found.append("<style> in the page")
        if element.tag == "script" and not (element.get("src") and element.get("nonce")):
            found.append("<script> without src and nonce")
    return found
