"""Queries that left their reader without an answer: kept for the curators, without anything personal."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.search.models import MAX_TEXT, SearchMiss

_PERSONAL = re.compile(r"(?:\d[ .,/_()+-]*){9,}|@|https?:")  # NIP, NIK, telephone, e-mail, address


def week_of(day: date) -> str:
    """The ISO week of a day, e.g. 2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def is_personal(text: str) -> bool:
    """Whether a text may hold a number or address that leads to a person."""
    return _PERSONAL.search(text) is not None


def note(session: Session, text: str, day: date) -> bool:
    """Count a query that found nothing good; one that may hold personal data is not kept. Whether it was."""
    return _add(session, text, day, count=1)


def note_asked_again(session: Session, text: str, day: date) -> bool:
    """Count a query whose reader asked anew in other words. Whether it was counted."""
    return _add(session, text, day, again=1)


def same_words(text: str) -> str:
    """A query as it is kept: the same words are one query, however they are spaced and spelt large."""
    return " ".join(text.casefold().split())[:MAX_TEXT]


def _add(session: Session, text: str, day: date, *, count: int = 0, again: int = 0) -> bool:
    kept = same_words(text)
    if len(kept) < 2 or is_personal(kept):
        return False
    same = SearchMiss.week == week_of(day), SearchMiss.text == kept
    more = {"count": SearchMiss.count + count, "again": SearchMiss.again + again}
    if session.execute(update(SearchMiss).where(*same).values(more).returning(SearchMiss.id)).first() is None:
        session.add(SearchMiss(week=week_of(day), text=kept, count=count, again=again))
        session.flush()
    return True


def listed(session: Session, weeks: int) -> list[SearchMiss]:
    """The misses of the last weeks that had any, newest week first, commonest first."""
    recent = select(SearchMiss.week).distinct().order_by(SearchMiss.week.desc()).limit(weeks)
    found = select(SearchMiss).where(SearchMiss.week.in_(recent))
    often = (SearchMiss.count + SearchMiss.again).desc()
    return list(session.scalars(found.order_by(SearchMiss.week.desc(), often, SearchMiss.text)))
