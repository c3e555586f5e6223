"""Harvest: what a finished plan has taught becomes a case of our own, and the loop closes."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room, and hang its button on the pages of finished plans."""
    from portal.editing.checking import add_uses
    from portal.harvest import views
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    add_uses(app, views.living_plans)
    panels.add(app, "plan-acts", views.panel_for_plan)
