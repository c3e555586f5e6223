"""Days from left to right: a life from its beginning to today, and steps of work with their days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from portal.web.charts.svg import Days, box, drawing, line, mark, spaced, text

LIFE_WIDTH, LIFE_HEIGHT, MIDDLE = 320, 58, 18
APART = 13  # between marks of the same day
STEPS_WIDTH, NAME, LETTER = 740, 264, 9.3  # wide screens only: a telephone gets the list
ROW, HEAD = 30, 28
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


@dataclass(frozen=True)
class Event:
    """Something that happened: its day (a year alone stands at its middle), its shape, and what to write."""

    day: date
    shape: str  # of portal.web.charts.svg.MARKS
    label: str  # a year


@dataclass(frozen=True)
class Life:
    """From a beginning to today; what is known ends at `known`, and nothing goes on where it has ended."""

    began: date
    known: date
    today: date
    events: Sequence[Event]  # in the order of their days
    has_ended: bool = False


@dataclass(frozen=True)
class NamedLife:
    """One of several lives below one another: `known` as above."""

    name: str
    began: date
    known: date
    has_ended: bool


@dataclass(frozen=True)
class Step:
    """A step of work: the day it is due, and the day it was done or None."""

    name: str
    due: date
    done: date | None = None


def draw_life(key: str, words: tuple[str, str], life: Life) -> Markup:
    """A line through the years: whole where something is known, dashed where there was no news since."""
    scale = Days(life.began, life.today, 16, LIFE_WIDTH - 16)
    begin, known, today = scale.x(life.began), scale.x(life.known), scale.x(life.today)
    parts = [line("life-known", begin, MIDDLE, known, MIDDLE)]
    if not life.has_ended:
        parts.append(line("life-unknown", known, MIDDLE, today, MIDDLE))
    parts.append(line("chart-grid", today, 4, today, MIDDLE + 14))
    place = begin - APART
    for one in life.events:
        place = max(scale.x(one.day), place + APART)
        parts.append(mark(f"life-{one.shape}", one.shape, place, MIDDLE))
    ends = [(begin + 16, life.events[0].label), (today - 26, "hari ini")]
    between = [(scale.x(one.day), one.label) for one in life.events[1:]]
    inner = [place for place in between if place[0] < today - 90]
    for middle, label in [*spaced([ends[0], *inner], 9.5), ends[1]]:
        parts.append(text("chart-label", middle, LIFE_HEIGHT - 6, label, "middle"))
    return drawing(key, words, (LIFE_WIDTH, LIFE_HEIGHT), parts, kind="chart life")


def draw_lives(key: str, words: tuple[str, str], lives: Sequence[NamedLife], today: date) -> Markup:
    """Lives below one another on one scale of years, a cross where one ended; '' for fewer than two."""
    if len(lives) < 2:
        return Markup("")
    first = date(min(life.began.year for life in lives), 1, 1)
    scale, height = Days(first, today, NAME, STEPS_WIDTH - 24), HEAD + ROW * len(lives)
    years = [(scale.x(date(year, 1, 1)), str(year)) for year in range(first.year, today.year + 1)]
    parts = [line("chart-grid", left, HEAD - 4, left, height) for left, _ in spaced(years, 10)]
    parts += [text("gantt-month", left, 16, label, "middle") for left, label in spaced(years, 10)]
    for place, life in enumerate(lives):
        middle = HEAD + place * ROW + ROW / 2
        begin, known = scale.x(life.began), scale.x(life.known)
        parts.append(text("gantt-name", NAME - 14, middle + 5, _cut(life.name), "end"))
        parts.append(line("life-known", begin, middle, known, middle))
        if life.has_ended:
            parts.append(mark("life-cross", "cross", known, middle))
        else:
            parts.append(line("life-unknown", known, middle, scale.x(today), middle))
        parts.append(mark("life-circle", "circle", begin, middle))
    return drawing(key, words, (STEPS_WIDTH, height), parts, kind="gantt life")


def draw_steps(
    key: str,
    words: tuple[str, str],
    steps: Sequence[Step],
    today: date,
    band: tuple[date, date] | None = None,
) -> Markup:
    """Steps below one another by their days (Gantt), with a line for today; '' for no step.

    When work on a step began nobody wrote down, so a bar shows only what is known: how long a step is or
    was late. `band` is a stretch of time behind all of them, such as a trial.
    """
    if not steps:
        return Markup("")
    days = [today, *(day for step in steps for day in (step.due, step.done) if day), *(band or ())]
    scale = Days(min(days).replace(day=1), max(days) + timedelta(days=12), NAME, STEPS_WIDTH - 12)
    height, now = HEAD + ROW * len(steps) + 20, scale.x(today)
    parts = [*_months(scale, height - 18)]
    if band:
        begin, end = scale.x(band[0]), scale.x(band[1])
        parts.insert(0, box("gantt-band", begin, HEAD, max(end - begin, 4), height - HEAD - 18))
    for place, step in enumerate(steps):
        parts += _row(step, scale, HEAD + place * ROW + ROW / 2, today)
    parts.append(line("chart-target", now, HEAD - 4, now, height - 16))
    parts.append(text("chart-note", now, height - 3, "hari ini", "middle"))
    return drawing(key, words, (STEPS_WIDTH, height), parts, kind="gantt")


def _row(step: Step, scale: Days, middle: float, today: date) -> Iterator[str]:
    """One step: its name, the day it is due, the day it was done, and between them how late."""
    due, end = scale.x(step.due), scale.x(step.done or today)
    yield text("gantt-name", NAME - 12, middle + 5, _cut(step.name), "end")
    if (step.done or today) > step.due:
        yield box("gantt-late" if step.done is None else "gantt-over", due, middle - 4, end - due, 8)
    yield mark("gantt-due", "diamond", due, middle)
    if step.done:
        yield mark("gantt-done", "circle", end, middle)


def _months(scale: Days, height: float) -> Iterator[str]:
    """A line where a month begins, and its name where it has room; with January and at first the year."""
    day, marks = scale.first, []
    while day <= scale.last:
        name = MONTHS[day.month - 1]
        with_year = day.month == 1 or day == scale.first
        marks.append((scale.x(day), f"{name} {day.year}" if with_year else name))
        day = (day + timedelta(days=32)).replace(day=1)
    for left, _ in marks:
        yield line("chart-grid", left, HEAD - 4, left, height)
    for middle, label in spaced([(left + len(label) * LETTER / 2, label) for left, label in marks], LETTER):
        if middle + len(label) * LETTER / 2 < STEPS_WIDTH:
            yield text("gantt-month", middle, 16, label, "middle")


def _cut(name: str) -> str:
    """As much of a name as stands beside the bars; the whole of it is in the list."""
    most = int((NAME - 20) / LETTER)
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
