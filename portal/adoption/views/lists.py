"""Lists of plans: all with filters, the board, the files, an OPD's page, my work."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement

from portal import access, clock, edition
from portal.access import allow
from portal.adoption import page, problem_queries, queries, tasks, words
from portal.adoption.exports import plan_sheet
from portal.adoption.filters import PlanFilters, limits_of
from portal.adoption.models import Plan
from portal.adoption.problem_queries import ProblemFilters
from portal.adoption.views import blueprint
from portal.db import reading
from portal.documents.sheets import Sheet
from portal.government import get_opd, our_government
from portal.records import lists
from portal.records.lists import sheet_routes
from portal.web.filters import shown

PAGE_SIZE = 25
BOARD_SIZE = 15  # plans of a stage on the board


@blueprint.get("/rencana")
@allow("adoption.read")
def index() -> ResponseReturnValue:
    """All plans, newest news first, narrowed by OPD, stage, sector, mission, lateness."""
    filters, where = _narrowed()
    pages, plans = queries.ROWS.page(where, PAGE_SIZE)
    today = clock.today()
    return render_template(
        "adoption/index.html",
        lines=[page.line_of(plan, today) for plan in plans],
        paging=pages,
        ceiling=queries.ceiling(reading(), where, filters.budget_year) if filters.budget_year else None,
        **_choices(filters),
    )


@blueprint.get("/rencana/papan")
@allow("adoption.read")
def board() -> ResponseReturnValue:
    """The same plans by stage."""
    filters, where = _narrowed()
    today = clock.today()
    columns = [
        (stage, number, [page.line_of(plan, today) for plan in plans])
        for stage, number, plans in queries.by_stage(reading(), where, limit=BOARD_SIZE)
    ]
    return render_template("adoption/board.html", columns=columns, **_choices(filters))


@blueprint.get("/tugas")
@allow("adoption.work")
def my_work() -> ResponseReturnValue:
    """What is due, late, or waits for me."""
    found = tasks.everything(reading(), access.actor())
    groups = [(label, [task for task in found if task.group == key]) for key, label in tasks.GROUPS]
    return render_template("adoption/tasks.html", groups=groups, total=len(found), today=clock.today())


@blueprint.get("/opd")
@allow("adoption.read")
def opds() -> ResponseReturnValue:
    """The OPDs and how many plans each has."""
    counts = dict(queries.opds_with_plans(reading(), access.actor()))
    listed = [(opd, counts.get(opd.code, 0)) for opd in our_government().opds]
    without = request.args.get("rencana") == "tanpa"
    if without:
        listed = [(opd, number) for opd, number in listed if not number]
    return render_template(
        "adoption/opds.html",
        opds=sorted(listed, key=lambda entry: (-entry[1], entry[0].name)),
        only_without=without,
    )


@blueprint.get("/opd/<code>")
@allow("adoption.read")
def opd(code: str) -> ResponseReturnValue:
    """One OPD: its plans, its problems, and what it is to answer for."""
    found = get_opd(code)
    actor, today, session = access.actor(), clock.today(), reading()
    where = [Plan.opd == code, queries.visible(actor), queries.not_discarded()]
    pages, plans = queries.ROWS.page(where, PAGE_SIZE)
    filters = ProblemFilters(opd=code)
    return render_template(
        "adoption/opd.html",
        opd=found,
        lines=[page.line_of(plan, today) for plan in plans],
        paging=pages,
        stages=[(stage, number) for stage, number, _ in queries.by_stage(session, where, limit=0) if number],
        late=queries.count(session, [*where, queries.late(today)]),
        problems_open=problem_queries.listed(session, filters, actor, today, limit=PAGE_SIZE),
        needs=[need for need in our_government().needs if code in need.opds],
        level_name=lambda level: words.level_name(level, our_government()),
        today=today,
        may_propose=access.may(actor, "adoption.propose", opd=code),
    )


def _narrowed() -> tuple[PlanFilters, list[ColumnElement[bool]]]:
    """The filters in the address, and as SQL for what this reader may see."""
    filters = PlanFilters.read(request.args)
    conditions = filters.conditions(today=clock.today(), limits=limits_of(edition.settings()))
    return filters, [queries.visible(access.actor()), *conditions]


def _choices(filters: PlanFilters) -> dict[str, object]:
    """What the filter form offers."""
    return {
        **shown(filters),
        "may_propose": access.opds_where(access.actor(), "adoption.propose") != frozenset(),
    }


def _sheet() -> Sheet:
    """The filtered list as a table."""
    conditions = _narrowed()[1]
    if chosen := [int(one) for one in request.args.getlist("pilih") if one.isdecimal() and len(one) < 10]:
        conditions = [*conditions, Plan.id.in_(chosen)]
    plans = queries.listed(reading(), conditions, limit=lists.MAX_EXPORT, options=queries.WITH_BUDGET)
    total = queries.count(reading(), conditions)
    return plan_sheet(plans, our_government(), clock.today(), total=total)


sheet_routes(blueprint, "/rencana", "adoption.read", "rencana", _sheet)
