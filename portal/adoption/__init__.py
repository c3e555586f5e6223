"""Adoption: the plans by which our agencies imitate innovations, from a proposal to a service that stays."""

from collections.abc import Mapping

from flask import Flask

from portal.adoption.alerts import (
    ALERT_LEVELS,
    ALERT_NAMES,
    AlertFacts,
    AlertLevel,
    Limits,
    Signal,
    gravest,
    signals,
)
from portal.adoption.escalation import RULING_ACTS, Level
from portal.adoption.filters import (
    NO_AFFAIR,
    NO_MISSION,
    OTHER_AFFAIR,
    PlanFilters,
    attention,
    limits_of,
    living,
    of_affair,
)
from portal.adoption.measures import KpiFacts, Phase
from portal.adoption.models import BudgetLine, Kpi, Milestone, Move, Plan, Reading
from portal.adoption.parts import add_milestone
from portal.adoption.plans import open_requirements, propose
from portal.adoption.problem_models import Escalation, PlanProblem
from portal.adoption.problem_queries import named as problem_named
from portal.adoption.queries import candidates, get_plan, not_discarded, visible
from portal.adoption.reminders import Reminder
from portal.adoption.reminders import due as reminders_due
from portal.adoption.rules import ADOPTED, RUNNING, STAGE_NAMES, Stage, preparation
from portal.adoption.summary import Fact
from portal.adoption.tasks import SOON, Card, Task, TaskKind
from portal.adoption.tasks import add_source as add_task_source
from portal.adoption.tasks import everything as everything_to_do
from portal.adoption.warned import warned_plans
from portal.records.ladder import Requirement
from portal.records.planning import AFFAIRS, FUNDS, label

__all__ = [
    "ADOPTED",
    "AFFAIRS",
    "ALERT_LEVELS",
    "ALERT_NAMES",
    "FUNDS",
    "NO_AFFAIR",
    "NO_MISSION",
    "OTHER_AFFAIR",
    "RULING_ACTS",
    "RUNNING",
    "SOON",
    "STAGE_NAMES",
    "AlertFacts",
    "AlertLevel",
    "BudgetLine",
    "Card",
    "Escalation",
    "Fact",
    "Kpi",
    "KpiFacts",
    "Level",
    "Limits",
    "Milestone",
    "Move",
    "Phase",
    "Plan",
    "PlanFilters",
    "PlanProblem",
    "Reading",
    "Reminder",
    "Requirement",
    "Signal",
    "Stage",
    "Task",
    "TaskKind",
    "add_milestone",
    "add_task_source",
    "adopted_by",
    "attention",
    "candidates",
    "case_draft",
    "everything_to_do",
    "get_plan",
    "gravest",
    "label",
    "limits_of",
    "living",
    "not_discarded",
    "of_affair",
    "open_requirements",
    "preparation",
    "problem_named",
    "propose",
    "reminders_due",
    "signals",
    "visible",
    "warned_plans",
]


def adopted_by() -> Mapping[str, tuple[str, ...]]:
    """Case slug -> codes of the OPDs that have begun to adopt it and did not stop."""
    from portal.adoption import queries
    from portal.db import reading

    return queries.adopted_by(reading())


def case_draft(plan: Plan) -> str:
    """The Markdown draft of a case drawn from a plan that reached penerapan; see docs/content-format.md."""
    from portal.adoption.draft import case_draft

    return case_draft(plan)


def init_app(app: Flask) -> None:
    """Open the room, and hang its panels on the pages of cases, needs, home and menus."""
    from portal.adoption import finding, trail, views, words
    from portal.adoption import panels as mine
    from portal.adoption.changes import PLAN
    from portal.adoption.escalation import RULINGS, WANTED, WANTED_BRIEF
    from portal.adoption.evaluations import ANSWERS
    from portal.adoption.queries import ROWS
    from portal.adoption.rules import DECISIONS, STOP_REASONS
    from portal.adoption.views import comments, kpis, lists, papers, parts, plans, problems, stages  # noqa: F401
    from portal.evidence import register_record
    from portal.search import others
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    others.ask(app, finding.plans)
    trail.describe(app)
    register_record(app, PLAN, ROWS)
    panels.add(app, "case-actions", mine.adopt_button, order=50)
    panels.add(app, "case-bar", mine.adopt_in_bar)
    panels.add(app, "case-here", mine.here, order=50)
    panels.add(app, "case-steps-actions", mine.steps_button)
    panels.add(app, "plan", mine.letters_for_plan, order=40)
    panels.add(app, "plan", mine.papers_for_plan, order=50)
    panels.add(app, "case", mine.for_case, order=50)
    panels.add(app, "case", mine.questions_on_case, order=90)
    panels.add(app, "need", mine.for_need, order=200)
    panels.add(app, "own-home", mine.for_home, order=50)
    panels.add(app, "account-menu", mine.menu, order=100)
    panels.add(app, "nav", mine.nav, order=100)
    panels.add(app, "tabs", mine.tabs, order=100)
    app.jinja_env.filters.update(
        stage_name=lambda stage: STAGE_NAMES[stage],
        stop_reason=lambda reason: STOP_REASONS[reason],
        decision_name=lambda decision: DECISIONS[decision],
        ruling_name=lambda ruling: RULINGS[ruling],
        wanted_name=lambda wanted: WANTED[wanted],
        wanted_brief=lambda wanted: WANTED_BRIEF[wanted],
        review_answer=lambda answer: ANSWERS[answer],
        lacking=words.lacking,
        kpi_finding=words.finding,
        risk_level=words.risk_level,
    )
