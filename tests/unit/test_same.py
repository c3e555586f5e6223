"""What people take for the same has the same normal form."""

from __future__ import annotations

import pytest

from portal.same import modern, named, nearest, same, same_place, same_word, tidy


def test_blanks_case_dashes_and_quotes_make_no_other_thing() -> None:
    forms = [
        "Uang harian",
        "uang  HARIAN",
        "Uang\u00a0harian ",
        "\u2009Uang\nharian",
        "U\u200bang har\u00adian",
    ]

    assert {same(form) for form in forms} == {"uang harian"}
    assert same("orang / hari") == same("Orang/hari")
    assert same("S1 – D4") == same("s1-D4")
    assert same("Jum’at") == same("jum'at")
    assert same_word("Plt.") == same_word("plt")
    assert same("Uang harian") != same("Uang hariannya")


@pytest.mark.parametrize(
    "text",
    [
        "Kabupaten Pati",
        "KAB. PATI",
        "Kab Pati",
        "kab.Pati",
        "Kabupaten\xa0 Pati",
        "Pemkab Pati",
        "Pemerintah Kabupaten Pati",
        "PEMDA KAB. PATI",
    ],
)
def test_a_region_is_known_by_every_abbreviation_of_its_kind(text: str) -> None:
    assert same_place(text) == "kabupaten pati"


def test_kinds_of_regions_are_not_mixed_and_no_name_is_cut() -> None:
    assert same_place("Kota Pekalongan") == same_place("Pemkot Pekalongan") == same_place("Kodya Pekalongan")
    assert same_place("Kota Pekalongan") != same_place("Kab. Pekalongan")
    assert same_place("Prop. Jawa Tengah") == same_place("Provinsi Jawa Tengah")
    assert same_place("Kotabaru") == "kotabaru"
    assert same_place("Kabanjahe") == "kabanjahe"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Soerabaja", "surabaya"),
        ("Djakarta", "jakarta"),
        ("Tjirebon", "cirebon"),
        ("Bandoeng", "bandung"),
        ("Poerwokerto", "purwokerto"),
        ("Banjoewangi", "banyuwangi"),
        ("Bandjarnegara", "banjarnegara"),
    ],
)
def test_old_spellings_are_read(old: str, new: str) -> None:
    assert modern(old) == new
    assert named(old, {new: 1}) == 1


def test_a_name_of_today_is_not_taken_for_an_old_one() -> None:
    assert modern("Jember") == "jember"
    assert named("Banjarnegara", {"banjarnegara": 1}) == 1
    assert named("Lain", {"banjarnegara": 1}) is None


def test_a_mistyped_name_is_told_the_nearest_and_a_far_one_none() -> None:
    assert nearest("Kab. Banyuwngi", ["Kabupaten Banyuwangi", "Kota Malang"]) == "Kabupaten Banyuwangi"
    assert nearest("Zzz", ["Kabupaten Banyuwangi"]) == ""


def test_what_is_shown_keeps_its_case_and_its_signs() -> None:
    assert tidy(" KAB.\u00a0 Pati\u200b ") == "KAB. Pati"
