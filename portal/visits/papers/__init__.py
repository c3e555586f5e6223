"""The papers of a study visit: drafts of every letter, the pocket book and the calendar, from one record."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the pages of the papers, and hang the way to them on the page of a visit."""
    from portal.visits.papers.views import blueprint, button
    from portal.web import panels

    app.register_blueprint(blueprint)
    panels.add(app, "visit-actions", button)
