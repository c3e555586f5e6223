"""Lists, calendar, exports, panels; and that none of them asks more the more there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, insert

from portal.adoption import Stage as PlanStage
from portal.visits import Mode, Stage, Visit, summaries
from tests.integration.adoption.conftest import NOW
from tests.integration.visits.conftest import OPD, OTHER_OPD, TODAY, Office, Visits

pytestmark = pytest.mark.both_engines("visits")

PATHS = [
    "/kunjungan", "/kunjungan/kalender", "/kunjungan.csv", "/tugas", "/wilayah/teladan",
    "/kebutuhan/antre-ktp", "/inovasi/jempol", "/kunjungan/1/yang-diketahui",
]  # fmt: skip


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database inside the block."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(app.extensions["engine"], "before_cursor_execute", note)


def crowd(office: Office, number: int) -> None:
    """Many visits, written straight into the table."""
    row = {
        "version": 1, "opd": OPD, "need_id": "antre-ktp", "mode": Mode.TRIP, "region": "teladan",
        "start": TODAY, "end": TODAY + timedelta(days=1), "created_at": NOW, "last_news_at": NOW,
        "submitted_at": NOW, "stage": Stage.UNDER_WAY, "is_free": False, "head_proposed": False,
    }  # fmt: skip
    texts = [column.name for column in Visit.__table__.columns if str(column.type) in ("TEXT",)]
    names = [
        column.name
        for column in Visit.__table__.columns
        if str(column.type).startswith("VARCHAR") and column.name not in row
    ]
    blank = dict.fromkeys([*texts, *names], "")
    rows = [{**blank, **row, "title": f"Kunjungan {place}", "reply": ""} for place in range(number)]
    with office.inside() as session:
        session.execute(insert(Visit), rows)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_a_fixed_number_of_questions(office: Office, visits: Visits, path: str) -> None:
    visits.at(Stage.UNDER_WAY)
    crowd(office, 3)
    office.get("operator", path)
    with counted(office.app) as few:
        assert office.get("operator", path).status_code == 200
    crowd(office, 300)

    with counted(office.app) as many:
        office.get("operator", path)

    assert len(many) == len(few)


def test_the_summary_asks_twice_however_much_there_is(office: Office, visits: Visits) -> None:
    visits.at(Stage.FOLLOWED)
    crowd(office, 200)

    with office.inside() as session, counted(office.app) as statements:
        found = summaries(session)

    asked = [one for one in statements if one.startswith("SELECT") and "advisory_xact_lock" not in one]
    assert len(asked) == 2
    assert found[0].visits == 201


def test_a_list_is_narrowed_and_exported_as_it_stands(office: Office, visits: Visits) -> None:
    visits.at(Stage.REPORTED, title="Sudah lapor")
    visits.at(Stage.PROPOSED, who="-lain", title="Baru usul")
    queries = {
        f"opd={OTHER_OPD}": {"Baru usul"},
        "tahap=dilaporkan": {"Sudah lapor"},
        "hasil=tanpa": {"Sudah lapor"},
        "hasil=dengan": set(),
        "hasil=belum-dilaporkan": set(),
        "cara=meja": set(),
        "daerah=teladan": {"Sudah lapor", "Baru usul"},
        f"tahun={TODAY.year}": {"Sudah lapor", "Baru usul"},
        "tahun=2019": set(),
    }

    for query, expected in queries.items():
        for path in ("/kunjungan", "/kunjungan.csv"):
            page = office.get("pembaca", f"{path}?{query}").text
            assert {title for title in ("Sudah lapor", "Baru usul") if title in page} == expected, query
    assert office.get("pembaca", "/kunjungan.xlsx").data[:2] == b"PK"


def test_totals_add_up(office: Office, visits: Visits) -> None:
    visits.at(Stage.PROPOSED)
    visits.at(Stage.PROPOSED, who="-lain")

    page = office.get("pembaca", "/kunjungan").text

    assert "2 kunjungan, biaya Rp800.000" in page
    assert "Diusulkan 2" in page


def test_the_calendar_shows_the_month_that_is_asked_for(office: Office, visits: Visits) -> None:
    visits.at(Stage.PROPOSED)

    now = office.get("pembaca", "/kunjungan/kalender").text
    later = office.get("pembaca", "/kunjungan/kalender?bulan=2027-01").text

    assert "November 2026" in now
    assert now.count(">Belajar Jempol</a>") == 3  # two days, and the list below
    assert "Januari 2027" in later
    assert "Belajar Jempol" not in later


def test_the_hosts_page_tells_what_came_of_our_visits(office: Office, visits: Visits) -> None:
    visits.at(Stage.FOLLOWED)

    page = office.get("pembaca", "/wilayah/teladan").text

    assert "Kunjungan kita ke sini" in page
    assert "1 tindak lanjut, 1 menjadi rencana" in page


def test_pages_of_cases_needs_and_plans_lead_to_a_visit(office: Office) -> None:
    plan_id = office.propose()

    assert "/inovasi/jempol/kunjungan" in office.get("operator", "/inovasi/jempol").text
    assert "/inovasi/jempol/kunjungan" not in office.get("pembaca", "/inovasi/jempol").text
    assert "/kunjungan/baru?kebutuhan=antre-ktp" in office.get("operator", "/kebutuhan/antre-ktp").text
    assert f"/kunjungan/baru?rencana={plan_id}" in office.get("operator", f"/rencana/{plan_id}").text


def test_work_waits_on_my_page(office: Office, visits: Visits) -> None:
    proposed = visits.at(Stage.PROPOSED)
    visits.at(Stage.UNDER_WAY, title="Sedang jalan")

    head, writer, member = (office.get(name, "/tugas").text for name in ("kepala", "operator", "pembaca"))

    assert "Putuskan usulan kunjungan" in head
    assert f"/kunjungan/{proposed}" in head
    assert "Tulis laporan kunjungan" not in writer  # its last day is tomorrow
    assert "Baca 1 inovasi sebelum berkunjung" in member
    office.pass_days(10)
    assert "Tulis laporan kunjungan" in office.get("operator", "/tugas").text


def test_the_work_of_plans_and_visits_stands_in_one_list_with_decisions_first(
    office: Office, visits: Visits
) -> None:
    visits.at(Stage.PROPOSED, title="Usulan kunjungan")
    office.plan(PlanStage.PROPOSED, title="Usulan rencana")

    page = office.get("kepala", "/tugas").text

    waiting = page.partition("Menunggu Anda")[2].partition("</section>")[0]
    assert page.index("Menunggu Anda") < page.index("Usulan kunjungan")
    assert "Usulan kunjungan" in waiting
    assert "Usulan rencana" in waiting
    assert "/kunjungan/1" in waiting


def test_the_home_page_counts_everything_that_waits(office: Office, visits: Visits) -> None:
    visits.at(Stage.PROPOSED, title="Usulan kunjungan")
    office.plan(PlanStage.PROPOSED, title="Usulan rencana")
    visits.at(Stage.UNDER_WAY, title="Sedang jalan")
    before = office.get("kepala", "/").text
    office.pass_days(10)

    tasks, home = (office.get("kepala", path).text for path in ("/tugas", "/"))

    counts = [int(number) for number in re.findall(r'<span class="count">(\d+)</span></h2>', tasks)]
    late_ones = int(tasks.partition("Terlambat")[2].partition('class="count">')[2].partition("<")[0])
    assert "2 hal menunggu Anda" in before
    assert f"{sum(counts)} hal menunggu Anda, {late_ones} terlambat" in home
    assert "Tulis laporan kunjungan" in tasks.partition("Terlambat")[2].partition("</section>")[0]
