"""What every drawing is made of: a frame with title and finding, texts, lines, marks, a scale of days.

Whatever comes from people is escaped here, so that no drawing has to think of it. A drawing has no colour of
its own: its classes are coloured by the stylesheet, which knows dark mode, forced colours and paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

MARKS = {  # shapes that stay apart in grey, 12 units across and centred on nought
    "circle": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    "square": "M-5-5H5V5H-5z",
    "diamond": "M0-7L7 0L0 7L-7 0z",
    "cross": "M-5-5L5 5M-5 5L5-5",
    "bar": "M0-9V9",
}


def drawing(
    key: str, words: tuple[str, str], size: tuple[float, float], parts: Iterable[str], *, kind: str
) -> Markup:
    """A drawing that tells its title and finding to those who do not see it; `key` is unique on the page."""
    key, (title, finding), (width, height) = escape(key), words, size
    drawn = (
        f'<svg class="{kind}" viewBox="0 0 {_short(width)} {_short(height)}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(finding)}</desc>'
    )
    return Markup("".join((drawn, *parts, "</svg>")))  # noqa: S704 -- every text in it is escaped


def text(kind: str, left: float, height: float, words: str, anchor: str = "start") -> str:
    """Words at a place; `anchor` is start, middle or end."""
    place = f'x="{_short(left)}" y="{_short(height)}"'
    return f'<text class="{kind}" {place} text-anchor="{anchor}">{escape(words)}</text>'


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A line between two places."""
    ends = f'x1="{_short(x1)}" y1="{_short(y1)}" x2="{_short(x2)}" y2="{_short(y2)}"'
    return f'<line class="{kind}" {ends}/>'


def box(kind: str, left: float, top: float, width: float, height: float) -> str:
    """A rectangle."""
    size = f'x="{_short(left)}" y="{_short(top)}" width="{_short(width)}" height="{_short(height)}"'
    return f'<rect class="{kind}" {size}/>'


def mark(kind: str, shape: str, left: float, height: float) -> str:
    """A small shape of `MARKS` at a place."""
    return f'<path class="{kind}" transform="translate({_short(left)} {_short(height)})" d="{MARKS[shape]}"/>'


@dataclass(frozen=True)
class Days:
    """A scale of days from left to right."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where a day lies; days beyond the ends lie at the ends."""
        span = (self.last - self.first).days or 1
        share = min(max((day - self.first).days / span, 0.0), 1.0)
        return round(self.left + share * (self.right - self.left), 1)


def spaced(labels: Iterable[tuple[float, str]], letter: float) -> list[tuple[float, str]]:
    """The labels that do not run into the one kept before; the first is always kept.

    Each is (middle, words), in units; `letter` is the width of a letter.
    """
    kept: list[tuple[float, str]] = []
    end = float("-inf")
    for middle, words in labels:
        half = len(words) * letter / 2
        if middle - half >= end:
            kept.append((middle, words))
            end = middle + half + letter
    return kept


def _short(value: float) -> str:
    """A number of a drawing, without what no eye sees: 12 and 12.5."""
    return f"{value:.1f}".removesuffix(".0")
