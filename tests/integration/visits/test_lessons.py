"""What was learnt on a visit is kept with its reason."""

from __future__ import annotations

import pytest

from portal.visits.part_models import Lesson
from tests.integration.visits.conftest import Office, Visits

WHY = "Kantornya sekecil kantor kita."


@pytest.fixture
def path(office: Office, visits: Visits) -> str:
    """The lessons of a visit, where one has been added."""
    found = f"/kunjungan/{visits.begin()}/bagian/pelajaran"
    answer = office.post("operator", f"{found}/baru", text="Loket desa", fits="ya", reason=WHY)
    assert answer.status_code == 303
    return found


def test_the_reason_of_a_lesson_is_shown_and_comes_back_in_its_form(office: Office, path: str) -> None:
    visit_page = office.get("operator", path.partition("/bagian")[0]).text
    form = office.get("operator", f"{path}/1").text

    assert WHY in visit_page
    assert f"{WHY}</textarea>" in form.replace(">\n", ">")


def test_a_changed_reason_is_kept_as_well(office: Office, visits: Visits, path: str) -> None:
    office.fill("operator", f"{path}/1", text="Loket desa", fits="tidak", reason="Desanya lebih jauh.")

    with office.inside() as session:
        lesson = session.get_one(Lesson, visits.row(Lesson, 1))
        assert (lesson.fits, lesson.reason) == (False, "Desanya lebih jauh.")
    told = office.trail("visit:1")[-1].changes
    assert WHY in told
    assert "Desanya lebih jauh." in told
