"""What a case's first screen tells somebody who wants to copy it."""

from __future__ import annotations

from typing import Any

import pytest

from portal.cases.copying import (
    agencies,
    agency_words,
    chosen_result,
    inside,
    needs_of,
    result_words,
    short_office,
)
from portal.cases.model import Case, Result
from portal.government import Government, Need, Opd


def an_opd(code: str, *sectors: str, kind: str = "dinas") -> Opd:
    return Opd(code=code, name=f"Dinas {code}", kind=kind, sectors=sectors)


def a_need(need_id: str, *opds: str, cases: tuple[str, ...] = ()) -> Need:
    return Need(
        id=need_id,
        title=need_id,
        text="x",
        opds=opds or ("Setda",),
        sector="kesehatan",
        cases=cases,
        sources=("b1",),
    )


def a_case(**named: Any) -> Case:
    return Case.model_construct(
        **{"slug": "jempol", "needs": (), "sector": "kesehatan", "results": ()} | named
    )


def a_government(opds: tuple[Opd, ...], needs: tuple[Need, ...] = ()) -> Government:
    return Government.model_construct(opds=opds, needs=needs)


def a_result(kind: str, year: object, before: int | None = None) -> Result:
    return Result.model_construct(metric=kind, kind=kind, before=before, after=2, year=year)


def test_a_case_is_for_the_agencies_that_answer_for_its_need() -> None:
    government = a_government(
        (an_opd("Dinkes", "kesehatan"), an_opd("Dinsos", "sosial")), (a_need("lansia", "Dinsos"),)
    )

    found = agencies(a_case(), government.needs, government)

    assert [opd.code for opd in found] == ["Dinsos"]


def test_a_case_without_a_need_is_for_the_agencies_of_its_sector_but_not_for_every_district() -> None:
    district = an_opd("Kec. Utara", "kesehatan", kind="kecamatan")
    government = a_government((an_opd("Dinkes", "kesehatan"), district, an_opd("DLH", "lingkungan")))

    assert [opd.code for opd in agencies(a_case(), (), government)] == ["Dinkes"]
    assert agencies(a_case(), (), a_government((district,))) == [district]


def test_a_need_that_names_a_case_counts_like_a_case_that_names_the_need() -> None:
    government = a_government((), (a_need("satu"), a_need("dua", cases=("jempol",)), a_need("tiga")))

    assert [need.id for need in needs_of(a_case(needs=("satu",)), government)] == ["satu", "dua"]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], ""),
        (["Dinkes"], "Dinkes"),
        (["Dinkes", "Dinsos"], "Dinkes dan Dinsos"),
        (["A", "B", "C", "D"], "A, B dan 2 lagi"),
    ],
)
def test_agencies_make_one_short_line(codes: list[str], words: str) -> None:
    assert agency_words([an_opd(code) for code in codes]) == words


def test_many_districts_are_counted() -> None:
    districts = [an_opd(f"Kec. {number}", kind="kecamatan") for number in range(3)]

    assert agency_words([an_opd("Dinkes"), *districts]) == "Dinkes dan 3 kecamatan"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Dinas Penanaman Modal (DPMPTSP) Kabupaten Teladan", "DPMPTSP"),
        ("Dinas Sosial, Pemberdayaan Perempuan; kecamatan", "Dinas Sosial"),
        ("Dinas Kesehatan (bidang gizi) Kota Teladan", "Dinas Kesehatan (bidang gizi) Kota Teladan"),
    ],
)
def test_an_office_is_called_by_its_abbreviation_or_its_first_words(name: str, short: str) -> None:
    assert short_office(name) == short


def test_a_measured_result_is_told_before_a_claim_and_a_dated_one_before_an_undated() -> None:
    claimed, undated = a_result("claimed", 2024, 1), a_result("measured", "tidak diketahui", 1)
    dated = a_result("measured", 2020)

    assert chosen_result(a_case(results=(claimed, undated, dated))) is dated
    assert chosen_result(a_case(results=(claimed,))) is claimed
    assert chosen_result(a_case()) is None


def test_a_result_is_one_line_that_says_what_kind_of_figure_it_is() -> None:
    result = a_result("claimed", 2021, 100).model_copy(
        update={"metric": "warga terlayani", "unit": "warga", "after": 1400}
    )

    assert result_words(result) == "Disebut pejabat: 100 → 1.400 warga terlayani (2021)"
    undated = result.model_copy(update={"kind": "measured", "unit": "orang", "year": "tidak diketahui"})
    assert result_words(undated) == "100 → 1.400 orang warga terlayani (tahun tidak diketahui)"


def test_a_title_inside_a_sentence_keeps_its_abbreviations() -> None:
    assert inside("Warga menolak") == "warga menolak"
    assert inside("TPA penuh") == "TPA penuh"
