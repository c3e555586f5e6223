"""Visits: study visits to other regions, from a need to a decision."""

from flask import Flask

from portal.visits.models import Visit
from portal.visits.queries import get_visit, visible
from portal.visits.rules import STAGE_NAMES, Mode, Stage
from portal.visits.summaries import Summary, summaries
from portal.visits.tasks import of as tasks_of

__all__ = [
    "STAGE_NAMES",
    "Mode",
    "Stage",
    "Summary",
    "Visit",
    "get_visit",
    "init_app",
    "summaries",
    "tasks_of",
    "visible",
]


def init_app(app: Flask) -> None:
    """Open the room, and hang its panels on the pages of cases, needs, regions, plans, work and menus."""
    from portal.adoption import add_task_source
    from portal.evidence import register_record
    from portal.search import others
    from portal.visits import finding, papers, words
    from portal.visits import panels as mine
    from portal.visits.changes import VISIT
    from portal.visits.queries import ROWS
    from portal.visits.views import answers, blueprint, facts, lists, parts, rates, reports, stages, visits  # noqa: F401
    from portal.web import panels

    app.register_blueprint(blueprint)
    others.ask(app, finding.visits)
    papers.init_app(app)
    register_record(app, VISIT, ROWS)
    panels.add(app, "case-actions", mine.case_button, order=60)
    panels.add(app, "case", mine.for_case, order=70)
    panels.add(app, "region", mine.for_region, order=60)
    panels.add(app, "need", mine.for_need, order=210)
    panels.add(app, "plan", mine.for_plan, order=100)
    add_task_source(app, tasks_of)
    panels.add(app, "dashboard", mine.for_dashboard, order=200)
    panels.add(app, "nav", mine.nav, order=110)
    words.init_app(app)
    words.describe(app)
