"""Which cases belong together, which are new or complete."""

from __future__ import annotations

from typing import Any

from portal.cases.catalogue import for_need, most_complete, newest, related
from portal.cases.model import Case
from portal.cases.shelf import Shelf
from tests.make import case_text as text_of
from tests.make import front, read, sources


def case(slug: str, **changes: Any) -> Case:
    return Case.model_validate({**front(slug, **changes), "path": f"content/cases/teladan/{slug}.md"})


def shelf(*cases: Case) -> Shelf:
    return Shelf.of({one.slug: one for one in cases})


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

    assert slugs(related(subject, shelf(*others))) == [
        "keduanya",
        "kebutuhan",
        "sektor-dan-sasaran",
        "sektor",
    ]
    assert slugs(related(subject, shelf(*others), limit=1)) == ["keduanya"]


def test_among_equals_cases_of_other_regions_stand_first() -> None:
    subject = case("utama", region="teladan")
    others = [case("a", region="teladan"), case("b", region="contoh"), subject]

    assert slugs(related(subject, shelf(*others))) == ["b", "a"]


def test_the_newest_cases_are_those_that_began_last() -> None:
    cases = [
        case("b", started=2019),
        case("a", started=2019),
        case("lama", started=2001),
        case("tanpa", started=None),
    ]

    assert slugs(newest(shelf(*cases), 3)) == ["a", "b", "lama"]


def test_the_most_complete_case_is_the_one_of_which_most_is_known() -> None:
    award = {
        "name": "Top 45",
        "outcome": "won",
        "level": "nasional",
        "year": 2020,
        "giver": "KemenPANRB",
        "sources": ["s1"],
    }
    poor = case("a", started=None, results=[], needs=[], status="unknown", status_sources=[])
    read = {"date": "2026-11-21", "how": "archive"}
    rich = case("b", awards=[award], sources=[{**source, "read": read} for source in sources(8)])

    assert slugs(most_complete(shelf(poor, rich, case("c")), 2)) == ["b", "c"]


def test_a_need_shows_the_cases_it_names_and_then_those_that_name_it() -> None:
    cases = {
        slug: case(slug, needs=needs) for slug, needs in (("a", ["x"]), ("b", []), ("c", ["x"]), ("d", ["y"]))
    }

    assert slugs(for_need("x", ["b", "c", "hilang"], Shelf.of(cases))) == ["b", "c", "a"]


def test_a_case_read_from_a_file_knows_its_place() -> None:
    file, _ = read(text_of())

    assert file is not None
    assert file.case.path == "content/cases/teladan/jempol.md"
