"""Dashboards: what the leadership looks at, an OPD's own scorecard, and the month on paper."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room, and hang its entry in the main menu and its link on the pages of OPDs."""
    from portal.dashboards import panels as mine
    from portal.dashboards.views import blueprint
    from portal.web import panels

    app.register_blueprint(blueprint)
    panels.add(app, "nav", mine.nav, order=90)
    panels.add(app, "own-home", mine.home, order=10)
    panels.add(app, "gap", mine.for_gap, order=50)
    panels.add(app, "opd", mine.for_opd, order=50)
