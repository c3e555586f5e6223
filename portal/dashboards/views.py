"""Pages of the leadership: the dashboard, its warnings and outcomes, an OPD's scorecard."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal import access, clock
from portal.access import allow
from portal.adoption import ALERT_LEVELS, ALERT_NAMES, AlertLevel
from portal.dashboards import queries, warnings
from portal.dashboards.board import board, order_of_stages
from portal.dashboards.paper import address_names, document, sheets
from portal.dashboards.report import MonthReport, report
from portal.dashboards.rules import OUTCOMES, Month, Outcome, months_before
from portal.dashboards.scorecard import scorecard
from portal.dashboards.sparks import sparks
from portal.dashboards.standing import standing
from portal.db import reading
from portal.documents import make_pdf
from portal.documents.sheets import XLSX, make_book
from portal.errors import NotFound
from portal.government import get_opd, opd_names, our_government
from portal.web.attachments import PDF, attachment
from portal.web.filters import whole
from portal.web.paging import paging

blueprint = Blueprint("dashboards", __name__, template_folder="templates")
PAGE_SIZE = 50
MONTHS = 6  # reports offered on the page; older ones by their address


@blueprint.get("/dasbor")
@allow("dashboards.read")
def show() -> ResponseReturnValue:
    """Where adoption stands, what is late, what waits for me."""
    found = board(reading(), access.actor(), year=whole(1000, 9999)(request.args.get("tahun", "")))
    return render_template(
        "dashboards/show.html",
        board=found,
        stage_names=order_of_stages(),
        limits=warnings.own_limits(),
        names=ALERT_NAMES,
        opd_names=opd_names(),
        government=our_government(),
        months=address_names(months_before(clock.today(), MONTHS)),
    )


@blueprint.get("/dasbor/peringatan")
@allow("dashboards.read")
def alerts() -> ResponseReturnValue:
    """Every plan with a warning, and why."""
    asked, opd = request.args.get("tingkat", ""), request.args.get("opd", "")[:60]
    level = AlertLevel(asked) if asked in ALERT_LEVELS else None
    session, actor = reading(), access.actor()
    now = standing(session)
    counted = warnings.counts(now, actor)
    pages = paging(counted.of(level, opd), PAGE_SIZE)
    return render_template(
        "dashboards/alerts.html",
        counts=counted.by_degree(opd),
        lines=warnings.lines(session, now, actor, opd=opd, level=level, offset=pages.offset, limit=PAGE_SIZE),
        level=level,
        opd=opd,
        names=ALERT_NAMES,
        paging=pages,
        limits=warnings.own_limits(),
        opd_names=opd_names(),
    )


@blueprint.get("/dasbor/kpi")
@allow("dashboards.read")
def kpis() -> ResponseReturnValue:
    """The KPIs behind the outcomes: where we started, the target, what was read last."""
    asked, opd = request.args.get("keadaan", ""), request.args.get("opd", "")[:60]
    outcome = Outcome(asked) if asked in set(Outcome) else None
    rows = queries.begun_kpis(reading(), access.actor(), clock.today(), opd=opd)
    found = [row for row in rows if outcome is None or row.outcome is outcome]
    pages = paging(len(found), PAGE_SIZE)
    shown = found[pages.offset : pages.offset + PAGE_SIZE]
    return render_template(
        "dashboards/kpis.html",
        rows=list(zip(shown, sparks(reading(), shown), strict=True)),
        outcome=outcome,
        outcomes=OUTCOMES,
        opd=opd,
        paging=pages,
    )


@blueprint.get("/dasbor/opd/<code>")
@allow("dashboards.opd")
def opd(code: str) -> ResponseReturnValue:
    """One OPD's scorecard: its own plans, history and targets, beside the middle of its kind."""
    known = get_opd(code)
    access.require("dashboards.opd", opd=code)
    found = scorecard(reading(), access.actor(), known)
    return render_template("dashboards/opd.html", card=found, names=ALERT_NAMES, opd_names=opd_names())


@blueprint.get("/dasbor/laporan/<month>.pdf")
@allow("dashboards.read")
def report_pdf(month: str) -> ResponseReturnValue:
    """The month's report as PDF."""
    found, government = _report(month), our_government()
    return attachment(make_pdf(document(found, government)), PDF, f"laporan-adopsi-{found.month}.pdf")


@blueprint.get("/dasbor/laporan/<month>.xlsx")
@allow("dashboards.read")
def report_xlsx(month: str) -> ResponseReturnValue:
    """The month's report as a workbook."""
    found, government = _report(month), our_government()
    return attachment(make_book(sheets(found, government)), XLSX, f"laporan-adopsi-{found.month}.xlsx")


def _report(text: str) -> MonthReport:
    month = Month.read(text)
    if month is None:
        raise NotFound("Tulis bulannya sebagai tahun dan bulan, misalnya 2026-10.")
    return report(reading(), month, our_government())
