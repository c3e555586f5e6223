"""The month on paper: what stood at its end, though much has changed since."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.adoption import Plan, Stage, plans, readings
from portal.adoption.rules import StopReason
from portal.dashboards.report import MonthReport, report
from portal.dashboards.rules import Month, Outcome
from portal.db import reading
from portal.government import our_government
from tests.integration.adoption.conftest import OPD, Office

NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)


def of(office: Office, month: Month) -> MonthReport:
    """A month's report, made now."""
    with office.app.app_context():
        return report(reading(), month, our_government())


def test_a_closed_month_tells_what_stood_at_its_end_and_not_what_came_after(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    office.propose("operator-lain", opd="Dinkes")  # a draft is in no report
    office.pass_days(20)
    office.change("operator", plan_id, lambda s, p, a: readings.add(
        s, p, p.kpis[0], day=date(2026, 12, 5), value=Decimal(20), actor=a
    ))  # fmt: skip

    then, now = of(office, NOVEMBER), of(office, DECEMBER)

    assert (then.is_closed, now.is_closed) == (True, False)
    assert (dict(then.stages), dict(now.stages)) == ({Stage.TRIAL: 1}, {Stage.TRIAL: 1})
    assert then.entered[Stage.TRIAL] == 1
    assert now.entered[Stage.TRIAL] == 0
    assert then.outcomes == {(OPD, Outcome.UNREAD): 1}
    assert now.outcomes == {(OPD, Outcome.MET): 1}
    assert [step.title for step in then.late] == ["Latih petugas"]
    assert then.late[0].days == 4  # due 26 November, read on the 30th


def test_a_plan_stopped_later_still_runs_in_the_report_of_the_month_before(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    office.pass_days(20)
    office.change("kepala", plan_id, to_stopped)

    assert dict(of(office, NOVEMBER).stages) == {Stage.TRIAL: 1}
    assert dict(of(office, DECEMBER).stages) == {Stage.STOPPED: 1}


def to_stopped(session: Session, plan: Plan, actor: Actor) -> None:
    """Stop a plan."""
    plans.move(
        session, plan, Stage.STOPPED, reason="Tidak ada anggaran lagi.", stop_reason=StopReason.BUDGET,
        actor=actor,
    )  # fmt: skip


def test_the_report_of_a_closed_month_is_the_same_bytes_on_any_later_day(office: Office) -> None:
    office.plan(Stage.TRIAL)
    office.pass_days(15)
    first = [office.get("pimpinan", f"/dasbor/laporan/2026-11.{kind}").data for kind in ("pdf", "xlsx")]
    office.pass_days(3)

    again = [office.get("pimpinan", f"/dasbor/laporan/2026-11.{kind}").data for kind in ("pdf", "xlsx")]

    assert again == first
    assert first[0].startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO(first[1]))
    assert book.sheetnames[:3] == ["Dibanding bulan lalu", "Keputusan yang diminta", "Rencana menurut tahap"]
    assert book.sheetnames[-1] == "Catatan"
    rows = {row[0]: row[1] for row in book.worksheets[2].iter_rows(values_only=True)}
    assert rows["Uji coba"] == 1
    changes = {row[0]: row[1:4] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert changes["Rencana berjalan"] == (0, 1, "+1")
    assert changes["Langkah terlambat"] == (0, 1, "+1, memburuk")
    assert changes["KPI mencapai target (%)"][2] == "belum dapat dibandingkan"


@pytest.mark.parametrize("name", ["2026-13", "2026-1", "november", "2027-01"])
def test_what_is_no_month_or_has_not_begun_has_no_report(office: Office, name: str) -> None:
    assert office.get("pimpinan", f"/dasbor/laporan/{name}.pdf").status_code in (404, 409)
