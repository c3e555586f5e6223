"""Contests: proposals from the register's record, who may take part, and the selection among them."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room, and hang what it keeps on the pages of seasons and innovations."""
    from portal import seasons
    from portal.adoption import add_task_source
    from portal.contests import panels as mine
    from portal.contests import queries, tasks, words
    from portal.contests.views import blueprint, judging, proposals, standing  # noqa: F401
    from portal.web import panels

    app.register_blueprint(blueprint)
    seasons.add_progress(app, "usulan", queries.submitted)
    add_task_source(app, tasks.of)
    panels.add(app, "season", mine.for_season)
    panels.add(app, "innovation", mine.for_innovation, order=60)
    words.describe(app)
