"""A page that is as its reader has it is not made again: the answer is 304 before anything is looked up.

A view marked `fresh` shows, to whoever has not signed in, only what follows from the edition, the day, the
portal's own code, the address and what people have done (of which the trail's head is the version). Of
these a tag is made, and asked for first. Such an answer names no policy: the page in the browser goes on
under its own, with its nonce.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError

from portal import clock, edition

View = TypeVar("View", bound=Callable[..., Any])
ROOT = Path(__file__).parent.parent
CODE = (".py", ".html", ".css", ".js", ".svg", ".xml", ".toml")


def fresh(view: View) -> View:
    """Mark a view whose page follows from its tag alone."""
    view.is_fresh = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Ask for the tag before a marked view, and give it after."""

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
        return response


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
