"""Queries that found nothing, or nothing that fits: kept for the curators, without anything personal."""

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
    kept = " ".join(text.casefold().split())[:MAX_TEXT]
    if len(kept) < 2 or is_personal(kept):
        return False
    same = SearchMiss.week == week_of(day), SearchMiss.text == kept
    counted = update(SearchMiss).where(*same).values(count=SearchMiss.count + 1).returning(SearchMiss.id)
    if session.execute(counted).first() is None:
        session.add(SearchMiss(week=week_of(day), text=kept, count=1))
        session.flush()
    return True


def listed(session: Session, weeks: int) -> list[SearchMiss]:
    """The misses of the last weeks that had any, newest week first, commonest first."""
    recent = select(SearchMiss.week).distinct().order_by(SearchMiss.week.desc()).limit(weeks)
    found = select(SearchMiss).where(SearchMiss.week.in_(recent))
    return list(
        session.scalars(found.order_by(SearchMiss.week.desc(), SearchMiss.count.desc(), SearchMiss.text))
    )
