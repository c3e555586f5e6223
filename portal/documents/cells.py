"""Cells of a workbook as their sender sees them, and which rows and columns are out of his sight.

A number's format belongs to its meaning: 0.0892 shown as 8,92% is 8,92%. Nothing is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from defusedxml.ElementTree import iterparse

from portal.same import tidy
from portal.values import SCALED

DIGITS = 15  # of a number that a spreadsheet keeps
WHOLE = 1e15  # above this a spreadsheet's number is no longer exact
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')  # parts of a format that are no places of digits
_SCALED = re.compile(r"[0#?](,+)(?=$|[^0#?,.]|\.[0#?])")  # commas that cut thousands off


@dataclass(frozen=True)
class Unseen:
    """Rows and columns that a workbook hides, by their numbers from 1."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def text_of(cell: Any) -> str:
    """A cell as text: dates in ISO, numbers with a comma and 15 digits, a formula as itself."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return tidy_lines(str(value))
    return _number(value, str(cell.number_format or ""))


def tidy_lines(text: str) -> str:
    """A text whose lines are tidy; a break within it stays visible to who judges the row."""
    return "\n".join(tidy(line) for line in text.strip().splitlines())


def unseen(book: Any, sheet: Any) -> Unseen:
    """What is hidden or filtered away on a page of a workbook that was opened for reading only."""
    rows: set[int] = set()
    columns: set[int] = set()
    with book._archive.open(sheet._worksheet_path) as source:
        for name, given in _elements(source):
            if given.get("hidden") not in ("1", "true"):
                continue
            if name == "row" and given.get("r", "").isdigit():
                rows.add(int(given["r"]))
            elif name == "col":
                columns.update(range(int(given["min"]), min(int(given["max"]), 200) + 1))
    return Unseen(frozenset(rows), frozenset(columns))


def _elements(source: Any) -> Iterator[tuple[str, dict[str, str]]]:
    for event, element in iterparse(source, events=("start", "end")):
        if event == "start":
            yield element.tag.rpartition("}")[2], element.attrib
        else:
            element.clear()


def _number(value: int | float, shape: str) -> str:
    exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{DIGITS}g}")
    places = _LITERAL.sub("", shape.partition(";")[0])
    if "%" in places:
        return f"{_written(exact * 100)}%"
    if cut := _SCALED.search(places):
        return f"{SCALED} {_written(exact / 1000 ** len(cut[1]))}"
    return _written(exact)


def _written(value: Decimal) -> str:
    if abs(value) >= WHOLE and value == value.to_integral_value():
        return repr(float(value))  # its last digits are gone, and whoever reads it must see that
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")
