"""What stands against copying a case here."""

from __future__ import annotations

from portal.benchmark.fit import Fit, FitLine, against, differing
from portal.benchmark.neighbours import Feature
from portal.cases.model import Advice, Case


def a_case(verdict: str = "yes", status: str = "active", system: str = "") -> Case:
    still = Advice.model_construct(verdict=verdict, system=system)
    return Case.model_construct(still=still, status=status)


def a_fit(score: int | None, *differences: str) -> Fit:
    lines = [FitLine(name, Feature(1.0), Feature(9.0), "Hitung ulang.", name) for name in differences]
    same = FitLine("Sama", Feature(1.0), Feature(1.0), "", "sama")
    return Fit(score, 5, 6, (*lines, same))


def test_nothing_stands_against_a_case_from_a_region_like_ours() -> None:
    assert against(a_case(), a_fit(71, "jumlah penduduk")) == []
    assert against(a_case(), None) == []


def test_a_very_different_origin_stands_against_a_case_and_says_in_what() -> None:
    found = a_fit(31, "jumlah penduduk", "kepadatan", "belanja daerah")

    assert against(a_case(), found) == [
        "jumlah penduduk, kepadatan dan belanja daerah di daerah asal jauh berbeda"
    ]


def test_an_unknown_score_is_no_reason() -> None:
    assert against(a_case(), a_fit(None, "kepadatan")) == []


def test_an_end_at_the_origin_and_a_system_in_its_place_stand_against_a_case() -> None:
    reasons = against(a_case("no", "replaced", "OSS"), a_fit(71))

    assert len(reasons) == 2
    assert "OSS" in reasons[0]


def test_differences_are_told_in_a_row() -> None:
    assert differing(a_fit(71, "IPM")) == "IPM"
    assert differing(a_fit(71)) == ""
