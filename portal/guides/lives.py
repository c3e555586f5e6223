"""The lives of a family's cases below one another: which run, which ended, which fell silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from portal.cases import Case
from portal.cases.figures import known_until
from portal.cases.standing import standing
from portal.web.charts import NamedLife, draw_lives


def lives_of(cases: Sequence[Case], title: str, today: date) -> tuple[Markup, str]:
    """(the drawing, what it says), the longest known first; empty for fewer than two with a beginning."""
    found = [life for case in cases if (life := _life(case, today))]
    found.sort(key=lambda life: (life.has_ended, life.began - life.known))
    finding = _finding(cases, len(cases) - len(found), today)
    return draw_lives("perjalanan", (f"Umur inovasi: {title}", finding), found, today), finding


def _life(case: Case, today: date) -> NamedLife | None:
    until = known_until(case, today)
    if case.started is None or until is None:
        return None
    began = min(date(case.started, 7, 1), until)
    is_over = case.ended is not None and case.status != "partial"
    return NamedLife(case.title, began, until, is_over)


def _finding(cases: Sequence[Case], undrawn: int, today: date) -> str:
    """How many run by news of the last two years, how many ended, of how many nobody has told since."""
    now = [standing(case, today) for case in cases]
    running, ended = sum(one.is_running for one in now), sum(one.is_ended for one in now)
    parts = [f"{running} dari {len(cases)} masih berjalan menurut kabar dua tahun terakhir"]
    if ended:
        parts.append(f"{ended} berakhir, diganti, atau berakhir sebagian")
    if rest := len(cases) - running - ended:
        parts.append(f"{rest} lama tanpa kabar")
    sentence = f"{'; '.join(parts)}."
    return f"{sentence} {undrawn} tidak digambar karena tahunnya belum diketahui." if undrawn else sentence
