"""Questions that follow from what a case leaves open."""

from __future__ import annotations

from dataclasses import replace

from portal.visits.bank import THEMES, first_question, theme_name
from portal.visits.questions import MAX_TEXT, Openings, fresh, from_bank, from_case

KNOWN = Openings(
    slug="jempol",
    title="Jempol",
    has_cost=True,
    has_staff=True,
    has_law=True,
    has_results=True,
    undated=(),
    has_evaluation=True,
    is_status_known=True,
    has_conditions=True,
)


def keys(found: Openings) -> list[str]:
    return [proposal.key for proposal in from_case(found)]


def test_a_case_that_tells_everything_asks_nothing() -> None:
    assert keys(KNOWN) == []


def test_each_gap_of_a_case_asks_one_question() -> None:
    assert keys(replace(KNOWN, has_cost=False)) == ["biaya:jempol"]
    assert keys(replace(KNOWN, has_staff=False)) == ["tenaga:jempol"]
    assert keys(replace(KNOWN, has_law=False)) == ["hukum:jempol"]
    assert keys(replace(KNOWN, has_results=False)) == ["hasil:jempol"]
    assert keys(replace(KNOWN, undated=("Waktu", "Biaya"))) == ["tahun:jempol"]
    assert keys(replace(KNOWN, has_evaluation=False)) == ["evaluasi:jempol"]
    assert keys(replace(KNOWN, is_status_known=False)) == ["status:jempol"]
    assert keys(replace(KNOWN, has_conditions=False)) == ["syarat:jempol"]


def test_a_question_names_its_case_and_fits_its_column() -> None:
    (proposal,) = from_case(replace(KNOWN, title="J" * 600, has_cost=False))

    assert proposal.case_slug == "jempol"
    assert len(proposal.text) == MAX_TEXT


def test_what_is_on_the_list_is_not_proposed_again() -> None:
    found = list(from_bank())

    left = fresh([*found, *found], {found[0].key})

    assert left == found[1:]


def test_the_bank_covers_the_twelve_themes_of_a_question_list() -> None:
    assert len(THEMES) == 12
    assert all(first_question(theme.id).endswith("?") for theme in THEMES)
    assert theme_name("anggaran") == "Anggaran dan sumber dana"
    assert theme_name("lama") == "lama"
