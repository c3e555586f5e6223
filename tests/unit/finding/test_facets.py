"""Every state of a result list has one address, and every choice a label and a count."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from portal.errors import Problem
from portal.regions import Region
from portal.search.facets import AWARDS, FACETS, NO_AWARD, NO_YEAR, Address, groups, label
from portal.search.service import resolve_filters
from portal.taxonomy import Taxonomy, Term

REGIONS = {
    "teladan": Region(
        id="teladan",
        name="Kabupaten Teladan",
        short_name="Teladan",
        kind="kabupaten",
        aliases=("Kab. Teladan",),
    ),
    "kota-teladan": Region(id="kota-teladan", name="Kota Teladan", short_name="Teladan", kind="kota"),
}
TAXONOMY = Taxonomy(
    sectors=(Term(id="kesehatan", label="Kesehatan"), Term(id="ekonomi-umkm", label="Ekonomi & UMKM")),
    forms=(Term(id="tata-kelola", label="Tata kelola"),),
    statuses=(Term(id="active", label="Masih berjalan"),),
)


def state(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def test_the_plain_list_has_the_plain_address() -> None:
    assert Address("/cari").url() == "/cari"
    assert Address("/cari", page=1, sort="relevan", chosen={}).url() == "/cari"


def test_the_whole_state_stands_in_the_address_in_a_fixed_order() -> None:
    address = Address(
        "/inovasi",
        text="antre ktp & akta",
        chosen={"sektor": frozenset({"kesehatan", "desa"}), "wilayah": frozenset({"teladan"})},
        sort="nama",
        page=3,
    )

    assert state(address.url(page=3)) == [
        ("q", "antre ktp & akta"),
        ("wilayah", "teladan"),
        ("sektor", "desa"),
        ("sektor", "kesehatan"),
        ("urut", "nama"),
        ("hal", "3"),
    ]


def test_the_same_state_has_the_same_address() -> None:
    one = Address("/cari", chosen={"sektor": frozenset(["b", "a"]), "wilayah": frozenset(["c"])})
    other = Address("/cari", chosen={"wilayah": frozenset(["c"]), "sektor": frozenset(["a", "b"])})

    assert one.url() == other.url()


def test_a_change_of_words_filters_or_order_goes_back_to_the_first_page() -> None:
    address = Address("/cari", text="ktp", page=4)

    assert state(address.url(text="akta")) == [("q", "akta")]
    assert state(address.url(sort="nama")) == [("q", "ktp"), ("urut", "nama")]
    assert state(address.url(chosen={"sektor": {"a"}})) == [("q", "ktp"), ("sektor", "a")]
    assert state(address.url(page=5)) == [("q", "ktp"), ("hal", "5")]


def test_taking_one_choice_away_keeps_the_rest() -> None:
    address = Address(
        "/cari", text="ktp", chosen={"sektor": frozenset({"a", "b"}), "status": frozenset({"c"})}
    )

    assert state(address.without("sektor", "a")) == [("q", "ktp"), ("sektor", "b"), ("status", "c")]
    assert state(address.without("status", "c")) == [("q", "ktp"), ("sektor", "a"), ("sektor", "b")]
    assert address.without("tahun", "2019") == address.url()


@pytest.mark.parametrize("text", ["a&b=c#d", "ä ö", "100%", "+", "\ud800", "\x00", "日本", "'\"<>"])
def test_any_text_fits_into_an_address(text: str) -> None:
    url = Address("/cari", text=text).url()

    assert url.isascii()
    assert " " not in url
    assert len(state(url)) == 1


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("wilayah", "teladan", "Kabupaten Teladan"),
        ("wilayah", "entah", "entah"),
        ("sektor", "ekonomi-umkm", "Ekonomi & UMKM"),
        ("sektor", "entah", "entah"),
        ("status", "active", "Masih berjalan"),
        ("bentuk", "tata-kelola", "Tata kelola"),
        ("jenis", "digital", "Digital"),
        ("jenis", "entah", "entah"),
        ("tahun", "2019", "2019"),
        ("tahun", NO_YEAR, "Tidak diketahui"),
        ("penghargaan", NO_AWARD, "Tidak tercatat di sini"),
        ("penghargaan", "nasional", "Tingkat nasional"),
    ],
)
def test_a_value_is_shown_by_its_label(name: str, value: str, shown: str) -> None:
    assert label(name, value, REGIONS, TAXONOMY) == shown


def test_every_facet_has_labels() -> None:
    for name in FACETS:
        assert label(name, "x", REGIONS, TAXONOMY)
    assert NO_AWARD in AWARDS


def test_choices_stand_commonest_first_and_years_newest_first() -> None:
    counts = {
        "sektor": [("kesehatan", 2), ("ekonomi-umkm", 5), ("desa", 2), ("kosong", 0)],
        "tahun": [("2016", 9), (NO_YEAR, 3), ("2024", 1)],
    }

    facets = {facet.name: facet for facet in groups(counts, {}, REGIONS, TAXONOMY)}

    assert list(facets) == ["sektor", "tahun"]
    assert [(choice.value, choice.count) for choice in facets["sektor"].choices] == [
        ("ekonomi-umkm", 5),
        ("desa", 2),
        ("kesehatan", 2),
    ]
    assert [choice.value for choice in facets["tahun"].choices] == ["2024", "2016", NO_YEAR]


def test_a_chosen_value_is_shown_even_where_nothing_has_it() -> None:
    (facet,) = groups({"sektor": [("kesehatan", 2)]}, {"sektor": frozenset({"desa"})}, REGIONS, TAXONOMY)

    assert [(choice.value, choice.count, choice.is_chosen) for choice in facet.choices] == [
        ("kesehatan", 2, False),
        ("desa", 0, True),
    ]
    assert facet.is_open


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("teladan", {"teladan", "kota-teladan"}),
        ("Kabupaten Teladan", {"teladan"}),
        ("kota-teladan", {"kota-teladan"}),
        ("KOTA TELADAN", {"kota-teladan"}),
        ("kab. teladan", {"teladan"}),
    ],
)
def test_a_region_may_be_typed_by_any_of_its_names(typed: str, ids: set[str]) -> None:
    filters, unknown = resolve_filters({"wilayah": frozenset({typed})}, REGIONS, TAXONOMY)

    assert filters == {"wilayah": ids}
    assert unknown == ()


def test_a_filter_that_is_not_known_is_told_and_narrows_nothing() -> None:
    typed = {
        "wilayah": frozenset({"entah"}),
        "sektor": frozenset({"ekonomi & umkm"}),
        "tahun": frozenset({"2019"}),
    }

    filters, unknown = resolve_filters(typed, REGIONS, TAXONOMY)

    assert filters == {"sektor": {"ekonomi-umkm"}, "tahun": {"2019"}}
    assert unknown == ("wilayah:entah",)


def test_a_problem_is_printed_as_path_line_and_message() -> None:
    assert str(Problem("content/a.md", 7, "keliru")) == "content/a.md:7: keliru"
