"""When notices are gathered, and when the letter of the week is written."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal import audit, clock, edition
from portal.jobs.models import Job
from portal.notices import ordered
from portal.notices.models import Letter

LOOK, CARRY = 60.0, 60.0  # seconds between looks
DIGEST_DAY, DIGEST_HOUR = 0, time(7)  # Monday morning, before the week's first meeting


def look(session: Session) -> None:
    """Gather after somebody did something, each morning, and on Mondays with the letter of the week."""
    now = clock.now()
    last = _last_begun(session, Job.kind == ordered.GATHER)
    wants_digest = bool(edition.settings().mail_server) and _digest_is_due(session, now)
    is_stale = last is None or clock.local(last).date() < clock.local(now).date()
    if wants_digest or is_stale or (last is not None and audit.changed_since(session, last)):
        ordered.ask_to_gather(session, with_digest=wants_digest)


def carry(session: Session) -> None:
    """Carry letters away where some wait for now."""
    if not edition.settings().mail_server:
        return
    due = select(Letter.id).where(ordered.is_due(clock.now()))
    if session.scalar(due.limit(1)) is not None:
        ordered.ask_to_post(session)


def _digest_is_due(session: Session, now: datetime) -> bool:
    """Is it past this week's hour, and has no gathering with the letter begun since?"""
    here = clock.local(now)
    monday = clock.today() - timedelta(days=here.weekday() - DIGEST_DAY)
    hour = datetime.combine(monday, DIGEST_HOUR, here.tzinfo)
    last = _last_begun(session, Job.key == ordered.DIGEST_KEY)
    return here >= hour and (last is None or last < hour)


def _last_begun(session: Session, which: ColumnElement[bool]) -> datetime | None:
    """When the last of these jobs was asked for; one from a clock that ran ahead holds nobody up."""
    return session.scalar(select(func.max(Job.created_at)).where(which, Job.created_at <= clock.now()))
