"""While somebody types, titles, other names, needs, regions and terms are offered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.search.suggestions import LIMIT, Suggestions, suggestions
from tests.make import Maker


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Cases whose names begin alike, and one with another name."""
    maker = Maker(tmp_path_factory.mktemp("saran"))
    maker.library(0)
    maker.case("kartu-warga", title="Kartu Warga", aliases=["KTP Kilat", "Si Cepat"])
    maker.case("antar-kartu", title="Antar Kartu ke Rumah")
    for number in range(LIMIT + 3):
        maker.case(f"posyandu-{number:02}", title=f"Posyandu {number:02}")
    maker.publish()
    yield maker.app()
    maker.close()


@pytest.fixture
def offered(app: Flask) -> Iterator[Suggestions]:
    """The suggestions of that library."""
    with app.test_request_context("/"):
        yield suggestions()


def labels(offered: Suggestions, typed: str) -> list[str]:
    return [offer.label for offer in offered.matching(typed)]


def test_what_begins_so_stands_before_what_has_such_a_word(offered: Suggestions) -> None:
    assert labels(offered, "kartu")[:2] == ["Kartu Warga", "Antar Kartu ke Rumah"]


def test_another_name_leads_to_the_case_and_says_so(offered: Suggestions) -> None:
    (offer,) = offered.matching("si cep")

    assert (offer.label, offer.kind, offer.endpoint, offer.key) == (
        "Si Cepat (Kartu Warga)",
        "inovasi",
        "cases.show",
        "kartu-warga",
    )


@pytest.mark.parametrize(
    ("typed", "kind", "endpoint", "key"),
    [
        ("warga antre", "kebutuhan", "government.need", "antre-ktp"),
        ("teladan", "wilayah", "regions.show", "teladan"),
        ("kab. tel", "wilayah", "regions.show", "teladan"),
        ("opd", "istilah", "", "OPD"),
    ],
)
def test_needs_regions_and_terms_are_offered(
    offered: Suggestions, typed: str, kind: str, endpoint: str, key: str
) -> None:
    assert (kind, endpoint, key) in [
        (offer.kind, offer.endpoint, offer.key) for offer in offered.matching(typed)
    ]


def test_every_word_typed_must_begin_some_word_of_the_offer(offered: Suggestions) -> None:
    assert labels(offered, "rumah kar") == ["Antar Kartu ke Rumah"]
    assert labels(offered, "kartu sakti") == []


def test_letters_within_a_word_and_mistyped_words_are_offered_after_beginnings(offered: Suggestions) -> None:
    assert labels(offered, "artu") == ["Antar Kartu ke Rumah", "Kartu Warga"]
    assert labels(offered, "katru warga") == ["Kartu Warga"]
    assert labels(offered, "xartuq") == []


def test_a_term_with_one_meaning_says_it(offered: Suggestions) -> None:
    assert "OPD (organisasi perangkat daerah)" in labels(offered, "opd")
    assert labels(offered, "spd") == ["SPD"]


def test_no_more_than_eight_are_offered(offered: Suggestions) -> None:
    assert len(labels(offered, "posyandu")) == LIMIT


@pytest.mark.parametrize("typed", ["", " ", "k", " k ", "\x00", "ﷺ", "\u200b\u200b", "'\"", "x" * 5_000])
def test_nothing_is_offered_for_what_cannot_match(offered: Suggestions, typed: str) -> None:
    assert labels(offered, typed) == []


def test_each_thing_is_offered_once(offered: Suggestions) -> None:
    found = offered.matching("kabupaten")

    assert len(found) == len({(offer.endpoint, offer.key, offer.label) for offer in found})


def test_capitals_and_full_width_letters_do_not_count(offered: Suggestions) -> None:
    assert labels(offered, "ＫＡＲＴＵ war") == ["Kartu Warga"]
