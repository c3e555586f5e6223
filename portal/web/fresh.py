"""A page that is as its reader has it is not made again: the answer is 304 before anything is looked up.

A view marked `fresh` shows, to whoever has not signed in, only what follows from the edition, the day, the
portal's own code, the address and what people have done (of which the trail's head is the version). Of
these a tag is made, and asked for first. Such an answer names no policy: the page in the browser goes on
under its own, with its nonce. A page that was made for somebody else is given again while its tag holds,
after all doors have been passed, with a nonce of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError

from portal import clock, edition
from portal.web.headers import nonce

View = TypeVar("View", bound=Callable[..., Any])
ROOT = Path(__file__).parent.parent
CODE = (".py", ".html", ".css", ".js", ".svg", ".xml", ".toml")


MOST = 12 * 1024 * 1024  # bytes of pages that a process keeps
LARGEST = 400 * 1024  # bytes of one


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was made: its headers, and its text cut where the nonce stood."""

    headers: list[tuple[str, str]]
    pieces: list[bytes]

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces))


@dataclass(slots=True)
class Pages:
    """Pages by tag and address of the portal; what was asked for longest ago goes first."""

    kept: OrderedDict[tuple[str, str], Page] = field(default_factory=OrderedDict)
    size: int = 0
    lock: Lock = field(default_factory=Lock)

    def get(self, key: tuple[str, str]) -> Page | None:
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def add(self, key: tuple[str, str], page: Page) -> None:
        with self.lock:
            if key in self.kept or page.size > LARGEST:
                return
            self.kept[key] = page
            self.size += page.size
            while self.size > MOST:
                self.size -= self.kept.popitem(last=False)[1].size


def fresh(view: View) -> View:
    """Mark a view whose page follows from its tag alone, and give that page again while the tag holds."""

    @wraps(view)
    def made_once(*args: Any, **kwargs: Any) -> Any:
        page = _pages().get(_key(g.tag)) if g.get("tag") else None
        if page is None:
            return view(*args, **kwargs)
        g.is_kept = True
        return Response(nonce().encode().join(page.pieces), headers=page.headers)

    made_once.is_fresh = True  # type: ignore[attr-defined]
    return cast(View, made_once)


def init_app(app: Flask) -> None:
    """Ask for the tag before a marked view, and give it after."""
    app.extensions["fresh_pages"] = Pages()

    @app.before_request
    def ask() -> Response | None:
        view = current_app.view_functions.get(request.endpoint or "")
        if request.method not in ("GET", "HEAD") or not getattr(view, "is_fresh", False) or bool(session):
            return None
        g.tag = _tag()
        if g.tag is not None and request.if_none_match.contains_weak(g.tag):
            response = Response(status=304)
            response.set_etag(g.tag, weak=True)
            return response
        return None

    @app.after_request
    def give(response: Response) -> Response:
        tag = g.get("tag")
        if tag is not None and response.status_code == 200 and not session:
            response.set_etag(tag, weak=True)
            if not g.get("is_kept"):
                _keep(tag, response)
        return response


def _pages() -> Pages:
    found: Pages = current_app.extensions["fresh_pages"]
    return found


def _key(tag: str) -> tuple[str, str]:
    return tag, request.url_root


def _keep(tag: str, response: Response) -> None:
    """Keep what was made, unless it goes out bit by bit or sets a cookie."""
    if request.method == "GET" and response.is_sequence and "Set-Cookie" not in response.headers:
        body, mark = response.get_data(), g.get("nonce")
        pieces = body.split(mark.encode()) if mark else [body]
        _pages().add(_key(tag), Page(list(response.headers), pieces))


def _tag() -> str | None:
    """What the page depends on; None where what people have done cannot be told."""
    folder = edition.in_use()
    if folder is None:
        return None
    people: Callable[[], object] = current_app.extensions["people_version"]
    try:
        done = people()
    except SQLAlchemyError:
        return None
    parts = (request.full_path, folder.name, clock.today(), done, _code(), repr(edition.settings()))
    return blake2b(repr(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()


@cache
def _code() -> str:
    """Changes with every release, and with every file that is changed while one develops."""
    stats = sorted((str(path), path.stat().st_mtime_ns) for path in ROOT.rglob("*") if path.suffix in CODE)
    return blake2b(repr(stats).encode(), digest_size=12).hexdigest()
