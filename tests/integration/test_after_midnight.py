"""Between midnight and seven in the morning it is yesterday in UTC, and today on the office wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal import clock
from portal.adoption import Move, Stage
from portal.cases.standing import review_due
from portal.dashboards import scores
from portal.db import reading
from portal.demo.story_clock import StoryClock
from portal.publishing.library import read
from portal.search.models import SearchMiss
from tests.integration.adoption.conftest import OPD, Office, office, peopled
from tests.make import Maker, case_text, making
from tests.make import read as read_case

__all__ = ["office", "peopled"]

NIGHT = datetime(2026, 11, 29, 18, 30, tzinfo=UTC)  # half past one on Monday the 30th in Batang
MONDAY = date(2026, 11, 30)
WEEK = "2026-W49"  # that of Monday; in UTC it is still Sunday of week 48


def to_be_checked(slug: str, day: date) -> dict[str, str]:
    """When a case must have been put together to come up for checking by this day."""
    file, _ = read_case(case_text(slug), slug)
    assert file is not None
    begun = day - (review_due(file.case) - file.case.compiled.date)
    return {"date": begun.isoformat(), "source": "archive"}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Maker]:
    """A library at night, of whose two cases one was to be checked by Sunday, the other by Monday."""
    monkeypatch.setattr(clock, "machine", lambda: NIGHT)
    for maker in making(tmp_path / "night"):
        maker.library(["jempol"])
        maker.case("jempol", compiled=to_be_checked("jempol", MONDAY - timedelta(days=1)))
        maker.case("gemas", compiled=to_be_checked("gemas", MONDAY))
        maker.publish()
        maker.app().extensions["clock"] = lambda: NIGHT
        yield maker


@pytest.mark.parametrize("path", ["/", "/inovasi", "/wilayah/teladan"])
def test_lists_mark_a_case_from_the_day_after_it_was_to_be_checked(library: Maker, path: str) -> None:
    page = library.opened[0].test_client().get(path).text

    assert "Perlu diperiksa lagi" in page


@pytest.mark.parametrize(
    ("path", "mark"), [("/inovasi/{}", "Jadwal membuka sumbernya"), ("/cari?q={}", "Perlu diperiksa lagi")]
)
def test_only_the_case_of_sunday_waits_for_checking_on_monday(library: Maker, path: str, mark: str) -> None:
    pages = (library.opened[0].test_client().get(path.format(slug)).text for slug in ("jempol", "gemas"))

    assert [mark in page for page in pages] == [True, False]


def test_checking_the_content_goes_by_the_date_of_the_office(library: Maker) -> None:
    settings = library.settings()

    _, report = read(settings, clock.date_in(settings.time_zone))

    assert [problem.path for problem in report.problems] == ["content/cases/teladan/jempol.md"]
    assert clock.date_in("WIB") == MONDAY


def test_a_search_without_result_counts_for_the_week_that_has_begun(library: Maker) -> None:
    app = library.opened[0]
    app.test_client().get("/cari?q=zxqwv")

    with app.app_context():
        assert reading().scalars(select(SearchMiss.week)).all() == [WEEK]


def test_a_plan_applied_after_midnight_was_applied_that_day(office: Office) -> None:
    office.clock_now = NIGHT
    plan_id = office.plan(Stage.TRIAL)
    with office.inside() as session:
        values = {"from_stage": Stage.TRIAL, "to_stage": Stage.APPLIED, "what": "dipindah"}
        session.add(Move(plan_id=plan_id, at=NIGHT, **values))
    actor = office.actor("pimpinan")

    with office.inside() as session:
        assert scores.applied_days(session, actor, OPD) == [MONDAY]


def test_the_demo_lives_in_the_days_of_the_office(office: Office) -> None:
    office.clock_now = NIGHT

    with office.app.app_context():
        story = StoryClock(office.app)
        with story.days_ago(1) as yesterday:
            assert yesterday == clock.today() == date(2026, 11, 29)

        assert story.today == MONDAY
