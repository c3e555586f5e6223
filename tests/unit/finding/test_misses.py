"""Queries that found nothing are counted for the curators, without anything personal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import open_engine
from portal.search import misses
from portal.search.misses import listed, note, week_of
from portal.search.models import MAX_TEXT, SearchMiss
from tests import databases

SATURDAY, MONDAY = date(2026, 11, 21), date(2026, 11, 23)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session on a database of its own."""
    databases.empty().put(tmp_path)
    engine = open_engine(databases.where(tmp_path))
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def kept(session: Session) -> list[tuple[str, str, int]]:
    rows = session.scalars(select(SearchMiss).order_by(SearchMiss.week, SearchMiss.text))
    return [(miss.week, miss.text, miss.count) for miss in rows]


def test_equal_queries_of_a_week_are_counted_together(session: Session) -> None:
    for text in ("Kuda Terbang", "kuda  terbang", " KUDA TERBANG "):
        note(session, text, SATURDAY)
    note(session, "kuda terbang", MONDAY)
    note(session, "naga", SATURDAY)

    assert kept(session) == [
        ("2026-W47", "kuda terbang", 3),
        ("2026-W47", "naga", 1),
        ("2026-W48", "kuda terbang", 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "198501012010011001",
        "nip 19850101 201001 1 001",
        "3325010101850001",
        "ktp 33.2501.010185.0001",
        "081234567890",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "(021) 3456 7890",
        "0812/3456/7890",
        "0812_3456_7890",
        "budi@example.id",
        "https://kabar.example.id/budi",
        "x",
        "",
        "   ",
    ],
)
def test_a_query_that_may_hold_personal_data_is_not_kept(session: Session, text: str) -> None:
    note(session, text, SATURDAY)

    assert kept(session) == []


@pytest.mark.parametrize(
    "text", ["perbup 12 tahun 2020", "rpjmd 2025-2029", "pp 38/2017", "5.05.02", "2019-2024 stunting"]
)
def test_numbers_of_rules_and_years_are_kept(session: Session, text: str) -> None:
    note(session, text, SATURDAY)

    assert kept(session) == [("2026-W47", text, 1)]


def test_a_long_query_is_cut(session: Session) -> None:
    note(session, "kata " * 100, SATURDAY)

    ((_, text, _),) = kept(session)
    assert len(text) <= MAX_TEXT


def test_the_newest_weeks_are_listed_first_and_in_them_the_commonest(session: Session) -> None:
    for text, day, times in (
        ("a", SATURDAY, 1),
        ("bb", SATURDAY, 2),
        ("cc", MONDAY, 1),
        ("dd", date(2026, 1, 5), 9),
    ):
        for _ in range(times):
            note(session, text * 2, day)

    assert [(miss.week, miss.text) for miss in listed(session, 2)] == [
        ("2026-W48", "cccc"),
        ("2026-W47", "bbbb"),
        ("2026-W47", "aa"),
    ]


def test_a_week_holds_so_many_texts_and_then_counts_the_known_ones_only(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(misses, "MAX_WEEK", 3)
    for number in range(10):
        note(session, f"naga {number}", SATURDAY)
    note(session, "naga 1", SATURDAY)
    note(session, "naga 9", MONDAY)

    assert kept(session) == [
        ("2026-W47", "naga 0", 1),
        ("2026-W47", "naga 1", 2),
        ("2026-W47", "naga 2", 1),
        ("2026-W48", "naga 9", 1),
    ]


def test_what_is_older_than_half_a_year_goes(session: Session) -> None:
    for day in (date(2026, 5, 18), date(2026, 5, 25), SATURDAY):
        note(session, "naga", day)

    misses.sweep(session, MONDAY)

    assert [week for week, _, _ in kept(session)] == ["2026-W22", "2026-W47"]


@pytest.mark.parametrize(
    ("day", "week"), [(date(2026, 1, 1), "2026-W01"), (date(2027, 1, 1), "2026-W53"), (SATURDAY, "2026-W47")]
)
def test_weeks_are_those_of_the_iso_calendar(day: date, week: str) -> None:
    assert week_of(day) == week
