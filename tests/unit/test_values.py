"""Values are read for what they mean, whoever wrote them with whichever program; the rest is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portal.errors import RuleViolation
from portal.values import HIDDEN, SCALED, Unreadable, Wanted, check_cells, day, number, rupiah, word

PERCENT = Wanted.of_unit("%")
HEADINGS = {"value": "Nilai"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7,79", "7.79"),
        ("7.5", "7.5"),
        ("1785316", "1785316"),
        ("1.785.316", "1785316"),
        ("1.785,5", "1785.5"),
        ("1\u202f785\u00a0316", "1785316"),
        ("1,785,316", "1785316"),
        ("1,785.50", "1785.50"),
        ("-2,07", "-2.07"),
        ("\u22122,07", "-2.07"),
        ("\u20132,07", "-2.07"),
        ("\u2014 2,07", "-2.07"),
        ("\ufe632,07", "-2.07"),
        ("2,07-", "-2.07"),
        ("(2,07)", "-2.07"),
        ("( 2,07% )", "-2.07"),
        ("+5,3", "5.3"),
        ("\u00a0 8,92\u00a0% ", "8.92"),
        ("\u200b8,92", "8.92"),
    ],
)
def test_a_number_is_read_with_signs_and_thousands_of_all_shapes(text: str, meant: str) -> None:
    assert number(text, PERCENT) == Decimal(meant)


@pytest.mark.parametrize(
    "text",
    [
        "#N/A",
        "#DIV/0!",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#SPILL!",
        "n/a",
        "N.A.",
        "…",
        "...",
        "-",
        "–",
        "--",
        "(-)",
        "±2",
        "--2",
        "(-2)",
        "+-2",
        "5²",
        "½",
        "1,2,3",
        "1..2",
        "12 34",
        "1.23.456",
        "٣",
        "2026-01-05",
        "<5",
        "tidak ada",
        "NIHIL 5",
        "Lebih dari 6.000",
        "1e5",
        "Rp 702,3 M",
        "True",
        "",
        "1.250",
    ],
)
def test_what_is_no_number_is_never_taken_for_one(text: str) -> None:
    with pytest.raises(Unreadable):
        number(text, PERCENT)


def test_percent_is_taken_only_where_percent_is_meant() -> None:
    with pytest.raises(Unreadable, match="padahal satuannya jiwa"):
        number("8%", Wanted.of_unit("jiwa"))


def test_what_is_counted_has_no_halves_and_is_never_below_zero() -> None:
    for text, reason in (("12,5", "separuh"), ("-3", "tidak mungkin")):
        with pytest.raises(Unreadable, match=reason):
            number(text, Wanted.of_unit("Desa"))
    with pytest.raises(Unreadable, match="paling kecil 1"):
        number("0", Wanted.of_unit("peringkat"))
    assert number("12,0", Wanted.of_unit("desa")) == 12


def test_one_point_is_thousands_in_a_form_and_two_things_in_a_table() -> None:
    assert number("1.250", Wanted(dots=True)) == 1250
    with pytest.raises(Unreadable, match="Tulis 1250, atau 1,250"):
        number("1.250")
    with pytest.raises(Unreadable):
        number("7.5", Wanted(dots=True))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Rp\u00a0150.000", 150_000),
        ("IDR 150.000,00", 150_000),
        ("150.000,-", 150_000),
        ("rp. 150 ribu", 150_000),
        ("1,2 triliun", 1_200_000_000_000),
        ("500\u00a0juta rupiah", 500_000_000),
        ("1.5 M", 1_500_000_000),
        ("1,500,000.00", 1_500_000),
        ("25000000.00", 25_000_000),
        ("Rp: 25.000.000", 25_000_000),
        ("0", 0),
    ],
)
def test_rupiah_are_read_as_people_say_them(text: str, meant: int) -> None:
    assert rupiah(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "410,125",
        "150.000,50",
        "-5",
        "\u22125",
        "(5)",
        "1.300 juta",
        "1,23456 ribu",
        "#REF!",
        "-",
        "5²",
        "8%",
        "M",
        "nihil",
        "25000000.50",
        "250.00",
    ],
)
def test_an_amount_that_is_no_whole_rupiah_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        rupiah(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31",
        "31/1/2026",
        "31-01-2026",
        "31–1–2026",
        "31.1.2026",
        "31 Januari 2026",
        "31\xa0Jan. 2026",
        "Sabtu, 31 januari 2026",
        "2026-01-31 00:00:00",
        "31-Jan-2026",
        "2026/01/31",
        "31 / 1 / 2026",
    ],
)
def test_a_day_is_read_in_figures_and_in_words(text: str) -> None:
    assert day(text) == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("30 Februari 2026", "kalender"),
        ("12/31/2026", "kalender"),
        ("Senin, 31 Januari 2026", "bukan hari Senin"),
        ("31-1/2026", "bukan tanggal"),
        ("31/1/26", "bukan tanggal"),
        ("Januari 2026", "bukan tanggal"),
        ("46053", "bukan tanggal"),
        ("", "bukan tanggal"),
    ],
)
def test_what_is_no_day_is_refused_with_what_stands_there(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        day(text)


@pytest.mark.parametrize(
    "text",
    ["31/1/26", "46053", "46053,5", "2026-01-31T09:30:00", "31/1/2026 09.30", "31 Januari 2026, 09.30 WIB"],
)
def test_files_of_other_systems_may_say_a_day_in_their_way(text: str) -> None:
    assert day(text, loose=True) == date(2026, 1, 31)
    with pytest.raises(Unreadable):
        day(text)


def test_august_is_read_in_all_its_short_forms() -> None:
    assert {day(f"17 {month} 2026") for month in ("Agustus", "Ags", "Agt.", "agu", "AUG")} == {
        date(2026, 8, 17)
    }


def test_a_predicate_is_one_of_its_list_however_it_is_spelt() -> None:
    assert word(" wtp ", ["WDP", "WTP"]) == "WTP"
    assert word("Terkelola  dan\u00a0terukur", ["Terkelola dan Terukur"]) == "Terkelola dan Terukur"
    assert word("Kabupaten terinovatif") == "Kabupaten terinovatif"
    for text in ("#N/A", "-", "n/a", "85,3", "WTS"):
        with pytest.raises(Unreadable):
            word(text, ["WDP", "WTP"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"value": "=1+1"}, "rumus"),
        ({"value": "#REF!"}, "galat Excel"),
        ({"value": f"{SCALED} 702,3"}, "menampilkan 702,3"),
        ({"value": "a\nb"}, "ganti baris"),
        ({"value": "x" * 21}, "terlalu panjang"),
        ({"value": "5", HIDDEN: "ya"}, "tersembunyi"),
    ],
)
def test_a_row_with_a_cell_that_holds_no_value_is_refused(row: dict[str, str], reason: str) -> None:
    with pytest.raises(RuleViolation, match=reason):
        check_cells(row, HEADINGS, 20)
