"""Scores and weights: who sees which, what they open to, how weights are set, few questions."""

from __future__ import annotations

import io

import openpyxl
import pytest
from flask import g
from sqlalchemy import insert

from portal.adoption.models import BudgetLine, Kpi, Milestone, Plan, Risk
from portal.portfolio.models import Scenario, WeightSet
from portal.portfolio.rules import Criterion
from portal.web import panels
from tests.integration.adoption.conftest import NOW, OPD, OTHER_OPD, PEOPLE, TODAY, Office
from tests.integration.adoption.test_lists import counting, many
from tests.integration.portfolio.conftest import Waiting, make_scenario

HERE = "/dasbor/prioritas"
WEIGHTS = {"rpjmd": "10", "warga": "40", "hasil": "20", "bukti": "10", "kesiapan": "10", "kecocokan": "0",
           "risiko": "10"}  # fmt: skip
READERS = ("pimpinan", "kurator", "auditor")
PLANNERS = ("pimpinan", "kurator")


@pytest.mark.parametrize("name", PEOPLE)
def test_each_role_reads_the_scores_it_may(office: Office, waiting: Waiting, name: str) -> None:
    ours, theirs = waiting("Punya kita"), waiting("Punya mereka", who="-lain")
    reads_ours = name in (*READERS, "kepala")
    reads_theirs = name in (*READERS, "kepala-lain")

    answers = [office.get(name, f"{HERE}/rencana/{plan_id}").status_code for plan_id in (ours, theirs)]
    page = office.get(name, HERE)

    assert answers == [200 if reads_ours else 403, 200 if reads_theirs else 403]
    assert page.status_code == (200 if reads_ours or reads_theirs else 403)
    assert ("Punya kita" in page.text, "Punya mereka" in page.text) == (reads_ours, reads_theirs)
    assert ("Skenario" in page.text) is (name in READERS)


@pytest.mark.parametrize("name", PEOPLE)
def test_each_role_does_with_scenarios_what_it_may(office: Office, waiting: Waiting, name: str) -> None:
    waiting("Rencana", million=10)
    scenario_id = make_scenario(office)
    one = f"{HERE}/skenario/{scenario_id}"
    reads, plans, decides = name in READERS, name in PLANNERS, name == "pimpinan"

    def may(path: str) -> bool:
        return office.get(name, path).status_code == 200

    assert [
        may(path) for path in (one, f"{one}.pdf", f"{one}.docx", f"{HERE}/bobot", f"{HERE}/bandingkan")
    ] == [reads] * 5
    assert [may(f"{HERE}/bobot/ubah"), may(f"{HERE}/skenario/baru"), may(f"{one}/paket")] == [plans] * 3
    assert may(f"{one}/tetapkan") is decides
    posted = office.post(name, f"{one}/tetapkan", reason="Sesuai rapat anggaran", version="1").status_code
    assert posted == (303 if decides else 403)


def test_nobody_unknown_learns_of_priorities(office: Office) -> None:
    answer = office.app.test_client().get(HERE)

    assert answer.status_code == 303
    assert answer.location.startswith("/masuk")


def test_a_score_opens_to_its_parts_and_says_what_is_missing(office: Office, waiting: Waiting) -> None:
    plan_id = waiting("Jemput bola", million=50, people=20_000)

    page = office.get("kepala", f"{HERE}/rencana/{plan_id}").text

    assert "Perkiraan 20.000 orang setahun." in page
    assert "20.000 orang × perubahan KPI rata-rata 66,7% ÷ Rp50.000.000" in page
    assert "Daftar risiko masih kosong. Kosong tidak berarti tanpa risiko." in page
    assert "Belum diketahui" in page


def test_a_plan_that_waits_for_no_money_has_no_score(office: Office) -> None:
    draft = office.propose()

    assert office.get("kurator", f"{HERE}/rencana/{draft}").status_code == 404
    assert office.get("kepala", f"{HERE}/rencana/{draft}").status_code == 404
    assert office.get("kurator", f"{HERE}/rencana/99999").status_code == 404


def test_the_plan_of_a_candidate_leads_to_its_score(office: Office, waiting: Waiting) -> None:
    plan_id = waiting("Jemput bola")

    assert f"{HERE}/rencana/{plan_id}" in office.get("kepala", f"/rencana/{plan_id}").text
    assert f"{HERE}/rencana/{plan_id}" not in office.get("pembaca", f"/rencana/{plan_id}").text


def test_new_weights_keep_date_author_reason_and_the_old_ones(office: Office, waiting: Waiting) -> None:
    waiting("Sedikit warga", people=10)
    waiting("Banyak warga", people=900_000, slug="gemas")
    reason = "Pelayanan publik lebih diutamakan"

    answer = office.fill("pimpinan", f"{HERE}/bobot/ubah", **WEIGHTS, reason=reason)

    assert answer.status_code == 303
    page = office.get("auditor", f"{HERE}/bobot").text
    assert all(text in page for text in (reason, "Pimpinan", "Bobot bawaan", "Warga yang dilayani 40"))
    entry = office.trail("portfolio-weights")[-1]
    assert (entry.action, entry.reason) == ("portfolio.set-weights", reason)
    assert '"warga":[20,40]' in entry.changes
    ranked = office.get("auditor", HERE).text
    assert ranked.index("Banyak warga") < ranked.index("Sedikit warga")


