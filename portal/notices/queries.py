"""A person's notices, and what stands in their calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.accounts import tokens
from portal.errors import NotFound
from portal.notices.choices import Channel
from portal.notices.models import CalendarKey, Letter, Notice, SwitchedOff

SHOWN = 100
AHEAD = timedelta(days=180)  # of the calendar


def unread(session: Session, account_id: int) -> int:
    """How many living notices a person has not opened, but for kinds that are switched off."""
    off = select(SwitchedOff.kind).where(
        SwitchedOff.account_id == account_id, SwitchedOff.channel == Channel.PORTAL
    )
    counted = select(func.count(Notice.id)).where(
        Notice.account_id == account_id,
        Notice.ended_at.is_(None),
        Notice.read_at.is_(None),
        Notice.kind.not_in(off),
    )
    return session.scalar(counted) or 0


def listed(session: Session, account_id: int) -> Sequence[Notice]:
    """The living ones, the newest first."""
    found = (
        select(Notice)
        .where(Notice.account_id == account_id, Notice.ended_at.is_(None))
        .order_by(Notice.read_at.is_not(None), Notice.at.desc(), Notice.id.desc())
    )
    return session.scalars(found.limit(SHOWN)).all()


def get(session: Session, notice_id: int, account_id: int | None) -> Notice:
    """One of a person's own; those of others do not exist for them. Raises NotFound."""
    found = session.get(Notice, notice_id)
    if found is None or found.account_id != account_id:
        raise NotFound("Pemberitahuan ini tidak ada, atau bukan untuk akun yang sedang masuk.")
    return found


def read_all(session: Session, account_id: int, now: datetime) -> int:
    """Mark everything as read; gives how many there were."""
    mine = update(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    return session.execute(mine.values(read_at=now)).rowcount  # type: ignore[attr-defined, no-any-return]


def last_letter(session: Session, account_id: int) -> Letter | None:
    """The newest letter to a person."""
    newest = select(Letter).where(Letter.account_id == account_id).order_by(Letter.id.desc()).limit(1)
    return session.scalar(newest)


def make_key(session: Session, account_id: int, now: datetime) -> str:
    """A new secret for a person's calendar; the one before stops working."""
    token = tokens.make()
    found = session.get(CalendarKey, account_id)
    if found is None:
        found = CalendarKey(account_id=account_id)
        session.add(found)
    found.token_hash, found.created_at = tokens.digest(token), now
    return token


def drop_key(session: Session, account_id: int) -> None:
    """End the calendar's address."""
    if found := session.get(CalendarKey, account_id):
        session.delete(found)


def owner_of(session: Session, token: str) -> int | None:
    """Whose calendar a secret opens."""
    return session.scalar(
        select(CalendarKey.account_id).where(CalendarKey.token_hash == tokens.digest(token))
    )
