"""Results and catalogue share one list: facets that count right, chips, orders, pages, all in the address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import product
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from portal.cases import CASES, Case
from portal.search import service
from portal.search.facets import ADOPTED, NO_AWARD, NO_YEAR
from tests import databases
from tests.make import Maker, reader, sources
from tests.reading import Reader, parse, words

AWARD = {
    "name": "Penghargaan",
    "outcome": "won",
    "level": "nasional",
    "year": 2020,
    "giver": "KemenPANRB",
    "sources": ["s1"],
}
ENDED = {"year": 2024, "words": "Dana habis.", "sources": ["s1"]}
NEWS = [{**sources(2)[0], "date": f"{date.today():%Y-%m}"}, sources(2)[1]]  # a status of today


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Twenty-four cases: every mix of region, sector, status and kind, some with years and awards."""
    maker = Maker(tmp_path_factory.mktemp("daftar"))
    maker.library(0)
    mixes = product(
        ("contoh", "teladan"), ("kesehatan", "lingkungan"), ("active", "unknown", "stopped"), (True, False)
    )
    for number, (region, sector, status, digital) in enumerate(mixes):
        maker.case(
            f"kasus-{number:02}",
            title=f"Posyandu {number:02}" if number % 3 else f"Bank Sampah {number:02}",
            region=region,
            sector=sector,
            status=status,
            ended=ENDED if status == "stopped" else None,
            sources=NEWS,
            digital=digital,
            started=2015 + number % 4 if number % 5 else None,
            awards=[AWARD] if number % 4 == 0 else [],
            form=["pelayanan-publik", "tata-kelola"] if number % 2 else ["tata-kelola"],
        )
    maker.publish()
    yield maker.app()
    maker.close()


@pytest.fixture
def client(app: Flask) -> Reader:
    """A reader of that library."""
    return reader(app)


def values_of(case: Case) -> dict[str, tuple[str, ...]]:
    return {
        "wilayah": (case.region,),
        "sektor": (case.sector,),
        "status": ("stopped", "berakhir") if case.status == "stopped" else (case.status,),
        "jenis": ("digital" if case.digital else "nondigital",),
        "bentuk": case.form,
        "tahun": (str(case.started) if case.started else NO_YEAR,),
        "penghargaan": ("nasional",) if case.awards else (NO_AWARD,),
        ADOPTED: (),  # nobody in this library has a plan
    }


CHOICES: list[dict[str, set[str]]] = [
    {},
    {"wilayah": {"teladan"}},
    {"wilayah": {"teladan", "contoh"}},
    {"status": {"active", "stopped"}},
    {"status": {"active"}, "wilayah": {"contoh"}},
    {"bentuk": {"pelayanan-publik"}, "jenis": {"digital"}},
    {"bentuk": {"pelayanan-publik", "tata-kelola"}},
    {"tahun": {NO_YEAR, "2016"}, "penghargaan": {"nasional"}},
    {"sektor": {"kesehatan"}, "status": {"unknown"}, "jenis": {"nondigital"}, "tahun": {"2017"}},
    {"wilayah": {"entah"}},
    {"wilayah": {"entah", "teladan"}},
]


@pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: str({n: sorted(v) for n, v in chosen.items()}))
@pytest.mark.parametrize("text", ["", "posyandu", "sampah"])
def test_counts_are_right_for_the_query_and_the_other_facets(
    app: Flask, text: str, chosen: dict[str, set[str]]
) -> None:
    """A facet's counts leave its own choices out, so that they say what one more choice would give."""
    with app.test_request_context("/"):
        found = service.find(
            text, chosen={name: frozenset(values) for name, values in chosen.items()}, size=100
        )
        cases = list(CASES.get().values())
        with_text = {hit.key for hit in service.find(text, size=100).hits}

    def fits(case: Case, without: str = "") -> bool:
        return case.slug in with_text and all(
            values & set(values_of(case)[name]) for name, values in chosen.items() if name != without
        )

    assert {hit.key for hit in found.hits} == {case.slug for case in cases if fits(case)}
    assert found.total == len(found.hits)
    for name in values_of(cases[0]):
        counted = found.counts[name]
        expected = Counter(
            value for case in cases if fits(case, without=name) for value in values_of(case)[name]
        )
        assert {value: count for value, count in counted if count} == dict(expected), name


def boxes(tree: Element) -> dict[tuple[str, str], tuple[bool, str]]:
    return {
        (box.get("name", ""), box.get("value", "")): (box.get("checked") is not None, words(label))
        for label in tree.iter("label")
        for box in label.iter("input")
        if box.get("type") == "checkbox"
    }


