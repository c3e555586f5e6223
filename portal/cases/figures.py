"""Figures drawn from a case's own data: what changed, and its life from the beginning to today.

Only what the data says is drawn. Bars stand for measured numbers of one method in one unit; what was only
told, promised or could be done stays a number in the table. A line through the years is whole as far as
sources reach and dashed where there was no news since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from portal.cases.model import Case, Result
from portal.cases.standing import LAST_KNOWN_AFTER, months_between, status_day
from portal.cases.words import OUTCOMES
from portal.web.charts import Event, Life, draw_change, draw_life
from portal.web.figures import number, partial_date, unit_after

MOST_CHANGES = 3
MANY = 2  # times the beginning, from which growth is told in times and not in percent
SHARES = frozenset({"", "%", "persen", "poin", "skor", "indeks", "nilai", "desimal"})
GLYPHS = {"circle": "●", "square": "■", "diamond": "◆", "cross": "✕", "bar": "|"}


@dataclass(frozen=True)
class Drawn:
    """A drawing with the sentence that says what it shows."""

    drawing: Markup
    finding: str


@dataclass(frozen=True)
class Happening:
    """A line of the list below the drawing of a life."""

    glyph: str
    when: str
    what: str


@dataclass(frozen=True)
class Lifeline(Drawn):
    """The drawing of a life with what it marks."""

    happenings: tuple[Happening, ...]


def changes(case: Case) -> list[Drawn]:
    """Bars before and after, of the first measured results that have both; none is an empty list."""
    comparable = [(result, pair) for result in case.results if (pair := compared(result))]
    found = []
    for place, (result, (before, after)) in enumerate(comparable[:MOST_CHANGES], 1):
        finding = change_words(result, before, after)
        drawing = draw_change(
            f"perubahan-{place}",
            (result.metric, finding),
            ("Sebelum", before, number(before)),
            ("Sesudah", after, number(after)),
        )
        if drawing:
            found.append(Drawn(drawing, finding))
    return found


def compared(result: Result) -> tuple[int | float, int | float] | None:
    """(before, after) of a measured number that was counted the same way on both sides, else None."""
    before, after = result.before, result.after
    same_method = not result.before_method or result.before_method == result.method
    if result.kind != "measured" or not same_method:
        return None
    if not isinstance(before, int | float) or not isinstance(after, int | float):
        return None
    return before, after


def change_words(result: Result, before: float, after: float) -> str:
    """Pengunjung kantor per hari: dari 700 menjadi 200 orang/hari (2017), turun 71 persen."""
    way = "naik" if after > before else "turun" if after < before else "tetap"
    if way != "tetap" and result.unit.lower() not in SHARES and before > 0:
        share = abs(after - before) / before
        far = f"{round(100 * share)} persen" if share < MANY else f"menjadi {_times(after / before)} kali"
        way = f"{way} {far}"
    when = f" ({result.year})" if isinstance(result.year, int) else ""
    metric = result.metric[:1].upper() + result.metric[1:]
    reached = f"{number(after)}{unit_after(result.unit, after)}"
    return f"{metric}: dari {number(before)} menjadi {reached}{when}, {way}."


def _times(ratio: float) -> str:
    return number(round(ratio)) if ratio >= 10 else number(round(ratio, 1))


def known_until(case: Case, today: date) -> date | None:
    """Until when something is known of a case: its end or its newest source; None without a day."""
    known = _known(case)
    return _day(known, today) if known else None


def _known(case: Case) -> str | None:
    end = case.ended.year if case.ended else None
    if case.ended and not isinstance(end, int):
        return None
    return str(end) if case.ended and case.status != "partial" else status_day(case)


def lifeline(case: Case, today: date) -> Lifeline | None:
    """The life of a case, where its beginning and something after it are known."""
    end, known = (case.ended.year if case.ended else None), _known(case)
    if case.started is None or known is None:
        return None
    rows = [(case.started, "circle", "Dimulai")]
    rows += [(year, "square", f"Diukur: {what}") for year, what in _measured(case)]
    rows += [(year, "diamond", what) for year, what in _awarded(case)]
    if isinstance(end, int):
        rows.append((end, "cross", "Berakhir sebagian" if case.status == "partial" else "Berakhir"))
    happened = [
        (_day(str(year), today), shape, str(year), what)
        for year, shape, what in rows
        if case.started <= year <= today.year
    ]
    is_over = isinstance(end, int) and case.status != "partial"
    if not is_over:
        happened.append((_day(known, today), "bar", partial_date(known), "Sumber terbaru tentang keadaannya"))
    happened.sort(key=lambda row: row[0])
    if happened[0][1] != "circle" or happened[-1][0] <= happened[0][0]:
        return None
    events = [Event(day, shape, when[-4:]) for day, shape, when, _ in happened]
    finding = life_words(case, known, today)
    drawing = draw_life(
        "perjalanan",
        (f"Perjalanan {case.title}", finding),
        Life(happened[0][0], _day(known, today), today, events, has_ended=is_over),
    )
    lines = tuple(Happening(GLYPHS[shape], when, what) for _, shape, when, what in happened)
    return Lifeline(drawing, finding, lines)


def life_words(case: Case, known: str, today: date) -> str:
    """From when to when, and whether there was news since."""
    begun, ended = f"Dimulai {case.started}", case.ended.year if case.ended else None
    if ended is not None and case.status != "partial":
        return f"{begun}, berakhir {ended}."
    part = f", sebagian berakhir {ended}" if ended is not None else ""
    news = f"{begun}{part}; sumber terbaru tentang keadaannya {partial_date(known)}."
    is_silent = months_between(known, today) > LAST_KNOWN_AFTER
    return f"{news} Sesudah itu kami tidak menemukan kabar." if is_silent else news


def _measured(case: Case) -> list[tuple[int, str]]:
    """Year -> what was measured then, of the years with a measured result."""
    found: dict[int, list[str]] = {}
    for result in case.measured:
        if isinstance(result.year, int):
            found.setdefault(result.year, []).append(result.metric)
    return [(year, _several(names, "hal")) for year, names in found.items()]


def _awarded(case: Case) -> list[tuple[int, str]]:
    found: dict[int, list[str]] = {}
    for award in case.awards:
        if isinstance(award.year, int) and award.outcome in ("won", "finalist"):
            found.setdefault(award.year, []).append(f"{dict(OUTCOMES)[award.outcome]}: {award.name}")
    return [(year, _several(names, "penghargaan")) for year, names in found.items()]


def _several(names: list[str], noun: str) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} {noun}, antara lain {names[0]}"


def _day(partial: str, today: date) -> date:
    """Where a partial date is drawn: a year or a month alone at its middle, and nothing after today."""
    year, month, day = (*(int(part) for part in partial.split("-")), 0, 0)[:3]
    return min(date(year, month or 7, day or (15 if month else 1)), today)
