"""Places on a page where rooms of higher storeys hang something.

A room may not import what stands above it, yet a region's page shows the cases of that region, and a
case's page the local plans. So the page names a place, and the higher room registers a panel for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

Panel = Callable[[Any], str]


def add(app: Flask, place: str, panel: Panel, *, order: int = 100) -> None:
    """Hang a panel: a function from the page's subject to HTML ('' for nothing to show)."""
    places = app.extensions.setdefault("panels", {})
    places.setdefault(place, []).append((order, panel))


def render(place: str, subject: object) -> list[Markup]:
    """The HTML of every panel at a place, in order; a database that fails costs panels, never the page."""
    hung = sorted(current_app.extensions.get("panels", {}).get(place, []), key=lambda entry: entry[0])
    rendered = []
    for _, panel in hung:
        try:
            html = panel(subject)
        except SQLAlchemyError as error:
            current_app.logger.error("a panel at %s could not ask the database", place, exc_info=error)
            continue
        if html:
            rendered.append(Markup(html))  # noqa: S704 -- panels render escaped templates
    return rendered
