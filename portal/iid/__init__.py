"""IID desk: what the index of a year would be, why, and which paper would lift it. Always a simulation."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room, and hang the ways to it on seasons and innovations."""
    from portal.adoption import add_task_source
    from portal.iid import assessing, proofs, scores, tasks, words
    from portal.iid import panels as mine
    from portal.iid.papers import ordered  # noqa: F401 -- its job
    from portal.iid.views import blueprint, claims, desks, government, papers  # noqa: F401
    from portal.web import panels

    app.register_blueprint(blueprint)
    words.init_app(app)
    proofs.init_app(app)
    add_task_source(app, tasks.of)
    app.extensions["season_scores"] = scores.of_season
    app.extensions["season_kept"] = assessing.kept
    panels.add(app, "innovation-actions", mine.for_innovation, order=40)
    panels.add(app, "season-actions", mine.for_season, order=40)
