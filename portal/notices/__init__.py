"""Notices: what waits for somebody reaches them once: at the bell, by letter, in their calendar."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room: its pages, its bell, its jobs and their rounds."""
    from portal import jobs
    from portal.home import first_steps
    from portal.notices import first_step, postmen, rounds, views
    from portal.web import panels

    postmen.check(app.extensions["settings"])
    app.register_blueprint(views.blueprint)
    panels.add(app, "header", views.bell, order=800)
    panels.add(app, "account-menu", views.menu_line, order=110)
    first_steps.add(app, first_step.mail)
    jobs.every(app, rounds.LOOK, rounds.look)
    jobs.every(app, rounds.CARRY, rounds.carry)
