"""A figure before and after, as two bars of one scale from nought."""

from __future__ import annotations

from markupsafe import Markup

from portal.web.charts.svg import box, drawing, text

CHANGE_WIDTH, CHANGE_LABEL, DIGIT = 320, 90, 11.8


def draw_change(
    key: str, words: tuple[str, str], before: tuple[str, float, str], after: tuple[str, float, str]
) -> Markup:
    """What a figure was and what it became, as two bars of one scale from nought.

    `words` are title and finding; each bar is (label, value, value as written). '' for what bars cannot
    show: a value below nought, or nothing on both sides.
    """
    longest = max(before[1], after[1])
    if min(before[1], after[1]) < 0 or longest == 0:
        return Markup("")
    room = max(60.0, CHANGE_WIDTH - CHANGE_LABEL - 8 - DIGIT * max(len(before[2]), len(after[2])))
    parts = []
    for row, (kind, (label, value, written)) in enumerate((("before", before), ("after", after))):
        length = max(room * value / longest, 1.5)
        top = 2 + row * 30
        parts.append(text("chart-label", CHANGE_LABEL - 10, top + 17, label, "end"))
        parts.append(box(f"change-{kind}", CHANGE_LABEL, top, length, 24))
        parts.append(text("chart-value", CHANGE_LABEL + length + 7, top + 18, written))
    return drawing(key, words, (CHANGE_WIDTH, 60), parts, kind="chart change")
