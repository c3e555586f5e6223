"""Fields read what people type in Indonesian, say what they cannot read, and keep it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from portal.records.fields import Day, Figure, Line, Long, Rupiah, Whole
from portal.records.privacy import refusal


class Sample(Form):  # type: ignore[misc]
    """One field of each kind."""

    day = Day("Hari")
    figure = Figure("Angka")
    money = Rupiah("Rupiah")
    year = Whole("Tahun", least=2019, most=2045)
    line = Line("Baris")
    text = Long("Teks", max_length=50)


def typed(**fields: str) -> Any:
    """The form after somebody sent it."""
    return Sample(MultiDict(fields))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,5", "7.5"),
        ("1.785.316", "1785316"),
        ("1,785,316", "1785316"),
        ("(2,07)", "-2.07"),
        ("–2,07", "-2.07"),
        ("1.250,25", "1250.25"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("0", "0"),
        (" 12 ", "12"),
        ("1250", "1250"),
        ("1.000.000.000.000.000", "1000000000000000"),
        ("0,000001", "0.000001"),
    ],
)
def test_figures_are_read_as_indonesians_write_them(text: str, value: str) -> None:
    form = typed(figure=text)

    assert form.validate()
    assert form.figure.data == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "7.5",
        "1.78.316",
        "abc",
        "1e5",
        "NaN",
        "Infinity",
        "1.000.000.000.000.001",
        "0,0000001",
        "--1",
        "１２",
    ],
)
def test_a_figure_that_cannot_be_read_stays_as_it_was_typed(text: str) -> None:
    form = typed(figure=text)

    assert not form.validate()
    assert form.figure.data is None
    assert f'value="{text}"' in str(form.figure())


@settings(deadline=None)
@given(st.decimals(-(10**15), 10**15, places=4))
def test_a_figure_is_written_as_it_is_read(value: Decimal) -> None:
    text = Figure("Angka").bind(Sample(), "figure").write(value)

    assert typed(figure=text).figure.data == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("Rp1.500.000", 1_500_000),
        ("Rp 1.500.000,00", 1_500_000),
        ("rp1.500.000,-", 1_500_000),
        ("0", 0),
        ("1.000.000.000.000.000", 10**15),
        ("1,3 miliar", 1_300_000_000),
        ("1.3 Miliar", 1_300_000_000),
        ("Rp1,25 milyar", 1_250_000_000),
        ("2M", 2_000_000_000),
        ("500jt", 500_000_000),
        ("Rp 15 juta", 15_000_000),
        ("1,250 miliar", 1_250_000_000),
    ],
)
def test_rupiah_are_whole_and_read_with_or_without_marks(text: str, value: int) -> None:
    form = typed(money=text)

    assert form.validate()
    assert form.money.data == value


@pytest.mark.parametrize(
    "text",
    ["-1", "1,5", "1.50", "Rp", "1.000.000.000.000.001", "$5", "juta", "1,2345678 juta", "2.000.000 miliar",
     "9999999 M", "1,3,5 miliar"],
)  # fmt: skip
def test_rupiah_that_make_no_whole_amount_are_refused(text: str) -> None:
    assert not typed(money=text).validate()


def test_a_point_that_could_part_thousands_or_begin_decimals_is_asked_about() -> None:
    form = typed(money="1.300 juta")

    assert not form.validate()
    assert "ribuan atau desimal" in form.errors["money"][0]


def test_an_amount_in_words_is_shown_as_it_was_understood() -> None:
    assert typed(money="1,3 miliar").money.description == "Dibaca: Rp1.300.000.000."
    assert typed(money="1.300.000").money.description == ""


@pytest.mark.parametrize("text", ["2026-11-21", "21-11-2026", "21/11/2026", "21.11.2026"])
def test_a_day_is_read_from_a_calendar_or_as_typed(text: str) -> None:
    assert typed(day=text).day.data == date(2026, 11, 21)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "31-04-2026", "1999-12-31", "2101-01-01", "besok", "2026-11-21T00:00"]
)
def test_a_day_that_is_none_is_refused_and_shown_as_text(text: str) -> None:
    form = typed(day=text)

    assert not form.validate()
    assert f'value="{text}"' in str(form.day())


@pytest.mark.parametrize(
    ("text", "is_right"), [("2019", True), ("2045", True), ("2018", False), ("2046", False), ("dua", False)]
)
def test_a_year_lies_within_its_limits(text: str, is_right: bool) -> None:
    assert typed(year=text).validate() is is_right


@pytest.mark.parametrize("field", ["line", "text"])
@pytest.mark.parametrize(
    "text",
    [
        "NIP 198501012010011001",
        "198501012010011001",
        "19850101 201001 1 001",
        "a 19850101.201001.1.001 b",
        "19850101\u00a0201001\u00a01\u00a0001",
        "19850101  201001  1  001",
        "19850101-201001-1-001",
        "19850101\u2013201001\u20131\u2013001",
        "1985 0101 2010 0110 01",
        "1985\u200b01012010011001",
        "１９８５０１０１２０１００１１００１",
        "19850101 202321 2 014",
        "NIK 3325014101850001",
        "33.25.01.410185.0001",
        "3325 0101 0185 0001",
    ],
)
def test_no_text_takes_a_nip_or_a_nik(field: str, text: str) -> None:
    form = typed(**{field: text})

    assert not form.validate()
    assert "NIP" in form.errors[field][0]


@pytest.mark.parametrize(
    "text",
    [
        "DPA/A.1/1.02.0.00.0.00.01.0000/001/2026",
        "Rp198.501.012.010.011.001",
        "https://berita.contoh.id/read/202411301234561234",
        "lihat https://kabar.contoh.go.id/a/198501012010011001?id=3325014101850001.",
        "kabar.contoh.go.id/p/081234567890",
        "202411301234561234",
        "1.02.02.2.02.0001.5.1.02.04.01.0001",
        "2019 2020 2021 2022",
        "9999999999999999",
        "(0285) 391234",
        "Perbup 8 Tahun 2021",
    ],
)
def test_other_long_numbers_and_those_of_links_are_taken(text: str) -> None:
    assert typed(line=text).validate()


@pytest.mark.parametrize(
    "text",
    ["0812 3456 7890", "WA: 0812-3456-789", "+62 812\u00a03456\u20117890", "(+6281234567890)", "62812345678"],
)
def test_a_mobile_number_is_for_contacts_of_offices_only(text: str) -> None:
    form = typed(line=text)

    assert not form.validate()
    assert "ponsel" in form.errors["line"][0]
    assert refusal(text, is_contact=True) == ""


def test_a_long_text_keeps_its_paragraphs_and_loses_what_trails() -> None:
    assert typed(text="satu  \r\n\r\n\r\n\r\ndua\r\n  ").text.data == "satu\n\ndua"


def test_a_text_over_its_limit_is_refused_with_its_length() -> None:
    form = typed(text="a" * 51)

    assert not form.validate()
    assert form.errors["text"] == ["Tulis paling banyak 50 karakter; sekarang 51."]


@pytest.mark.parametrize("field", ["line", "text"])
def test_invisible_characters_are_refused(field: str) -> None:
    assert not typed(**{field: "a\x00b"}).validate()


def test_an_empty_field_is_nothing() -> None:
    form = typed(day="", figure=" ", money="", year="")

    assert form.validate()
    assert [form.day.data, form.figure.data, form.money.data, form.year.data] == [None] * 4
