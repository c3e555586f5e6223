"""Which cases belong together, which are new, complete or stale."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portal.cases.catalogue import for_need, most_complete, newest, related, stale
from portal.cases.model import Case
from tests.make import case_text as text_of
from tests.make import front, read, sources


def case(slug: str, **changes: Any) -> Case:
    return Case.model_validate({**front(slug, **changes), "path": f"content/cases/teladan/{slug}.md"})


def slugs(cases: list[Case]) -> list[str]:
    return [found.slug for found in cases]


def test_related_cases_answer_the_same_need_first_then_work_in_the_same_sector() -> None:
    subject = case("utama", needs=["antre-ktp"], sector="kesehatan", target_groups=["warga"])
    others = [
        case("asing", needs=["sampah"], sector="lingkungan"),
        case("sektor", needs=[], sector="kesehatan", target_groups=[]),
        case("sektor-dan-sasaran", needs=[], sector="kesehatan"),
        case("kebutuhan", needs=["antre-ktp"], sector="lingkungan", target_groups=[]),
        case("keduanya", needs=["antre-ktp"], sector="kesehatan"),
        subject,
    ]

    assert slugs(related(subject, others)) == ["keduanya", "kebutuhan", "sektor-dan-sasaran", "sektor"]
    assert slugs(related(subject, others, limit=1)) == ["keduanya"]


def test_among_equals_cases_of_other_regions_stand_first() -> None:
    subject = case("utama", region="teladan")
    others = [case("a", region="teladan"), case("b", region="contoh"), subject]

    assert slugs(related(subject, others)) == ["b", "a"]


def test_the_newest_cases_are_those_that_began_last() -> None:
    cases = [
        case("b", started=2019),
        case("a", started=2019),
        case("lama", started=2001),
        case("tanpa", started=None),
    ]

    assert slugs(newest(cases, 3)) == ["a", "b", "lama"]


def test_the_most_complete_case_is_the_one_of_which_most_is_known() -> None:
    award = {"name": "Top 45", "level": "nasional", "year": 2020, "giver": "KemenPANRB", "sources": ["s1"]}
    poor = case("a", started=None, results=[], needs=[], status="unknown", status_sources=[])
    rich = case("b", awards=[award], sources=sources(8))

    assert slugs(most_complete([poor, rich, case("c")], 2)) == ["b", "c"]


def test_stale_cases_are_listed_longest_ago_first() -> None:
    today = date(2026, 11, 21)
    cases = [
        case("segar", verified="2026-11-20", review_due="2026-11-21"),
        case("basi", verified="2020-01-01", review_due="2026-11-20"),
        case("lama", verified="2019-01-01", review_due="2020-01-01"),
    ]

    assert slugs(stale(cases, today)) == ["lama", "basi"]


def test_a_need_shows_the_cases_it_names_and_then_those_that_name_it() -> None:
    cases = {
        slug: case(slug, needs=needs) for slug, needs in (("a", ["x"]), ("b", []), ("c", ["x"]), ("d", ["y"]))
    }

    assert slugs(for_need("x", ["b", "c", "hilang"], cases)) == ["b", "c", "a"]


@pytest.mark.parametrize("due", ["2026-11-20", "2026-11-21", "2099-01-01"])
def test_a_case_is_stale_the_day_after_it_was_due(due: str) -> None:
    found = case("a", verified="2020-01-01", review_due=due)

    assert found.is_stale(date(2026, 11, 21)) == (due == "2026-11-20")


def test_a_case_read_from_a_file_knows_its_place() -> None:
    file, _ = read(text_of())

    assert file is not None
    assert file.case.path == "content/cases/teladan/jempol.md"
