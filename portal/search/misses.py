"""Queries that left their reader without an answer: kept for the curators, without anything personal.

Anybody can search, and robots do. So what is written down has bounds: a server collects in memory and writes
once a minute, a week has so many different texts, further ones are not kept, and old weeks go.
"""

from __future__ import annotations

import atexit
import logging
import re
import threading
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

from flask import Flask, current_app
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal import clock
from portal.db import transaction
from portal.search.models import MAX_TEXT, SearchMiss

MAX_WEEK = 2_000  # different texts of one week
MAX_HELD = 500  # different texts collected between two writings
WRITE_EVERY = 60.0  # seconds
KEPT_WEEKS = 26
_log = logging.getLogger(__name__)

_PERSONAL = re.compile(r"(?:\d[ .,/_()+-]*){9,}|@|https?:")  # NIP, NIK, telephone, e-mail, address


def week_of(day: date) -> str:
    """The ISO week of a day, e.g. 2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def is_personal(text: str) -> bool:
    """Whether a text may hold a number or address that leads to a person."""
    return _PERSONAL.search(text) is not None


def missed(text: str) -> bool:
    """Count a query that found nothing good; one that may hold personal data is not kept. Whether it is."""
    return collected().add(text, clock.today(), count=1)


def asked_again(text: str) -> bool:
    """Count a query whose reader asked anew in other words. Whether it is counted."""
    return collected().add(text, clock.today(), again=1)


def same_words(text: str) -> str:
    """A query as it is kept: the same words are one query, however they are spaced and spelt large."""
    return " ".join(text.casefold().split())[:MAX_TEXT]


def _is_fit(kept: str) -> bool:
    return len(kept) >= 2 and not is_personal(kept)


def note(session: Session, text: str, day: date, *, count: int = 1, again: int = 0) -> bool:
    """Count a text in its week; a new one only while the week has room. Whether it was counted."""
    week, kept = week_of(day), same_words(text)
    if not _is_fit(kept):
        return False
    same = SearchMiss.week == week, SearchMiss.text == kept
    more = {"count": SearchMiss.count + count, "again": SearchMiss.again + again}
    known = update(SearchMiss).where(*same).values(more).returning(SearchMiss.id)
    if session.execute(known).first() is not None:
        return True
    of_week = select(func.count()).select_from(SearchMiss).where(SearchMiss.week == week)
    if (session.scalar(of_week) or 0) >= MAX_WEEK:
        return False
    session.add(SearchMiss(week=week, text=kept, count=count, again=again))
    session.flush()
    return True


def sweep(session: Session, day: date) -> None:
    """Remove what is older than `KEPT_WEEKS`."""
    session.execute(delete(SearchMiss).where(SearchMiss.week < week_of(day - timedelta(weeks=KEPT_WEEKS))))


def listed(session: Session, weeks: int) -> list[SearchMiss]:
    """The misses of the last weeks that had any, newest week first, commonest first."""
    return page(session, weeks, offset=0, limit=None)


def page(session: Session, weeks: int, *, offset: int, limit: int | None) -> list[SearchMiss]:
    """A part of that list."""
    often = (SearchMiss.count + SearchMiss.again).desc()
    found = select(SearchMiss).where(_recent(weeks)).offset(offset).limit(limit)
    return list(session.scalars(found.order_by(SearchMiss.week.desc(), often, SearchMiss.text)))


def how_many(session: Session, weeks: int) -> int:
    """How long that list is."""
    return session.scalar(select(func.count()).select_from(SearchMiss).where(_recent(weeks))) or 0


def _recent(weeks: int) -> ColumnElement[bool]:
    return SearchMiss.week.in_(
        select(SearchMiss.week).distinct().order_by(SearchMiss.week.desc()).limit(weeks)
    )


class Collected:
    """What was missed since the last writing, in this process; written at once until `start` is called."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.is_started = False
        self._lock = threading.Lock()
        self._held: dict[tuple[date, str], Counter[str]] = {}

    def add(self, text: str, day: date, **more: int) -> bool:
        """Count a query. Whether it can be kept: it holds nothing personal and is long enough."""
        kept = same_words(text)
        if not _is_fit(kept):
            return False
        with self._lock:
            if (day, kept) in self._held or len(self._held) < MAX_HELD:
                self._held.setdefault((day, kept), Counter()).update(more)
        return self.is_started or self.write()

    def write(self) -> bool:
        """Write down what is held; what cannot be written now is given up. Whether it was written."""
        with self._lock:
            held, self._held = self._held, {}
        if not held:
            return True
        with suppress(SQLAlchemyError), transaction() as session:
            for (day, text), more in held.items():
                note(session, text, day, count=more["count"], again=more["again"])
            sweep(session, max(day for day, _ in held))
            return True
        return False

    def start(self) -> None:
        """From now on collect, and write every minute and when the process ends."""
        self.is_started = True
        threading.Thread(target=self._run, daemon=True, name="misses").start()
        atexit.register(self._write_outside)

    def _run(self) -> None:
        while not threading.Event().wait(WRITE_EVERY):
            self._write_outside()

    def _write_outside(self) -> None:
        try:
            with self.app.app_context():
                self.write()
        except Exception:
            _log.exception("searches without an answer were not written")


def collected() -> Collected:
    """The collection of the running portal."""
    found: Collected = current_app.extensions["misses"]
    return found
