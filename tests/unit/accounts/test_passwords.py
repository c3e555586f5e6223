"""Which passwords are taken, and how they are kept."""

from __future__ import annotations

import pytest

from portal.accounts import passwords, strength
from portal.errors import RuleViolation

ABOUT = ["budi.santoso", "Budi Santoso, S.STP.", "198502282010011001", "budi@contoh.go.id"]


@pytest.mark.parametrize(
    "password",
    [
        "kuda payung sawah biru",
        "hujan-di-bulan-juni",
        "semua huruf kecil",  # no rules on kinds of characters
        "パスワードは長いほうが良い",
        "x9!mQ2#vL7$k",
        "a" * 20 + "bcdefghij",
        "k" * 100 + "uda payung sawah biru",
    ],
)
def test_a_long_uncommon_password_is_taken(password: str) -> None:
    passwords.check(password, ABOUT)


@pytest.mark.parametrize(
    "password",
    ["", "pendek", "sebelas1234", "x" * 257, "kuda" * 65],
)
def test_a_password_too_short_or_far_too_long_is_refused(password: str) -> None:
    with pytest.raises(RuleViolation, match="karakter"):
        passwords.check(password)


@pytest.mark.parametrize(
    "password",
    [
        "rahasianegara",
        "Rahasia Negara 2026",
        "SELAMATDATANG",
        "password1234",
        "1234password1234",
        "kabupaten-batang",
        "qwertyuiop123",
        "indonesiaraya",
        "123456789012",
        "198502282010",
        "abcdefghijklm",
        "mlkjihgfedcba",
        "aaaaaaaaaaaa",
        "ababababababab",
        "kudakudakuda",
        "bismillah bismillah",
        "!!!!!!!!!!!!",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(RuleViolation, match="mudah ditebak"):
        passwords.check(password)


@pytest.mark.parametrize(
    "password", ["budi.santoso", "Budi Santoso 1985", "BUDI_SANTOSO!", "2026budi.santoso"]
)
def test_a_password_made_of_its_owners_names_is_refused(password: str) -> None:
    with pytest.raises(RuleViolation, match="nama"):
        passwords.check(password, ABOUT)


def test_the_list_of_common_passwords_is_our_own_and_long_enough() -> None:
    words = [line for line in strength.COMMON.read_text("utf-8").splitlines() if not line.startswith("#")]

    assert len(words) == len(set(words)) >= 200


@pytest.mark.usefixtures("strong_passwords")
def test_what_is_stored_is_argon2id_with_64_mib_and_never_twice_the_same() -> None:
    first, second = (
        passwords.make_hash("kuda payung sawah biru"),
        passwords.make_hash("kuda payung sawah biru"),
    )

    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
    assert passwords.matches(first, "kuda payung sawah biru")
    assert not passwords.matches(first, "kuda payung sawah biru ")
    assert not passwords.is_outdated(first)


def test_letters_composed_differently_are_the_same_password() -> None:
    stored = passwords.make_hash("caf\u00e9 payung sawah")

    assert passwords.matches(stored, "cafe\u0301 payung sawah")


def test_no_password_fits_an_account_without_one_or_with_a_broken_hash() -> None:
    assert not passwords.matches(None, "kuda payung sawah biru")
    assert not passwords.matches(None, "\x00 tidak ada \x00")
    assert not passwords.matches("rusak", "kuda payung sawah biru")


@pytest.mark.usefixtures("strong_passwords")
def test_a_weaker_hash_is_noticed() -> None:
    weak = "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$aGFzaGhhc2hoYXNoaGFzaA"

    assert passwords.is_outdated(weak)
