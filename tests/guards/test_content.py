"""What is shipped passes its own gate."""

from __future__ import annotations

from datetime import date

from portal import config
from portal.cases.model import SECTIONS
from portal.publishing.library import read
from tests.conftest import ROOT


def test_all_of_the_shipped_content_passes_the_gate() -> None:
    library, report = read(config.load(ROOT, {}), date.today())

    assert [str(problem) for problem in report.errors] == []
    assert len(library.cases) >= 81
    assert len(library.regions) >= 20
    assert len(library.pages) >= 5


def test_every_need_of_our_region_is_answered_or_said_to_be_open() -> None:
    library, _ = read(config.load(ROOT, {}), date.today())
    answered = {need for file in library.cases.values() for need in file.case.needs}
    (ours,) = [government for government in library.governments.values() if government.id == "batang"]

    named = answered | {need.id for need in ours.needs if need.cases}

    assert len(named & {need.id for need in ours.needs}) >= len(ours.needs) // 2


def test_every_case_answers_the_same_eleven_questions() -> None:
    library, _ = read(config.load(ROOT, {}), date.today())

    for slug, file in library.cases.items():
        headings = [line[3:].strip() for line in file.body.split("\n") if line.startswith("## ")]
        assert tuple(headings) == SECTIONS, slug


def test_nothing_in_the_code_names_the_government_it_is_run_for() -> None:
    for path in (ROOT / "portal").rglob("*"):
        if "demo" in path.parts:
            continue  # the demonstration plays out plans for the shipped content
        if path.suffix in (".py", ".html", ".xml", ".js", ".css", ".typ", ".toml"):
            text = path.read_text("utf-8")
            assert "Batang" not in text, path
            assert "batangkab" not in text, path
