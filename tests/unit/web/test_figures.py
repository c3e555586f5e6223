"""Figures and dates as Indonesian readers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.web import figures
from tests.make import Maker


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1785316, "1.785.316"),
        (1400, "1.400"),
        (999, "999"),
        (0, "0"),
        (7.5, "7,5"),
        (5782.5, "5.782,5"),
        (0.1 + 0.2, "0,3"),
        (95.0, "95"),
        (-1234.5, "-1.234,5"),
        (0.000001, "0,000001"),
        (12345678901234567890, "12.345.678.901.234.567.890"),
        (None, "–"),
        ("sekitar 40", "sekitar 40"),
        ("1.400", "1.400"),
    ],
)
def test_a_figure_has_dots_for_thousands_and_a_comma_for_decimals(
    value: float | str | None, written: str
) -> None:
    assert figures.number(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2019", "2019"),
        ("2019-11", "November 2019"),
        ("2019-05-02", "2 Mei 2019"),
        ("2024-02-29", "29 Februari 2024"),
        (None, "tanpa tanggal"),
        ("", "tanpa tanggal"),
    ],
)
def test_a_source_date_says_as_much_as_is_known(value: str | None, written: str) -> None:
    assert figures.partial_date(value) == written


def test_dates_are_written_with_the_name_of_the_month() -> None:
    assert figures.long_date(date(2026, 11, 21)) == "21 November 2026"
    assert figures.long_date(date(2026, 8, 1)) == "1 Agustus 2026"


def test_a_year_has_no_thousands_mark() -> None:
    assert [figures.year(value) for value in (2019, "tidak diketahui", None)] == [
        "2019",
        "tidak diketahui",
        "tidak diketahui",
    ]


def test_the_locale_is_indonesian_whatever_the_machine_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANG", "LC_ALL", "LANGUAGE"):
        monkeypatch.setenv(name, "en_US.UTF-8")

    assert figures.number(1234.5) == "1.234,5"
    assert figures.long_date(date(2026, 12, 8)) == "8 Desember 2026"


@pytest.mark.parametrize(
    ("zone", "written"), [("WIB", "1 Januari 2027 05.30 WIB"), ("WIT", "1 Januari 2027 07.30 WIT")]
)
def test_a_moment_is_told_in_the_zone_of_the_government(make: Maker, zone: str, written: str) -> None:
    make.library(0)

    with make.app(time_zone=zone).app_context():
        assert figures.moment(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)) == written
