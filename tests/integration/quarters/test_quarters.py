"""A quarter of an agency: figures of its plans, frozen when it is settled, the same file ever after."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.adoption import parts, readings
from portal.adoption.models import BudgetLine, Plan
from portal.adoption.rules import Stage
from tests.integration.adoption.conftest import OPD, TODAY
from tests.integration.quarters.conftest import Office, Register

pytestmark = pytest.mark.both_engines("quarters")
PAGE = f"/renja/2026-4/{OPD}"
FACTORS = {
    "driving": "Kades mendukung",
    "hindering": "Mobil satu",
    "follow_up": "Pinjam mobil",
    "next_plan": "",
}


def measured(value: int, day: Any) -> Any:
    """Somebody measures the first KPI of a plan."""

    def act(session: Session, plan: Plan, actor: Actor) -> None:
        readings.add(session, plan, plan.kpis[0], day=day, value=Decimal(value), actor=actor)

    return act


def budgeted(session: Session, plan: Plan, actor: Actor) -> None:
    """Money of this year."""
    plan.no_cost = False
    line = {
        "year": 2026,
        "fund": "apbd-kabupaten",
        "ceiling": 100_000_000,
        "spent": 25_000_000,
        "dpa_number": "1",
    }
    parts.add(session, plan, BudgetLine, line, actor=actor)


def test_a_settled_quarter_prints_the_same_file_whatever_is_written_afterwards(
    office: Office, register: Register
) -> None:
    plan = office.plan(Stage.TRIAL)
    office.change("operator", plan, budgeted)
    office.change("operator", plan, measured(60, TODAY - timedelta(days=3)))
    register.endorsed()
    early = office.post("kepala", f"{PAGE}/tetapkan")
    office.pass_days(45)
    assert "belum berakhir" in early.text
    assert "Angka sementara" in office.get("operator", PAGE).text
    assert "penghambat" in office.post("kepala", f"{PAGE}/tetapkan").text
    assert office.fill("operator", f"{PAGE}/faktor", **FACTORS).status_code == 303
    assert office.post("operator", f"{PAGE}/tetapkan").status_code == 403
    assert office.post("kepala", f"{PAGE}/tetapkan").status_code == 303

    first = {
        form: office.get("kurator", f"{PAGE}/evaluasi-renja.{form}").data for form in ("pdf", "docx", "xlsx")
    }
    office.change("operator", plan, measured(30, TODAY + timedelta(days=20)))
    office.pass_days(3)
    again = {form: office.get("auditor", f"{PAGE}/evaluasi-renja.{form}").data for form in first}

    assert {form: first[form] == again[form] for form in first} == dict.fromkeys(first, True)
    cells = [
        cell.text
        for table in docx.Document(BytesIO(first["docx"])).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert any(cell.startswith("60\n") for cell in cells)
    assert "K 50\nRp 25" in cells
    sheet = openpyxl.load_workbook(BytesIO(first["xlsx"])).worksheets[0]
    assert {100_000_000, 25_000_000, 60} <= {cell.value for row in sheet.iter_rows() for cell in row}
    assert "Mobil satu" in office.get("pembaca", PAGE).text


def test_money_of_a_quarter_is_unknown_until_the_one_before_was_settled_and_a_curator_can_open_again(
    office: Office,
) -> None:
    plan = office.plan(Stage.TRIAL)
    office.change("operator", plan, budgeted)
    office.pass_days(45)
    unknown = "realisasi triwulan ini saja belum diketahui"
    assert unknown in office.get("operator", PAGE).text
    before = f"/renja/2026-3/{OPD}"
    office.fill("operator", f"{before}/faktor", **FACTORS)
    office.post("kepala", f"{before}/tetapkan")
    assert unknown not in office.get("operator", PAGE).text

    refused = office.post("kepala", f"{before}/buka-lagi", reason="Angka keliru sekali")
    opened = office.post("kurator", f"{before}/buka-lagi", reason="Angka keliru sekali")
    assert (refused.status_code, opened.status_code) == (403, 303)
    assert unknown in office.get("operator", PAGE).text
    assert office.get("operator", f"/renja/2030-1/{OPD}").status_code == 404
    assert "0 dari" in office.get("pembaca", "/renja").text
