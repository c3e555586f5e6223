"""What evidence must state, and who may judge it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portal.errors import RuleViolation
from portal.evidence.rules import (
    KIND_NAMES,
    NUMBERED,
    Details,
    EvidenceKind,
    Verdict,
    check_judge,
    check_verdict,
    problems_of,
)

TODAY = date(2026, 11, 21)
SOUND = Details(EvidenceKind.SK, date(2026, 3, 2), number="188.45/120/2026", issuer="Bupati Batang")


def test_every_kind_has_a_name() -> None:
    assert set(KIND_NAMES) == set(EvidenceKind)


def test_assessors_ask_for_the_number_of_nine_kinds_of_papers() -> None:
    assert sorted(NUMBERED) == [
        "dpa", "perbup", "perda", "pks-mou", "rkpd", "sk", "sop", "surat-tugas", "undangan",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(NUMBERED))
def test_an_official_paper_needs_number_and_issuer(kind: EvidenceKind) -> None:
    assert set(problems_of(Details(kind, date(2026, 3, 2), year=2026), TODAY)) == {"number", "issuer"}


@pytest.mark.parametrize(
    "kind",
    [
        EvidenceKind.FOTO,
        EvidenceKind.DAFTAR_HADIR,
        EvidenceKind.NOTULA,
        EvidenceKind.VIDEO,
        EvidenceKind.LAPORAN,
    ],
)
def test_a_photo_or_report_needs_only_its_date(kind: EvidenceKind) -> None:
    assert problems_of(Details(kind, date(2026, 3, 2)), TODAY) == {}


def test_other_evidence_says_what_it_is() -> None:
    other = Details(EvidenceKind.LAINNYA, date(2026, 3, 2))

    assert set(problems_of(other, TODAY)) == {"note"}
    assert problems_of(replace(other, note="Piala"), TODAY) == {}


@pytest.mark.parametrize(
    ("dated", "wrong"),
    [(date(2026, 11, 22), True), (TODAY, False), (date(1945, 1, 1), False), (date(1944, 12, 31), True)],
)
def test_a_date_lies_between_the_republic_and_today(dated: date, wrong: bool) -> None:
    assert ("dated" in problems_of(replace(SOUND, dated=dated), TODAY)) is wrong


@pytest.mark.parametrize("kind", [EvidenceKind.DPA, EvidenceKind.RKPD])
def test_a_budget_paper_names_its_year_for_its_date_does_not_tell_it(kind: EvidenceKind) -> None:
    assert set(problems_of(replace(SOUND, kind=kind), TODAY)) == {"year"}
    assert problems_of(replace(SOUND, kind=kind, year=2025), TODAY) == {}


@pytest.mark.parametrize(("year", "wrong"), [(1944, True), (1945, False), (2028, False), (2029, True)])
def test_the_year_that_is_proved_is_one_of_the_republic_and_not_far_ahead(year: int, wrong: bool) -> None:
    assert ("year" in problems_of(replace(SOUND, year=year), TODAY)) is wrong


@pytest.mark.parametrize(
    ("field", "most"), [("number", 100), ("issuer", 150), ("signer", 150), ("page", 50), ("note", 1_000)]
)
def test_too_much_text_is_told_at_its_field(field: str, most: int) -> None:
    whole, more = ({field: "x" * length} for length in (most, most + 1))

    assert problems_of(replace(SOUND, **whole), TODAY) == {}  # type: ignore[arg-type]
    assert problems_of(replace(SOUND, **more), TODAY) == {field: f"Paling banyak {most} huruf."}  # type: ignore[arg-type]


@pytest.mark.parametrize("proposers", [{7, 1}, {1, 7, 9}, {7}])
def test_nobody_who_proposed_judges(proposers: set[int]) -> None:
    with pytest.raises(RuleViolation, match="oleh orang lain"):
        check_judge(7, proposers)


def test_a_third_person_judges() -> None:
    check_judge(7, {1, 2})


def test_only_a_rejection_needs_a_note() -> None:
    check_verdict(Verdict.VERIFIED, "", {})
    check_verdict(Verdict.REJECTED, "Halaman 2 tidak terbaca", {})
    with pytest.raises(RuleViolation, match="perlu diperbaiki"):
        check_verdict(Verdict.REJECTED, "  ", {})
    check_verdict(Verdict.REJECTED, "", {"number": "Nomor tidak sama dengan naskah."})
