"""What a text is found by."""

from __future__ import annotations

import pytest

from portal.search import analysis
from portal.search.analysis import place_count, positions


def terms(token: str) -> list[tuple[str, ...]]:
    return [place.terms for place in positions(token)]


@pytest.mark.parametrize(
    ("written", "root"),
    [
        ("pelayanan", "layan"),
        ("mempertanggungjawabkan", "tanggungjawab"),
        ("menyederhanakan", "sederhana"),
        ("direplikasi", "replikasi"),
        ("mereplikasi", "replikasi"),
        ("perizinan", "izin"),
        ("Banyuwangi", "banyuwangi"),
        ("Batang", "batang"),
    ],
)
def test_a_word_is_found_by_itself_and_by_its_root(written: str, root: str) -> None:
    place = positions(written)[0]

    assert place.word == written.casefold()
    assert place.stem == root


@pytest.mark.parametrize("spelling", ["e-KTP", "KTP-el", "ektp", "E-Ktp", "KTP-Elektronik"])
def test_every_spelling_of_an_identity_card_shares_a_term(spelling: str) -> None:
    assert "ktpel" in {term for place in terms(spelling) for term in place}


def test_a_compound_is_found_by_its_parts_and_as_one_word() -> None:
    assert terms("Hay.U") == [("hay", "hayu")]
    assert terms("SIP-Juara") == [("sip", "sipjuara"), ("juara",)]


def test_a_repeated_word_is_the_word_twice() -> None:
    assert terms("anak-anak") == terms("anak2") == [("anak",), ("anak",)]
    assert terms("obat2an") == [("obat",), ("obat",)]
    assert terms("PM2") == [("pm2",)]
    assert terms("SP2D") == [("sp2d",)]


def test_a_missing_space_after_a_full_stop_glues_nothing() -> None:
    assert terms("jalan.Kemudian")[0] == ("jalan",)


@pytest.mark.parametrize(
    ("written", "term"), [("5.05.02", "5.05.02"), ("2.579.837", "2579837"), ("7,5", "7,5"), ("2019", "2019")]
)
def test_codes_stay_whole_and_thousands_lose_their_points(written: str, term: str) -> None:
    assert terms(written) == [(term,)]


@pytest.mark.parametrize("word", ["tidak", "tanpa", "bukan", "belum", "kurang", "jangan"])
def test_negations_and_lacks_are_no_stop_words(word: str) -> None:
    assert not positions(word)[0].is_stop


def test_full_width_and_combined_signs_are_folded() -> None:
    assert terms("ＫＴＰ") == [("ktp",)]


@pytest.mark.parametrize(
    "token",
    ["e-KTP", "Hay.U", "anak-anak", "anak2", "5.05.02", "jalan.Kemudian", "___", "K/L", "a-b-c-d", "UKS"],
)
def test_places_are_counted_without_stemming(token: str) -> None:
    assert place_count(token) == len(positions(token))


def test_tokens_keep_compounds_together() -> None:
    assert analysis.tokens("Aplikasi e-KTP, kode 5.05.02.") == ["Aplikasi", "e-KTP", "kode", "5.05.02"]
