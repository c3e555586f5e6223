"""Work that takes longer than a reader waits: asked for in a table, done by a process beside the server."""

from __future__ import annotations

from flask import Flask

from portal.jobs.kinds import Done, File, handler
from portal.jobs.queue import Lost, ask, end_for, latest
from portal.jobs.running import every
from portal.jobs.task import Task
from portal.jobs.views import follow

__all__ = [
    "Done",
    "File",
    "Lost",
    "Task",
    "ask",
    "end_for",
    "every",
    "follow",
    "handler",
    "init_app",
    "latest",
]


def init_app(app: Flask) -> None:
    """Open the room."""
    from portal.jobs import running, views, words
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    app.extensions["keep_jobs"] = running.start
    app.jinja_env.filters.update(job_words=words.sentence, job_count=words.count)
    panels.add(app, "account-menu", views.menu, order=700)
