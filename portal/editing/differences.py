"""What changed between two texts, line by line, and which words inside a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CONTEXT = 2  # unchanged lines shown around a change
MAX_LINES = 3_000  # of both texts; beyond that the comparison would take seconds
Piece = tuple[str, bool]  # text, and whether it changed


@dataclass(frozen=True)
class DiffLine:
    """One row of a comparison: old and new side by side; None where one side has no line."""

    kind: Literal["same", "changed", "skipped"]
    old: tuple[Piece, ...] | None = None
    new: tuple[Piece, ...] | None = None
    skipped: int = 0


def compare(old: str, new: str, *, context: int = CONTEXT) -> list[DiffLine]:
    """The rows of a comparison side by side; long unchanged stretches are folded."""
    before, after = old.split("\n"), new.split("\n")
    if len(before) + len(after) > MAX_LINES:
        return [DiffLine("changed", ((line, False),), None) for line in before] + [
            DiffLine("changed", None, ((line, False),)) for line in after
        ]
    rows: list[DiffLine] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            is_first, is_last = not rows, i2 == len(before) and j2 == len(after)
            rows += _same(before[i1:i2], context, is_first=is_first, is_last=is_last)
            continue
        paired = min(i2 - i1, j2 - j1)
        rows += [_changed(before[i1 + step], after[j1 + step]) for step in range(paired)]
        rows += [DiffLine("changed", ((line, True),), None) for line in before[i1 + paired : i2]]
        rows += [DiffLine("changed", None, ((line, True),)) for line in after[j1 + paired : j2]]
    return rows


def is_changed(rows: list[DiffLine]) -> bool:
    """Does a comparison show any change?"""
    return any(row.kind == "changed" for row in rows)


def _same(lines: list[str], context: int, *, is_first: bool, is_last: bool) -> list[DiffLine]:
    head = 0 if is_first else context
    tail = 0 if is_last else context
    if len(lines) <= head + tail + 1:
        return [_same_line(line) for line in lines]
    shown = [_same_line(line) for line in lines[:head]]
    shown.append(DiffLine("skipped", skipped=len(lines) - head - tail))
    return shown + [_same_line(line) for line in lines[len(lines) - tail :]]


def _same_line(text: str) -> DiffLine:
    return DiffLine("same", ((text, False),), ((text, False),))


def _changed(old: str, new: str) -> DiffLine:
    """Two versions of a line, with the words that differ marked."""
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    if len(before) * len(after) > 250_000:
        return DiffLine("changed", ((old, True),), ((new, True),))
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if i2 > i1:
            left.append(("".join(before[i1:i2]), tag != "equal"))
        if j2 > j1:
            right.append(("".join(after[j1:j2]), tag != "equal"))
    return DiffLine("changed", tuple(left), tuple(right))