def links(tree: Element) -> dict[str, str]:
    return {words(link) or link.get("aria-label", ""): link.get("href", "") for link in tree.iter("a")}


def hits(tree: Element) -> list[str]:
    return [
        link.get("href", "").removeprefix("/inovasi/")
        for heading in tree.iter("h2")
        for link in heading.iter("a")
        if link.get("href", "").startswith("/inovasi/")
    ]


def page(client: Reader, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200
    return parse(response.text)[0]


@pytest.mark.parametrize("path", ["/cari", "/inovasi"])
def test_choices_are_boxes_with_counts_and_several_may_be_ticked(client: Reader, path: str) -> None:
    tree = page(client, f"{path}?wilayah=teladan&status=active&status=stopped")

    found = boxes(tree)
    assert found["wilayah", "teladan"][0]
    assert not found["wilayah", "contoh"][0]
    assert [found["status", value][0] for value in ("active", "stopped", "unknown")] == [True, True, False]
    assert "8" in found["status", "unknown"][1].split() or "4" in found["status", "unknown"][1].split()


def test_ticked_boxes_and_query_come_back_from_the_form(client: Reader) -> None:
    tree = page(client, "/cari?q=posyandu&sektor=kesehatan&urut=nama")

    form = next(
        form for form in tree.iter("form") if any(box.get("name") == "sektor" for box in form.iter("input"))
    )
    sent = [
        (box.get("name"), box.get("value"))
        for box in form.iter("input")
        if box.get("type") == "hidden" or box.get("checked") is not None
    ]
    assert form.get("action") == "/cari"
    assert form.get("method", "get").lower() == "get"
    assert sorted(sent, key=str) == [("q", "posyandu"), ("sektor", "kesehatan"), ("urut", "nama")]


def test_each_choice_is_a_chip_that_takes_only_itself_away(client: Reader) -> None:
    tree = page(client, "/inovasi?sektor=kesehatan&wilayah=contoh&wilayah=teladan&urut=terbaru")

    chips = {
        link.get("aria-label"): sorted(parse_qsl(urlsplit(link.get("href", "")).query))
        for link in tree.iter("a")
        if (link.get("aria-label") or "").startswith("Hapus penyaring")
    }

    assert chips["Hapus penyaring Kesehatan"] == [
        ("urut", "terbaru"),
        ("wilayah", "contoh"),
        ("wilayah", "teladan"),
    ]
    assert chips["Hapus penyaring Kabupaten Contoh"] == [
        ("sektor", "kesehatan"),
        ("urut", "terbaru"),
        ("wilayah", "teladan"),
    ]
    assert len(chips) == 3
    everything = next(link for link in tree.iter("a") if words(link) == "Hapus semua")
    assert parse_qsl(urlsplit(everything.get("href", "")).query) == [("urut", "terbaru")]


def test_pages_follow_each_other_and_hold_every_case_once(client: Reader) -> None:
    seen: list[str] = []
    address: str | None = "/inovasi?urut=nama"
    while address:
        tree = page(client, address)
        seen += hits(tree)
        address = next((link.get("href") for link in tree.iter("a") if link.get("rel") == "next"), None)
        if address:
            assert ("urut", "nama") in parse_qsl(urlsplit(address).query)

    assert len(seen) == len(set(seen)) == 24
    assert seen == sorted(seen, key=lambda slug: (int(slug[-2:]) % 3 != 0, slug))


def test_a_page_beyond_the_last_leads_to_the_last(client: Reader) -> None:
    response = client.get("/inovasi?sektor=kesehatan&hal=99")

    assert (response.status_code, response.location) == (302, "/inovasi?sektor=kesehatan&hal=2")
    assert client.get("/inovasi?wilayah=contoh&sektor=kependudukan&jenis=nondigital&hal=99").status_code in (
        200,
        302,
    )


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "1e3", "٣", "999999999999", "1.5", "%00"])
def test_a_page_number_that_is_none_is_the_first(client: Reader, number: str) -> None:
    assert hits(page(client, f"/inovasi?hal={number}")) == hits(page(client, "/inovasi"))


def test_the_list_can_be_ordered_by_name_and_age(client: Reader, app: Flask) -> None:
    with app.test_request_context("/"):
        cases = CASES.get()

    newest = [cases[slug].started or 0 for slug in hits(page(client, "/inovasi?urut=terbaru"))]
    by_name = [cases[slug].title for slug in hits(page(client, "/cari?q=posyandu&urut=nama"))]

    assert newest == sorted(newest, reverse=True)
    assert by_name == sorted(by_name)
    assert hits(page(client, "/inovasi?urut=acak")) == hits(page(client, "/inovasi"))


