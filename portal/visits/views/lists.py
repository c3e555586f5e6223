"""Lists of visits: all with filters and totals, a month as a calendar, the files."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement

from portal import access, clock
from portal.access import allow
from portal.clock import add_months
from portal.db import reading
from portal.documents.sheets import Sheet
from portal.government import our_government
from portal.records import lists
from portal.records.limits import FIRST_DAY, LAST_DAY
from portal.records.lists import sheet_routes
from portal.visits import page, queries
from portal.visits.exports import visit_sheet
from portal.visits.models import Visit
from portal.visits.queries import VisitFilters
from portal.visits.rules import MODE_NAMES, Mode, Stage
from portal.visits.views import blueprint
from portal.web import filters
from portal.web.figures import LOCALE

PAGE_SIZE = 25
MAX_MONTH = 300  # visits on a calendar's page


@blueprint.get("/kunjungan")
@allow("visits.read")
def index() -> ResponseReturnValue:
    """All visits, newest news first, narrowed by OPD, stage, mode, region, year."""
    asked, where = _narrowed()
    pages, visits = queries.ROWS.page(where, PAGE_SIZE)
    stages, modes, cost = queries.totals(reading(), where)
    today = clock.today()
    return render_template(
        "visits/index.html",
        lines=[(visit, page.host_name(visit), page.is_waiting_for_report(visit, today)) for visit in visits],
        paging=pages,
        stages=[(stage, stages[stage]) for stage in Stage if stages.get(stage)],
        modes=[(MODE_NAMES[mode], modes[mode]) for mode in Mode if modes.get(mode)],
        cost=cost,
        **_choices(asked),
    )


@blueprint.get("/kunjungan/kalender")
@allow("visits.read")
def calendar() -> ResponseReturnValue:
    """The visits of a month."""
    asked, where = _narrowed()
    first = _month(request.args.get("bulan", ""))
    last = add_months(first, 1) - timedelta(days=1)
    found = queries.in_month(reading(), where, first, last, limit=MAX_MONTH + 1)
    visits = found[:MAX_MONTH]
    before, after = add_months(first, -1), add_months(first, 1)
    return render_template(
        "visits/calendar.html",
        month=str(format_date(first, "MMMM y", locale=LOCALE)),
        weeks=_weeks(first, visits),
        visits=[(visit, page.host_name(visit)) for visit in visits],
        most=MAX_MONTH if len(found) > MAX_MONTH else 0,
        today=clock.today(),
        before=before.strftime("%Y-%m") if before >= FIRST_DAY else "",
        after=after.strftime("%Y-%m") if after <= LAST_DAY else "",
        **_choices(asked),
    )


@dataclass(frozen=True)
class DayCell:
    """A day of the calendar and the visits on it."""

    day: date
    is_in_month: bool
    visits: tuple[Visit, ...]


def _weeks(first: date, visits: list[Visit]) -> list[list[DayCell]]:
    """The month by weeks, Monday first."""

    def cell(day: date) -> DayCell:
        on = tuple(
            visit for visit in visits if visit.start and visit.start <= day <= (visit.end or visit.start)
        )
        return DayCell(day, day.month == first.month, on)

    return [[cell(day) for day in week] for week in Calendar().monthdatescalendar(first.year, first.month)]


def _month(text: str) -> date:
    """The first day of a month like 2026-11; of the present one for anything else."""
    year, _, month = text.partition("-")
    is_plain = text.isascii() and len(text) == 7 and year.isdigit() and month.isdigit()
    if is_plain and FIRST_DAY.year <= int(year) <= LAST_DAY.year and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return clock.today().replace(day=1)


def _narrowed() -> tuple[VisitFilters, list[ColumnElement[bool]]]:
    """The filters of the address, and what they mean together with what the reader may see."""
    found = filters.read(VisitFilters, request.args)
    return found, [*found.conditions(), queries.visible(access.actor())]


def _sheet() -> Sheet:
    """The filtered list as a table."""
    conditions = _narrowed()[1]
    visits = queries.listed(reading(), conditions, limit=lists.MAX_EXPORT)
    total = queries.count(reading(), conditions)
    return visit_sheet(visits, our_government(), clock.today(), total=total)


sheet_routes(blueprint, "/kunjungan", "visits.read", "kunjungan", _sheet)


def _choices(asked: VisitFilters) -> dict[str, object]:
    """What the filter box offers, and the filters as they stand in addresses."""
    return {
        **filters.shown(asked),
        "may_begin": access.opds_where(access.actor(), "visits.begin") != frozenset(),
        "may_curate": access.may(access.actor(), "visits.curate"),
        "may_set_rates": access.opds_where(access.actor(), "visits.rates") != frozenset(),
        "index_url": url_for(".index"),
    }
