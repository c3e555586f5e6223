"""Lists of visits: all with filters and totals, a month as a calendar, the files."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement

from portal import access, clock
from portal.access import allow
from portal.adoption.timing import FIRST_DAY, LAST_DAY, add_months
from portal.db import reading
from portal.documents.sheets import CSV, XLSX, make_csv, make_xlsx
from portal.government import our_government
from portal.regions import REGIONS
from portal.visits import forms, page, queries
from portal.visits.exports import visit_sheet
from portal.visits.models import Visit
from portal.visits.queries import Filters
from portal.visits.rules import MODE_NAMES, OUTCOME_NAMES, STAGE_NAMES, Mode, Outcome, Stage
from portal.visits.views import blueprint
from portal.web.figures import LOCALE
from portal.web.paging import paging

PAGE_SIZE = 25
MAX_EXPORT = 5_000
MAX_MONTH = 300  # visits on a calendar's page


@blueprint.get("/kunjungan")
@allow("visits.read")
def index() -> ResponseReturnValue:
    """All visits, newest news first, narrowed by OPD, stage, mode, region, year."""
    filters, where = _narrowed()
    pages = paging(queries.count(reading(), where), PAGE_SIZE)
    visits = queries.listed(reading(), where, offset=pages.offset, limit=PAGE_SIZE)
    stages, modes, cost = queries.totals(reading(), where)
    today = clock.today()
    return render_template(
        "visits/index.html",
        lines=[(visit, page.host_name(visit), page.is_waiting_for_report(visit, today)) for visit in visits],
        paging=pages,
        stages=[(stage, stages[stage]) for stage in Stage if stages.get(stage)],
        modes=[(MODE_NAMES[mode], modes[mode]) for mode in Mode if modes.get(mode)],
        cost=cost,
        **_choices(filters),
    )


@blueprint.get("/kunjungan/kalender")
@allow("visits.read")
def calendar() -> ResponseReturnValue:
    """The visits of a month."""
    filters, where = _narrowed()
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
        **_choices(filters),
    )


@blueprint.get("/kunjungan.csv")
@allow("visits.read")
def csv() -> ResponseReturnValue:
    """The filtered list as CSV."""
    return _file(make_csv(visit_sheet(_exported(), our_government(), clock.today())), CSV, "csv")


@blueprint.get("/kunjungan.xlsx")
@allow("visits.read")
def xlsx() -> ResponseReturnValue:
    """The filtered list as an Excel workbook."""
    return _file(make_xlsx(visit_sheet(_exported(), our_government(), clock.today())), XLSX, "xlsx")


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


def _narrowed() -> tuple[Filters, list[ColumnElement[bool]]]:
    """The filters of the address, and what they mean together with what the reader may see."""
    filters = _filters(request.args)
    return filters, [*filters.conditions(), queries.visible(access.actor())]


def _filters(args: Mapping[str, str]) -> Filters:
    stage, mode, year = args.get("tahap", ""), args.get("cara", ""), args.get("tahun", "")
    region, outcome = args.get("daerah", ""), args.get("hasil", "")
    is_year = year.isascii() and year.isdigit() and len(year) == 4 and 2000 <= int(year) <= 2100
    return Filters(
        opd=args.get("opd", "") if our_government().opd(args.get("opd", "")) else "",
        stage=Stage(stage) if stage in set(Stage) else None,
        mode=Mode(mode) if mode in set(Mode) else None,
        region=region if region in REGIONS.get() else "",
        year=int(year) if is_year else None,
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
    )


def _exported() -> list[Visit]:
    _, where = _narrowed()
    return queries.listed(reading(), where, limit=MAX_EXPORT)


def _choices(filters: Filters) -> dict[str, object]:
    """What the filter box offers, and the filters as they stand in addresses."""
    kept = {
        "opd": filters.opd,
        "tahap": filters.stage.value if filters.stage else "",
        "cara": filters.mode.value if filters.mode else "",
        "daerah": filters.region,
        "tahun": str(filters.year or ""),
        "hasil": filters.outcome.value if filters.outcome else "",
    }
    return {
        "filters": filters,
        "kept": {name: value for name, value in kept.items() if value},
        "is_narrowed": filters != Filters(),
        "here": request.path,
        "opds": our_government().opds,
        "regions": forms.regions(),
        "stage_choices": STAGE_NAMES.items(),
        "mode_choices": MODE_NAMES.items(),
        "outcome_choices": OUTCOME_NAMES.items(),
        "may_begin": access.opds_where(access.actor(), "visits.begin") != frozenset(),
        "may_curate": access.may(access.actor(), "visits.curate"),
        "may_set_rates": access.opds_where(access.actor(), "visits.rates") != frozenset(),
        "index_url": url_for(".index"),
    }


def _file(content: bytes, content_type: str, ending: str) -> Response:
    response = Response(content, content_type=content_type)
    name = f"kunjungan-{clock.today().isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
