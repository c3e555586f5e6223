"""Records: what plans, visits and later ones have alike: parts, versions, trail, forms of their rows."""

from flask import Blueprint, Flask

from portal.records.kinds import RecordKind
from portal.records.part_views import PartPage, part_routes

SWEEP_EVERY = 600.0  # seconds; previews may hold numbers of persons

__all__ = ["PartPage", "RecordKind", "init_app", "part_routes"]


def init_app(app: Flask) -> None:
    """Give templates the pieces that pages of records share, and the labels of columns; sweep previews."""
    from portal import clock, jobs
    from portal.records import imports
    from portal.records.headings import brackets, headline
    from portal.records.labels import pairs, written
    from portal.records.lists import left_out

    app.register_blueprint(Blueprint("records", __name__, template_folder="templates"))
    app.jinja_env.filters.update(pairs=pairs, written=written, headline=headline, brackets=brackets)
    app.jinja_env.globals["left_out"] = left_out
    jobs.every(app, SWEEP_EVERY, lambda session: imports.sweep(session, clock.now()))
