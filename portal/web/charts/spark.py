"""A line as small as a word, for tables and lists: the way something went, without a scale."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT, EDGE = 96, 26, 4


def draw_spark(values: Sequence[float], finding: str, *, target: float | None = None) -> Markup:
    """Values at even distances, the last one marked, and a target as a dashed line; '' for fewer than two.

    `finding` is its name for ears: what the line says, in words.
    """
    if len(values) < 2:
        return Markup("")
    shown = [*values] if target is None else [*values, target]
    low, high = min(shown), max(shown)
    span = high - low or 1.0

    def y(value: float) -> float:
        return round(HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE), 1)

    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    spots = [(round(EDGE + place * step, 1), y(value)) for place, value in enumerate(values)]
    points = " ".join(f"{left},{height}" for left, height in spots)
    dashed = (
        ""
        if target is None
        else f'<line class="chart-target" x1="0" y1="{y(target)}" x2="{WIDTH}" y2="{y(target)}"/>'
    )
    left, height = spots[-1]
    drawn = (
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(finding)}">{dashed}<polyline class="chart-line" points="{points}"/>'
        f'<circle class="chart-dot" cx="{left}" cy="{height}" r="3.5"/></svg>'
    )
    return Markup(drawn)  # noqa: S704 -- every text in it is escaped
