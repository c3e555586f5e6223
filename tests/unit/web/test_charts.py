"""Charts drawn on the server."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.charts import (
    HEIGHT,
    WIDTH,
    Dot,
    Event,
    Level,
    Life,
    LineChart,
    NamedLife,
    Point,
    Series,
    Step,
    Tile,
    draw,
    draw_change,
    draw_dots,
    draw_life,
    draw_lives,
    draw_spark,
    draw_steps,
    draw_tiles,
    draw_years,
    ticks_for,
)
from portal.web.charts.svg import Days
from portal.web.charts.times import NAME, STEPS_WIDTH
from portal.web.figures import long_date, number

POINTS = [Point(date(2026, 1, 1), 90), Point(date(2026, 3, 1), 61.5), Point(date(2026, 6, 1), 28)]


def chart(points: list[Point], *levels: Level, title: str = "Waktu tunggu", finding: str = "Turun.") -> str:
    """A chart as text."""
    return draw(LineChart("k1", title, finding, points, levels), figure=number, across=long_date)


def test_a_chart_tells_its_title_and_finding_in_words() -> None:
    tree = ElementTree.fromstring(chart(POINTS, finding="Turun dari 90 menjadi 28 menit."))

    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "k1-title k1-desc"
    assert (tree.find("title").text, tree.find("desc").text) == (  # type: ignore[union-attr]
        "Waktu tunggu",
        "Turun dari 90 menjadi 28 menit.",
    )


def test_a_chart_shows_first_and_last_day_the_last_value_and_the_target() -> None:
    texts = [
        element.text for element in ElementTree.fromstring(chart(POINTS, Level("Target 30", 30))).iter("text")
    ]

    assert {"1 Januari 2026", "1 Juni 2026", "28", "Target 30"} <= set(texts)


def test_what_people_typed_is_escaped() -> None:
    svg = chart(POINTS, Level("<b>", 30), title='<script>"&', finding="a < b & c")

    assert "<script>" not in svg
    assert "<b>" not in svg
    ElementTree.fromstring(svg)


def test_a_chart_carries_no_style_and_no_colour_of_its_own() -> None:
    svg = chart(POINTS)

    assert "style=" not in svg
    assert "fill=" not in svg
    assert "#" not in svg


def test_no_point_no_chart_and_one_point_no_line() -> None:
    assert chart([]) == ""
    assert "<polyline" not in chart(POINTS[:1])


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0, 100], [0, 25, 50, 75, 100]),
        ([28, 90], [0, 20, 40, 60, 80, 100]),
        ([1250, 1800], [1200, 1400, 1600, 1800]),
        ([7.1, 7.4], [7.1, 7.2, 7.3, 7.4]),
        ([-5, 5], [-5, -2.5, 0, 2.5, 5]),
        ([5, 5], [4, 4.5, 5, 5.5, 6]),
        ([0, 0], [0, 0.25, 0.5, 0.75, 1]),
    ],
)
def test_the_scale_has_round_marks(values: list[float], ticks: list[float]) -> None:
    assert ticks_for(values) == ticks


@settings(deadline=None)
@given(st.lists(st.floats(-1e15, 1e15, allow_nan=False), min_size=1, max_size=20))
def test_the_scale_encloses_every_value(values: list[float]) -> None:
    values = [round(value, 6) for value in values]
    ticks = ticks_for(values)

    slack = 1e-6 * max(1.0, *(abs(value) for value in values))
    assert ticks[0] <= min(values) + slack
    assert ticks[-1] >= max(values) - slack
    assert 2 <= len(ticks) <= 9
    assert all(low < high for low, high in pairwise(ticks))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.floats(-1e12, 1e12)),
        min_size=1,
        max_size=30,
    )
)
def test_every_point_lies_inside_the_drawing(readings: list[tuple[date, float]]) -> None:
    points = [Point(day, round(value, 4)) for day, value in sorted(readings)]

    dots = ElementTree.fromstring(chart(points)).iter("circle")

    for dot in dots:
        assert 0 <= float(dot.get("cx", "-1")) <= WIDTH
        assert 0 <= float(dot.get("cy", "-1")) <= HEIGHT


def test_a_marked_place_of_a_scale_is_written_with_its_value() -> None:
    points = [Point(80, 12), Point(100, 20), Point(120, 21)]
    curve = LineChart("k2", "Nilai", "Naik.", points, mark=100)

    tree = ElementTree.fromstring(draw(curve, figure=number, across=lambda at: f"{number(at)}%"))

    texts = [element.text for element in tree.iter("text")]
    assert texts[-2:] == ["100%", "20"]
    assert [line.get("class") for line in tree.iter("line")][-1] == "chart-target"


HOSTILE = '</svg><script>alert("1")</script>&'
DAY = date(2026, 6, 1)
STEP = Step(HOSTILE, date(2026, 3, 1), date(2026, 4, 1))
DRAWINGS = {
    "change": draw_change("a", (HOSTILE, HOSTILE), (HOSTILE, 700, "700"), ("Sesudah", 200, HOSTILE)),
    "life": draw_life(
        "b",
        (HOSTILE, HOSTILE),
        Life(date(2017, 7, 1), DAY, DAY, [Event(date(2017, 7, 1), "circle", HOSTILE)]),
    ),
    "steps": draw_steps("c", (HOSTILE, HOSTILE), [STEP, Step("Uji", DAY)], DAY),
    "years": draw_years(
        "g", (HOSTILE, HOSTILE), [Series(HOSTILE, [(2020, 1), (2021, 2)], [(0, 2)])], figure=lambda _: HOSTILE
    ),
    "lives": draw_lives(
        "f",
        (HOSTILE, HOSTILE),
        [NamedLife(HOSTILE, date(2017, 7, 1), DAY, one) for one in (True, False)],
        DAY,
    ),
    "dots": draw_dots("d", (HOSTILE, HOSTILE), [Dot(HOSTILE, 1, HOSTILE), Dot("B", 2, "2")], figure=number),
    "tiles": draw_tiles("e", (HOSTILE, HOSTILE), [Tile(0, 0, HOSTILE, HOSTILE, HOSTILE, 1, f'#"{HOSTILE}')]),
    "spark": draw_spark([1, 2, 3], HOSTILE, target=2),
}


@pytest.mark.parametrize("kind", list(DRAWINGS))
def test_every_drawing_says_what_people_wrote_as_text_and_has_no_colour_of_its_own(kind: str) -> None:
    svg = str(DRAWINGS[kind])

    ElementTree.fromstring(svg)
    assert "<script" not in svg
    assert HOSTILE[:6] not in svg[:-6]
    assert "fill=" not in svg
    assert "style=" not in svg
    assert len(svg) < 4_000


def test_nothing_to_compare_is_no_drawing() -> None:
    words = ("Judul", "Temuan")

    assert draw_change("a", words, ("Sebelum", 0, "0"), ("Sesudah", 0, "0")) == ""
    assert draw_change("a", words, ("Sebelum", -1, "-1"), ("Sesudah", 2, "2")) == ""
    assert draw_steps("a", words, [], DAY) == ""
    assert draw_dots("a", words, [Dot("A", 1, "1")], figure=number) == ""
    assert draw_tiles("a", words, [Tile(0, 0, "Aceh", "Aceh")]) == ""
    assert draw_spark([1], "Satu angka") == ""


def test_before_and_after_stand_on_one_scale_from_nought() -> None:
    tree = ElementTree.fromstring(DRAWINGS["change"])

    before, after = (float(rect.get("width", "0")) for rect in tree.iter("rect"))

    assert after / before == pytest.approx(200 / 700, abs=0.01)


def test_a_late_step_is_drawn_from_its_day_to_the_day_it_was_done_and_one_in_time_is_not() -> None:
    scale = Days(date(2026, 3, 1), date(2026, 6, 13), NAME, STEPS_WIDTH - 12)

    boxes = list(ElementTree.fromstring(DRAWINGS["steps"]).iter("rect"))

    assert [one.get("class") for one in boxes] == ["gantt-over"]
    assert float(boxes[0].get("x", "0")) == scale.x(date(2026, 3, 1))
    assert float(boxes[0].get("width", "0")) == pytest.approx(
        scale.x(date(2026, 4, 1)) - scale.x(date(2026, 3, 1)), abs=0.11
    )


def test_a_dot_of_another_year_is_hollow_and_ours_is_larger() -> None:
    dots = [Dot("Batang", 8, "8 (2024)", is_ours=True), Dot("Lain", 6, "6 (2021)", is_hollow=True)]

    circles = list(ElementTree.fromstring(draw_dots("d", ("A", "B"), dots, figure=number)).iter("circle"))

    assert [one.get("class") for one in circles] == ["dot-ours", "dot-other dot-hollow"]
    assert float(circles[0].get("r", "0")) > float(circles[1].get("r", "0"))
