"""Every case has exactly one kind, and the families find their cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from portal.cases.model import Case
from portal.guides.comparison import first_sentences
from portal.guides.kinds import families_of, kind_of, members
from portal.guides.model import Family, InnovationKind, Step
from portal.publishing.library import read
from tests.make import KIND, Maker

TODAY = date(2026, 11, 21)


def a_case(slug: str = "jempol", **named: Any) -> Case:
    values: dict[str, Any] = {
        "slug": slug,
        "title": slug.title(),
        "aliases": (),
        "sector": "kesehatan",
        "digital": False,
        "kind": "",
        "needs": (),
        "started": 2019,
        "ended": None,
    }
    return Case.model_construct(**values | named)


def a_kind(kind_id: str, **named: Any) -> InnovationKind:
    values: dict[str, Any] = {"id": kind_id, "sectors": (), "digital": None, "cases": ()}
    return InnovationKind.model_construct(**values | named)


def a_family(**named: Any) -> Family:
    return Family(id="satu", title="Satu", intro="Bandingkan.", **named)


def found(case: Case, *kinds: InnovationKind) -> str:
    kind = kind_of(case, {kind.id: kind for kind in kinds})
    return kind.id if kind else ""


def test_a_case_follows_its_sector() -> None:
    kinds = (a_kind("jauh", sectors=("sosial",)), a_kind("dekat", sectors=("kesehatan",)))

    assert found(a_case(), *kinds) == "dekat"


def test_digital_cases_of_a_sector_may_be_of_another_kind() -> None:
    kinds = (
        a_kind("loket", sectors=("kesehatan",), digital=False),
        a_kind("daring", sectors=("kesehatan",), digital=True),
    )

    assert found(a_case(), *kinds) == "loket"
    assert found(a_case(digital=True), *kinds) == "daring"


def test_a_kind_that_names_a_case_wins_over_its_sector_and_the_case_itself_over_both() -> None:
    kinds = (
        a_kind("sektor", sectors=("kesehatan",)),
        a_kind("disebut", cases=("jempol",)),
        a_kind("sendiri"),
    )

    assert found(a_case(), *kinds) == "disebut"
    assert found(a_case(kind="sendiri"), *kinds) == "sendiri"


def test_a_family_finds_its_cases_by_name_need_and_word() -> None:
    family = a_family(
        cases=("satu",), needs=("antre",), sectors=("kesehatan",), words=("sampah",), without=("lima",)
    )
    cases = [
        a_case("satu", sector="sosial"),
        a_case("dua", needs=("antre",)),
        a_case("tiga", title="Sampahku"),
        a_case("empat", sector="sosial", title="Sampah"),
        a_case("lima", needs=("antre",)),
        a_case("enam", title="Besampah"),
    ]

    assert {case.slug for case in members(family, cases)} == {"satu", "dua", "tiga"}
    assert families_of(cases[0], [family]) == [family]
    assert families_of(cases[4], [family]) == []


def test_ended_cases_come_last_in_a_family() -> None:
    family = a_family(cases=("lama", "baru", "berhenti"))
    cases = [a_case("berhenti", ended=object(), started=2024), a_case("lama"), a_case("baru", started=2022)]

    assert [case.slug for case in members(family, cases)] == ["baru", "lama", "berhenti"]


@pytest.mark.parametrize(
    "change",
    [
        {"weeks": (5, 2)},
        {"weeks": (1, 14)},
        {"what": "x" * 201},
    ],
)
def test_a_step_outside_its_90_days_or_too_long_for_a_plan_is_refused(change: dict[str, Any]) -> None:
    values: dict[str, Any] = {"weeks": (1, 2), "what": "Hitung.", "doer": "Petugas", "paper": "Catatan"}
    Step(**values)

    with pytest.raises(ValidationError):
        Step(**{**values, **change})


def problems(make: Maker) -> list[str]:
    return [problem.message for problem in read(make.settings(), TODAY)[1].problems]


def test_the_gate_refuses_a_sector_without_a_kind_or_with_two(make: Maker) -> None:
    make.library()
    make.change("kinds/layanan.yaml", "kependudukan, lingkungan", "lingkungan")
    make.file("kinds/dua.yaml", KIND.replace("id: layanan", "id: dua").replace(
        "[kesehatan, kependudukan, lingkungan]", "[lingkungan]"))  # fmt: skip

    messages = problems(make)

    assert "sektor 'kependudukan' (nondigital) belum punya jenis; harus tepat satu" in messages
    assert "sektor 'lingkungan' (digital) punya 2 jenis (dua, layanan); harus tepat satu" in messages


def test_the_gate_refuses_what_kinds_and_families_name_and_nobody_knows(make: Maker) -> None:
    make.library()
    make.case("jempol", kind="terbang")
    make.change("kinds/layanan.yaml", "steps:", "cases: [hilang]\nsteps:")
    make.change("families/antrean.yaml", "[antre-ktp]", "[antre-ktp, lenyap]")

    messages = problems(make)

    assert "jenis 'terbang' tidak dikenal" in messages
    assert "kasus 'hilang' tidak dikenal" in messages
    assert "kebutuhan 'lenyap' tidak dikenal" in messages


def test_a_case_may_be_named_by_one_kind_only(make: Maker) -> None:
    make.library()
    make.change("kinds/layanan.yaml", "steps:", "cases: [jempol]\nsteps:")
    other = KIND.replace("id: layanan", "id: lain").replace(
        "sectors: [kesehatan, kependudukan, lingkungan]\n", ""
    )
    make.file("kinds/lain.yaml", other.replace("steps:", "cases: [jempol]\nsteps:"))

    assert any("sudah disebut jenis" in message for message in problems(make))


def test_a_lesson_is_cut_between_sentences() -> None:
    assert first_sentences("Satu kalimat. Dua kalimat.") == "Satu kalimat. Dua kalimat."
    assert first_sentences(f"Pendek. {'kata ' * 60}.") == "Pendek."
    assert first_sentences("kata " * 60).endswith("kata …")
