"""The file of concepts is read within rules, and each breach of a rule has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.search.concepts import Concepts, read_concepts
from portal.yamlfiles import MAX_FILE, Report


def problems(folder: Path, text: str) -> list[str]:
    path = folder / "content" / "concepts.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    report = Report()
    read_concepts(path.parent, report)
    return [f"{problem.line}: {problem.message}" for problem in report.problems]


def test_words_are_read_from_a_line_with_commas(tmp_path: Path) -> None:
    (tmp_path / "concepts.yaml").write_text(
        "light: orang, punya\nconcepts:\n  lansia:\n    words: lansia,  lanjut   usia\n    hints: nenek\n",
        "utf-8",
    )

    found = read_concepts(tmp_path, Report())

    assert found.light == ("orang", "punya")
    assert found.concepts["lansia"].words == ("lansia", "lanjut usia")
    assert found.concepts["lansia"].hints == ("nenek",)


def test_a_library_may_do_without_concepts(tmp_path: Path) -> None:
    report = Report()

    assert read_concepts(tmp_path, report) == Concepts()
    assert report.problems == []


def concepts(size: int) -> str:
    """A file of so many bytes at least: one concept that people have very many words for."""
    words = ", ".join(f"kata{number}" for number in range(size // 10))
    return f"concepts:\n  a:\n    words: {words}\n"


def test_the_file_may_grow_beyond_what_one_case_may_have(tmp_path: Path) -> None:
    assert len(concepts(400_000)) > MAX_FILE

    assert problems(tmp_path, concepts(400_000)) == []


def test_a_file_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, concepts(1_200_000)) == ["1: berkas lebih dari 1024 KB"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("concepts:\n  a:\n    words: satu kata\n    broader: b\n", "4: konsep 'b' tidak dikenal"),
        ("concepts:\n  a:\n    words: kata\n    near: a\n", "4: konsep 'a' menunjuk dirinya sendiri"),
        ("concepts:\n  a:\n    words: lansia, Lansia\n", "3: 'Lansia' ditulis dua kali"),
        ("concepts:\n  a:\n    words: untuk yang\n", "3: 'untuk yang' hanya berisi kata tanpa arti sendiri"),
        (
            "concepts:\n  a:\n    words: satu dua tiga empat lima enam tujuh\n",
            "3: 'satu dua tiga empat lima enam tujuh' lebih dari 6 kata",
        ),
        ("concepts:\n  a:\n    hints: nenek\n", "2: 'concepts.a.words' wajib diisi"),
        ("concepts:\n  a:\n    words: kata\n    label: Kata\n", "4: 'concepts.a.label' tidak dikenal"),
    ],
)
def test_each_breach_of_a_rule_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    assert problems(tmp_path, text) == [message]


def test_concepts_that_are_broader_than_each_other_are_refused(tmp_path: Path) -> None:
    text = "concepts:\n  a:\n    words: satu\n    broader: b\n  b:\n    words: dua\n    broader: a\n"

    assert problems(tmp_path, text) == [
        "4: konsep 'a' berputar atau lebih dari 4 tingkat",
        "7: konsep 'b' berputar atau lebih dari 4 tingkat",
    ]


def test_the_shipped_concepts_are_sound() -> None:
    report = Report()

    found = read_concepts(Path(__file__).parents[3] / "content", report)

    assert report.problems == []
    assert len(found.concepts) > 300
