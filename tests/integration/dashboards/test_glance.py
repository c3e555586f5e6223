"""The first screen of each: the leadership's numbers and what is asked, others what is theirs to do."""

from __future__ import annotations

import re
from datetime import date

import pytest

from portal.adoption.rules import Stage
from portal.dashboards.glance import Number, sentence
from tests.integration.adoption.conftest import Office
from tests.integration.dashboards.test_board import escalate

DAY = date(2026, 10, 21)


def number(now: int | None, before: int | None, *, more_is_better: bool = True) -> Number:
    return Number("angka", now, before, more_is_better, "/")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([(3, 2, True), (1, 4, False)], "Lebih baik sejak 21 Oktober 2026: 2 angka membaik, 0 memburuk."),
        ([(3, 2, False), (2, 2, True)], "Lebih buruk sejak 21 Oktober 2026: 0 angka membaik, 1 memburuk."),
        ([(3, 2, True), (3, 2, False)], "Sejak 21 Oktober 2026: 1 angka membaik, 1 memburuk."),
        ([(2, 2, True), (None, 4, True)], "Kelima angka tetap sejak 21 Oktober 2026."),
    ],
)
def test_the_sentence_counts_what_moved_which_way(
    numbers: list[tuple[int | None, int | None, bool]], said: str
) -> None:
    found = tuple(number(now, before, more_is_better=better) for now, before, better in numbers)
    assert sentence(found, DAY) == said


def test_the_leadership_sees_numbers_that_their_lists_hold(office: Office) -> None:
    office.plan(Stage.APPROVED)
    office.plan(Stage.TRIAL, who="-lain")
    page = office.get("pimpinan", "/").text
    link = re.search(r'<a href="([^"]+)"><strong>(\d+)</strong> <span>rencana</span>', page)
    assert link is not None
    listed = office.get("pimpinan", link[1].replace("&amp;", "&")).text
    assert f"{link[2]} rencana" in listed
    assert "Apa masalah yang ingin Anda selesaikan?" not in page


def test_change_is_told_against_a_month_ago(office: Office) -> None:
    office.plan()
    office.pass_days(40)
    office.plan(Stage.APPROVED, who="-lain")
    page = office.get("pimpinan", "/").text
    assert re.search(r"<strong>2</strong> <span>rencana</span>\s*<span[^>]*>\+1", page)


def test_what_is_asked_of_the_leadership_leads_to_the_problem(office: Office) -> None:
    escalate(office, office.plan(Stage.TRIAL), "Tidak ada listrik")
    page = office.get("pimpinan", "/").text
    assert re.search(r'<strong>Tidak ada listrik</strong>.*?href="/masalah/\d+">Jawab', page, re.DOTALL)


def test_a_head_decides_two_taps_from_home(office: Office) -> None:
    plan_id = office.plan()
    page = office.get("kepala", "/").text
    assert f'href="/rencana/{plan_id}/setujui">Putuskan' in page
    office.fill("kepala", f"/rencana/{plan_id}/setujui")
    assert office.read(plan_id, lambda plan: plan.stage) is Stage.APPROVED


def test_steps_of_one_plan_are_one_line(office: Office) -> None:
    office.plan(Stage.TRIAL)
    office.pass_days(20)
    page = office.get("operator", "/").text
    assert page.count("<strong>Jempol di sini</strong>") == 1


def test_who_only_reads_sees_the_library(office: Office) -> None:
    for name in ("pembaca",):
        assert "Apa masalah yang ingin Anda selesaikan?" in office.get(name, "/").text
    assert "Apa masalah yang ingin Anda selesaikan?" in office.app.test_client().get("/").text
