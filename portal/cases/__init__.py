"""Case studies: read, checked, rendered, shown."""

from flask import Flask

from portal.cases.catalogue import (
    CASES,
    for_need,
    get_article,
    get_case,
    most_complete,
    newest,
    related,
    stale,
)
from portal.cases.model import Article, Case

__all__ = [
    "CASES",
    "Article",
    "Case",
    "for_need",
    "get_article",
    "get_case",
    "most_complete",
    "newest",
    "related",
    "stale",
]


def init_app(app: Flask) -> None:
    """Open the room, and hang its panels on the pages of regions and needs."""
    from portal.cases import views
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    panels.add(app, "region", views.panel_for_region)
    panels.add(app, "region-card", views.count_for_region)
    panels.add(app, "need", views.panel_for_need)
    panels.add(app, "need-line", views.count_for_need)