def test_typed_and_ticked_filters_of_one_facet_widen_each_other(client: Reader) -> None:
    def count(address: str) -> int:
        found = re.search(r"<strong>(\d+)</strong>\s*inovasi", client.get(address).text)
        assert found, address
        return int(found[1])

    assert count("/cari?q=wilayah:teladan") == 12
    assert count("/cari?q=wilayah:teladan&wilayah=contoh") == 24
    assert count("/cari?q=wilayah:teladan&sektor=kesehatan") == 6
    assert count("/cari?q=posyandu+wilayah:teladan") == 8


def test_a_filter_that_is_not_known_is_told(client: Reader) -> None:
    text = client.get("/cari?q=posyandu+wilayah:entah").text

    assert "Penyaring “wilayah:entah” tidak dikenal" in text


def test_no_hits_help_on_and_are_noted_once(make: Maker) -> None:
    make.library()
    make.publish()
    client = make.client()

    text = client.get("/cari?q=kuda+terbang").text
    client.get("/cari?q=Kuda++Terbang")
    client.get("/cari?q=kuda+terbang&sektor=kesehatan")
    client.get("/cari?q=081234567890")

    assert "Belum ada yang cocok" in text
    assert "/inovasi" in text
    from portal.db import reading
    from portal.search.misses import listed

    with make.opened[0].app_context():
        assert [(miss.text, miss.count) for miss in listed(reading(), 4)] == [("kuda terbang", 2)]


def test_a_search_asked_again_in_other_words_is_counted_without_who_asked(make: Maker) -> None:
    make.library()
    make.publish()
    client = make.client()

    def ask(text: str, came_from: str = "") -> None:
        client.get("/cari", query_string={"q": text}, headers={"Referer": came_from} if came_from else {})

    ask("jempol")
    ask("antre ktp", "http://localhost/cari?q=jempol")
    ask("Antre  KTP", "http://localhost/cari?q=antre+ktp")  # the same words again are no other question
    ask("gemas", "https://lain.example/cari?q=rahasia")  # another site's searches are none of ours
    ask("gemas", "http://localhost/inovasi/jempol")
    ask("gemas", "http://localhost/cari?q=081234567890")

    from portal.db import reading
    from portal.search.misses import listed

    with make.opened[0].app_context():
        assert [(miss.text, miss.count, miss.again) for miss in listed(reading(), 4)] == [("jempol", 0, 1)]


def test_a_database_that_is_busy_does_not_cost_the_reader_the_page(make: Maker) -> None:
    make.library()
    make.publish()
    client = make.client()
    make.opened[0].extensions["engine"].dispose()
    databases.spoil(make.root / "instance")

    assert client.get("/cari?q=kuda+terbang").status_code == 200


def test_found_words_are_marked_and_results_explained(client: Reader) -> None:
    tree = page(client, "/cari?q=antrean")

    assert {words(mark).casefold() for mark in tree.iter("mark")} == {"antre"}
    assert "Mengapa ini?" in words(tree)


def test_a_typo_is_answered_with_what_was_meant(client: Reader) -> None:
    text = client.get("/cari?q=posyandi").text

    assert "posyandu" in text.lower()


def test_an_ambiguous_acronym_offers_its_senses(client: Reader) -> None:
    tree = page(client, "/cari?q=spd")

    assert links(tree)["surat perjalanan dinas"] == "/cari?q=surat+perjalanan+dinas"


def test_every_link_of_a_list_keeps_to_the_list(client: Reader) -> None:
    tree = page(client, "/cari?q=posyandu&sektor=kesehatan&urut=nama&hal=1")

    for link in tree.iter("a"):
        target = link.get("href", "")
        if target.startswith("/cari?") and "hal=" in target:
            assert (
                dict(parse_qsl(urlsplit(target).query)).items()
                >= {"q": "posyandu", "sektor": "kesehatan"}.items()
            )


@pytest.mark.parametrize("typed", ["pos", "PoSy", "bank sam", "spd"])
def test_suggestions_lead_to_pages_that_stand(client: Reader, typed: str) -> None:
    offers = client.get("/saran", query_string={"q": typed}).get_json()

    assert offers
    for offer in offers:
        assert set(offer) == {"label", "kind", "url"}
        assert client.get(offer["url"]).status_code == 200
