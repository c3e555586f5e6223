"""Who did what, when and why: a trail that only grows, chained by hashes so that no change stays unseen."""

from flask import Flask

from portal.audit.service import changed_since, changed_subjects, digest_at, head, record
from portal.audit.veil import hide
from portal.audit.words import describe

__all__ = ["changed_since", "changed_subjects", "describe", "digest_at", "head", "hide", "record"]


def init_app(app: Flask) -> None:
    """Open the room."""
    from portal.audit.views import blueprint, init_app
    from portal.db import reading

    app.register_blueprint(blueprint)
    app.extensions["people_version"] = lambda: head(reading())
    init_app(app)
