"""Statuses age with their newest source, and every case comes up for checking."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from portal.cases.model import Case
from portal.cases.standing import (
    changed_on,
    is_due,
    is_proven,
    months_between,
    review_due,
    standing,
    status_day,
)
from tests.make import front, sources

TODAY = date(2026, 11, 30)
READ = {"date": "2026-11-21", "how": "archive"}
CHECKED = {"date": "2026-11-25", "by": "kurator", "found": "confirmed"}


def case(slug: str = "jempol", **changes: Any) -> Case:
    return Case.model_validate({**front(slug, **changes), "path": f"content/cases/teladan/{slug}.md"})


def told_on(day: str | None, **source: Any) -> Case:
    """A case that runs by a source of this day; an older source says something else."""
    listed = sources(2)
    listed[0] = {**listed[0], "date": day, **source}
    listed[1]["date"] = "2015-01-01"
    return case(sources=listed, status_sources=["s1"])


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-11-30", "active"),
        ("2024-11-30", "active"),
        ("2024-11", "active"),
        ("2024-10-31", "last_known"),
        ("2024", "last_known"),
        ("2022-11-01", "last_known"),
        ("2022-10-31", "unknown"),
        ("2021", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_running_case_ages_after_24_and_48_months(day: str | None, code: str) -> None:
    assert standing(told_on(day), TODAY).code == code


def test_what_was_widened_ages_alike_and_what_ended_or_is_unknown_does_not_age() -> None:
    old = [{**source, "date": "2012"} for source in sources(2)]
    ended = {"year": 2013, "reason": "anggaran", "words": "Dana habis.", "sources": ["s1"]}

    assert standing(case(status="scaled", sources=sources(2), status_sources=["s1"]), TODAY).code == "unknown"
    assert standing(case(status="stopped", ended=ended, sources=old), TODAY).code == "stopped"
    assert standing(case(status="unknown", sources=sources(2)), TODAY).code == "unknown"


def test_an_undated_page_counts_with_the_day_on_which_a_curator_confirmed_it() -> None:
    gone = {**CHECKED, "found": "gone"}

    assert standing(told_on(None, checked=CHECKED), TODAY).code == "active"
    assert standing(told_on(None, checked=gone), TODAY).code == "unknown"
    assert standing(told_on(None, read=READ), TODAY).code == "unknown"
    assert status_day(told_on("2020", checked=CHECKED)) == "2020"


def test_months_are_those_of_the_calendar() -> None:
    assert months_between("2026-11-30", TODAY) == 0
    assert months_between("2026-10-31", TODAY) == 1
    assert months_between("2024", TODAY) == 34


def test_a_case_is_verified_only_when_every_source_of_status_and_results_is() -> None:
    listed = [{**source, "checked": CHECKED} for source in sources(3)]
    result = {**front()["results"][0], "sources": ["s1", "s2"]}
    whole = case(sources=listed, results=[result], status_sources=["s3"])
    lost = [*listed[:2], {**listed[2], "checked": {**CHECKED, "found": "gone"}}]
    earlier = [{**listed[0], "checked": {**CHECKED, "date": "2026-11-22"}}, *listed[1:]]

    assert whole.verified == date(2026, 11, 25)
    assert case(sources=earlier, results=[result], status_sources=["s3"]).verified == date(2026, 11, 22)
    assert case(sources=lost, results=[result], status_sources=["s3"]).verified is None
    assert case(sources=[*listed[:1], *sources(3)[1:]], results=[result]).verified is None
    assert case(sources=listed, results=[], status="unknown", status_sources=[]).verified is None


def test_days_of_checking_are_spread_and_never_before_the_case_was_made() -> None:
    cases = [case(f"kasus-{number}") for number in range(81)]
    weeks = Counter(review_due(one).isocalendar()[:2] for one in cases)

    assert max(weeks.values()) <= 15
    assert all(review_due(one) > one.compiled.date for one in cases)
    assert review_due(case("a")) == review_due(case("a"))


def test_a_case_that_answers_a_need_of_ours_comes_sooner_and_a_verified_one_later() -> None:
    listed = [{**source, "checked": CHECKED} for source in sources(2)]
    needed, other = case("a", needs=["antre-ktp"]), case("a", needs=[])

    assert review_due(needed) < review_due(other) < review_due(case("a", needs=[], sources=listed))


def test_a_case_is_due_the_day_after_its_day() -> None:
    day = review_due(case())

    assert not is_due(case(), day)
    assert is_due(case(), day + timedelta(days=1))


def test_the_last_work_on_a_case_is_the_latest_of_its_days() -> None:
    listed = [{**sources(2)[0], "read": READ}, {**sources(2)[1], "checked": CHECKED}]

    assert changed_on(case()) == date(2026, 11, 21)
    assert changed_on(case(sources=listed)) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"kind": "claimed"}, False),
        ({"quotes": []}, False),
        ({"after": "semua desa"}, False),
    ],
    ids=str,
)
def test_only_a_measured_number_with_its_sources_words_is_proven(
    change: dict[str, Any], expected: bool
) -> None:
    quotes = [{"source": "s1", "text": "Ada 1.400 warga terlayani"}]
    found = case(results=[{**front()["results"][0], "quotes": quotes, **change}]).results[0]

    assert is_proven(found) is expected
