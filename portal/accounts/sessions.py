"""Sign-ins: opened with a new token, dead at the next request once ended, idle or too old."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts import tokens
from portal.accounts.models import Account, LoginSession
from portal.accounts.rules import ABSOLUTE, IDLE

TOUCH = timedelta(minutes=1)  # last_seen_at is not written more often
SKEW = timedelta(minutes=1)  # a clock set back further than this ends sessions
KEEP = timedelta(days=30)  # ended sign-ins stay visible to their owner this long
_BROWSERS = ("Edg", "OPR", "Firefox", "SamsungBrowser", "Chrome", "Safari")
_BROWSER_NAMES = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet"}
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "CrOS", "Linux")
_SYSTEM_NAMES = {"Mac OS X": "macOS", "CrOS": "ChromeOS"}


def device(user_agent: str) -> str:
    """A browser and a system, as far as their names are known; no version, nothing else."""
    browser = next((name for name in _BROWSERS if f"{name}/" in user_agent), "")
    system = next((name for name in _SYSTEMS if name in user_agent), "")
    named = _BROWSER_NAMES.get(browser, browser) or "Peramban lain"
    return f"{named} di {_SYSTEM_NAMES.get(system, system)}" if system else named


def open_session(
    session: Session, account: Account, *, now: datetime, user_agent: str, has_second_step: bool
) -> str:
    """A new sign-in; returns the token for the cookie. Old ended ones are swept."""
    token = tokens.make()
    session.add(
        LoginSession(
            token_hash=tokens.digest(token),
            account_id=account.id,
            created_at=now,
            last_seen_at=now,
            confirmed_at=now,
            has_second_step=has_second_step,
            device=device(user_agent),
        )
    )
    for old in session.scalars(
        select(LoginSession).where(
            LoginSession.account_id == account.id, LoginSession.created_at < now - KEEP - ABSOLUTE
        )
    ):
        session.delete(old)
    return token


def find(session: Session, token: str, now: datetime) -> LoginSession | None:
    """The living sign-in with this token; None for one that ended, or whose account is closed."""
    found = session.scalar(select(LoginSession).where(LoginSession.token_hash == tokens.digest(token)))
    return found if found is not None and is_alive(found, now) and found.account.is_open else None


def is_alive(found: LoginSession, now: datetime) -> bool:
    """Is it neither revoked, nor idle, nor too old, nor from the future?"""
    idle, age = now - found.last_seen_at, now - found.created_at
    return found.revoked_at is None and -SKEW <= idle < IDLE and -SKEW <= age < ABSOLUTE


def needs_touch(found: LoginSession, now: datetime) -> bool:
    """Is it time to write down that it is in use?"""
    return now - found.last_seen_at >= TOUCH


def touch(session: Session, session_id: int, now: datetime) -> None:
    """Write down that a sign-in is in use."""
    session.execute(update(LoginSession).where(LoginSession.id == session_id).values(last_seen_at=now))


def is_confirmed(found: LoginSession, now: datetime, life: timedelta) -> bool:
    """Was the password given lately?"""
    return found.confirmed_at is not None and -SKEW <= now - found.confirmed_at < life


def confirm(session: Session, session_id: int, now: datetime) -> None:
    """Write down that the password was given."""
    session.execute(update(LoginSession).where(LoginSession.id == session_id).values(confirmed_at=now))


def alive(session: Session, account_id: int, now: datetime) -> list[LoginSession]:
    """A person's living sign-ins, the latest used first."""
    found = select(LoginSession).where(LoginSession.account_id == account_id)
    listed = session.scalars(found.order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc()))
    return [one for one in listed if is_alive(one, now)]


def end(
    session: Session, account_id: int, now: datetime, *, only: int | None = None, but: int | None = None
) -> int:
    """End a person's sign-ins: all, `only` that one, or all `but` that one. Returns how many lived.

    Ended are also those that a wrong clock takes for dead: it may be set right again.
    """
    open_still = select(LoginSession).where(
        LoginSession.account_id == account_id, LoginSession.revoked_at.is_(None)
    )
    ended = [one for one in session.scalars(open_still) if only in (None, one.id) and one.id != but]
    count = sum(is_alive(one, now) for one in ended)
    for one in ended:
        one.revoked_at = now
    return count
