"""The gate refuses what was not checked: quotes without the figure, mixed methods, "not found" unsearched."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from portal.cases.statements import numbers_in
from tests.make import body, case_text, front, read, sources

READ = {"date": "2026-11-21", "how": "archive", "extent": "part"}
SEARCH = {"about": ["Dasar hukum"], "query": "perbup jempol", "where": "archive", "date": "2026-11-21"}


def read_sources(count: int = 2) -> list[dict[str, Any]]:
    return [{**source, "read": READ} for source in sources(count)]


def messages(article: str | None = None, **changes: Any) -> list[str]:
    return [problem.message for problem in sorted(read(case_text("jempol", article, **changes))[1])]


def result(**changes: Any) -> list[dict[str, Any]]:
    return [{**front()["results"][0], **changes}]


def test_a_quote_that_holds_the_figure_passes() -> None:
    quotes = [{"source": "s1", "text": "Sebanyak 1.400 warga sudah terlayani"}]

    assert messages(results=result(quotes=quotes), sources=read_sources()) == []


@pytest.mark.parametrize(
    ("quote", "message"),
    [
        ({"source": "s1", "text": "Banyak warga terlayani"}, '"warga terlayani": angka 1400 tidak ada dalam'),
        ({"source": "s1", "text": "Pada 1.401 warga"}, '"warga terlayani": angka 1400 tidak ada dalam'),
        ({"source": "s2", "text": "1.400 warga"}, "kutipan dari s2, yang bukan sumber pernyataan ini"),
        ({"source": "s1", "text": "x" * 201}, "'results.0.quotes.0.text' terlalu panjang"),
        ({"source": "s1", "text": ""}, "'results.0.quotes.0.text' tidak boleh kosong"),
    ],
    ids=str,
)
def test_a_quote_that_does_not_carry_its_result_is_refused(quote: dict[str, str], message: str) -> None:
    found = messages(results=result(quotes=[quote]), sources=read_sources())

    assert len(found) == 1
    assert message in found[0]


def test_a_quote_from_a_source_that_nobody_read_is_refused() -> None:
    quotes = [{"source": "s1", "text": "1.400 warga"}]

    assert messages(results=result(quotes=quotes)) == [
        "kutipan dari s1, padahal sumber itu belum dibaca (read)"
    ]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("1.400 warga", "1400"),
        ("1,400 people", "1400"),
        ("sebanyak 1400", "1400"),
        ("Rp6,1 miliar", "6100000000"),
        ("Rp 200 juta", "200000000"),
        ("Rp200juta", "200000000"),
        ("Rp.5 triliun", "5000000000000"),
        ("20 ribu orang", "20000"),
        ("15,43 persen", "15.43"),
        ("15.43%", "15.43"),
        ("dari tujuh puskesmas", "7"),
        ("naik 3,5x", "3.5"),
    ],
)
def test_figures_are_found_however_a_page_writes_them(text: str, figure: str) -> None:
    assert Decimal(figure) in numbers_in(text)


@pytest.mark.parametrize("text", ["tanpa angka", "pasal a1400b", "", "rupiah", "140.0.0.x"])
def test_what_is_no_figure_gives_none_that_was_not_there(text: str) -> None:
    assert Decimal(1400) not in numbers_in(text)


def test_before_and_after_of_different_methods_are_refused() -> None:
    mixed = result(method="SSGI", before_method="e-PPGBM")
    same = result(method="SSGI", before_method="SSGI")

    assert ["cara yang berbeda" in message for message in messages(results=mixed)] == [True]
    assert messages(results=same) == []
    assert messages(results=result(method="SSGI")) == []


@pytest.mark.parametrize("metric", ["target pelanggan", "Kapasitas olah", "sasaran 2024"])
def test_a_target_or_capacity_is_no_measured_result(metric: str) -> None:
    assert ["bukan hasil terukur" in message for message in messages(results=result(metric=metric))] == [True]
    assert messages(results=result(metric=metric, kind="target")) == []


ENDED = {"year": 2026, "reason": "anggaran", "words": "Dana dipotong.", "sources": ["s1"]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"status": "stopped"}, "butuh ended"),
        ({"status": "partial"}, "butuh ended"),
        ({"status": "active", "ended": ENDED}, "ended tidak cocok dengan status 'active'"),
        ({"status": "replaced", "ended": ENDED}, "butuh replaced_by"),
        ({"status": "stopped", "ended": {**ENDED, "sources": []}}, "'ended.sources' tidak boleh kosong"),
        ({"status": "stopped", "ended": {**ENDED, "reason": "malas"}}, "'ended.reason'"),
    ],
    ids=str,
)
def test_an_end_has_year_reason_words_and_source(changes: dict[str, Any], message: str) -> None:
    found = messages(**changes)

    assert len(found) == 1
    assert message in found[0]


@pytest.mark.parametrize("status", ["stopped", "partial"])
def test_a_told_end_passes(status: str) -> None:
    assert messages(status=status, ended=ENDED) == []
    assert messages(status=status, ended={**ENDED, "reason": None}) == []


NEGATIVES = [
    "Peraturannya belum ditemukan.",
    "Kami belum menemukan peraturannya.",
    "Nomornya tidak disebut sumber.",
    "Sumber tidak menyebut nomornya.",
    "Sumber yang terbaca tidak memuat nomornya.",
    "Tidak ada sumber tentang ini.",
    "Belum ada catatan tentang ini.",
    "Nomornya tidak diketahui.",
    "Kami belum tahu nomornya.",
]


@pytest.mark.parametrize("sentence", NEGATIVES)
def test_what_was_not_found_has_a_search_behind_it(sentence: str) -> None:
    article = body(dasar_hukum=sentence)

    refused = messages(article)

    assert len(refused) == 1
    assert "tanpa pencarian; isi searched untuk bagian Dasar hukum" in refused[0]
    assert messages(article, searched=[SEARCH]) == []


def test_a_search_for_another_section_does_not_count() -> None:
    assert len(messages(body(penghargaan="Belum ditemukan."), searched=[SEARCH])) == 1


def test_who_has_not_searched_may_say_so() -> None:
    assert messages(body(dasar_hukum="Kami belum mencari aturannya, jadi nomornya tidak diketahui.")) == []


@pytest.mark.parametrize(
    "sentence", ["Layanan ini tidak memungut biaya [s1].", "Warga belum terbiasa [s1].", "Tanpa antre [s1]."]
)
def test_a_plain_negation_is_no_claim_about_sources(sentence: str) -> None:
    assert messages(body(hasil=sentence)) == []


def test_a_search_names_a_section_or_the_status() -> None:
    assert messages(searched=[{**SEARCH, "about": ["Hukum"]}]) == [
        "'Hukum' bukan bagian kasus; pakai judul bagian atau 'status'"
    ]
    assert messages(searched=[{**SEARCH, "about": ["status"]}], status_note="Kabarnya tidak ditemukan.") == []
    assert len(messages(status_note="Kabarnya tidak ditemukan.")) == 1


def test_no_contradiction_is_said_only_of_sources_read_side_by_side() -> None:
    article = body(catatan_data="Tidak ditemukan pertentangan antarsumber.")

    assert ["dibandingkan di compared" in message for message in messages(article)] == [True]
    assert messages(article, sources=read_sources(), compared=["s1", "s2"]) == []
    assert messages(article, compared=["s1", "s2"]) == [
        "s1 belum dibaca, jadi belum dibandingkan",
        "s2 belum dibaca, jadi belum dibandingkan",
    ]
    assert len(messages(article, sources=read_sources(), compared=["s1"])) == 1


COST = {"kind": "yearly", "amount": 6_100_000_000, "words": "makanan", "year": 2024, "sources": ["s1"]}
STAFF = {"people": 20, "words": "pengantar", "year": 2024, "sources": ["s1"]}


@pytest.mark.parametrize(
    ("key", "row", "message"),
    [
        (
            "costs",
            {**COST, "quotes": [{"source": "s1", "text": "Rp6,2 miliar"}]},
            "angka 6100000000 tidak ada",
        ),
        ("costs", {**COST, "kind": "unit"}, "per (satu apa) ditulis untuk biaya per satuan"),
        ("costs", {**COST, "per": "lansia"}, "per (satu apa) ditulis untuk biaya per satuan"),
        ("costs", {**COST, "amount": -1}, "'costs.0.amount' paling kecil 0"),
        ("costs", {**COST, "sources": []}, "'costs.0.sources' tidak boleh kosong"),
        ("staff", {**STAFF, "quotes": [{"source": "s1", "text": "21 pengantar"}]}, "angka 20 tidak ada"),
        ("staff", {**STAFF, "people": 0}, "'staff.0.people' paling kecil 1"),
        ("contacts", {"office": "Dinas", "sources": []}, "'contacts.0.sources' tidak boleh kosong"),
    ],
    ids=str,
)
def test_costs_staff_and_contacts_say_what_their_sources_say(
    key: str, row: dict[str, Any], message: str
) -> None:
    changes: dict[str, Any] = {key: [row]}

    found = messages(None, sources=read_sources(), **changes)

    assert len(found) == 1
    assert message in found[0]


def test_what_is_known_to_a_copier_passes() -> None:
    still = {"verdict": "adapt", "words": "Pakai DTSEN.", "date": "2026-11-21"}
    cost = {**COST, "quotes": [{"source": "s1", "text": "sekitar Rp 6,1 miliar"}]}
    unit = {**COST, "kind": "unit", "per": "porsi", "amount": 12000}
    contact = {"office": "Dinas Sosial", "phone": "(0333) 1", "sources": ["s2"]}

    assert (
        messages(sources=read_sources(), still=still, costs=[cost, unit], staff=[STAFF], contacts=[contact])
        == []
    )
