"""A search finds plans, visits and lessons for who may read them, and nothing tells of the others."""

from __future__ import annotations

import re

from portal.visits import Stage
from tests.integration.adoption.conftest import PEOPLE
from tests.integration.visits.conftest import Office, Visits

SEES_DRAFTS = ("operator", "kepala", "kurator")


def found(office: Office, name: str, text: str) -> str:
    page: str = office.get(name, f"/cari?q={text}").text
    return page


def test_a_draft_visit_is_found_by_who_may_read_it_only(office: Office, visits: Visits) -> None:
    visit_id = visits.begin(title="Belajar mengurai antrean pasar sore")

    pages = {name: found(office, name, "belajar mengurai antrean pasar sore") for name in PEOPLE}

    assert {name: f"/kunjungan/{visit_id}" in page for name, page in pages.items()} == {
        name: name in SEES_DRAFTS for name in PEOPLE
    }


def test_nothing_on_the_page_differs_for_who_may_not_read_the_draft(office: Office, visits: Visits) -> None:
    before = shown(found(office, "operator-lain", "mengurai antrean pasar sore"))
    visits.begin(title="Belajar mengurai antrean pasar sore")

    assert shown(found(office, "operator-lain", "mengurai antrean pasar sore")) == before
    assert office.app.test_client().get("/saran?q=mengurai").json == []


def test_a_reported_visit_and_its_lessons_are_found_by_everyone_signed_in(
    office: Office, visits: Visits
) -> None:
    visit_id = visits.at(Stage.REPORTED, title="Belajar mengurai antrean pasar sore")
    lesson = visits.read(visit_id, lambda visit: visit.lessons[0].text)

    for name in PEOPLE:
        assert f"/kunjungan/{visit_id}" in found(office, name, "mengurai antrean pasar sore")
        assert "Pelajaran kunjungan" in found(office, name, lesson)


def test_the_public_finds_no_visit_by_its_title(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.REPORTED, title="Belajar mengurai antrean pasar sore")

    page = office.app.test_client().get("/cari?q=belajar+mengurai+antrean+pasar+sore").text

    assert f"/kunjungan/{visit_id}" not in page
    assert "Kunjungan</h2>" not in page


def shown(page: str) -> str:
    """The results of a page, without tokens that differ each time."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r'name="(csrf_token|sekali)" value="[^"]*"', "", main)
