"""The NIP rules."""

from __future__ import annotations

from datetime import date

import pytest

from portal.accounts import nip
from portal.errors import RuleViolation

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("198502282010011001", "198502282010011001"),  # civil servant
        ("19850228 201001 1 001", "198502282010011001"),
        (" 19850228.201001.2.001 ", "198502282010012001"),
        ("19850228-201012-1-999", "198502282010121999"),
        ("199001012025211003", "199001012025211003"),  # contract, first time
        ("199001012025291003", "199001012025291003"),  # contract, ninth time
        ("200002292024011001", "200002292024011001"),  # born on a leap day
        ("200808312026212001", "200808312026212001"),  # 17 within the year of appointment
        ("200901012026011001", "200901012026011001"),  # 17 in the very month
    ],
)
def test_a_number_that_follows_the_rules_is_kept_as_its_18_digits(text: str, digits: str) -> None:
    assert nip.parse(text, TODAY) == digits


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("19850228201001100", "17 digit"),
        ("1985022820100110011", "19 digit"),
        ("", "angka"),
        ("1985022820100110AB", "angka"),
        ("١٩٨٥٠٢٢٨٢٠١٠٠١١٠٠١", "angka"),
        ("1.98502282010011E+17", "tersimpan sebagai angka"),
        ("1,98502E+17", "tersimpan sebagai angka"),
        ("198502302010011001", "tanggal lahir"),  # 30 February
        ("200102292020011001", "tanggal lahir"),  # no leap year
        ("198500012010011001", "tanggal lahir"),
        ("000001012010011001", "tanggal lahir"),
        ("189912312010011001", "tanggal lahir"),
        ("203001012050011001", "tanggal lahir"),  # not born yet
        ("198502282010001001", "01–12"),
        ("198502282010131001", "01–12"),
        ("198502282010201001", "01–12"),
        ("198502282010301001", "01–12"),
        ("198502282010011001".replace("2010", "0000", 1), "01–12"),
        ("198502282027011001", "masa depan"),
        ("200912012026111001", "17 tahun"),
        ("201005052026211001", "17 tahun"),
        ("198502282010010001", "ke-15"),
        ("198502282010013001", "ke-15"),
    ],
)
def test_a_number_that_breaks_a_rule_is_refused_with_the_rule_and_never_repeated(
    text: str, part: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        nip.parse(text, TODAY)

    assert part in str(refused.value)
    assert not text or text not in str(refused.value)


def test_a_number_is_shown_with_its_first_and_last_two_digits_only() -> None:
    assert nip.mask("198502282010011001") == "19**************01"
    assert nip.mask(None) == ""
