"""What changed between two texts."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from portal.editing.differences import DiffLine, compare, is_changed

LINES = st.lists(st.sampled_from(["satu", "dua", "tiga empat", "lima  enam", ""]), max_size=12)


def side(rows: list[DiffLine], which: str) -> list[str]:
    parts = (getattr(row, which) for row in rows)
    return ["".join(text for text, _ in part) for part in parts if part is not None]


@given(LINES, LINES)
def test_both_texts_can_be_read_back_from_a_comparison_that_folds_nothing(
    old: list[str], new: list[str]
) -> None:
    before, after = "\n".join(["awal", *old, "akhir"]), "\n".join(["mula", *new, "usai"])

    rows = compare(before, after, context=100)

    assert "\n".join(side(rows, "old")) == before
    assert "\n".join(side(rows, "new")) == after


def test_equal_texts_show_no_change() -> None:
    assert not is_changed(compare("a\nb", "a\nb"))
    assert is_changed(compare("a\nb", "a\nc"))


def test_only_the_words_that_differ_are_marked() -> None:
    (row,) = compare("Jumlah desa 115 orang", "Jumlah desa 181 orang")

    assert row.old == (("Jumlah desa ", False), ("115", True), (" orang", False))
    assert row.new == (("Jumlah desa ", False), ("181", True), (" orang", False))


def test_long_unchanged_stretches_are_folded() -> None:
    same = [str(number) for number in range(50)]

    rows = compare("\n".join([*same, "a"]), "\n".join([*same, "b"]))

    assert [row.kind for row in rows] == ["skipped", "same", "same", "changed"]
    assert rows[0].skipped == 48


def test_huge_texts_are_shown_rather_than_compared() -> None:
    started = time.process_time()

    rows = compare("x\n" * 50_000, "y\n" * 50_000)

    assert time.process_time() - started < 5
    assert len(rows) == 100_002


def test_long_lines_are_marked_whole() -> None:
    started = time.process_time()

    (row,) = compare("a b " * 5_000, "c d " * 5_000)

    assert time.process_time() - started < 5
    assert row.kind == "changed"
