"""Guides: how a kind of innovation is begun, and families of cases side by side."""

from flask import Flask

from portal.guides.files import FAMILIES, KINDS
from portal.guides.kinds import families_of, kind_of, kind_of_sector, members
from portal.guides.model import Family, InnovationKind, Outline, Step
from portal.guides.outlines import paper_names

__all__ = [
    "FAMILIES",
    "KINDS",
    "Family",
    "InnovationKind",
    "Outline",
    "Step",
    "families_of",
    "kind_of",
    "kind_of_sector",
    "members",
    "paper_names",
]


def init_app(app: Flask) -> None:
    """Open the room, and hang its panels on the pages of cases and of their list."""
    from portal.guides import finding, views
    from portal.search import others
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    others.publish(app, finding.guides)
    panels.add(app, "case-steps", views.steps_for_case)
    panels.add(app, "catalogue", views.for_catalogue)
    panels.add(app, "results", views.for_results)
