"""A name is found whole, however it is spaced and marked."""

from __future__ import annotations

import pytest

from portal.search.names import as_text, term, within


@pytest.mark.parametrize("typed", ["Hay.U", "hay u", "HAYU", "hay-u", "Hay U"])
def test_spaces_marks_and_case_do_not_count(typed: str) -> None:
    assert term(typed) == "n0hayu"


def test_a_name_is_kept_whole_without_brackets_and_in_its_parts() -> None:
    found = as_text(["Kang Pisman, Kawasan Bebas Sampah (KBS)", "Gaslah"]).split()

    assert found == [
        "n0kangpismankawasanbebassampahkbs",
        "n0kangpismankawasanbebassampah",
        "n0kangpisman",
        "n0kawasanbebassampah",
        "n0kbs",
        "n0gaslah",
    ]


def test_too_short_a_name_is_none() -> None:
    assert term("ab") == ""
    assert as_text(["", "X", "–"]) == ""


def test_every_run_of_words_may_be_a_name_the_longest_first() -> None:
    found = [name for name, _ in within("apa itu garda ampuh")]

    assert found[0] == "n0apaitugardaampuh"
    assert "n0gardaampuh" in found
    assert found.index("n0gardaampuh") < found.index("n0garda")
