"""Values on one scale, a row each: the eye compares places, so the scale need not begin at nought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.web.charts.lines import ticks_for
from portal.web.charts.svg import drawing, line, text

WIDTH, ROW, BOTTOM = 400, 30, 26
LETTER, DIGIT = 9.8, 9.9  # widths in a wide fallback font
MOST_LETTERS = 17


@dataclass(frozen=True)
class Dot:
    """A value: whose it is, what to write beside it, whether it is ours, whether its year is another."""

    label: str
    value: float
    text: str
    is_ours: bool = False
    is_hollow: bool = False  # of another year


def draw_dots(
    key: str, words: tuple[str, str], dots: Sequence[Dot], *, figure: Callable[[float], str]
) -> Markup:
    """Dots on one scale in the order given; '' with nothing to compare. `figure` writes the scale's marks."""
    if len(dots) < 2:
        return Markup("")
    left = 14 + LETTER * min(max(len(dot.label) for dot in dots), MOST_LETTERS)
    right = WIDTH - 12 - DIGIT * max(len(dot.text) for dot in dots)
    ticks, height = ticks_for([dot.value for dot in dots]), ROW * len(dots)

    def x(value: float) -> float:
        return round(left + (value - ticks[0]) / (ticks[-1] - ticks[0]) * (right - left), 1)

    parts = [line("chart-grid", x(tick), 4, x(tick), height) for tick in ticks]
    for tick, anchor in ((ticks[0], "start"), (ticks[-1], "end")):
        parts.append(text("chart-label", x(tick), height + 18, figure(tick), anchor))
    for row, dot in enumerate(dots):
        middle = row * ROW + ROW / 2
        kind = "ours" if dot.is_ours else "other"
        parts.append(text(f"dot-name dot-name-{kind}", left - 12, middle + 5, _cut(dot.label), "end"))
        parts.append(line("dot-line", left, middle, x(dot.value), middle))
        hollow = " dot-hollow" if dot.is_hollow else ""
        size = 8 if dot.is_ours else 5.5
        parts.append(f'<circle class="dot-{kind}{hollow}" cx="{x(dot.value)}" cy="{middle}" r="{size}"/>')
        parts.append(text(f"dot-text dot-name-{kind}", WIDTH - 2, middle + 5, dot.text, "end"))
    return drawing(key, words, (WIDTH, height + BOTTOM), parts, kind="chart dots")


def _cut(label: str) -> str:
    return label if len(label) <= MOST_LETTERS else label[: MOST_LETTERS - 1].rstrip() + "…"