def test_weights_are_not_set_over_somebody_elses(office: Office) -> None:
    office.fill("kurator", f"{HERE}/bobot/ubah", **WEIGHTS, reason="Usulan kurator lebih dulu")

    late = office.post("pimpinan", f"{HERE}/bobot/ubah", **WEIGHTS, reason="Terlambat sedikit", version="0")

    assert late.status_code == 409
    assert "Bobot yang tersimpan sekarang" in late.text
    assert office.count(WeightSet) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"warga": "101"},
        {"warga": "-1"},
        {"warga": ""},
        {"warga": "1e9"},
        {"warga": "９"},
        dict.fromkeys(WEIGHTS, "0"),
        {"reason": "pendek"},
    ],
)
def test_weights_that_mean_nothing_are_refused(office: Office, changes: dict[str, str]) -> None:
    filled = {**WEIGHTS, "reason": "Alasan yang cukup panjang", "version": "0", **changes}

    answer = office.post("pimpinan", f"{HERE}/bobot/ubah", **filled)

    assert answer.status_code == 422
    assert office.count(WeightSet) == 0


def test_the_sheet_shows_every_part_and_leaves_the_unknown_empty(office: Office, waiting: Waiting) -> None:
    waiting("Punya kita")
    waiting("Punya mereka", who="-lain")

    def rows(name: str) -> list[tuple[object, ...]]:
        book = openpyxl.load_workbook(io.BytesIO(office.get(name, f"{HERE}/skor.xlsx").data))
        assert book.active is not None
        return list(book.active.iter_rows(min_row=2, values_only=True))

    assert {row[1] for row in rows("kurator")} >= {"Punya kita", "Punya mereka"}
    assert [row[1] for row in rows("kepala") if isinstance(row[0], int)] == ["Punya kita"]
    assert len(rows("kepala")[0]) == 8 + len(Criterion)
    assert rows("kepala")[0][7 + list(Criterion).index(Criterion.RISK)] in (None, "")


@pytest.mark.parametrize(
    ("name", "path", "ceiling"),
    [
        ("pimpinan", HERE, 16),
        ("kepala", HERE, 14),
        ("pimpinan", f"{HERE}/skenario/baru", 14),
        ("pimpinan", f"{HERE}/skor.xlsx", 14),
        ("pimpinan", f"{HERE}/skenario/1", 18),
    ],
)
def test_a_thousand_plans_cost_as_many_questions_as_one(
    office: Office, waiting: Waiting, name: str, path: str, ceiling: int
) -> None:
    waiting("Satu", million=10)
    make_scenario(office)
    office.reader(name)
    office.forget()
    with counting(office) as few:
        office.get(name, path)
    crowd(office)
    office.forget()

    with counting(office) as sent:
        answer = office.get(name, path)

    assert answer.status_code == 200
    assert len(sent) == len(few)
    assert len(sent) <= ceiling, "\n".join(sent)


def crowd(office: Office, count: int = 1_000) -> None:
    """A thousand approved plans with a budget, a KPI, a milestone and a risk."""
    ids = range(1_000, 1_000 + count)
    plan = {"stage": "disetujui", "case_slug": "jempol", "mission": 1, "created_at": NOW, "last_news_at": NOW}
    plan["predates_rule"] = True
    with office.inside() as session:
        session.execute(
            insert(Plan),
            [
                {**plan, "id": one, "opd": OPD if one % 2 else OTHER_OPD, "title": f"Rencana {one}",
                 "submitted_at": NOW, "people_served": one}
                for one in ids
            ],
        )  # fmt: skip
        session.execute(
            insert(BudgetLine), [{"plan_id": one, "year": 2027, "fund": "pad", "ceiling": one} for one in ids]
        )
        session.execute(insert(Kpi), [{"plan_id": one, "name": "KPI", "direction": "naik"} for one in ids])
        session.execute(
            insert(Milestone),
            [{"plan_id": one, "title": "L", "phase": "persiapan", "due": TODAY} for one in ids],
        )
        session.execute(
            insert(Risk), [{"plan_id": one, "risk": "R", "likelihood": 2, "impact": 3} for one in ids]
        )


def test_plans_in_other_stages_stay_out(office: Office) -> None:
    many(office, 7)

    page = office.get("pimpinan", HERE).text

    assert office.count(Scenario) == 0
    assert "2 rencana berstatus usulan" in page


@pytest.mark.parametrize("name", ["pimpinan", "kepala", "pembaca"])
def test_the_dashboard_hears_of_the_decision_in_force(office: Office, waiting: Waiting, name: str) -> None:
    waiting("Rencana", million=10)
    scenario_id = make_scenario(office, name="Pagu 2027")
    office.fill("pimpinan", f"{HERE}/skenario/{scenario_id}/tetapkan", reason="Sesuai rapat anggaran")

    with office.app.test_request_context("/"):
        g.actor = office.actor(name)
        shown = "".join(panels.render("dashboard", None))

    assert ("Yang berlaku" in shown) is (name == "pimpinan")


def test_an_opd_writes_how_many_people_its_plan_serves(office: Office) -> None:
    plan_id = office.plan()
    page = office.get("operator", f"/rencana/{plan_id}/ubah/kebutuhan").text
    assert "Perkiraan warga yang dilayani dalam setahun" in page
    address = f"/rencana/{plan_id}/ubah/kebutuhan"
    filled = {"title": "Jempol", "local_need": "Warga antre", "served_directly": "ya"}

    refused = office.fill("operator", address, **filled, people_served="banyak")
    kept = office.fill("operator", address, **filled, people_served="12000")

    assert (refused.status_code, kept.status_code) == (422, 303)
    assert office.read(plan_id, lambda plan: plan.people_served) == 12_000
    assert "12.000 orang" in office.get("operator", f"/rencana/{plan_id}").text
