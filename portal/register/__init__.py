"""Register: the innovations of our own units, what a plan becomes once it is applied."""

from flask import Flask

from portal.register.models import Innovation
from portal.register.queries import get_innovation, visible
from portal.register.rules import STAGE_NAMES, Stage

__all__ = ["STAGE_NAMES", "Innovation", "Stage", "get_innovation", "init_app", "visible"]


def init_app(app: Flask) -> None:
    """Open the room, and hang its panels on the pages of plans, cases and menus."""
    from portal.adoption import add_task_source
    from portal.evidence import register_record
    from portal.register import finding, papers, tasks, words
    from portal.register import panels as mine
    from portal.register.changes import INNOVATION
    from portal.register.importing import ordered  # noqa: F401 -- its jobs
    from portal.register.queries import ROWS
    from portal.register.views import (  # noqa: F401
        blueprint,
        comments,
        imports,
        innovations,
        lists,
        packs,
        parts,
        public,
        seasons,
    )
    from portal.search import others
    from portal.web import panels

    app.register_blueprint(blueprint)
    register_record(app, INNOVATION, ROWS)
    others.ask(app, finding.innovations)
    add_task_source(app, tasks.of)
    panels.add(app, "nav", mine.nav, order=120)
    panels.add(app, "plan", mine.for_plan, order=20)
    panels.add(app, "case", mine.for_case, order=80)
    panels.add(app, "catalogue", mine.catalogue, order=200)
    papers.init_app(app)
    words.init_app(app)
    words.describe(app)
