"""What a season asks of this very person, told again at each mark before the day: 30, 14, 7, 3, 1.

The words of a task name the last mark that was passed, so that a notice of it is new at each mark and the
same between two; when the window moves, the day moves and with it every reminder. A calendar program is
told the day alone, however far ahead it looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from portal import clock
from portal.access import OPD_ROLES, Actor, Role
from portal.adoption import Task, TaskKind
from portal.register import seasons
from portal.seasons import progress, steps
from portal.seasons.progress import Progress
from portal.seasons.steps import Standing
from portal.taxonomy.calendar import CALENDAR

LATE = timedelta(days=30)  # how long a step that was not done is still told
MARKS = {30: "sebulan terakhir", 14: "dua pekan terakhir", 7: "sepekan terakhir", 3: "tiga hari terakhir"}
LAST, PASSED = "hari terakhir", "lewat tenggat"


def of(session: Session, actor: Actor, ahead: timedelta) -> list[Task]:
    """The steps of open seasons that the actor is to be reminded of."""
    today, marks = clock.today(), CALENDAR.get().marks
    if not actor.roles - {Role.READER}:
        return []
    is_diary = ahead.days > max(marks, default=0)
    until = ahead.days if is_diary else max(marks, default=0)
    found: list[Task] = []
    known: dict[int, Progress | None] = {}
    open_ones = [one for one in seasons.every(session) if one.closed_at is None]
    for standing in steps.of_all(session, open_ones):
        if standing.due is None or standing.done_at is not None:
            continue
        days = (standing.due - today).days
        if -LATE.days <= days <= until:
            if standing.step.is_owed and standing.season.id not in known:
                known[standing.season.id] = progress.of(session, standing.season)
            owed = known.get(standing.season.id) if standing.step.is_owed else None
            words = "" if is_diary else f" ({mark_of(days, marks)})"
            told = set(standing.step.told) if is_diary else steps.roles_told(standing.step, days)
            found += _tasks(standing, actor.roles & told, actor, owed, today, words)
    return found


def mark_of(days: int, marks: tuple[int, ...]) -> str:
    """The words of the last mark that was passed, so many days before the due day."""
    if days < 0:
        return PASSED
    passed = min((mark for mark in marks if days <= mark), default=days)
    return MARKS.get(passed, LAST if passed <= 1 else f"{passed} hari terakhir")


def _tasks(
    standing: Standing,
    roles: frozenset[Role],
    actor: Actor,
    owed: Progress | None,
    today: date,
    words: str,
) -> Iterator[Task]:
    """One task for each agency of the actor that still owes it; the others are told how many do."""
    if standing.step.is_owed and owed is None:
        return
    doers = roles & {Role.OPERATOR, Role.HEAD}
    url = url_for("seasons.show", season_id=standing.season.id)
    if owed is None:
        if roles:
            yield _task(standing, standing.step.what + words, standing.season.name, url, today)
        return
    for code in sorted(actor.opds(*doers) & owed.codes) if doers else ():
        own = url_for("seasons.show", season_id=standing.season.id, opd=code)  # a notice for each agency
        yield _task(standing, f"{owed.asks}{words}", f"{standing.season.name}, {code}", own, today)
    guided = actor.opds(*(roles & OPD_ROLES - doers)) if roles & OPD_ROLES - doers else frozenset()
    missing = owed.codes if roles - OPD_ROLES else guided & owed.codes
    if missing and roles - doers:
        url = url_for("seasons.absent", season_id=standing.season.id)
        about = f"{standing.season.name}: {len(missing)} OPD belum"
        yield _task(standing, f"{standing.step.what}{words}", about, url, today)


def _task(standing: Standing, what: str, about: str, url: str, today: date) -> Task:
    group = "terlambat" if standing.is_late(today) else "segera"
    return Task(group, what, about, url, standing.due, kind=TaskKind.SEASON)
