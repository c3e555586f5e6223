"""Figures as curators write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.editing.figures import read_figure, show_figure


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.400", 1400),
        ("1400", 1400),
        ("7,5", 7.5),
        ("1.785.316", 1785316),
        ("0,293", 0.293),
        ("-5", -5),
        ("−0,5", -0.5),
        (" 12 ", 12),
        ("50-200", "50-200"),
        ("1 menit", "1 menit"),
        ("WTP", "WTP"),
        ("1.40", "1.40"),
        ("1,400.5", "1,400.5"),
        ("12.34.56", "12.34.56"),
        ("", ""),
        ("9" * 40, "9" * 40),
    ],
)
def test_a_number_in_indonesian_writing_is_a_number_and_the_rest_stays_text(
    typed: str, value: int | float | str
) -> None:
    found = read_figure(typed)

    assert found == value
    assert type(found) is type(value)


@given(st.integers(-(10**14), 10**14))
def test_every_whole_number_comes_back(value: int) -> None:
    assert read_figure(show_figure(value)) == value


@given(st.decimals(-(10**6), 10**6, places=4, allow_nan=False, allow_infinity=False))
def test_every_number_with_a_fraction_comes_back(value: object) -> None:
    number = float(str(value))

    found = read_figure(show_figure(number))

    assert found == number


def test_what_is_not_known_is_shown_as_nothing() -> None:
    assert (show_figure(None), show_figure("WTP"), show_figure(1234567.5)) == ("", "WTP", "1.234.567,5")
