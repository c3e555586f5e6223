"""The first screen of each: the leadership's numbers and what is asked, others what is theirs to do."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from portal.adoption.rules import Stage
from portal.dashboards.glance import Number, sentence
from tests.integration.adoption.conftest import Office
from tests.integration.dashboards.test_board import escalate
from tests.sending import fields


def answer(office: Office, **filled: str) -> TestResponse:
    """The leadership answers the first thing that is asked, on its first screen."""
    page = office.get("pimpinan", "/").text
    found = re.search(r'action="(/masalah/\d+/jawab)"', page)
    assert found is not None
    return office.post("pimpinan", found[1], **fields(page, "/", found[1], **filled))


def number(now: int | None, before: int | None, *, more_is_better: bool = True) -> Number:
    return Number("angka", now, before, more_is_better, "/")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([(3, 2, True), (1, 4, False)], "Lebih baik dari sebulan lalu: 2 membaik dari 5 angka."),
        ([(3, 2, False), (2, 2, True)], "Lebih buruk dari sebulan lalu: 1 memburuk dari 5 angka."),
        ([(3, 2, True), (3, 2, False)], "Dibanding sebulan lalu: 1 membaik, 1 memburuk dari 5 angka."),
        ([(2, 2, True), (None, 4, True)], "Kelima angka sama seperti sebulan lalu."),
    ],
)
def test_the_sentence_counts_what_moved_which_way(
    numbers: list[tuple[int | None, int | None, bool]], said: str
) -> None:
    found = tuple(number(now, before, more_is_better=better) for now, before, better in numbers)
    assert sentence(found) == said


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


def test_the_leadership_answers_on_its_first_screen_below_what_is_asked(office: Office) -> None:
    escalate(office, office.plan(Stage.TRIAL), "Tidak ada listrik")
    page = office.get("pimpinan", "/").text
    card = page[page.index("<strong>Tidak ada listrik</strong>") :]
    assert card.index("Yang diminta") < card.index("Sudah dicoba") < card.index('name="ruling"')
    assert "checked" not in card
    answered = answer(office, ruling="dipenuhi")
    assert answered.headers["Location"] == "/"
    assert "Tidak ada listrik" not in office.get("pimpinan", "/").text


def test_a_refusal_without_words_is_sent_back(office: Office) -> None:
    escalate(office, office.plan(Stage.TRIAL), "Tidak ada listrik")
    answered = answer(office, ruling="tidak-dapat")
    assert answered.status_code == 422
    assert "Tulis jawabannya" in answered.text


def test_a_head_decides_on_the_first_screen_with_the_blanks_marked(office: Office) -> None:
    plan_id = office.plan()
    page = office.get("kepala", "/").text
    assert re.search(r'class="blank"><dt>Risiko</dt><dd>Belum ada yang dicatat', page)
    address = f"/rencana/{plan_id}/setujui"
    decided = office.post("kepala", address, **fields(page, "/", address))
    assert decided.headers["Location"] == "/"
    assert office.read(plan_id, lambda plan: plan.stage) is Stage.APPROVED


def test_a_decision_on_the_first_screen_binds_to_what_was_read(office: Office) -> None:
    plan_id = office.plan()
    address = f"/rencana/{plan_id}/setujui"
    form = fields(office.get("kepala", "/").text, "/", address)
    office.fill("operator", f"/rencana/{plan_id}/ubah/penanggung-jawab", owner_post="Kepala Bidang Lain")
    refused = office.post("kepala", address, **form)
    assert refused.status_code == 409
    assert "Kepala Bidang Lain" in refused.text


def test_nothing_yet_is_one_sentence_and_no_row_of_zeros(office: Office) -> None:
    page = office.get("pimpinan", "/").text
    assert "Belum ada rencana adopsi" in page
    assert "glance-numbers" not in page


def test_steps_of_one_plan_are_one_line(office: Office) -> None:
    office.plan(Stage.TRIAL)
    office.pass_days(20)
    page = office.get("operator", "/").text
    assert page.count("<strong>Jempol di sini</strong>") == 1


def test_who_only_reads_sees_the_library(office: Office) -> None:
    for name in ("pembaca",):
        assert "Apa masalah yang ingin Anda selesaikan?" in office.get(name, "/").text
    assert "Apa masalah yang ingin Anda selesaikan?" in office.app.test_client().get("/").text
