"""Benchmark: regions side by side, nearest neighbours, gaps, and the fit of a case to us."""

from flask import Flask

from portal.benchmark.service import fits

__all__ = ["fits"]


def init_app(app: Flask) -> None:
    """Open the room, and hang its panels on the pages of cases and regions."""
    from portal.benchmark import views
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    panels.add(app, "case", views.panel_for_case, order=50)
    panels.add(app, "region", views.panel_for_region, order=200)
