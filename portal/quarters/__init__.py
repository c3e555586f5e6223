"""Quarters: the evaluation of the work plan (Renja) from plans and register, frozen when it is settled."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room, and hang the way to it on its season."""
    from portal.quarters import views, words
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    panels.add(app, "season-ways", views.way)
    words.describe(app)
