"""Seasons: the calendar of a year, what is open, whose step is next, who has not done it yet."""

from __future__ import annotations

from flask import Flask

from portal.seasons.progress import add as add_progress

__all__ = ["add_progress", "init_app"]


def init_app(app: Flask) -> None:
    """Open the room, say what waits in it, and hang the way to it on the pages of the register."""
    from portal.adoption import add_task_source
    from portal.seasons import progress, tasks, views, words
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    progress.add(app, "profil", progress.reported)
    add_task_source(app, tasks.of)
    panels.add(app, "nav", views.nav, order=130)
    panels.add(app, "season-actions", views.way)
    words.describe(app)
