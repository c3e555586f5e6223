"""Bar charts drawn on the server: SVG with a title, a finding and a pattern besides colour.

The picture says what the table beside it says; it needs no script and prints in grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

WIDTH = 470  # viewBox units; narrow, so that its letters can be read on a phone
ROW = 34
LABEL = 192
VALUE = 100


@dataclass(frozen=True)
class Bar:
    """One bar: a label, a number, what to write behind it, and whether it is ours."""

    label: str
    number: float
    text: str
    is_ours: bool
    y: float = 0.0
    length: float = 0.0


@dataclass(frozen=True)
class BarChart:
    """A laid-out chart; lengths in viewBox units."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    width: int
    height: int
    label_width: int
    bar_height: int


def bar_chart(title: str, description: str, bars: Sequence[Bar]) -> BarChart | None:
    """Lay out horizontal bars from zero; None where there is nothing to compare."""
    known = [bar for bar in bars if bar.number >= 0]
    if len(known) < 2 or len(known) < len(bars):
        return None
    longest = max(bar.number for bar in known) or 1.0
    room = WIDTH - LABEL - VALUE
    laid = tuple(
        Bar(bar.label, bar.number, bar.text, bar.is_ours, float(place * ROW), room * bar.number / longest)
        for place, bar in enumerate(known)
    )
    return BarChart(title, description, laid, WIDTH, ROW * len(laid), LABEL, ROW - 12)


def figure_text(number: float, year: int | None) -> str:
    """A value and its year as written behind a bar."""
    written = str(format_decimal(number, format="#,##0.##", locale="id_ID"))
    return f"{written} ({year})" if year else written
