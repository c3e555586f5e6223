"""Briefs: one page for the leader, made from a case, a need and our own figures."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the pages, and hang the way to them on the page of a case."""
    from portal.briefs import views
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    panels.add(app, "case-actions", views.button, order=40)
