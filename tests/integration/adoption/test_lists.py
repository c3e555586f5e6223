"""Lists of plans: filters, files, the board, an OPD's page, my work; few queries however many plans."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy import event, insert

from portal.adoption import draft, queries, reminders, tasks
from portal.adoption.measures import Direction, Phase
from portal.adoption.models import Kpi, Milestone, Plan, Reading
from portal.adoption.page import line_of
from portal.adoption.rules import Stage
from portal.adoption.timing import is_late, open_reviews
from portal.db import reading
from tests.integration.adoption.conftest import NOW, OPD, OTHER_OPD, TODAY, Office, to

MANY = 1_000


@contextmanager
def counting(office: Office) -> Iterator[list[str]]:
    """The statements that the database is sent meanwhile."""
    sent: list[str] = []

    def note(*given: object) -> None:
        sent.append(str(given[2]))

    engine = office.app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def many(office: Office, count: int = MANY) -> None:
    """A thousand plans of both OPDs in every stage, each with milestones, a KPI and readings."""
    stages = list(Stage)
    with office.inside() as session:
        session.execute(
            insert(Plan),
            [
                {
                    "id": number,
                    "opd": OPD if number % 2 else OTHER_OPD,
                    "title": f"Rencana {number}",
                    "case_slug": "jempol",
                    "predates_rule": True,
                    "stage": stages[number % 7],
                    "halted_from": Stage.TRIAL if number % 7 > 4 else None,
                    "submitted_at": NOW,
                    "approved_at": NOW,
                    "applied_on": TODAY - timedelta(days=number % 400),
                    "mission": 1,
                    "sector": "kesehatan",
                    "trial_end": TODAY + timedelta(days=number % 9 - 4),
                    "pause_until": TODAY + timedelta(days=number % 5 - 2),
                    "created_at": NOW,
                    "last_news_at": NOW - timedelta(days=number % 60),
                }
                for number in range(1, count + 1)
            ],
        )
        session.execute(
            insert(Milestone),
            [
                {
                    "plan_id": number,
                    "title": f"Langkah {part}",
                    "phase": Phase.REPLICATION,
                    "due": TODAY + timedelta(days=number % 11 - 5 + part),
                    "done": TODAY if (number + part) % 3 else None,
                }
                for number in range(1, count + 1)
                for part in range(3)
            ],
        )
        session.execute(
            insert(Kpi),
            [
                {
                    "id": number,
                    "plan_id": number,
                    "name": "KPI",
                    "direction": Direction.UP,
                    "target": Decimal(10),
                }
                for number in range(1, count + 1)
            ],
        )
        session.execute(
            insert(Reading),
            [
                {"plan_id": number, "kpi_id": number, "day": TODAY, "value": Decimal(number), "at": NOW}
                for number in range(1, count + 1)
            ],
        )


@pytest.mark.parametrize(
    ("name", "path", "ceiling"),
    [
        ("pembaca", "/rencana", 10),
        ("pembaca", "/rencana?terlambat=1&tahap=uji-coba&opd=Dinkes&sektor=kesehatan&misi=1", 10),
        ("pembaca", "/rencana/papan", 10),
        ("pembaca", "/opd/Disdukcapil", 14),
        ("pembaca", "/opd", 5),
        ("pembaca", "/rencana.csv", 16),
        ("pembaca", "/rencana.xlsx", 16),
        ("operator", "/tugas", 25),
        ("kurator", "/tugas", 14),
        ("pimpinan", "/tugas", 13),
        ("pembaca", "/masalah", 8),
        ("pembaca", "/inovasi/jempol", 12),
    ],
)
def test_a_list_asks_few_questions_however_many_plans_there_are(
    office: Office, name: str, path: str, ceiling: int
) -> None:
    many(office)
    office.reader(name)

    with counting(office) as sent:
        answer = office.get(name, path)

    assert answer.status_code == 200
    assert len([one for one in sent if one.lstrip().upper().startswith("SELECT")]) <= ceiling, sent


def test_one_plan_asks_a_fixed_number_of_questions(office: Office) -> None:
    plan_id = office.plan(Stage.APPLIED)
    office.reader("pembaca")

    with counting(office) as sent:
        office.get("pembaca", f"/rencana/{plan_id}")

    assert len(sent) <= 25, sent


def test_the_filters_in_sql_agree_with_the_rules(office: Office) -> None:
    many(office, 700)

    with office.app.app_context():
        session = reading()
        every = queries.listed(session, [])
        late = {plan.id for plan in queries.listed(session, [queries.late(TODAY)])}
        silent = {plan.id for plan in queries.listed(session, [queries.silent(TODAY, 30)])}
        due = {plan.id for plan in queries.listed(session, [queries.review_due(TODAY)])}

        by_rule = {
            plan.id
            for plan in every
            if is_late(
                plan.stage,
                [row.facts for row in plan.milestones],
                trial_end=plan.trial_end,
                pause_until=plan.pause_until,
                today=TODAY,
            )
        }
        lines = [line_of(plan, TODAY) for plan in every]
        reviewed = {
            plan.id
            for plan in every
            if any(review.is_due(TODAY) for review in open_reviews(plan.stage, plan.applied_on, []))
        }

    assert late == by_rule
    assert silent == {line.plan.id for line in lines if line.standing.is_silent}
    assert due == reviewed
    assert 0 < len(late) < 700
    assert 0 < len(silent) < 700
    assert 0 < len(due) < 700


def test_filters_narrow_the_list_and_nonsense_narrows_nothing(office: Office) -> None:
    office.plan(Stage.TRIAL)
    office.plan(title="Rencana gemas", slug="gemas", who="-lain")

    def titles(query: str) -> set[str]:
        page = office.get("pembaca", f"/rencana?{query}").text
        return {title for title in ("Jempol di sini", "Rencana gemas") if title in page}

    both = {"Jempol di sini", "Rencana gemas"}
    assert titles("") == both
    assert titles("opd=Dinkes") == {"Rencana gemas"}
    assert titles("tahap=uji-coba") == {"Jempol di sini"}
    assert titles("misi=1") == both
    assert titles("inovasi=gemas") == {"Rencana gemas"}
    assert titles("sektor=lingkungan") == set()
    assert titles("tahap=ngawur&misi=x&hal=999") == both
    assert titles("terlambat=1") == set()


def test_files_hold_text_and_never_a_formula(office: Office) -> None:
    plan_id = office.plan(title='=HYPERLINK("http://x")', who="-lain")
    office.change("operator-lain", plan_id, lambda _s, p, _a: setattr(p, "owner_post", "@SUM(A1)"))

    rows = list(csv.reader(io.StringIO(office.get("pembaca", "/rencana.csv").get_data(as_text=True))))
    book = openpyxl.load_workbook(io.BytesIO(office.get("pembaca", "/rencana.xlsx").data))
    cells = [cell for row in book.active.iter_rows() for cell in row]

    assert len(rows) == 2
    assert '\'=HYPERLINK("http://x")' in rows[1]
    assert "'@SUM(A1)" in rows[1]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert any(cell.value == '=HYPERLINK("http://x")' and cell.data_type == "s" for cell in cells)


def test_the_same_list_on_the_same_day_makes_the_same_file(office: Office) -> None:
    office.plan()

    first, second = (office.get("pembaca", "/rencana.xlsx").data for _ in range(2))

    assert first == second


def test_my_work_names_what_waits_for_each_person(office: Office) -> None:
    office.plan(Stage.TRIAL)
    office.plan(slug="gemas", title="Gemas")
    office.propose(slug="kinarya", title="Kinarya")

    def work(name: str) -> set[tuple[str, str]]:
        actor = office.actor(name)
        with office.app.test_request_context():
            return {(task.group, task.what) for task in tasks.of(reading(), actor)}

    assert work("kepala") >= {("menunggu", "Setujui atau kembalikan usulan")}
    assert work("operator") >= {("segera", "Latih petugas"), ("segera", "Lengkapi dan ajukan konsep")}
    assert ("menunggu", "Setujui atau kembalikan usulan") not in work("operator")
    assert work("operator-lain") == work("kurator") == work("pimpinan") == work("auditor") == set()


def test_reminders_name_late_silent_and_unreviewed_plans(office: Office) -> None:
    late = office.plan(Stage.TRIAL)
    applied = office.plan(Stage.APPLIED, slug="gemas", title="Gemas")
    office.change("kepala", office.plan(slug="kinarya", title="K"), to(Stage.APPROVED))
    office.pass_days(190)

    with office.app.app_context():
        found = reminders.due(reading(), TODAY + timedelta(days=190))

    kinds = {(one.kind, one.plan_id) for one in found}
    assert {("late", late), ("silent", late), ("review", applied)} <= kinds
    assert ("silent", applied) not in kinds
    assert all(one.opd == OPD for one in found)


def test_a_case_is_adopted_by_the_opds_whose_work_has_begun(office: Office) -> None:
    office.plan(Stage.INITIATIVE)
    office.plan(Stage.APPLIED, slug="jempol", who="-lain")
    office.plan(slug="gemas", title="Gemas")

    with office.app.app_context():
        found = queries.adopted_by(reading())

    assert found == {"jempol": (OTHER_OPD, OPD)}


def test_a_draft_of_a_case_is_named_after_the_plan_and_not_after_a_case_that_exists(office: Office) -> None:
    plan_id = office.plan(Stage.APPLIED, title="Jempol")

    with office.app.test_request_context():
        slug = office.read(plan_id, draft.draft_slug)

    assert slug == "jempol-contoh"
