"""What is shipped passes its own gate."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from portal import config
from portal.cases.files import CaseFile
from portal.cases.model import SECTIONS
from portal.generations import current
from portal.guides import kind_of, members
from portal.publishing.library import Library, read
from portal.publishing.publish import known_yaml
from portal.yamlfiles import Report
from tests.conftest import ROOT

Shipped = tuple[Library[CaseFile], Report]


@pytest.fixture(scope="module")
def shipped(published: Path) -> Shipped:
    """All of content/; what its YAML says was read when it was published, with every text that is refused."""
    values = known_yaml(current(config.load(published, {}).index))
    assert values
    return read(config.load(ROOT, {}), date.today(), values)


def test_all_of_the_shipped_content_passes_the_gate(shipped: Shipped) -> None:
    library, report = shipped

    assert [str(problem) for problem in report.errors] == []
    assert len(library.cases) >= 81
    assert len(library.regions) >= 20
    assert len(library.pages) >= 5


def test_what_was_published_before_is_not_parsed_again_to_be_checked(
    shipped: Shipped,
) -> None:
    _, report = shipped
    noted = {problem.path for problem in report.problems}  # their lines are looked up

    assert [path for path, text in report.parsed.items() if "tree" in vars(text) and path not in noted] == []


def test_every_help_page_has_a_place_of_its_own_in_the_list(shipped: Shipped) -> None:
    pages = [page.head.order for page in shipped[0].pages.values()]

    assert sorted(order for order, count in Counter(pages).items() if count > 1) == []


def test_every_need_of_our_region_is_answered_or_said_to_be_open(
    shipped: Shipped,
) -> None:
    library, _ = shipped
    answered = {need for file in library.cases.values() for need in file.case.needs}
    (ours,) = [government for government in library.governments.values() if government.id == "batang"]

    named = answered | {need.id for need in ours.needs if need.cases}

    assert len(named & {need.id for need in ours.needs}) >= len(ours.needs) // 2


def test_every_case_answers_the_same_eleven_questions(shipped: Shipped) -> None:
    library, _ = shipped

    for slug, file in library.cases.items():
        headings = [line[3:].strip() for line in file.body.split("\n") if line.startswith("## ")]
        assert tuple(headings) == SECTIONS, slug


def test_every_case_is_of_exactly_one_kind_and_every_kind_has_cases(
    shipped: Shipped,
) -> None:
    library, _ = shipped
    of_kind: dict[str, list[str]] = {}

    for slug, file in library.cases.items():
        kind = kind_of(file.case, library.kinds)
        assert kind is not None, slug
        of_kind.setdefault(kind.id, []).append(slug)

    assert set(of_kind) == set(library.kinds)
    assert sum(map(len, of_kind.values())) == len(library.cases)


def test_every_family_compares_cases_of_several_regions(shipped: Shipped) -> None:
    library, _ = shipped
    cases = [file.case for file in library.cases.values()]

    assert len(library.families) >= 8
    for family in library.families.values():
        found = members(family, cases)
        assert len({case.region for case in found}) >= 3, family.id


def test_no_outline_names_a_legal_basis(shipped: Shipped) -> None:
    library, _ = shipped

    for kind in library.kinds.values():
        text = kind.model_dump_json()
        assert not re.search(r"\b(UU|PP|Perpres|Permen\w*|Perda|Perbup|Nomor|Pasal)\s+\d", text), kind.id


def test_nothing_in_the_code_names_the_government_it_is_run_for() -> None:
    for path in (ROOT / "portal").rglob("*"):
        if "demo" in path.parts:
            continue  # the demonstration plays out plans for the shipped content
        if path.suffix in (".py", ".html", ".xml", ".js", ".css", ".typ", ".toml"):
            text = path.read_text("utf-8")
            assert "Batang" not in text, path
            assert "batangkab" not in text, path
