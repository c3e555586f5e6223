"""Papers of the year around our own innovations: proposals, penetapan, executing team, trial, assessment."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open their pages, and hang the ways to them on seasons and innovations."""
    from portal.register.papers.views import blueprint, way, way_of_season
    from portal.web import panels

    app.register_blueprint(blueprint)
    panels.add(app, "innovation-actions", way)
    panels.add(app, "season-actions", way_of_season)
