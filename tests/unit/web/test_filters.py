"""The filters of a list: read from an address, written into one, asked of the database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pytest
from sqlalchemy import column

from portal.web import filters
from portal.web.filters import by, flag, known, line, number, one_of, whole


class Colour(StrEnum):
    RED = "merah"
    BLUE = "biru"


@dataclass(frozen=True)
class Wanted:
    """What a list of things is narrowed to."""

    colour: Colour | None = by("warna", one_of(Colour), column=column("colour"))
    owner: str = by("pemilik", line, "", column=column("owner"))
    shop: str = by("toko", known(lambda: {"pasar"}), "semua")
    year: int | None = by("tahun", whole(0, 2100))
    is_late: bool = by("terlambat", flag, default=False)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(colour=Colour.BLUE, owner="Dinkes", shop="pasar", year=2027, is_late=True),
        Wanted(year=0),
    ],
)
def test_an_address_leads_to_the_filters_it_was_written_from(wanted: Wanted) -> None:
    assert filters.read(Wanted, filters.query(wanted)) == wanted


def test_an_address_says_only_what_narrows() -> None:
    assert filters.query(Wanted(colour=Colour.RED, is_late=True)) == {"warna": "merah", "terlambat": "1"}
    assert filters.query(Wanted()) == {}


def test_what_has_no_meaning_is_left_out() -> None:
    nonsense = {"warna": "hijau", "toko": "mal", "tahun": "２０２７", "terlambat": "ya", "lain": "x"}

    assert filters.read(Wanted, nonsense) == Wanted()
    assert filters.read(Wanted, {"tahun": "2101"}) == filters.read(Wanted, {"tahun": "-1"}) == Wanted()
    assert len(filters.read(Wanted, {"pemilik": "x" * 1_000}).owner) == 80


def test_a_filter_of_a_column_asks_for_its_value() -> None:
    asked = filters.conditions(Wanted(colour=Colour.RED, shop="pasar", is_late=True))

    assert [str(one) for one in asked] == ["colour = :colour_1"]


@pytest.mark.parametrize("text", ["", "-1", "1.5", "²", "9" * 10, "satu"])
def test_only_plain_digits_are_a_number(text: str) -> None:
    assert number(text) is None
